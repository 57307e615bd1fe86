"""SaidLine (提示行): the last sentence of the desk, above its keys."""

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content
from textual.notifications import SeverityLevel
from textual.widgets import Static

from tui.glyphs import glyphs
from tui.line_ends import folded
from tui.text import content, safe_text, width_of

MOST_LINES = 3
"""Of why something was not done."""
GAP = "  "


class Saying(NamedTuple):
    """A sentence of the desk."""

    message: str
    title: str
    severity: SeverityLevel
    seconds: float
    """For so long it is shown."""
    number: int
    at: str = ""
    """When it was said, on the clock of the shop."""

    @property
    def whole(self) -> str:
        """All of it, what it is about first."""
        return f"{self.title}\n{self.message}" if self.title else self.message

    @property
    def lines(self) -> Iterator[str]:
        """The same for who reads it later."""
        first, *more = [one for one in self.whole.split("\n") if one.strip()]
        yield f"{self.at}{GAP}{first}"
        yield from (" " * len(self.at) + GAP + one for one in more)


STYLES: dict[SeverityLevel, str] = {
    "information": "$text-success",
    "warning": "bold $text-warning",
    "error": "bold $text-error",
}


class SaidLine(Static):
    """What was done takes one line, and the rest of it is read behind its key; why something was
    not has to be read now, and takes up to two lines more above that.
    """

    DEFAULT_CSS = """
    SaidLine { height: 1; width: 100%; padding: 0 1; background: $chip; display: none; }
    """
    _saying: Saying | None = None
    _more = ""

    def __init__(self, after: int = 0) -> None:
        """What has a number up to `after` was said of what lies beneath, and is not shown here."""
        super().__init__()
        self._after = after

    def shows(self, saying: Saying) -> bool:
        """Was it said since this is there?"""
        return saying.number > self._after

    def show(self, saying: Saying | None, more: str) -> None:
        """Show this, or nothing; `more` stands where not all of it has room."""
        if saying and not self.shows(saying):
            saying = None
        if saying != self._saying:
            self._saying, self._more = saying, more
            self.display = saying is not None
            self._draw()

    def on_resize(self) -> None:
        """Fold it anew."""
        self._draw()

    def _draw(self) -> None:
        if self._saying is None:
            return
        lines = self._lines(self._saying)
        if self.styles.height is None or self.styles.height.value != len(lines):
            self.styles.height = len(lines)
        self.update(Content("\n").join(lines))

    def _lines(self, saying: Saying) -> list[Content]:
        most = 1 if saying.severity == "information" else MOST_LINES
        width = max(1, self.app.size.width - 2 if self.size.width == 0 else self.size.width)
        sign = self._sign(saying)
        head = f"{sign}{safe_text(saying.title)}{GAP if saying.title else ''}"
        text = GAP.join(filter(None, (one.strip() for one in saying.message.split("\n"))))
        lines = folded(f"{head}{text}", width, "")
        if len(lines) > most:
            # No number is cut: half of an order's is of none.
            more = f" {glyphs().cut}" + (f"{GAP}{self._more}" if self._more else "")
            last, *_rest = folded(lines[most - 1], width - width_of(more), "")
            lines = [*lines[: most - 1], last + more]
        style = STYLES[saying.severity]
        first, *more_lines = lines
        told = content(first[: len(head)], style).append(content(first[len(head) :]))
        return [told, *map(content, more_lines)]

    def _sign(self, saying: Saying) -> str:
        """What tells without a colour how it is meant."""
        signs: dict[SeverityLevel, str] = {"error": f"{glyphs().late} ", "warning": "! "}
        return signs.get(saying.severity, "")
