"""Adapted (改良): what every screen of the desk does otherwise than Textual's."""

from textual._compositor import Compositor
from textual.await_remove import AwaitRemove
from textual.events import ScreenResume
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget


class Adapted:
    """Mixed into a screen; no screen itself, or Textual would not look for the styles of others.

    It is laid out for a size once: Textual 8.2.8 tells a screen its size when it is opened, and
    once more when it has been laid out for it, and lays it out each time; so it does with a place
    that is gone to. What changed of it is laid out anew whatever its size.

    Of its styles only its own are looked up anew when it comes to the front, the first time: its
    stylesheet was read when it was there, and before anything in it was. All that is in it would
    take 6 to 15 ms, and what colours became others meanwhile were seen to.

    What it covered is drawn once, when it comes to the front: where a screen is taken for a part of
    the app, Textual lays that out and draws it as a whole twice more when the screen has gone.

    What is read for it is given up before it goes: Textual takes its widgets first, and its
    workers after them, so that what came in between would be shown in a line that is gone.
    """

    _size: Size
    _compositor: Compositor
    _dirty_widgets: set[Widget]

    def on_screen_resume(self: "Screen[object]", event: ScreenResume) -> None:  # type: ignore[misc] # what it is mixed into
        """Nothing covers it any more."""
        event.refresh_styles = False
        if not self.stack_updates:
            self.app.stylesheet.update_nodes([self])

    def _screen_resized(self, size: Size) -> None:
        if size != self._size:
            super()._screen_resized(size)  # type: ignore[misc] # the screen's

    def _compositor_refresh(self) -> None:
        """Draw what has changed, and first of all know it.

        Textual takes for drawn whatever waits to be when it draws: a footer that had changed in
        that moment stayed as it was until something else was drawn there. Of what is new it is not
        told: it would place all widgets anew, and cut the lines where they were before.
        """
        known = self._compositor.visible_widgets.keys()
        self._compositor.update_widgets(self._dirty_widgets & known)
        super()._compositor_refresh()  # type: ignore[misc] # the screen's

    def remove(self: "Screen[object]") -> AwaitRemove:  # type: ignore[misc] # what it is mixed into
        """Leave it for good."""
        self.workers.cancel_node(self)
        return self.app._prune(self)  # noqa: SLF001 - no other way
