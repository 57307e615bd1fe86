"""LaidOut (布局): a screen that is laid out for a size once.

Textual 8.2.8 tells a screen its size when it is opened, and once more when it has been laid out for
it, and lays it out each time; so it does with a place that is gone to. What changed of it is laid
out anew whatever its size.
"""

from textual.geometry import Size


class LaidOut:
    """Mixed into a screen; no screen itself, or Textual would not look for the styles of others."""

    _size: Size

    def _screen_resized(self, size: Size) -> None:
        if size != self._size:
            super()._screen_resized(size)  # type: ignore[misc] # the screen's
