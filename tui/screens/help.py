"""HelpScreen: every key that works here, from the live key table, found by typing and done by
enter; then every word of the search, which enter puts into the box, and the signs beside the data.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from store.search.chinese_names import STATES_IN_CHINESE
from store.search.completing import example_of
from store.search.names import (
    field_shown,
    names_in_chinese,
    query_word_shown,
)
from store.search.table import ListTable
from store.words import N_, _, listed
from store.words.labels import label
from store.words.marks import MEANINGS
from tui.actions import Key, told_once
from tui.glyphs import glyphs
from tui.places.order_columns import FLAG_LETTERS
from tui.screens.menu import MenuLine, MenuScreen
from tui.screens.menu_groups import MOVING, Group

WORD, SIGN = "word ", "sign "
"""The name of a line that is a word of the search, or a sign beside the data, begins so."""
MEANT = {"waits": N_("a SKU: the orders that wait for units of it, as the stock counts them")}
"""What is to be said of a field of the search that its name does not say."""
FINDING = frozenset(("search", "views", "save-view", "take-off", "sort", "columns", "palette"))


class HelpScreen(MenuScreen):
    """Dismissed with the name of a key, or a word of the search."""

    CSS_PATH = "menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "dismiss(None)", show=False)]
    most_key = 18
    folds = True

    def __init__(self, keys: Iterable[Key], table: ListTable | None) -> None:
        """`table` is the list that can be searched here."""
        lines = [_line(key) for key in told_once(keys) if key.keys or key.starts or _is_rare(key)]
        super().__init__(_("Keys"), [*lines, *(_words(table) if table else ()), *_signs()])

    def choose(self, name: str) -> None:
        """A key or a word; a sign is only read."""
        if not name.startswith(SIGN):
            super().choose(name)

    def on_input_changed(self, event: Input.Changed) -> None:
        """The sign that opened it closes it again."""
        if event.value.endswith(("?", "？")):
            event.prevent_default()
            self.dismiss(None)


def _is_rare(key: Key) -> bool:
    """Is it about what has so few actions that those without a key are told too, or about nothing
    but looked for by other words?
    """
    return key.where != "action" if key.acts else bool(key.also)


def _line(key: Key) -> MenuLine:
    group = _group(key)
    return MenuLine(key.name, key.title, key.all_shown, group=group, readings=key.readings)


def _group(key: Key) -> Group:
    if key.name in MOVING:
        return "moving"
    if key.name in FINDING:
        return "finding"
    return "doing" if key.starts or key.acts or key.name == "menu" else "desk"


def _words(table: ListTable) -> Iterator[MenuLine]:
    """How words are put together, then every state and field, first as this language has it."""
    rules = (
        (WORD, "", _("a word: in the number, goods, buyer, phone tail, tracking number or SKU")),
        (WORD, "!", _("turns a word around")),
        (WORD, "|", _("any of two, without blanks: to-ship|late")),
        (WORD, "", _("several order numbers find exactly those")),
    )
    yield from (MenuLine(name, text, key, group="word") for name, key, text in rules)
    for state in table.state_names:
        shown = query_word_shown(state, table)
        others = [one for one in (*STATES_IN_CHINESE[state], state) if one != shown]
        yield MenuLine(WORD + shown, f"{shown}  {listed(others)}", group="word")
    for name in table.field_names:
        shown = field_shown(name, table)
        others = [one for one in (*names_in_chinese(name, table), name) if one != shown]
        said = query_word_shown(f"{name}:{example_of(name, table)}", table)
        if name in MEANT:
            said += f"  {_(MEANT[name])}"
        yield MenuLine(f"{WORD}{shown}:", f"{said}  {listed(others)}", group="word")


def _signs() -> Iterator[MenuLine]:
    """What stands beside times, amounts and rows."""
    signs = {
        "~": _("before a time or an amount: computed by a rule, not given by the platform"),
        **{f"({label(mark)})": _(meaning) for mark, meaning in MEANINGS.items()},
        glyphs().late: _("late; in the line above, how many duties of ours are"),
        "*": _("marked: what is done next is done with all that are"),
        "@": _("who has it"),
        " ".join(FLAG_LETTERS.values()): _("a flag: red, yellow, green, blue, purple"),
        "?": _("not known: not counted yet, or without a deadline"),
    }
    yield from (MenuLine(SIGN + sign, text, sign, group="sign") for sign, text in signs.items())
