"""OrderScreen (订单详情): one order with all that belongs to it, and its actions."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.timer import Timer

from store.models.subject import WHOLE, Part, Subject, of_order
from store.rules.action.frame import AskedField
from store.words import _, sentences
from store.words.masks import is_masked
from tui.actions import SHARED, Key, bindings
from tui.order_text.order import NAMES
from tui.places.filing import Filing
from tui.said import Row, Said, Section
from tui.screens.asking import Asking
from tui.screens.form import FormScreen
from tui.screens.listing import Listing, show_in
from tui.screens.order_page import Page, page_of, revealed_of
from tui.screens.panelled import STYLES, TO_SECTIONS, Panelled
from tui.screens.panels import Panels
from tui.widgets.bars import Hint, TopBar
from tui.widgets.headline import OrderHeadline

REVEALED_SECONDS = 30
LEFT = 5
"""The first so many sections stand at the left of a wide screen."""


class OrderScreen(Panelled, Filing):
    """The sections of an order; alt and a digit go to them."""

    CSS_PATH = [STYLES, "order.tcss"]
    AUTO_FOCUS = "#owed"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("order"),
        *TO_SECTIONS,
    ]
    place = "order"

    def __init__(self, key: str, page: Page, part: Part = WHOLE) -> None:
        """`page` is what is shown first, the cursor on the `part` of the order that is meant."""
        super().__init__(Panels(NAMES, LEFT, self.have_seen))
        self._part = part
        self._key = key
        self._page = page
        """With the buyer hidden, so that nothing has to be read to hide what was revealed."""
        self._is_fresh = True
        self._revealed: Timer | None = None
        """Until when it is."""
        self._bare: Sequence[Section] | None = None
        """What is shown as long as it is revealed."""
        self._present = ""
        self._others: dict[str, str] = {}
        """Who has which order open."""
        self.panels.show(page.sections)

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        yield OrderHeadline(id="headline")
        yield from self.compose_panels()

    @property
    def subject(self) -> Subject:
        return of_order(self._key)

    @property
    def part(self) -> Part:
        row = self.panels.current.row
        return Part(row.duty.kind, row.duty.about) if row.duty else Part("", row.about)

    @property
    def number(self) -> str:
        """That of the row's record, else the order's."""
        return self._page.copied.get(self.part.record) or super().number

    @property
    def order_shown(self) -> str:
        return self._key

    @property
    def goods(self) -> str:
        behind = self._behind
        return behind.goods if behind else ""

    @property
    def _behind(self) -> Listing | None:
        """The list that it was opened from."""
        return next((one for one in self.app.screen_stack if isinstance(one, Listing)), None)

    def may_be_done(self, name: str) -> bool:
        row = self.panels.current.row
        if name == "settle" and not (row.duty or row.finds):
            return False
        if name in SHARED.values() and (name, self.part.record) not in self._page.may_judge:
            return False
        return (name != "ship" or self._page.may_ship) and super().may_be_done(name)

    def hints_now(self) -> Sequence[Hint]:
        step, row = self._page.step_of(self.part.record), self.panels.current.row
        # What is owed under the cursor is settled by enter, unless something else has to be before.
        is_by_enter = row.duty and not row.is_barred
        keys = [self.desk.key(step)] if step and not is_by_enter else []
        return [*map(self.hint_of, keys), *super().hints_now()]

    def brief_on(self, row: Row, key: Key) -> str:
        is_refused = key.name == "settle" and row.is_barred
        return _("why not") if is_refused else super().brief_on(row, key)

    def have_seen(self, region: Region) -> None:
        super().have_seen(region)
        self._tell_keys()

    def _tell_keys(self) -> None:
        """What enter does with the row under the cursor."""
        self.say_keys(("#owed", "settle"))
        self.show_keys()

    # What is shown

    async def _read(self) -> None:
        key, is_revealed = self._key, bool(self._revealed)
        page, bare = await self.desk.threads.read(lambda: self._read_of(key, is_revealed))
        if key == self._key:
            self._page = page
            self._bare = bare if self._revealed else None
            self._draw()

    def _read_of(self, key: str, is_revealed: bool) -> tuple[Page, Sequence[Section] | None]:
        repository, keys = self.desk.repository, self.desk.keys
        bare = revealed_of(repository, key, keys) if is_revealed else None
        return page_of(repository, key, keys), bare

    def _draw(self) -> None:
        if not self.is_attached:
            return
        told = self._page.headline
        here = Said(f"@{self._present}" if self._present else "", "theirs")
        self.query_one(OrderHeadline).show(*told, here)
        self.panels.show(self._bare or self._page.sections)
        self._tell_keys()
        self.show_more()

    def on_mount(self) -> None:
        self.say_keys(("#receiver", "reveal"))
        self._draw()
        self.look_above()
        self.call_after_refresh(self.panels.go_to_part, self._part)

    def resumed(self) -> None:
        if self._is_fresh:  # it was read a moment ago, to be opened with it
            self._is_fresh = False
        else:
            super().resumed()

    def show_present(self, present: dict[str, str]) -> None:
        self._others = present
        who = present.get(self._key, "")
        if who != self._present:
            self._present = who
            self._draw()

    def fit(self) -> None:
        super().fit()
        self._draw()

    def tick(self) -> None:
        self.fit()
        self.show_anew()

    # What is done

    def press_back(self) -> None:
        """To the list."""
        self.desk.pop_screen()

    @property
    def leads_back(self) -> bool:
        return True

    def press_leave(self) -> None:
        """To the list too: only a place leaves the desk."""
        self.press_back()

    def press_settle(self) -> None:
        """What the line under the cursor is for: settle it, or show the orders that it tells of."""
        row = self.panels.current.row
        if row.duty:
            self.answers.wait_for(partial(self._settle, self.part))
        elif row.finds:
            self.answers.leave_for(partial(show_in, self.desk, row.finds))
        else:
            self.press_menu()

    async def _settle(self, part: Part) -> None:
        await (await self.acting()).settle(self.subject, part)

    def press_next_order(self) -> None:
        """The next order of the list behind."""
        self.answers.wait_for(partial(self._go_on, 1, _("This is the last order of the list.")))

    def press_previous_order(self) -> None:
        """The order before it in the list behind."""
        self.answers.wait_for(partial(self._go_on, -1, _("This is the first order of the list.")))

    async def _go_on(self, by: int, at_the_end: str) -> None:
        place = self._behind
        key = await place.neighbour(self._key, by) if place else None
        if key is None:
            self.notify(at_the_end)
        else:
            await self._open_other(key)

    def press_next(self) -> None:
        """The most urgent of all that is nobody's becomes mine, and takes the place of this one."""
        self.answers.wait_for(self._take_next)

    async def _take_next(self) -> None:
        from tui.screens.taking import take_next

        taken = await take_next(self)
        if taken is None:
            return
        subject, part = taken
        if subject.is_order:
            await self._open_other(subject.key)
            self.panels.go_to_part(part)
        else:
            await (await self.acting()).offer_of(subject, part)

    async def _open_other(self, key: str) -> None:
        """Show another order in place of this one, its buyer hidden."""
        page = await self.desk.threads.read(
            lambda: page_of(self.desk.repository, key, self.desk.keys)
        )
        if self._revealed:
            self._revealed.stop()
        self._revealed = self._bare = None
        self._key, self._page = key, page
        self._present = self._others.get(key, "")
        self._draw()
        self.panels.end(is_last=False)
        self.desk.seen.look()

    # The buyer

    def press_reveal(self) -> None:
        """Show name, phone and address for half a minute; the reason is recorded."""
        fields = (AskedField("reason", _("Reason"), _("it is recorded"), True, (), str),)
        asking = Asking(_("Show personal data"), fields, {}, self._reveal, order_shown=self._key)
        self.desk.push_screen(FormScreen(asking), self._show_revealed)

    def _reveal(self, values: dict[str, str]) -> str:
        repository = self.desk.repository
        repository.reveal([repository.order(self._key)], values["reason"])
        said = _("Shown for {seconds} seconds.").format(seconds=REVEALED_SECONDS)
        shown = repository.view(repository.order(self._key), revealed=True).order.receiver
        if any(map(is_masked, (shown.name, shown.phone, shown.detail))):
            said = sentences(said, _("The export itself is masked."))
        return said

    def _show_revealed(self, said: str | None) -> None:
        """The reason is recorded: show it, and hide it again."""
        if said:
            if self._revealed:
                self._revealed.stop()
            self._revealed = self.set_timer(REVEALED_SECONDS, self._mask)
            self.done(said)
            self.panels.go_to_name("receiver")

    def _mask(self) -> None:
        # At once; reading may take its time.
        self._revealed = self._bare = None
        self._draw()
        self.show_anew()
