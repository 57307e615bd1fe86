"""MenuScreen: lines to choose from by digit, by typing a part, or by arrow and enter.

The action menu, the palette, the views and the sort orders are all this screen. A line that may
not be chosen stays, with the sentence why not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from store.words import _
from tui.text import content, fit
from tui.widgets.line_list import LineList

DIGITS = 9
AROUND = 6
"""Lines of a menu that are not its options: frame, title, box, keys."""
WIDEST, BESIDE = 100, 4
"""Cells of a menu at most, and of its frame."""
NAME = 24


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One line of a menu."""

    name: str
    text: str
    key: str = ""
    why_not: str | None = None


class MenuScreen(ModalScreen[str | None]):
    """Dismissed with the name of the chosen line, or None."""

    CSS_PATH = "menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
    ]

    filter_box = getters.query_one("#filter", Input)
    options = getters.query_one(LineList)

    def __init__(self, title: str, lines: Sequence[MenuLine]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._shown: list[MenuLine] = []
        self._drawn_at: Size | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="menu"):
            yield Label(content(self._title), id="title")
            yield Input(placeholder=_("a digit, or a part of the name"), id="filter", compact=True)
            yield LineList()
            yield Label(content(_("enter choose   esc back")), id="keys")

    def on_mount(self) -> None:
        self._fill("")
        self.filter_box.focus()

    def on_resize(self) -> None:
        """Textual tells the size of a new screen, and it was drawn by it already."""
        if self.app.size != self._drawn_at:
            self._fill(self.filter_box.value)

    def _fill(self, part: str) -> None:
        """The lines that fit; however many, the title and the keys stay on the screen."""
        found = [one for one in self._lines if part.lower() in f"{one.text} {one.name}".lower()]
        self._shown = sorted(found, key=lambda one: one.why_not is not None)
        self._drawn_at = self.app.size
        width = min(WIDEST, self._drawn_at.width * 96 // 100) - BESIDE
        self.options.styles.max_height = max(3, self._drawn_at.height * 9 // 10 - AROUND)
        texts = self._texts(width - BESIDE) or [_("nothing fits")]
        self.options.show(texts, width, NAME + BESIDE, 0 if self._shown else None)

    def _texts(self, width: int) -> list[str]:
        texts = []
        for number, one in enumerate(self._shown, start=1):
            if one.why_not:
                texts.append(f"-  {fit(one.text, NAME)} {one.why_not}")
                continue
            digit = str(number) if number <= DIGITS else " "
            texts.append(f"{digit}  {fit(one.text, width - 12)} {fit(one.key, 8, 'right')}")
        return texts

    def on_input_changed(self, event: Input.Changed) -> None:
        """A digit chooses at once; anything else looks for a part of the name."""
        if event.value.isdecimal() and 0 < int(event.value) <= min(DIGITS, len(self._shown)):
            with self.prevent(Input.Changed):  # the next digit is a choice of its own
                self.filter_box.value = ""
            self._choose(int(event.value) - 1)
            return
        self._fill(event.value)

    def action_move(self, by: int) -> None:
        """Another line."""
        self.options.step(by)

    def on_input_submitted(self) -> None:
        self._choose(self.options.cursor)

    def _choose(self, position: int | None) -> None:
        if position is None or position >= len(self._shown):
            return
        line = self._shown[position]
        if line.why_not:
            self.app.notify(line.why_not, title=line.text, severity="warning")
            return
        self.dismiss(line.name)
