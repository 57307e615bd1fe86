"""AboutScreen (关于此行): lines to read: what stands behind one of a screen, or what was said."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from store.words import _
from tui.glyphs import glyphs
from tui.screens.over import Over
from tui.text import content, further
from tui.widgets.bars import Hint, OwnKeys
from tui.widgets.folded import Folded, Hanging

WITH_EDGES = 100
"""Cells of a window from which on what lies beneath is seen beside the lines."""


class AboutScreen(Over):
    """Lines in a panel that esc closes."""

    CSS_PATH = "about.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WITH_EDGES, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,q,enter,at", "dismiss(None)", show=False)
    ]

    def __init__(self, above: str, title: str, lines: Sequence[str]) -> None:
        """`above` stands in the frame; the title is left out where that says it all."""
        super().__init__()
        self._above = above
        self._title = title
        self._lines = lines

    def own_keys(self) -> Iterator[Hint]:
        """What keys do here."""
        yield Hint("esc", _("back"))

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="about") as panel:
            panel.border_title = content(self._above)
            if self._title:
                title = Folded(id="title")
                title.say(self._title)
                yield title
            for line in self._lines:
                told = Hanging()
                told.say(line)
                yield told
        yield OwnKeys(id="keys")

    def on_mount(self) -> None:
        """Say how much stands below what is seen whenever that changes."""
        self.query_one(OwnKeys).show([*self.own_keys()])
        for changing in ("scroll_y", "virtual_size", "size"):
            self.watch(self.query_one(VerticalScroll), changing, self._show_more)

    def _show_more(self) -> None:
        panel = self.query_one(VerticalScroll)
        below = panel.virtual_size.height - panel.size.height - round(panel.scroll_y)
        panel.border_subtitle = content(further(glyphs().more, below))
