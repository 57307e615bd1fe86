"""OrderScreen (订单详情): one order with all that belongs to it, and its actions."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from store.models.subject import Subject, of_order
from store.rules.action.frame import AskedField
from store.words import _
from tui.actions import bindings
from tui.order_text.order import Section, headline, sections
from tui.screens.answers import begin
from tui.screens.asking import Asking
from tui.screens.base import DeskScreen, Header, header_of
from tui.screens.form import FormScreen
from tui.text import content, folded
from tui.widgets.bars import KeyBar, TopBar

if TYPE_CHECKING:
    from store.repository import Repository

ALT_DIGITS = (
    *("º", "inverted_exclamation_mark", "trade_mark_sign", "pound_sign", "cent_sign"),
    *("infinity", "section_sign", "pilcrow_sign", "bullet", "ª"),
)
"""What Textual calls alt and a digit, from 0 to 9: the sign that a Mac writes with them."""
REVEALED_SECONDS = 30
DIGITS = 10
WIDE = 110
RIGHT = (3, 5, 7, 8)
"""The sections that stand on the right of a wide screen."""


class Page(NamedTuple):
    """What stands on the screen of an order, read at one time."""

    headline: str
    sections: list[Section]
    why_not: str
    """Why what the footer offers may not be done; empty where it may."""
    header: Header


def page_of(repository: "Repository", key: str) -> Page:
    """An order as it is now, the buyer hidden."""
    order = repository.order(key)
    view = repository.view(order)
    why_not = repository.why_not("ship", order) if view.to_ship else None
    title = repository.action_named("ship", order).title
    return Page(
        headline(view),
        sections(view),
        f"{_(title)}: {why_not}" if why_not else "",
        header_of(repository),
    )


def revealed_of(repository: "Repository", key: str) -> list[Section]:
    """What the same page says of the buyer to whom that is shown."""
    return sections(repository.view(repository.order(key), revealed=True))


class OrderScreen(DeskScreen):
    """The sections of an order; alt and a digit go to them."""

    CSS_PATH = "order.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("order"),
        *(
            Binding(f"alt+{digit},{sign}", f"section({digit})", show=False)
            for digit, sign in enumerate(ALT_DIGITS)
        ),
    ]
    place = "order"

    body = getters.query_one("#body", VerticalScroll)

    def __init__(self, key: str, page: Page) -> None:
        """`page` is what is shown first."""
        super().__init__()
        self._key = key
        self._page = page
        """With the buyer hidden, so that nothing has to be read to hide what was revealed."""
        self._is_fresh = True
        self._revealed: Timer | None = None
        """Until when it is."""
        self._bare: list[Section] | None = None
        """What is shown as long as it is revealed."""
        self._present = ""

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        yield Static(id="headline")
        with VerticalScroll(id="body", can_focus=False), Horizontal(id="columns"):
            yield Static(id="left")
            yield Static(id="right")
        yield Static(id="status")
        yield KeyBar(id="keys")

    @property
    def subject(self) -> Subject:
        return of_order(self._key)

    def show_anew(self) -> None:
        self.answers.beside(self._read)

    async def _read(self) -> None:
        is_revealed = bool(self._revealed)
        page, bare = await self.desk.threads.read(lambda: self._read_of(is_revealed=is_revealed))
        self._page = page
        self._bare = bare if self._revealed else None
        self._draw()

    def _read_of(self, *, is_revealed: bool) -> tuple[Page, list[Section] | None]:
        repository = self.desk.repository
        bare = revealed_of(repository, self._key) if is_revealed else None
        return page_of(repository, self._key), bare

    def _draw(self) -> None:
        if not self.is_attached:  # what was read for it comes when it is being left
            return
        page = self._page
        seen = f"   @{self._present}" if self._present else ""
        self.query_one("#headline", Static).update(content(f" {page.headline}{seen}"))
        numbered = list(enumerate(self._bare or page.sections, start=1))
        columns = self.app.size.width - self.taken
        wide = columns >= WIDE
        left = [part for part in numbered if not wide or part[0] - 1 not in RIGHT]
        right = [part for part in numbered if wide and part[0] - 1 in RIGHT]
        across = columns - 3
        for name, parts, share in (("#left", left, 3), ("#right", right, 2)):
            cells = across * share // 5 - 3 if wide else across - 2
            self.query_one(name, Static).update(_drawn(parts, cells))
        self.query_one("#right").display = wide
        status = f" {page.why_not}" if page.why_not else ""
        self.query_one("#status", Static).update(content(status))
        self.show_bars(page.header)

    def on_mount(self) -> None:
        self._draw()
        self._tell_presence(lambda: self.desk.repository.presence.enter(self._key))

    def on_unmount(self) -> None:
        self._tell_presence(self.desk.repository.presence.leave)

    def _tell_presence(self, deed: Callable[[], None]) -> None:
        # Of the app: it is done although this screen has gone.
        begin(self.app, partial(self.desk.threads.keep, deed))

    def on_screen_resume(self) -> None:
        if self._is_fresh:  # it was read a moment ago, to be opened with it
            self._is_fresh = False
        else:
            self.show_anew()

    def show_present(self, present: dict[str, str]) -> None:
        who = present.get(self._key, "")
        if who != self._present:
            self._present = who
            self._draw()

    def hide_wait(self) -> None:
        self._draw()

    def tick(self) -> None:
        self._draw()
        self.show_anew()

    def action_section(self, digit: int) -> None:
        """Go to a section by its number."""
        for name in ("#left", "#right"):
            shown = str(self.query_one(name, Static).render()).split("\n")
            mark = f"[{digit}]"
            found = next((i for i, text in enumerate(shown) if text.startswith(mark)), None)
            if found is not None:
                self.body.scroll_to(y=found, animate=False)

    def press_back(self) -> None:
        """To the list."""
        self.desk.pop_screen()

    def press_down(self) -> None:
        """One line down."""
        self.body.scroll_down(animate=False, immediate=True)

    def press_up(self) -> None:
        """One line up."""
        self.body.scroll_up(animate=False, immediate=True)

    def press_top(self) -> None:
        """The first section."""
        self.body.scroll_home(animate=False, immediate=True)

    def press_bottom(self) -> None:
        """The last line."""
        self.body.scroll_end(animate=False, immediate=True)

    def press_page_down(self) -> None:
        """Half a page down."""
        self.body.scroll_relative(
            y=max(1, self.body.size.height // 2), animate=False, immediate=True
        )

    def press_page_up(self) -> None:
        """Half a page up."""
        self.body.scroll_relative(
            y=-max(1, self.body.size.height // 2), animate=False, immediate=True
        )

    def press_reveal(self) -> None:
        """Show name, phone and address for half a minute; the reason is recorded."""
        fields = (AskedField("reason", _("Reason"), _("it is recorded"), True, (), str),)
        asking = Asking(_("Show personal data"), fields, {}, self._reveal)
        self.desk.push_screen(FormScreen(asking), self._show_revealed)

    def _reveal(self, values: dict[str, str]) -> str:
        repository = self.desk.repository
        repository.reveal([repository.order(self._key)], values["reason"])
        return _("Shown for {seconds} seconds.").format(seconds=REVEALED_SECONDS)

    def _show_revealed(self, said: str | None) -> None:
        """The reason is recorded: show it, and hide it again."""
        if said:
            if self._revealed:
                self._revealed.stop()
            self._revealed = self.set_timer(REVEALED_SECONDS, self._mask)
            self.done(said)

    def _mask(self) -> None:
        # At once; reading may take its time.
        self._revealed = self._bare = None
        self._draw()
        self.show_anew()


def _drawn(parts: list[tuple[int, Section]], width: int) -> Content:
    """The sections under each other; a line end in a buyer's text draws no line of its own."""
    lines: list[Content] = []
    for number, section in parts:
        # Ten have a digit that goes to them; the steps of a problem, after them, have none.
        mark = f"[{number % 10}]" if number <= DIGITS else "[-]"
        lines.append(content(f"{mark} {section.title}", "bold"))
        for line in section.lines:
            lines += [content(text) for text in folded(f"    {line}", width, " " * 8)]
        lines.append(content(""))
    return Content("\n").join(lines)
