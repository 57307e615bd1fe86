"""EdgeText (边注): a short text at an edge that takes as much room as it is long."""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Static


class EdgeText(Static):
    """Laid out once where its length changes: nothing in it scrolls, and Textual lays all of the
    screen out again for what could.
    """

    virtual_size = Reactive(Size(0, 0))
