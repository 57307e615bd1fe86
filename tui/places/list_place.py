"""ListPlace (列表): the one frame of every place that is a list.

A query with its search box, rows under a cursor, marks, views, a sort, and the order under the
cursor beside them. A place says which list it is, its columns, and what its rows are about.
"""

from functools import partial
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from store.errors import ShouhouError
from store.models.subject import Subject
from store.search.hints import hint
from store.search.listed import Shown
from store.search.ranges import NO_VALUE
from store.words import N_, _, counts, sentences
from tui.glyphs import glyphs
from tui.places.following import Following
from tui.places.looking import ABOUT_ROWS
from tui.places.misses import misses_said, with_misses
from tui.places.visited import Visited
from tui.screens.answers import begin
from tui.text import content, fit, width_of
from tui.widgets.bars import KeyBar, TopBar
from tui.widgets.edge_text import EdgeText
from tui.widgets.heading import Heading
from tui.widgets.panel import Panel
from tui.widgets.preview import Preview
from tui.widgets.row_table import RowTable
from tui.widgets.rows_read import Counted, Found, count
from tui.widgets.said_line import SaidLine

Row = TypeVar("Row", bound=Any)
WIDE = 140
"""Cells of a window from which on what stands beside the list is wider."""
WITH_PREVIEW = 120
"""Cells of a window from which on the preview stands beside the list, and not below it."""
ROOMY, HIGH = 20, 32
"""Lines of a window from which on the preview has room below the list, and from which on more."""
FOUND = N_("Found by this search")
"""The title of what a query of one's own finds."""
LONGEST_QUERY = 60
"""Cells of a query as a sentence has it: a pasted one may be of hundreds of numbers."""


class ListPlace(Visited[Row]):
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
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]
        # Held, not looked up: what was read for them may come when they have gone.
        self.table = RowTable[Row](self.columns)
        self.preview = Preview(id="preview", classes="panel")
        self.panel = Panel(id="list", classes="panel")
        self._sort = next(iter(self.sorts))
        self._found: Counted | None = None
        self._counted_of: tuple[str, tuple[str, str] | None] | None = None
        """Of which query and shop that is."""
        self._following = Following(self, self.preview)
        self._shop: tuple[str, str] | None = None
        """Of which shop the rows are."""

    def compose(self) -> ComposeResult:
        self.search_box.put(self._query)  # it asks for the screen, which is there only now
        yield TopBar(id="top")
        with Horizontal(id="bar"):
            yield self.search_box
            yield EdgeText(id="found")
        yield self.search_box.completing
        with Horizontal(id="work"):
            yield from self.compose_beside()
            with self.panel:
                yield Heading(self.columns)
                yield self.table
            yield self.preview
        with Horizontal(id="foot"):
            yield KeyBar(id="keys")
            yield EdgeText(id="status")
        yield SaidLine()

    def compose_beside(self) -> ComposeResult:
        """What stands at the left of the list; nothing in most places."""
        yield from ()

    def on_mount(self) -> None:
        self._place_preview()  # before it is drawn for the first time
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
        """What a query finds, asked in a thread; raises BadInput for one that is unclear."""
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

    def show_at_once(self) -> None:
        if self._is_other and self.is_looking:  # the menu that went just asked for something else
            self.look_above()
        else:
            super().show_at_once()
        self.hold_for_rows()

    def be_own(self) -> None:
        super().be_own()
        self.table.let_go()

    def on_row_table_drawn(self) -> None:
        self.desk.has_rows = True

    def show_present(self, present: dict[str, str]) -> None:
        self.table.show_present(present)

    def show_jobs_said(self) -> None:
        self.show_status()

    def show_unclear(self, error: ShouhouError) -> None:
        """Show no rows, and say why."""
        self._unclear, self._is_other = error.sentence, True
        is_unfinished = self.search_box.completing.completion  # how it may go on stands there
        if any(one.code == NO_VALUE for one in error.every_problem):
            self.search_box.completing.say(error.sentence)
        self.table.show_why_not("" if is_unfinished else f"! {error.sentence}")
        self._show_around()

    def show_rows(self, found: Found[Row]) -> None:
        """Show what was found, and all that stands around it."""
        selection, is_news = found.selection, not self._is_other
        self._unclear, self._is_other = "", False
        self.search_box.completing.say("")
        before, self._counted_of = self._counted_of, (selection.query.text, self.desk.lists.shop)
        is_alike = before == self._counted_of and self.table.selection is not None
        if not (is_news or is_alike):
            self._found = None
        now = self.desk.lists.now
        self.table.show(found, now, is_news=is_news, is_alike=is_alike)
        self.say_empty()
        self._show_around()
        self.count_marked()
        begin(self, partial(self._count, selection), "count", exclusive=True)
        self.show_selection(selection)

    def empty_said(self) -> str:
        """What a list without a row says: what takes the query away, else what fills it."""
        title, box = self.title_of_list(), self.search_box
        if self._query in ("", self.begins) and not box.besides:
            return _(self.nothing)
        said = f"{box.besides} {box.shown(self._query)}".strip()
        is_view = title != FOUND and not box.besides
        shown = _(title) if is_view else fit(said, min(LONGEST_QUERY, width_of(said)))
        nothing = _("Nothing fits “{query}”; esc takes it away.").format(query=shown)
        return sentences(nothing, hint(self._query, self.listed))

    def show_selection(self, selection: Shown[Row]) -> None:
        """What else of a place follows what its query found."""

    async def _count(self, selection: Shown[Row]) -> None:
        """Count the rows while the first of them are shown already."""
        desk = self.desk
        counted = await desk.read_beside(lambda: count(selection))
        first_of_all = ""
        if counted and not counted.found:
            first_of_all = await desk.read_beside(desk.said_of_an_empty_store) or ""
        if counted and self._is_there and self.table.selection is selection:
            if first_of_all:
                self.table.say_empty(first_of_all)
            if counted.misses and not (self._found and self._found.misses == counted.misses):
                self.notify(misses_said(counted.misses), severity="warning")
            self._found = counted
            self.table.counted(counted.found)
            self._show_place()
            self._show_found()

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
        was_seen = self.preview.display
        self._place_preview()
        if self.preview.display and not was_seen:
            self._following.follow()
        self.query_one(Heading).show(self.table.columns, self._sort)
        self._show_found()
        self.panel.say_above(_(self.title_of_list()))
        self.show_status()

    def _place_preview(self) -> None:
        """Beside the list, below it, or nowhere."""
        width, height = self.app.size
        is_beside = width >= WITH_PREVIEW or self.taken > 0
        self.set_class(not is_beside, "-below")
        self.preview.display = is_beside or height >= ROOMY

    def on_row_table_moved(self, moved: RowTable.Moved) -> None:
        """Say which row the cursor is on, and after a rest what stands behind it and its keys."""
        self._show_place()
        self.query_one(Heading).show(self.table.columns, self._sort)
        if self.has_refusals:
            self.show_status()
        if moved.is_read:
            self._following.follow_at_once()
        else:
            self._following.follow()

    def show_marks(self) -> None:
        self.count_marked()
        self._show_place()
        self.show_keys()
        self.show_status()

    def sort_by(self, name: str) -> None:
        self._sort = name
        self._search_at_once(self._query)

    def _show_place(self) -> None:
        table = self.table
        place = min(table.cursor + 1, table.found)
        said = f"{place} / {table.found}" if table.length else ""
        if table.marked:
            said += f"   {self._marked(table.marked)}"
        self.panel.say_below(said)

    def _say(self, where: str, text: str) -> None:
        """Write there; where it stands already, nothing is laid out anew."""
        part, said = self.query_one(where, Static), content(text)
        if part.content != said:
            part.update(said)

    def _show_found(self) -> None:
        if self.table.selection is None:
            self._say("#found", "")
            return
        counted = self._found
        found = _("{count} of {total}   by {sort}").format(
            count=counted.found if counted else glyphs().cut,
            total=counts.measured(counted.total, self.counted_as) if counted else glyphs().cut,
            sort=self._sorted_by(),
        )
        self._say("#found", with_misses(found, counted, self.app.size.width))

    def _sorted_by(self) -> str:
        way = glyphs().downwards if self._sort.startswith("-") else glyphs().upwards
        return f"{_(self.sorts[self._sort.removeprefix('-')])} {way}"

    def hide_wait(self) -> None:
        if self._is_there:
            self.show_status()

    def show_status(self) -> None:
        """How far jobs have come, else what is marked, and how many of them are not on the list."""
        text = self.jobs_said or ("" if self._unclear else self.marks_said())
        self._say("#status", f" {text}" if text else "")
