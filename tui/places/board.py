"""Board (看板, place 1): everything that is owed, the most urgent first, in bands of how near."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType

from store.errors import InterruptedReading, ShouhouError
from store.models.money import yuan_text
from store.models.row import ObligationRow
from store.models.subject import Subject
from store.search.board import BandCount, KindCount, bands, kinds
from store.search.lists import OBLIGATIONS
from store.search.selection import Selection
from store.words import N_, _
from store.words.labels import label
from tui.actions import bindings
from tui.glyphs import glyphs
from tui.places.board_columns import BOARD_COLUMNS, called, kind_now
from tui.places.list_place import ListPlace
from tui.screens.answers import begin
from tui.text import content
from tui.widgets.columns import Look
from tui.widgets.queues import Queue, Queues
from tui.widgets.row_table import Band

ALL, OURS = "", "who:us"
BAND_TITLES: dict[str, tuple[str, Look]] = {
    "late": (N_("late"), "late"),
    "soon": (N_("under 2 hours"), "soon"),
    "today": (N_("today"), "key"),
    "tomorrow": (N_("tomorrow"), "quiet"),
    "later": (N_("later"), "quiet"),
}
WITH_QUEUES = 100
"""Cells of a window from which on the queues stand beside the list."""


class BoardPlace(ListPlace[ObligationRow]):
    """The list of what is owed."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("board")]
    place = "board"
    listed = OBLIGATIONS
    columns = BOARD_COLUMNS
    example = N_("/ search: kind:ship due:<2h cost:>5")
    nothing = N_("Nothing is owed here; esc in the search box takes the query away.")
    views = (
        (ALL, N_("Ours, by time left")),
        ("who:buyer", N_("Waiting for the buyer")),
        ("who:platform", N_("Waiting for the platform")),
        ("who:carrier", N_("Waiting for the carrier")),
    )
    sorts: ClassVar[dict[str, str]] = {
        "due": N_("time left"),
        "cost": N_("what zero costs"),
        "order": N_("order number"),
    }

    def __init__(self) -> None:
        super().__init__()
        self._queues = Queues(id="queues", classes="panel")

    def compose_beside(self) -> ComposeResult:
        yield self._queues

    def on_mount(self) -> None:
        super().on_mount()
        self._queues.border_title = content(_("Queues"))

    def title_of_list(self) -> str:
        chosen = self._queues.chosen
        return label(chosen) if chosen else super().title_of_list()

    def subject_of(self, row: ObligationRow) -> Subject:
        return Subject(row.of_kind, row.of_key)

    @property
    def about(self) -> str:
        return self.table.row.about if self.table.row else ""

    @property
    def number(self) -> str:
        return called(self.table.row) if self.table.row else ""

    def press_settle(self) -> None:
        """Settle it: the form of the only action that does, else what there is to choose from."""
        row = self.table.row
        if row:
            kind = kind_now(row, self.desk.lists.now)
            self.answers.wait_for(partial(self._settle, self.subject_of(row), kind, row.about))

    async def _settle(self, subject: Subject, kind: str, about: str) -> None:
        acting = await self.acting()
        await acting.settle(subject, kind, about)

    def press_order(self) -> None:
        """The page of the order that the row is about."""
        subject = self.order_meant()
        if subject:
            self.answers.wait_for(partial(self.open_order, subject.key))

    def narrowed(self, text: str) -> Selection[ObligationRow]:
        lists = self.desk.lists
        query = lists.parsed(text, OBLIGATIONS)
        # Whose it is may be asked for; unless it is, the board is about what is ours.
        asked = lists.parsed(self._asked(text, self._queues.chosen), OBLIGATIONS)
        query = replace(query, conditions=asked.conditions)
        return lists.select(OBLIGATIONS, query, self._sort)

    @staticmethod
    def _asked(text: str, queue: str) -> str:
        whose = "" if "who:" in text else OURS
        return " ".join(filter(None, (text, whose, f"kind:{queue}" if queue else "")))

    def asked(self, query: str) -> str:
        return self._asked(query, ALL)

    def show_selection(self, selection: Selection[ObligationRow]) -> None:
        counting = partial(self._count_bands, selection, self._asked(self._query, ALL))
        begin(self, counting, "bands", exclusive=True)

    async def _count_bands(self, selection: Selection[ObligationRow], asked: str) -> None:
        """Count the bands and the queues while the first rows are shown already."""
        lists = self.desk.lists

        def read() -> tuple[Sequence[BandCount], Sequence[KindCount]]:
            query = lists.parsed(asked, OBLIGATIONS)
            return (
                bands(selection.query, selection.now, lists.engine.fetch),
                kinds(query, selection.now, lists.engine.fetch),
            )

        try:
            found, counted = await self.desk.threads.read(read)
        except ShouhouError as error:
            if not isinstance(error, InterruptedReading):
                self.desk.say_trouble(error)
            return
        if self.is_mounted and self.table.selection is selection:
            self.table.show_bands(_bands(found) if self._sort == "due" else ())
            count, late = sum(kind.found for kind in counted), sum(kind.late for kind in counted)
            queues = [Queue(kind.kind, label(kind.kind), kind.found, kind.late) for kind in counted]
            self._queues.show([Queue(ALL, _("All"), count, late), *queues])

    def on_queues_chosen(self) -> None:
        """Show another queue."""
        self._search(self._query)

    def step(self, by: int) -> None:
        if self._queues.has_focus:
            self._queues.step(by)
        else:
            super().step(by)

    def _show_around(self) -> None:
        has_queues = self.app.size.width >= WITH_QUEUES
        self._queues.display = has_queues
        if not has_queues:
            # What cannot be seen must not go on leaving things out.
            self._queues.choose(ALL)
        super()._show_around()


def _bands(found: Sequence[BandCount]) -> list[Band]:
    """The lines between the rows; a band that has none has no line."""
    lines, start = [], 0
    for band in found:
        title, look = BAND_TITLES[band.name]
        cost = f"  {glyphs().money}{yuan_text(band.cost_fen)}" if band.cost_fen else ""
        if band.count:
            lines.append(Band(start, _(title), look, f"{band.count}{cost}"))
        start += band.count
    return lines
