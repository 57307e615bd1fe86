"""ListPlace (列表): the one frame of every place that is a list.

A query with its search box, rows under a cursor, marks, views, a sort, and the order under the
cursor beside them. A place says which list it is, its columns, and what its rows are about.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from store.errors import ShouhouError, StoreTrouble
from store.models.subject import Subject
from store.search.listed import Shown
from store.words import N_, _, listed
from tui.action_keys import ACTION_KEYS
from tui.glyphs import glyphs
from tui.places.following import Following
from tui.places.marking import Marking
from tui.screens.answers import begin
from tui.text import content
from tui.widgets.bars import KeyBar, TopBar
from tui.widgets.heading import Heading
from tui.widgets.panel import Panel
from tui.widgets.preview import Preview
from tui.widgets.row_table import RowTable
from tui.widgets.said_line import SaidLine

if TYPE_CHECKING:
    from tui.jobs import Job

Row = TypeVar("Row", bound=Any)
WIDE = 140
"""Cells of a window from which on what stands beside the list is wider."""
WITH_PREVIEW = 120
"""Cells of a window from which on the preview stands beside the list."""
ABOUT_ROWS = frozenset(
    {"settle", "order", "open", "agree", "reject", "menu", "mark"}
    | {name for name, _keys, _title, menu, _place in ACTION_KEYS if menu != "new"}
)
"""Keys that do nothing where no row is."""
FOUND = N_("Found by this search")
"""The title of what a query of one's own finds."""


class ListPlace(Marking[Row]):
    """All rows of a list that a query finds."""

    CSS_PATH = "list_place.tcss"
    work = "#work"
    AUTO_FOCUS = "#rows"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "press('back')", show=False)]
    nothing: ClassVar[str]
    """What an empty list says."""

    def __init__(self) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        # Held, not looked up: what was read for them may come when they have gone.
        self.table = RowTable[Row](self.columns)
        self.preview = Preview(id="preview", classes="panel")
        self.panel = Panel(id="list", classes="panel")
        self._sort = next(iter(self.sorts))
        self._following = Following(self, self.preview)
        self._jobs = ""
        self._found = "", ""
        """The query and the sort of which the line above says what they find."""
        self._shop: tuple[str, str] | None = None
        """Of which shop the rows are."""

    def compose(self) -> ComposeResult:
        self.search_box.put(self._query)  # it asks for the screen, which is there only now
        yield TopBar(id="top")
        with Horizontal(id="bar"):
            yield self.search_box
            yield Static(id="found")
        yield self.search_box.completing
        with Horizontal(id="work"):
            yield from self.compose_beside()
            with self.panel:
                yield Heading(self.columns)
                yield self.table
            yield self.preview
        with Horizontal(id="foot"):
            yield KeyBar(id="keys")
            yield Static(id="status")
        yield SaidLine()

    def compose_beside(self) -> ComposeResult:
        """What stands at the left of the list; nothing in most places."""
        yield from ()

    def on_mount(self) -> None:
        self.panel.say_above(_(self.title_of_list()))
        self.show_columns(self.desk.drafts.kept.columns(self.place))
        self.table.focus()

    def may_be_done(self, name: str) -> bool:
        is_empty = self.table.selection is not None and not self.table.length
        if (is_empty or self._unclear) and not self.table.marked and name in ABOUT_ROWS:
            return False
        return super().may_be_done(name)

    # What a place says of itself

    def title_of_list(self) -> str:
        """What the frame of the list says: the view, where it is one."""
        return self.view_named.get(self._query) or dict(self.views).get(self._query, FOUND)

    def narrowed(self, text: str) -> Shown[Row]:
        """What a query finds; raises BadInput for one that is unclear."""
        lists = self.desk.lists
        return lists.select(self.listed, lists.parsed(text, self.listed), self._sort)

    @property
    def subject(self) -> Subject | None:
        return self.subject_of(self.table.row) if self.table.row else None

    # What is shown

    def show_anew(self) -> None:
        self.look_above()
        shop = self.desk.lists.shop
        is_news, self._shop = shop == self._shop, shop
        self._search(self._query, is_news=is_news)

    def on_row_table_drawn(self) -> None:
        self.desk.has_rows = True

    def on_row_table_unread(self, unread: RowTable.Unread) -> None:
        self.desk.say_trouble(unread.why)

    def show_present(self, present: dict[str, str]) -> None:
        self.table.show_present(present)

    def show_jobs(self, jobs: "Sequence[Job]") -> None:
        said = "   ".join(job.line for job in jobs if job.title)
        if said != self._jobs:
            self._jobs = said
            self.show_status()

    def _search(self, text: str, *, is_news: bool = False) -> None:
        """Show what a query finds; one that is unclear finds nothing, and why is said."""
        self._query = text
        try:
            self.show_rows(self.narrowed(text), is_news=is_news)
        except StoreTrouble as error:
            self.desk.say_trouble(error)  # what is on the screen stays
        except ShouhouError as error:
            self.show_unclear(error)

    def show_unclear(self, error: ShouhouError) -> None:
        """Show no rows, and say why."""
        self._unclear = error.sentence
        self.table.show_why_not(f"! {error.sentence}")
        self._show_around()

    def show_rows(self, selection: Shown[Row], *, is_news: bool) -> None:
        """Show what was found, and all that stands around it."""
        self._unclear = ""
        self.table.show(selection, self.desk.lists.now, is_news=is_news)
        self._show_around()
        self.count_marked()
        if selection.count is None:
            begin(self, partial(self._count, selection), "count", exclusive=True)
        self.show_selection(selection)

    def show_selection(self, selection: Shown[Row]) -> None:
        """What else of a place follows what its query found."""

    async def _count(self, selection: Shown[Row]) -> None:
        """Count the rows while the first of them are shown already."""
        counted = await self.desk.read_beside(
            lambda: (selection.counted(), selection.total, selection.misses)
        )
        if counted and self.is_mounted and self.table.selection is selection:
            self.table.counted()
            self._show_place()
            self._show_found(selection)

    def fit(self) -> None:
        self._show_around()

    def tick(self) -> None:
        if not self.is_mounted:
            return
        self.table.tick(self.desk.lists.now)
        # What was put off comes back, bands move on, and what was soon is late.
        self.show_anew()
        if self.preview.display:
            self._following.follow()

    def _show_around(self) -> None:
        """What stands around the rows."""
        has_preview = self.app.size.width >= WITH_PREVIEW or self.taken > 0
        if has_preview and not self.preview.display:
            self._following.follow()
        self.preview.display = has_preview
        self.query_one(Heading).show(self.table.columns, self._sort)
        if self.table.selection is None:
            self._say("#found", "")
        else:
            self._show_found(self.table.selection)
        self.panel.say_above(_(self.title_of_list()))
        self.show_status()

    def on_row_table_moved(self) -> None:
        """The cursor is on another row: which, and after a rest what stands behind it."""
        self._show_place()
        self.show_keys()
        if self.has_refusals:
            self.show_status()
        if self.preview.display:
            self._following.follow()

    def show_marks(self) -> None:
        self.count_marked()
        self._show_place()
        self.show_keys()
        self.show_status()

    def sort_by(self, name: str) -> None:
        self._sort = name
        self._search(self._query)

    def _show_place(self) -> None:
        table = self.table
        said = f"{table.cursor + 1} / {table.length}" if table.length else ""
        if table.marked:
            said += "   " + _("{count} marked").format(count=len(table.marked))
        self.panel.say_below(said)

    def _say(self, where: str, text: str) -> None:
        """Write there; where it stands already, nothing is laid out anew."""
        part, said = self.query_one(where, Static), content(text)
        if part.content != said:
            part.update(said)

    def _show_found(self, selection: Shown[Row]) -> None:
        asked = self._query, self._sort
        if selection.count is None and asked == self._found:
            return  # what was counted stands until it is counted again
        self._found = asked
        found = _("{count} of {total}   by {sort}").format(
            count=glyphs().cut if selection.count is None else selection.count,
            total=glyphs().cut if selection.count is None else selection.total,
            sort=self._sorted_by(),
        )
        if selection.misses:
            found += "   " + _("not in this store: {numbers}").format(
                numbers=listed(selection.misses)
            )
        self._say("#found", found)

    def _sorted_by(self) -> str:
        way = glyphs().downwards if self._sort.startswith("-") else glyphs().upwards
        return f"{_(self.sorts[self._sort.removeprefix('-')])} {way}"

    def hide_wait(self) -> None:
        if self.is_mounted:
            self.show_status()

    def show_status(self) -> None:
        """How far jobs have come, else what is marked, and how many of them are not on the list."""
        text = self._jobs
        if text:
            pass
        elif not self._unclear and (said := self.marks_said()):
            text = said
        elif not self._unclear and not self.table.length:
            text = _(self.nothing)
        self._say("#status", f" {text}" if text else "")

    def neighbour(self, key: str, by: int) -> str | None:
        """The key of the next order that way, the cursor on it; None at the end of the list."""
        position = self.table.cursor
        while row := self.table.row_at(position := position + by):
            found = self.subject_of(row)
            if found.is_order and found.key != key:
                self.table.move(position)
                return found.key
        return None
