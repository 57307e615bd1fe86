"""Preview (预览): the order under the cursor, beside the list."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from textual.content import Content
from textual.widgets import Static

from tui.text import content, fit, folded, width_of

STYLES = {
    "": "",
    "title": "bold",
    "head": "bold $text-primary",
    "key": "bold $text-primary",
    "late": "bold $text-error",
    "soon": "$text-warning",
    "well": "$text-success",
    "quiet": "$text-muted",
    "chip-late": "bold $background on $text-error",
    "chip": "$text-primary on $panel",
}
Kind = Literal["", "title", "head", "key", "late", "soon", "well", "quiet", "chip-late", "chip"]


class Said(NamedTuple):
    """A text and what it is."""

    text: str
    kind: Kind = ""


Line = tuple[Said, ...]
"""A line of the preview; its last part is folded where it is too long."""
MOST = 3
"""Lines that one folded text takes at most."""


class Preview(Static):
    """Lines about one order."""

    _lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines instead."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render(self) -> Content:
        """The lines, folded into the width."""
        width = self.content_size.width
        drawn = [part for line in self._lines for part in _folded(line, width)]
        return Content("\n").join(drawn[: self.content_size.height])


def _folded(line: Line, width: int) -> list[Content]:
    *heads, last = line or (Said(""),)
    head = Content("").join(_said(part) for part in heads)
    taken = sum(width_of(part.text) for part in heads)
    texts = folded(last.text, max(1, width - taken), "")[:MOST]
    first, *more = texts
    lines = [head + content(first, STYLES[last.kind])]
    for number, text in enumerate(more, start=2):
        is_cut = number == MOST and len(folded(last.text, max(1, width - taken), "")) > MOST
        shown = fit(text + "  ", max(1, width - taken)) if is_cut else text
        lines.append(content(" " * taken + shown, STYLES[last.kind]))
    return lines


def _said(part: Said) -> Content:
    return content(part.text, STYLES[part.kind])
