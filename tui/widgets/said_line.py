"""SaidLine (提示行): the last sentence of the desk, above its keys."""

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content
from textual.notifications import SeverityLevel
from textual.widgets import Static

from tui.glyphs import glyphs
from tui.line_ends import folded
from tui.text import content, safe_text, width_of

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
    """It takes one line, whatever it says; the rest of it is read behind its key."""

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
        self.update(self._line(self._saying))

    def _line(self, saying: Saying) -> Content:
        """As many of its sentences as have room, but the first one, which is cut if need be."""
        width = max(1, self.app.size.width - 2 if self.size.width == 0 else self.size.width)
        head = f"{self._sign(saying)}{safe_text(saying.title)}{GAP if saying.title else ''}"
        parts = [*filter(None, (one.strip() for one in saying.message.split("\n")))]
        line = head + GAP.join(parts)
        if width_of(line) > width:
            more = f" {glyphs().cut}" + (f"{GAP}{self._more}" if self._more else "")
            room = width - width_of(more)
            while len(parts) > 1 and width_of(head + GAP.join(parts)) > room:
                parts.pop()
            # No number is cut: half of an order's is of none.
            line, *_rest = folded(head + GAP.join(parts), room, "")
            line += more
        return content(line[: len(head)], STYLES[saying.severity]).append(
            content(line[len(head) :])
        )

    def _sign(self, saying: Saying) -> str:
        """What tells without a colour how it is meant."""
        signs: dict[SeverityLevel, str] = {"error": f"{glyphs().late} ", "warning": "! "}
        return signs.get(saying.severity, "")
