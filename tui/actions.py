"""The key table: every key of the desk, once; bindings, footer, menus, palette and help read it.

A key whose name is an action's (`ship`) runs that action on the order under the cursor. Every
letter has a twin that passes an input method: a function key, or the menu, whose lines are digits.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from textual.binding import Binding
from textual.keys import Keys, _character_to_key, _get_unicode_name_from_key

from store.errors import BadInput
from store.words import N_, _
from tui.action_titles import TITLES


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table."""

    name: str
    keys: str = ""
    """Textual's names of the keys, with commas between; the first is the one that is shown.

    Empty for what is done from the menu only, until a file gives it a key."""
    text: str = ""
    """What it does; an action brings its own title."""
    where: str = "both"
    """The screen it belongs to: orders, order, both; action (both, and in the order's menu) or
    product (in the menu of a product)."""
    footer: int = 0
    """Its place in the footer; 0 is not shown there."""

    @property
    def title(self) -> str:
        """What it does, in the language spoken."""
        return _(TITLES.get(self.name, self.text))

    @property
    def brief(self) -> str:
        """The title as the footer writes it."""
        return self.title[:1].lower() + self.title[1:]

    @property
    def shown(self) -> str:
        """The key as a person reads it."""
        first = self.keys.split(",", 1)[0]
        return SHOWN.get(first, first)


SHOWN = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "escape": "esc",
    "space": "space",
    "full_stop": ".",
}

MODIFIERS = frozenset({"ctrl", "alt", "shift"})
TAKEN = frozenset({"ctrl+c", "ctrl+q", "tab", "shift+tab"})
"""Keys that Textual itself acts on, before any screen is asked."""

KEYS = (
    Key("open", "enter", N_("open it"), "orders", 1),
    Key("menu", "a,f2", N_("actions"), footer=2),
    Key("ship", "s,f4", where="action", footer=3),
    Key("log-contact", "c,f6", where="action", footer=4),
    Key("mark", "space", N_("mark"), "orders", 5),
    Key("search", "slash,f3,ideographic_comma", N_("search"), "orders", 6),
    Key("back", "escape", N_("back"), "order", 6),
    Key("help", "question_mark,f1,fullwidth_question_mark", N_("help"), footer=7),
    Key("palette", "colon,ctrl+p,f5,fullwidth_colon", N_("every command")),
    Key("views", "v", N_("views"), "orders"),
    Key("sort", "o,f7", N_("sort"), "orders"),
    Key("unmark", "u", N_("take all marks away"), "orders"),
    Key("export", "e", N_("export what is shown or marked"), "orders"),
    Key("import", "i", N_("import files of the platform"), "orders"),
    Key("batch-ship", "w", N_("write the batch-ship file"), "orders"),
    Key("copy", "y", N_("copy the order number")),
    Key("reveal", "P", N_("show personal data for 30 seconds"), "order"),
    Key("down", "j,down", N_("down")),
    Key("up", "k,up", N_("up")),
    Key("top", "g,home", N_("to the top")),
    Key("bottom", "G,end", N_("to the bottom")),
    Key("page-down", "ctrl+d,pagedown", N_("half a page down")),
    Key("page-up", "ctrl+u,pageup", N_("half a page up")),
    Key("products", "p", N_("the products of the order")),
    Key("note", "n,f8", where="action"),
    Key("flag", "f", where="action"),
    Key("tag", "T", where="action"),
    Key("claim", "m", where="action"),
    Key("release-claim", "M", where="action"),
    Key("assign", "A", where="action"),
    Key("keep-promise", "K", where="action"),
    Key("hold", "h", where="action"),
    Key("release-hold", "H", where="action"),
    Key("change-address", where="action"),
    Key("correct-tracking", "t", where="action"),
    Key("record-trace", "l", where="action"),
    Key("intercept-parcel", "I", where="action"),
    Key("record-intercept", where="action"),
    Key("confirm-receipt", where="action"),
    Key("refund", "r", where="action"),
    Key("settle-refund", "R", where="action"),
    Key("create-reissue", "b", where="action"),
    Key("ship-reissue", "B", where="action"),
    Key("cancel-reissue", where="action"),
    Key("offer-solution", "F", where="action"),
    Key("record-offer-answer", "O", where="action"),
    Key("apply-stock-out", "S", where="action"),
    Key("rule-stock-out", "V", where="action"),
    Key("cancel-order", "X", where="action"),
    Key("set-verified-cause", "U", where="action"),
    Key("open-case", "N", where="action"),
    Key("change-case", where="action"),
    Key("withdraw-case", "W", where="action"),
    Key("agree-refund", where="action"),
    Key("agree-return", where="action"),
    Key("agree-exchange", where="action"),
    Key("agree-supplementary", where="action"),
    Key("agree-repair", where="action"),
    Key("reject-case", where="action"),
    Key("record-return-shipped", where="action"),
    Key("receive-return", "E", where="action"),
    Key("ship-replacement", where="action"),
    Key("ship-supplementary", where="action"),
    Key("ship-repaired", where="action"),
    Key("confirm-case-receipt", where="action"),
    Key("close-case", where="action"),
    Key("change-buyer-reason", where="action"),
    Key("attach-evidence", "z", where="action"),
    Key("evidence-pack", "Z", where="action"),
    Key("request-intervention", where="action"),
    Key("submit-evidence", where="action"),
    Key("record-ruling", where="action"),
    Key("appeal", where="action"),
    Key("record-penalty", where="action"),
    Key("complete-task", "x", where="action"),
    Key("confirm-order", "C", where="action"),
    Key("resolve-discrepancy", "D", where="action"),
    Key("set-stock", where="product"),
    Key("delist-product", where="product"),
    Key("relist-product", where="product"),
    Key("leave", "q,f10", N_("leave")),
)


def remapped(file: Path) -> tuple[Key, ...]:
    """The table with the keys of a TOML file: lines such as `ship = "S,f4"`.

    Raises BadInput for a name or key that cannot be.
    """
    if not file.exists():
        return KEYS
    import tomllib

    try:
        wanted = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(
            _("{file} cannot be read: {reason}").format(file=file, reason=error)
        ) from None
    known = {key.name for key in KEYS}
    given: dict[str, str] = {}
    for name, keys in wanted.items():
        parts = [part.strip() for part in str(keys).split(",")]
        if name not in known or not all(map(_is_key, parts)):
            said = f'{name} = "{keys}"' if name in known else name
            raise BadInput(
                _('{file}: {name} is not such as ship = "S,f4"; the names are: {known}.').format(
                    file=file, name=said, known=", ".join(sorted(known))
                )
            )
        given[name] = ",".join(_character_to_key(one) if len(one) == 1 else one for one in parts)
    table = tuple(replace(key, keys=given.get(key.name, key.keys)) for key in KEYS)
    _ensure_unique(table, file)
    return table


def _is_key(name: str) -> bool:
    """Is this a character, or what Textual calls a key (`f4`, `ctrl+s`, `slash`)?"""
    if len(name) <= 1:
        return name.isprintable() and not name.isspace() and bool(name)
    *modifiers, last = name.split("+")
    if name in TAKEN or not MODIFIERS.issuperset(modifiers):
        return False
    ours = {one for key in KEYS for one in key.keys.split(",")}
    if last in ours or last in {key.value for key in Keys} or (len(last) == 1 and last.isalnum()):
        return True
    try:
        return bool(unicodedata.lookup(_get_unicode_name_from_key(last).replace("_", " ")))
    except KeyError:
        return False


def _ensure_unique(table: tuple[Key, ...], file: Path) -> None:
    for screen in ("orders", "order"):
        seen: dict[str, str] = {}
        for key in keys_of(screen, table):
            for one in filter(None, key.keys.split(",")):
                if one in seen:
                    raise BadInput(
                        _("{file}: {key} is both {one} and {other}.").format(
                            file=file, key=one, one=seen[one], other=key.name
                        )
                    )
                seen[one] = key.name


def keys_of(screen: str, table: tuple[Key, ...] = KEYS) -> Iterator[Key]:
    """The keys that work on a screen."""
    return (key for key in table if key.where in (screen, "both", "action"))


def bindings(screen: str) -> list[Binding]:
    """The same as Textual binds them; remapping goes by the id."""
    return [
        # Textual asks for a key; one that no keyboard has waits until a file gives another.
        Binding(key.keys or f"unbound-{key.name}", f"press({key.name!r})", show=False, id=key.name)
        for key in keys_of(screen)
    ]
