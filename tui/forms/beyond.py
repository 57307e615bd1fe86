"""Beyond (上下还有): how many lines of a text box are not seen, above and below."""

from tui.forms.texts import TextBox
from tui.glyphs import glyphs
from tui.text import content, further
from tui.widgets.edge_text import EdgeText


class Beyond(EdgeText):
    """Below the box, and there only while it has such lines."""

    def __init__(self, box: TextBox) -> None:
        super().__init__(classes="beyond")
        self._box = box
        self.display = False

    def on_mount(self) -> None:
        """Of the lines as they are folded, and of those that are seen."""
        for what in ("scroll_y", "virtual_size", "size"):
            self.watch(self._box, what, self._look, init=False)

    def _look(self) -> None:
        box = self._box
        above = box.scroll_offset.y
        below = box.wrapped_document.height - above - box.content_size.height
        said = further(glyphs().above, above), further(glyphs().more, below)
        self.display = any(said)
        self.update(content("   ".join(filter(None, said))))
