"""QueueMenu: the queues as a menu, where they have no room beside the list; keys move in both."""

from typing import TYPE_CHECKING, cast

from textual.widgets import Input

from tui.screens.menu import MenuScreen

if TYPE_CHECKING:
    from tui.desk import Desk


class QueueMenu(MenuScreen):
    """The keys that step through a list step through it as well, until something is typed."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter that steps is no part of a name, where none stands before it."""
        key = cast("Desk", self.app).key
        ways = (("down", 1), ("up", -1))
        steps = {one: by for name, by in ways for one in key(name).keys.split(",")}
        if event.value and {*event.value} <= {*steps}:
            event.prevent_default()
            with self.prevent(Input.Changed):
                self.filter_box.value = ""
            self.action_move(steps[event.value[-1]])
