"""Looks (样貌): how a widget draws its texts on its grounds, worked out once for its colours."""

from rich.style import Style
from textual.widget import Widget


def laid_on(ground: Style, own: Style) -> Style:
    """A look on a ground, whose colours the text under the cursor keeps.

    On a line that is turned round it keeps only its weight: turned round, a colour would be the
    ground of what is read, and of sixteen none is bright on every ground.
    """
    return ground + Style(color=None if ground.reverse else own.color, bold=own.bold)


class Looks:
    """The styles of the parts of one widget, by their names in its stylesheet."""

    def __init__(self, widget: Widget, prefix: str) -> None:
        self._widget = widget
        self._prefix = prefix
        self._known: dict[tuple[str, str], Style] = {}

    def __call__(self, ground: str, look: str = "") -> Style:
        """A look on a ground."""
        found = self._known.get((ground, look))
        if found is None:
            found = self._known[ground, look] = self._worked_out(ground, look)
        return found

    def _worked_out(self, ground: str, look: str) -> Style:
        widget, prefix = self._widget, self._prefix
        found = widget.rich_style
        if ground:
            found = widget.get_component_rich_style(f"{prefix}--{ground}")
        if look:
            own = widget.get_component_rich_style(f"{prefix}--{look}", partial=True)
            found = laid_on(found, own)
        return found

    def forget(self) -> None:
        """The widget has other colours."""
        self._known.clear()
