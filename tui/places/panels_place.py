"""PanelsPlace (面板): the frame of a place that is several panels and no list.

What it shows is read at once in a thread and kept; its sections are made of that for the width
there is.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Generic, TypeVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region

from store.models.subject import Part, Subject
from store.words import _
from tui.said import Section, plain
from tui.screens.listing import show_in
from tui.screens.panelled import Panelled
from tui.screens.panels import Panels
from tui.widgets.bars import TopBar

Page = TypeVar("Page")
FRAME, SCROLLBAR = 4, 1
"""Cells that the frame of a panel takes beside its text, and the bar at the right of all."""
LEFT, BOTH = 6, 11
"""What stands at the left has so many parts of a wide screen."""
NARROWEST = 24
"""Cells that a panel is made for at least."""


class PanelsPlace(Panelled, Generic[Page]):
    """Panels of what was read, rows of which lead to what they tell of."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "press('back')", show=False)]
    names: ClassVar[Sequence[str]]
    """The panels in reading order."""
    left: ClassVar[int]
    """So many of them stand at the left of a wide screen; all where there is one column."""

    def __init__(self) -> None:
        super().__init__(Panels(self.names, self.left, self.have_seen))
        self.page: Page | None = None
        """What was read last; nothing while it is read for the first time."""
        self.first_of_all = ""
        """What has to be done before there is anything to show."""
        self._readings = 0
        """How many of them are under way: one that another took the place of comes to its end."""

    # What a place says of itself

    @abstractmethod
    def reading(self) -> Callable[[], Page]:
        """What reads all of it in a thread, as it is asked for now."""

    @abstractmethod
    def sections(self, page: Page | None, widths: tuple[int, int]) -> Sequence[Section]:
        """What is shown of it, in lines of so many cells at the left and at the right; that it is
        being read, where it is.
        """

    def compose_above(self) -> ComposeResult:
        """What stands above the panels."""
        yield from ()

    # What is shown

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        yield from self.compose_above()
        yield from self.compose_panels()

    def on_mount(self) -> None:
        self.draw()
        self.panels.go_to(self.panels.all[0])

    @property
    def subject(self) -> Subject | None:
        return self.panels.current.row.subject

    @property
    def part(self) -> Part:
        row = self.panels.current.row
        return Part(row.owed, row.about)

    @property
    def _across(self) -> tuple[int, int]:
        """Cells of a panel at the left, and of one at the right; the same where all stand below
        each other.
        """
        across = self.app.size.width - self.taken - SCROLLBAR
        if not (self.is_wide and self.panels.right):
            return across, across
        left = across * LEFT // BOTH
        return left, across - left

    @property
    def text_widths(self) -> tuple[int, int]:
        """Cells of a line in a panel at the left, and at the right."""
        left, right = (max(NARROWEST, across - FRAME) for across in self._across)
        return left, right

    async def _read(self) -> None:
        self._readings += 1
        self.show_more()
        try:
            await self.desk.opened()
            self.page = await self.desk.threads.read(self.reading())
            said = await self.desk.read_beside(self.desk.said_of_an_empty_store)
            self.first_of_all = said or ""
        finally:
            self._readings -= 1
        self.draw()
        self.show_keys()

    def draw(self) -> None:
        """Show what was read, in the width there is."""
        if not self.is_attached:
            return
        is_parted = self.is_wide and self.panels.right
        self.query_one("#left").styles.width = self._across[0] if is_parted else "1fr"
        first, *rest = self.sections(self.page, self.text_widths)
        if self.first_of_all:
            first = replace(first, rows=(plain(self.first_of_all),), heading=None)
        self.panels.show([first, *rest])
        self.show_more()

    def said_below(self) -> str:
        return _("counting …") if self._readings else ""

    def fit(self) -> None:
        super().fit()
        self.draw()

    def tick(self) -> None:
        self.look_above()
        self.fit()

    def have_seen(self, region: Region) -> None:
        super().have_seen(region)
        self.show_keys()

    # What is done

    def may_be_done(self, name: str) -> bool:
        return (name != "menu" or self.subject is not None) and super().may_be_done(name)

    def press_back(self) -> None:
        """Nothing: there is nothing that could be left here."""

    def press_open(self) -> None:
        """What the row tells of: its list, what may be done with it, or what stands behind it."""
        row = self.panels.current.row
        if row.finds:
            self.answers.leave_for(partial(show_in, self.desk, row.finds))
        elif row.subject:
            self.answers.wait_for(partial(self._open, row.subject, self.part))
        elif row.behind:
            self.press_about_line()

    def press_menu(self) -> None:
        """What may be done with the document of the row, where it is about one."""
        if self.subject:
            super().press_menu()
        else:
            self.notify(_("Nothing can be done with this line; enter shows what it tells of."))

    async def _open(self, subject: Subject, part: Part) -> None:
        acting = await self.acting()
        await (acting.settle(subject, part) if part.kind else acting.offer_of(subject))
