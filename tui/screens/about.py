"""AboutScreen (关于此行): what stands behind one line: its sources, the law, the arithmetic."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from store.words import _
from tui.text import content


class AboutScreen(ModalScreen[None]):
    """Lines in a panel that esc closes."""

    CSS_PATH = "about.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,q,enter", "dismiss(None)", show=False)
    ]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="about") as panel:
            panel.border_title = content(_("About this line"))
            panel.border_subtitle = content(_("esc back"))
            yield Static(content(self._title, "bold"))
            for line in self._lines:
                yield Static(content(line))
