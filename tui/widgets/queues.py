"""Queues (队列): what is owed by kind, one of them chosen, beside the list of the board."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.glyphs import glyphs
from tui.text import content, fit, width_of

COUNT, LATE = 4, 5
"""Cells of the two figures."""


class Queue(NamedTuple):
    """Some of what is owed."""

    name: str
    title: str
    found: int
    late: int = 0


class Queues(Static, can_focus=True):
    """The queues, and which of them the list shows."""

    class Chosen(Message):
        """Another queue is chosen."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    _queues: Sequence[Queue] = ()
    chosen = ""
    """The name of the queue that is shown."""

    def show(self, queues: Sequence[Queue]) -> None:
        """Show these; one that has gone stays chosen, and is shown with nothing in it."""
        if queues != self._queues:
            self._queues = queues
            self.refresh()

    def step(self, by: int) -> None:
        """Choose the next one, or the one before."""
        names = [queue.name for queue in self._queues]
        if not names:
            return
        place = names.index(self.chosen) if self.chosen in names else 0
        self.choose(names[(place + by) % len(names)])

    def choose(self, name: str) -> None:
        """Show this one in the list."""
        if name != self.chosen:
            self.chosen = name
            self.refresh()
            self.post_message(self.Chosen(name))

    def render(self) -> Content:
        """A line each."""
        return Content("\n").join([self._line(queue) for queue in self._queues])

    def _line(self, queue: Queue) -> Content:
        width = self.content_size.width
        late = f"{glyphs().late}{queue.late}" if queue.late else ""
        title = fit(queue.title, max(1, width - COUNT - LATE))
        is_chosen = queue.name == self.chosen
        ground = " on $chosen" if is_chosen else ""
        parts = [
            content(title, f"bold{ground}" if is_chosen else ""),
            content(fit(str(queue.found), COUNT, "right"), f"$foreground{ground}"),
            content(fit(late, LATE, "right"), f"bold $text-error{ground}"),
        ]
        rest = width - width_of(title) - COUNT - LATE
        return Content("").join([*parts, content(" " * max(0, rest))])
