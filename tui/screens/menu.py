"""MenuScreen: lines to choose from by digit, by typing a part, or by arrow and enter.

The action menu, the palette, the views and the sort orders are all this screen. Typing finds at
once: a part of a name in either language, first letters, or else its pinyin. A line that may not
be chosen stays, with the sentence why not; in a menu of groups those are one line that says how
many, until `tab` opens them or what is typed finds some.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, getters
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.widgets import Input

from store.words import N_, _
from tui.glyphs import glyphs
from tui.screens.finding import found_by, in_groups
from tui.screens.menu_groups import GROUPS, Group, by_reason, heading_of, refused_alike
from tui.screens.over import Over
from tui.text import fit, further, width_of
from tui.widgets.bars import Hint, OwnKeys
from tui.widgets.filter_box import FilterBox
from tui.widgets.line_list import Entry, LineList
from tui.widgets.panel import Panel
from tui.widgets.said_line import SaidLine

if TYPE_CHECKING:
    from tui.telling import Telling

DIGITS = 9
AROUND = 4
"""Lines of a menu that are not its options: frame, box, a blank."""
LEFT = 3
"""Lines of a narrow window that a menu never takes: two above and the keys below. It stands on
these, and no frame beneath it ends below its own.
"""
WIDTH, BESIDE = 100, 4
"""Cells of a menu, and of its frame."""
WITH_EDGES = 110
"""Cells of a window from which on what lies beneath is seen beside a menu; else it has the lines
whole: a cell or two at its left would be scraps of frames.
"""
HEAD, NAME = 3, 28
"""Cells of the digit in front of a line, and of the name of what may not be done."""
LEAST_KEY = 3
BACK = ("esc", N_("back"))


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One line of a menu."""

    name: str
    text: str
    key: str = ""
    why_not: str | None = None
    group: Group = ""
    """In a menu of groups, where it stands as long as it may be chosen."""
    note: str = ""
    """At its right end: a count."""
    readings: tuple[str, ...] = ()
    """How it reads in other languages."""

    @property
    def names(self) -> tuple[str, ...]:
        """All by which it is found."""
        return (self.text, self.name, *self.readings)


class MenuScreen(Over):
    """Dismissed with the name of the chosen line, or None."""

    CSS_PATH = "menu.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WITH_EDGES, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("tab", "open", show=False, priority=True),
        Binding("pagedown,ctrl+d", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("ctrl+u", "page_unless_typed(-1)", show=False, priority=True),
        Binding("home", "top", show=False, priority=True),
        Binding("end", "end", show=False, priority=True),
    ]

    by_digit: ClassVar[bool] = True
    """Does a digit choose?"""
    folds: ClassVar[bool] = False
    """Is a line that is too long folded? Else it is cut."""
    most_key: ClassVar[int] = 10
    """Cells of the keys beside the names."""

    own_keys: ClassVar[tuple[tuple[str, str], ...]] = (("enter", N_("choose")), BACK)
    """Its keys, and what they do."""

    filter_box = getters.query_one("#filter", FilterBox)
    options = getters.query_one(LineList)

    def __init__(self, title: str, lines: Sequence[MenuLine]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._has_groups = any(line.group for line in lines)
        self._is_open = not self._has_groups
        """Are the lines that may not be chosen shown, though nothing is typed?"""
        self._shown: list[MenuLine] = []
        self._alike: frozenset[str] = frozenset()
        """Why several of them may not be chosen."""
        self._said_below = ""
        """What stands at its lower edge, before how many lines there are more."""
        self._drawn_at: Size | None = None

    def compose(self) -> ComposeResult:
        with Panel(id="menu"):
            yield FilterBox(placeholder=self.said_of_typing, id="filter", compact=True)
            yield LineList()
            said = cast("Telling", self.app).said
            yield SaidLine(said[-1].number if said else 0)
        yield OwnKeys(id="keys")

    @property
    def said_of_typing(self) -> str:
        """What the empty box says that typing does."""
        return _("type to find; a digit chooses") if self.by_digit else _("type to find")

    def on_mount(self) -> None:
        self.query_one(Panel).say_above(self._title)
        self.show_lines(self._lines)
        self.filter_box.focus()

    def show_lines(self, lines: Sequence[MenuLine]) -> None:
        """Have these to choose from."""
        self._lines = lines
        refused = sum(line.why_not is not None for line in lines)
        if refused and self._has_groups:
            said = _("{possible} possible, {refused} not now")
            self.say_below(said.format(possible=len(lines) - refused, refused=refused))
        self._fill()

    @property
    def line(self) -> MenuLine | None:
        """The line under the cursor."""
        place = self.options.cursor
        return None if place is None else next(iter(self._shown[place:]), None)

    def hints(self) -> Iterator[Hint]:
        """What its keys do."""
        return (Hint(key, _(text)) for key, text in self.own_keys)

    def on_key(self, event: events.Key) -> None:
        """What was typed ahead, and came before the box had the focus, goes into it."""
        if event.is_printable and event.character:
            event.stop()
            self.filter_box.insert_text_at_cursor(event.character)

    def on_resize(self) -> None:
        """Textual tells the size of a new screen, and it was drawn by it already."""
        if self.app.size != self._drawn_at:
            self._fill()

    def _fill(self) -> None:
        """The lines that fit; however many, the title and the keys stay on the screen."""
        typed = self.filter_box.value
        found = found_by(typed, self._lines)
        possible = in_groups(typed, [one for one in found if one.why_not is None], ["", *GROUPS])
        refused = [one for one in found if one.why_not is not None]
        is_open = self._is_open or bool(typed.strip())
        self._alike = refused_alike(refused if self._has_groups else ())
        # What is looked for stands by how near it is.
        refused = by_reason(refused, frozenset() if typed.strip() else self._alike)
        self._shown = possible + (refused if is_open else [])
        self._drawn_at = self.app.size
        across = self._drawn_at.width
        width = (WIDTH if across >= WITH_EDGES else across) - BESIDE
        height = self._drawn_at.height
        room = height * 9 // 10 - 1 if across >= WITH_EDGES else height - LEFT
        entries = [*self._entries(width - BESIDE)]
        if not is_open and refused:
            closed = _("Not now: {count}   tab shows them and why")
            entries.append(Entry(closed.format(count=len(refused)), "quiet", is_heading=True))
        entries = entries or [Entry(_("nothing fits"), "quiet")]
        # What is folded hangs under the name; where there is room, a refusal under its sentence.
        is_under_name = self.folds or across < WITH_EDGES
        indent = self._key_cells + (HEAD if is_under_name else HEAD + NAME + 1)
        self.options.show(entries, width, indent, 0 if self._shown else None, max(3, room - AROUND))
        self._show_more()

    on_filter_box_filtered = _fill

    def say_below(self, said: str) -> None:
        """Say it at the lower edge."""
        self._said_below = said
        self._show_more()

    def _show_more(self) -> None:
        """Say at the lower edge how many lines stand below those that are seen, and below that what
        the keys do with the one under the cursor.
        """
        self.query_one(OwnKeys).show([*self.hints()])
        more = further(glyphs().more, self.options.below)
        self.query_one(Panel).say_below(f"{self._said_below}   {more}".strip())

    def _entries(self, width: int) -> Iterator[Entry]:
        before, wide = None, self._key_cells
        for number, one in enumerate(self._shown, start=1):
            heading = heading_of(one, self._alike)
            if self._has_groups and heading[0] and heading != before:
                yield Entry(*heading, is_heading=True)
            before = heading
            if one.why_not is not None:
                is_said = one.why_not in self._alike
                text = one.text if is_said else f"{fit(one.text, NAME)} {one.why_not}"
                yield Entry(f"   {fit(one.key, wide)}{text}", "quiet")
                continue
            digit = str(number) if self.by_digit and number <= DIGITS else " "
            head = f"{digit}  {fit(one.key, wide)}"
            room = width - len(head) - width_of(one.note) - 1
            # What is said of an action stands where its refusal would; a count at the edge.
            is_told = one.group in {"owed", "possible"} and one.note  # and folded where it is long
            cells = max(min(NAME, room), width_of(one.text)) if is_told else room
            name = one.text if self.folds else fit(one.text, max(1, cells))
            yield Entry(f"{head}{name} {one.note}".rstrip(), key_cells=len(head))

    @property
    def _key_cells(self) -> int:
        longest = max((len(line.key) for line in self._lines), default=0)
        return max(LEAST_KEY, min(self.most_key, longest + 1)) if longest else 0

    def on_input_changed(self, event: Input.Changed) -> None:
        """A digit chooses at once; anything else looks for a part of the name.

        Behind a part of a name it chooses too, unless a name goes on with it.
        """
        part, digit = event.value[:-1], event.value[-1:]
        is_choice = self.by_digit and digit.isdecimal()
        is_choice = is_choice and 0 < int(digit) <= min(DIGITS, len(self._shown))
        if is_choice and not (part.strip() and found_by(event.value, self._lines)):
            with self.prevent(Input.Changed):  # the next digit is a choice of its own
                self.filter_box.value = part
            self._choose(int(digit) - 1)
            return
        self._fill()

    def action_move(self, by: int) -> None:
        """Another line."""
        self.options.step(by)
        self._show_more()

    def action_page(self, by: int) -> None:
        """Half a page on, or back."""
        self.options.page(by)
        self._show_more()

    def action_page_unless_typed(self, by: int) -> None:
        """The same, but what is typed is taken away first, as in any box."""
        if self.filter_box.value:
            raise SkipAction
        self.action_page(by)

    def action_open(self) -> None:
        """Show what may not be chosen, and why; or hide it again."""
        if self._has_groups:
            self._is_open = not self._is_open
            self._fill()

    def action_top(self) -> None:
        """The first line."""
        if self._shown:
            self.options.cursor = 0
            self._show_more()

    def action_end(self) -> None:
        """The last line, whatever may not be chosen with it."""
        self._is_open = True
        self._fill()
        if self._shown:
            self.options.cursor = len(self._shown) - 1
            self._show_more()

    def on_input_submitted(self) -> None:
        self._choose(self.options.cursor)

    def _choose(self, position: int | None) -> None:
        if position is None or position >= len(self._shown):
            return
        line = self._shown[position]
        if line.why_not is not None:
            self.app.notify(line.why_not, title=line.text, severity="warning")
            return
        self.choose(line.name)

    def choose(self, name: str) -> None:
        """Do with the chosen line what the menu is for."""
        self.dismiss(name)
