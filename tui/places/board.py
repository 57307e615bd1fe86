"""Board (看板, place 1): everything that is owed, the most urgent first, in bands of how near."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType

from store.models.row import ObligationRow
from store.models.subject import Part, Subject
from store.search.board import BandCount
from store.search.conditions import Query
from store.search.listed import Shown
from store.search.lists import OBLIGATIONS
from store.search.selection import Selection
from store.words import N_, _
from store.words.by_others import BY_OTHERS
from tui.actions import Key, bindings
from tui.glyphs import glyphs
from tui.places.board_columns import BOARD_COLUMNS, COST, called, is_held, is_snoozed, kind_now
from tui.places.board_queues import ALL, Figures, figures
from tui.places.list_place import ListPlace
from tui.screens.answers import begin
from tui.text import content, priced
from tui.widgets.band import Band
from tui.widgets.bars import Hint
from tui.widgets.column import Look
from tui.widgets.queues import Queues

OURS, AWAKE = "who:us", "!snoozed"
BAND_TITLES: dict[str, tuple[str, Look]] = {
    "late": (N_("late"), "late"),
    "soon": (N_("under 2 hours"), "soon"),
    "today": (N_("today"), "key"),
    "tomorrow": (N_("tomorrow"), "quiet"),
    "later": (N_("later"), "quiet"),
}
IN_LIST = ("settle", "order", "queues")
"""Keys that do something else in the queues than in the list, or nothing."""
ONLY_FOR = {"ship": "ship", "agree": "answer-case"}
"""Keys that are told only where this is owed."""
WITH_QUEUES = 100
"""Cells of a window from which on the queues stand beside the list."""


class BoardPlace(ListPlace[ObligationRow]):
    """The list of what is owed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("board")]
    place = "board"
    listed = OBLIGATIONS
    columns = BOARD_COLUMNS
    example = N_("/ search: kind:ship due:<2h cost:>5")
    nothing = N_("Nothing is owed here.")
    views = (
        (ALL, N_("Ours, by time left")),
        ("who:buyer", N_("Waiting for the buyer")),
        ("who:platform", N_("Waiting for the platform")),
        ("who:carrier", N_("Waiting for the carrier")),
        ("snoozed", N_("Put off until later")),
    )
    sorts: ClassVar[dict[str, str]] = {
        "due": N_("time left"),
        "cost": N_("what zero costs"),
        "order": N_("order number"),
    }

    def __init__(self) -> None:
        super().__init__()
        self._queues = Queues(id="queues", classes="panel")
        self._settled = ""
        """The row that something was done about from here."""

    def compose_beside(self) -> ComposeResult:
        yield self._queues

    def on_mount(self) -> None:
        self._queues.border_title = content(_("Queues"))
        self.watch(self._queues, "has_focus", self.show_keys, init=False)

    def may_be_done(self, name: str) -> bool:
        if name in ("ship", "settle") and self.table.is_over and not self.table.marked:
            return False
        kind = ONLY_FOR.get(name, "")
        if kind and not self.any_meant(partial(self._is_owed, kind)):
            return False
        return not (self._queues.has_focus and name in IN_LIST) and super().may_be_done(name)

    def _is_owed(self, kind: str, row: ObligationRow) -> bool:
        now = self.desk.lists.now
        return kind_now(row, now) == kind and not is_held(row, now)

    def hints_now(self) -> Sequence[Hint]:
        hints, row = super().hints_now(), self.row_meant
        if not self._queues.has_focus:
            if row and is_snoozed(row, self.desk.lists.now):
                snooze = self.desk.key("snooze").shown
                hints = [*hints, Hint(snooze, _("take it up again"))]
            return hints
        down, settle = (self.desk.key(name).shown for name in ("down", "settle"))
        return [*hints, Hint(settle, _("into the list")), Hint(down, _("next queue"))]

    def brief_of(self, key: Key) -> str:
        row = self.row_meant
        is_theirs = row is not None and kind_now(row, self.desk.lists.now) in BY_OTHERS
        return _("why not") if key.name == "settle" and is_theirs else super().brief_of(key)

    def title_of_list(self) -> str:
        return self._queues.title or super().title_of_list()

    def subject_of(self, row: ObligationRow) -> Subject:
        return Subject(row.of_kind, row.of_key)

    def part_of(self, row: ObligationRow) -> Part:
        return Part(kind_now(row, self.desk.lists.now), row.about)

    @property
    def number(self) -> str:
        return called(self.table.row) if self.table.row else ""

    def done(self, said: str | None) -> None:
        row = self.table.row
        self._settled = row.key if said and row else ""
        super().done(said)

    def press_settle(self) -> None:
        """Settle it: the form of the only action that does, else what there is to choose from.

        Where that was just done from here, the next one is meant; where a colleague did it, nothing
        is done with a row that nobody has looked at, nor from the queues, where none is.
        """
        if self._queues.has_focus:
            self.table.focus()
            return
        if self.table.marked:
            self.press_menu()
            return
        self.table.leave_gone(self._settled)
        subject = self.meant()
        if subject:
            self.answers.wait_for(partial(self._settle, subject, self.part))

    async def _settle(self, subject: Subject, part: Part) -> None:
        acting = await self.acting()
        await acting.settle(subject, part)

    def press_order(self) -> None:
        """The page of the order that the row is about; from the queues, back to the list."""
        if self._queues.has_focus:
            self.table.focus()
            return
        subject = self.order_meant()
        if subject:
            self.answers.wait_for(partial(self.open_order, subject.key))

    def narrowed(self, text: str) -> Selection[ObligationRow]:
        query = self._understood(text, self._queues.chosen)
        return self.desk.lists.select(OBLIGATIONS, query, self._sort)

    def _understood(self, text: str, queue: str) -> Query:
        lists = self.desk.lists
        query = lists.parsed(text, OBLIGATIONS)
        # A pasted list of numbers takes no other word.
        besides = lists.parsed(f"{_besides(text)} {queue}", OBLIGATIONS)
        return replace(query, conditions=(*query.conditions, *besides.conditions))

    def asked(self, query: str) -> str:
        return f"{query} {_besides(query)}"

    def show_selection(self, selection: Shown[ObligationRow]) -> None:
        begin(self, partial(self._show_figures, selection, self._query), "bands", exclusive=True)

    async def _show_figures(self, selection: Shown[ObligationRow], text: str) -> None:
        """Count the bands and the queues while the first rows are shown already."""
        lists, login = self.desk.lists, self.desk.login

        def read() -> Figures:
            return figures(lists, selection.query, self._understood(text, ALL), login)

        found = await self.desk.read_beside(read)
        if found and self.is_mounted and self.table.selection is selection:
            self.table.show_bands(_bands(found.bands) if self._sort == "due" else ())
            self._queues.show(found.groups, found.ahead)
            self.panel.say_above(_(self.title_of_list()))

    def on_queues_chosen(self, chosen: Queues.Chosen) -> None:
        """Show another queue; once it is all of them, the cursor stays on its row."""
        self.search_box.say_besides(self._queues.title)
        self._search_at_once(self._query, "" if chosen.query else self.row_key)

    def step(self, by: int) -> None:
        if self._queues.has_focus:
            self._queues.step(by)
        else:
            super().step(by)

    def press_top(self) -> None:
        if self._queues.has_focus:
            self._queues.go_to(0)
        else:
            super().press_top()

    def press_bottom(self) -> None:
        if self._queues.has_focus:
            self._queues.go_to(-1)
        else:
            super().press_bottom()

    def press_queues(self) -> None:
        """To the queues; where they have no room beside the list, one is chosen of a menu."""
        if self._queues.display:
            self._queues.focus()
            return
        from tui.screens.menu import MenuLine
        from tui.screens.queue_menu import QueueMenu

        lines = [
            MenuLine(one.query or " ", one.title, note=f"{one.found}{_late(one.late):>5}")
            for one in self._queues.every
        ]
        self.desk.push_screen(QueueMenu(_("Queues"), lines), self._queue_chosen)

    def _queue_chosen(self, query: str | None) -> None:
        if query is not None:
            self._queues.choose(query.strip())

    def press_back(self) -> None:
        """Out of the search box and the queues; again, take the query away, then the queue."""
        if self.is_acting_on_many:
            super().press_back()
        elif self._queues.has_focus:
            self.table.focus()
        elif self._queues.chosen and not self._query and not self.search_box.has_focus:
            self._queues.choose(ALL)
        else:
            super().press_back()

    def press_take_off(self) -> None:
        """Take the last word off the query; once there is none, the queue."""
        if self._queues.chosen and not self._query:
            self._queues.choose(ALL)
        else:
            super().press_take_off()

    def _show_around(self) -> None:
        has_queues = self.app.size.width >= WITH_QUEUES and not self.taken
        if self._queues.has_focus and not has_queues:
            self.table.focus()
        self._queues.display = has_queues
        super()._show_around()


def _besides(text: str) -> str:
    """Unless it is asked for, what others owe and what is put off is left out."""
    words = ("" if "who:" in text else OURS, "" if "snoozed" in text else AWAKE)
    return " ".join(filter(None, words))


def _late(count: int) -> str:
    return f"{glyphs().late}{count}" if count else ""


def _bands(found: Sequence[BandCount]) -> list[Band]:
    """The lines between the rows; a band that has none has no line."""
    lines, start = [], 0
    for band in found:
        title, look = BAND_TITLES[band.name]
        cost = priced(band.cost_fen) if band.cost_fen else ""
        if band.count:
            lines.append(Band(start, _(title), look, f"{band.count}", cost, COST))
        start += band.count
    return lines
