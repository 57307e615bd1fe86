"""Panelled: a page of panels in one column or two, the cursor in one of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.widgets import Static

from store.words import _, listed
from tui.actions import Key
from tui.glyphs import glyphs
from tui.said import Row, text_of
from tui.screens.base import DeskScreen
from tui.screens.panel_keys import PanelKeys
from tui.screens.panels import Panels
from tui.text import content, further
from tui.widgets.bars import Hint, KeyBar
from tui.widgets.panel import Scrolled
from tui.widgets.said_line import SaidLine
from tui.widgets.section_panel import SectionPanel

ALT_DIGITS = (
    *("º", "inverted_exclamation_mark", "trade_mark_sign", "pound_sign", "cent_sign"),
    *("infinity", "section_sign", "pilcrow_sign", "bullet", "ª"),
)
"""What a Mac's terminal sends for alt and a digit, from 0 to 9, unless it is told otherwise."""
TO_SECTIONS: tuple[Binding, ...] = tuple(
    Binding(f"alt+{digit},{sign}", f"section({digit})", show=False)
    for digit, sign in enumerate(ALT_DIGITS)
)
"""Alt and a digit go to a panel."""
ROOM = 13
"""Cells that the line below always keeps for what it says at its end (`panelled.tcss`)."""
STYLES = Path(__file__).with_name("panelled.tcss")
"""As a whole path: a subclass lies in another folder."""
WIDE = 120
"""Cells of a window from which on the panels stand in two columns."""


class Panelled(PanelKeys, DeskScreen):
    """Panels below each other, and what stands below what is seen."""

    CSS_PATH = [STYLES]
    BINDINGS: ClassVar[list[BindingType]] = []

    body = getters.query_one("#body", Scrolled)

    def __init__(self, panels: Panels) -> None:
        super().__init__()
        self.panels = panels
        self._more = ""
        """How much stands below what is seen."""
        self._edges: dict[str, str] = {}
        """What is said at the lower edge of panels."""

    def show_anew(self) -> None:
        self.look_above()
        self.answers.beside(self._read)

    def show_at_once(self) -> None:
        self.look_above()
        self.answers.at_once(self._read)

    async def _read(self) -> None:
        """Read what the panels show, and draw it."""
        raise NotImplementedError

    def compose_panels(self) -> ComposeResult:
        """The panels, and the line below."""
        for panel in self.panels.all:
            panel.read_all = self.desk.key("about-line").shown
        wide = "-wide" if self.is_wide else ""
        with Scrolled(id="body"), Horizontal(id="columns", classes=wide):
            yield Vertical(*self.panels.left, id="left")
            if self.panels.right:
                yield Vertical(*self.panels.right, id="right")
        with Horizontal(id="foot"):
            yield KeyBar(id="keys")
            yield Static(id="status")
        yield SaidLine()

    @property
    def is_wide(self) -> bool:
        """Have two columns room beside each other?"""
        return self.app.size.width - self.taken >= WIDE

    def on_mount(self) -> None:
        """Say how much more there is whenever that changes."""
        for changing in ("scroll_y", "virtual_size", "size"):
            self.watch(self.body, changing, self.show_more, init=False)
        self.call_after_refresh(self.show_more)  # once all of that is known

    def fit(self) -> None:
        if self.is_attached:
            self.query_one("#columns").set_class(self.is_wide, "-wide")

    def say_keys(self, *panels: tuple[str, str]) -> None:
        """At the lower edge of panels, what a key does with them."""
        keys = {key.name: key for key in self.desk.keys}
        for panel, name in panels:
            of = self.query_one(panel, SectionPanel)
            said = f"{keys[name].shown} {self.brief_on(of.row, keys[name])}"
            if said != self._edges.get(panel):  # or it is drawn anew
                self._edges[panel] = said
                of.border_subtitle = content(said)

    def brief_on(self, _row: Row, key: Key) -> str:
        """What a key does on a row, as it is said at the edge of its panel and below."""
        return key.brief

    def brief_of(self, key: Key) -> str:
        return self.brief_on(self.panels.current.row, key)

    def hints_now(self) -> Sequence[Hint]:
        cut = [Hint(self.desk.key("about-line").shown, _("read all of it"))]
        return [*(cut if self.panels.current.row.left_out else ()), *super().hints_now()]

    def show_more(self, *_changed: object, is_back: bool = False) -> None:
        """How many lines stand above and below what is seen; `is_back` after something else stood
        there.
        """
        if not self.is_attached:
            return
        # Not `max_scroll_y`: as long as a new screen is laid out, that is of the size before.
        below = self.body.virtual_size.height - self.body.size.height - round(self.body.scroll_y)
        above = round(self.body.scroll_y)
        sign = f"{glyphs().above if above > 0 else ''}{glyphs().more if below > 0 else ''}"
        more = below if below > 0 else above  # beside what comes, the sign alone is enough
        said = further(sign, more)
        said = self.jobs_said or said or self.said_below()
        if said != self._more or is_back:
            # What is longer than the room there always is needs more of it, and gives it back.
            before, self._more = self._more, said
            grows = max(map(cell_len, (before, said))) > ROOM and cell_len(before) != cell_len(said)
            self.query_one("#status", Static).update(content(said), layout=is_back or grows)

    def show_jobs_said(self) -> None:
        self.show_more()

    def said_below(self) -> str:
        """What the line below says where all is seen."""
        return ""

    def have_seen(self, region: Region) -> None:
        """Have a part of the columns on the screen."""
        self.body.scroll_to_region(region, animate=False, force=True, immediate=True)

    def hide_wait(self) -> None:
        self.show_more(is_back=True)

    def half_page(self) -> int:
        return max(1, self.body.size.height // 2)

    def action_section(self, digit: int) -> None:
        """Go to a section by its number."""
        if not self.panels.go_to_digit(digit):
            numbers = listed(str(panel.digit) for panel in self.panels.shown)
            said = _("There is no panel {digit} here; there are {digits}.")
            self.refuse_key(said.format(digit=digit, digits=numbers))

    def press_about_line(self) -> None:
        """What stands behind the line: its sources, the law, the arithmetic."""
        row = self.panels.current.row
        behind = (*(row.text_lines if row.left_out else ()), *row.behind)
        if not behind:
            self.notify(_("There is nothing more to say about this line."))
            return
        from tui.screens.about import AboutScreen

        above, head = _("About this line"), row.head
        if row.left_out:
            above, head = _("The whole text"), row.head[:-1]
        title = " ".join(f"{text_of(head)}  {text_of(row.right)}".split())
        self.desk.push_screen(AboutScreen(above, title, behind))
