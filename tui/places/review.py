"""Review (复盘, place 5): what went wrong and how often, and whether what was changed helped."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from store.errors import ShouhouError
from store.models.subject import Target
from store.reading.reviewed import query_of
from store.search.completing import completions
from store.search.lists import ORDERS
from store.search.review import BYS, By
from store.search.table import ListTable
from store.words import N_, _
from tui.actions import bindings
from tui.place_text.groups import cases_of
from tui.place_text.rates import TABS
from tui.place_text.review import LEFT, NAMES, review_sections
from tui.place_text.reviewed import Reviewed, Whole, read_review
from tui.places.filing import Filing
from tui.places.panels_place import PanelsPlace
from tui.said import Finds, Section
from tui.screens.listing import show_in
from tui.screens.panelled import TO_SECTIONS
from tui.text import content, width_of
from tui.widgets.search_box import SearchBox

VIEWS = (
    ("paid:<7d", N_("Paid within 7 days")),
    ("paid:<30d", N_("Paid within 30 days")),
    ("paid:<90d", N_("Paid within 90 days")),
    ("", N_("All orders")),
)
BEGINS = "paid:<30d"
"""As many days as the platforms count."""
EXAMPLE = N_("/ search: paid:<30d sku:RICE-10 carrier:YTO")


class Comparisons(Static):
    """What orders are compared by, one of them chosen."""

    chosen: By = BYS[0]

    def choose(self, by: By) -> None:
        """Compare by this."""
        self.chosen = by
        self.refresh(layout=True)

    def render(self) -> Content:
        """All of them, or the chosen one where there is no room."""
        said = [content(_("by") + " ", "$text-muted")]
        wide = sum(width_of(_(TABS[by])) + 2 for by in BYS)
        shown = BYS if wide <= self.app.size.width // 2 else (self.chosen,)
        for by in shown:
            style = "bold $background on $primary" if by == self.chosen else "$text-muted"
            said.append(content(f" {_(TABS[by])} ", style))
        return Content("").join(said)


class ReviewPlace(PanelsPlace[Reviewed], Filing):
    """Causes, rates, cases a week, improvements and reviews."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review"), *TO_SECTIONS]
    AUTO_FOCUS = "#causes"
    place = "review"
    kind = "reviews"
    names = NAMES
    left = LEFT

    def __init__(self) -> None:
        super().__init__()
        self.search_box = SearchBox(_(EXAMPLE), lambda: self.searched)
        self.compared = Comparisons(id="by")
        self._query = BEGINS
        self._unclear = ""
        """Why nothing is found by what was typed."""
        self._whole: Whole | None = None
        """What need not be counted again, since only other groups are asked for."""

    def compose_above(self) -> ComposeResult:
        self.search_box.put(self._query)
        with Horizontal(id="bar"):
            yield self.search_box
            yield self.compared
        yield self.search_box.completing

    def on_mount(self) -> None:
        self.say_keys(("#improvements", "improve"), ("#reviews", "start-review"))

    @property
    def searched(self) -> ListTable:
        return ORDERS

    def reading(self) -> Callable[[], Reviewed]:
        repository, by = self.desk.repository, self.compared.chosen
        # What is unclear finds nothing, and the rest of the page goes on with what was found last.
        found = self.page.text if self.page else BEGINS
        query = found if self._unclear else self._query
        whole, self._whole = self._whole, None
        return lambda: read_review(repository, query, by, whole)

    def sections(self, page: Reviewed | None, widths: tuple[int, int]) -> Sequence[Section]:
        return review_sections(page, widths, self._unclear)

    # What is compared

    def press_next_group(self) -> None:
        """Compare by the next."""
        self._turn(1)

    def press_previous_group(self) -> None:
        """Compare by the one before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self.compared.choose(BYS[(BYS.index(self.compared.chosen) + by) % len(BYS)])
        self.panels.all[0].step_to(0)
        self._show_groups()

    def _show_groups(self) -> None:
        """Count the groups anew, and nothing else."""
        self._whole = self.page.whole if self.page else None
        self.show_anew()

    # What stands behind a line

    def press_about_line(self) -> None:
        """What stands behind it; where nothing came into the store, the key takes files in."""
        if self.first_of_all:
            self.press_import()
        else:
            super().press_about_line()

    def may_be_done(self, name: str) -> bool:
        return (name != "group-cases" or self._cases is not None) and super().may_be_done(name)

    @property
    def _cases(self) -> Finds | None:
        """What finds those of the group under the cursor, where a search does."""
        return cases_of(self.page, self.panels.current.row) if self.page else None

    def press_group_cases(self) -> None:
        """The cases of the group under the cursor, in their place."""
        if finds := self._cases:
            self.answers.leave_for(partial(show_in, self.desk, finds))
        else:
            self.notify(_("No search finds the cases of this line; enter lists its orders."))

    # What is searched for

    def press_search(self) -> None:
        """Type a query."""
        self.search_box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how the word may go on."""
        box = self.search_box
        if box.has_focus and event.value == box.value:
            box.offer(completions(box.value[: box.cursor_position], ORDERS, ()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.ask(event.value.rstrip())

    def ask(self, query: str) -> None:
        """Count the orders that this finds instead."""
        self.search_box.put(query)
        self._query = query
        try:
            self.desk.lists.parsed(query)
        except ShouhouError as error:
            self._unclear = error.sentence
            self.draw()
            return
        self._unclear = ""
        self.panels.go_to(self.panels.all[0], 0)
        self._show_groups()

    def press_take_off(self) -> None:
        """Take the last word off the query."""
        if self._query:
            self.ask(self.search_box.without_last(self._query).rstrip())

    def press_back(self) -> None:
        """Out of the search box, what is typed counted; again, take the query away: what was
        counted at first is back.
        """
        if self.search_box.leave(self._query, self.ask):
            self.panels.go_to(self.panels.all[0])
        elif self._query != BEGINS:
            self.ask(BEGINS)

    def press_views(self) -> None:
        """Ready queries."""
        from tui.screens.menu import MenuLine, MenuScreen

        lines = [MenuLine(query or " ", _(title)) for query, title in VIEWS]

        def chosen(query: str | None) -> None:
            if query is not None:
                self.ask(query.strip())

        self.desk.push_screen(MenuScreen(_("Views"), lines), chosen)

    # What is done about it

    def press_improve(self) -> None:
        """Note what is changed: of the review under the cursor, else for its group."""
        subject = self.subject
        if subject and subject.kind == "reviews":
            self.answers.wait_for(partial(self.ask_all, "add-improvement", [Target(subject)]))
        else:
            self.answers.wait_for(partial(self._begin, "add-improvement", self._given()))

    def press_start_review(self) -> None:
        """Note what went wrong with the group under the cursor, and why."""
        self.answers.wait_for(partial(self._begin, "open-review", self._given()))

    def _given(self) -> dict[str, str]:
        """The search of the group under the cursor, whenever its orders were paid."""
        page, panel = self.page, self.panels.current
        if page is None or panel.id != "causes" or page.found.by == "week":
            return {}
        if panel.cursor >= len(page.found.groups):
            return {}
        scope = query_of(page.found.by, page.found.groups[panel.cursor].name)
        return {"scope": scope} if scope else {}

    async def _begin(self, name: str, given: dict[str, str]) -> None:
        acting = await self.acting()
        await acting.start(name, given)
