"""FoldedDocument (折行): what is typed in a text box, in the lines in which the desk folds a text.

Textual breaks a line at its blanks alone: a Chinese one has few, and signs that close begin lines.
"""

from textual._wrap import compute_wrap_offsets
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import get_tab_widths

from tui.line_ends import line_starts


class FoldedDocument(WrappedDocument):
    """A document whose lines end where `folded` ends them."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Fold all of it into lines of so many cells; 0 for as long as they are."""
        self._width = width
        self._tab_width = tab_width or self._tab_width
        self._wrap_offsets, self._tab_width_cache = [], []
        self._offset_to_line_info, self._line_index_to_offsets = [], []
        for number, line in enumerate(self.document.lines):
            tabs = get_tab_widths(line, self._tab_width)
            self._tab_width_cache.append([cells for _text, cells in tabs])
            self._wrap_offsets.append(self._starts(line) if width else [])
            first, parts = len(self._offset_to_line_info), len(self._wrap_offsets[-1]) + 1
            self._offset_to_line_info += [(number, part) for part in range(parts)]
            self._line_index_to_offsets.append([*range(first, first + parts)])

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """The same: what is typed is short, and where a line that did not change is folded is
        remembered.
        """
        self.wrap(self._width)

    def _starts(self, line: str) -> list[int]:
        if "\t" in line:  # as wide as it has to be where it stands
            return compute_wrap_offsets(line, self._width, self._tab_width)
        return [*line_starts(line, self._width)]
