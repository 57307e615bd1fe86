"""Folded (折行): a text in as many lines as it needs, nothing torn that belongs together."""

import re

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from tui.line_ends import folded
from tui.text import content

HEAD = re.compile("(?:[0-9]{2}-[0-9]{2} )?[0-9]{2}:[0-9]{2} +| +")
"""What stands in front of a text and is none of it."""


class Folded(Static):
    """A text that is folded for the width it has; Textual would part a number from its unit."""

    _said = ""
    _loud: int | None = None
    """Characters of it behind which it is quiet."""

    def say(self, text: str, beside: str = "") -> None:
        """Say this instead, and quietly what stands beside it."""
        said, self._loud = (f"{text}  {beside}", len(text)) if beside else (text, None)
        if said != self._said:
            self._said = said
            self.refresh(layout=True)

    @property
    def said(self) -> str:
        """All of it, not folded."""
        return self._said

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes in so many cells."""
        return len(self._lines(width))

    def render(self) -> Content:
        """All of it."""
        lines = "\n".join(self._lines(self.content_size.width))
        if self._loud is None:
            return content(lines, lines=True)
        loud, quiet = lines[: self._loud], lines[self._loud :]
        return content(loud, lines=True) + content(quiet, "$text-muted", lines=True)

    def _lines(self, width: int) -> list[str]:
        return folded(self._said, max(1, width), "")


class Hanging(Folded):
    """The same, what follows under the text of the first line: behind its time, or its blanks."""

    def _lines(self, width: int) -> list[str]:
        heads = ((line, HEAD.match(line)) for line in self._said.split("\n"))
        return [
            part
            for line, head in heads
            for part in folded(line, max(1, width), " " * (head.end() if head else 0))
        ]
