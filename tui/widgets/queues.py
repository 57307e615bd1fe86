"""Queues (队列): what is owed by kind and by who has it, one of them chosen; the hours ahead."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from store.words import _
from store.words.times import SHOP_TIME
from tui.apart import Apart
from tui.glyphs import glyphs
from tui.text import content, fit, further, width_of
from tui.widgets.chart import bars, in_width

HOUR = timedelta(hours=1)
LABELLED = 6
"""Every so many hours the clock stands under its bar."""
LINES_OF_CHART = 4
WITH_CHART = 28
"""Lines of the panel from which on it is not given up for queues: the cursor comes to those."""


class Queue(NamedTuple):
    """Some of what is owed."""

    query: str
    """What it is found by; the words of the search language."""
    title: str
    found: int
    late: int = 0


class Ahead(NamedTuple):
    """How much ends in each of the coming hours."""

    now: datetime
    figures: Sequence[int]


class Queues(Static, can_focus=True):
    """The queues in groups, and which of them the list shows."""

    class Chosen(Message):
        """Another queue is chosen."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    _groups: Sequence[Sequence[Queue]] = ()
    _ahead: Ahead | None = None
    _titles = Apart(())
    chosen = ""
    """The query of the queue that is shown."""

    @property
    def every(self) -> list[Queue]:
        """All of them, from the top."""
        return [queue for group in self._groups for queue in group]

    @property
    def title(self) -> str:
        """What the chosen one is called; nothing where that is all."""
        found = (queue.title for queue in self.every if queue.query == self.chosen)
        return next(found, self.chosen) if self.chosen else ""

    def show(self, groups: Sequence[Sequence[Queue]], ahead: Ahead) -> None:
        """Show these; one that has gone stays chosen, and is shown with nothing in it."""
        gone = self._gone_from(groups)
        if gone:
            groups = ([*groups[0], gone], *groups[1:])
        if (groups, ahead) != (self._groups, self._ahead):
            self._groups, self._ahead = groups, ahead
            self._titles = Apart(queue.title for queue in self.every)
            self._show_more()
            self.refresh()

    def _gone_from(self, groups: Sequence[Sequence[Queue]]) -> Queue | None:
        """The chosen one, empty, where it is none of these."""
        if not groups or any(one.query == self.chosen for group in groups for one in group):
            return None
        return Queue(self.chosen, self.title, 0)

    def go_to(self, place: int) -> None:
        """Choose the one that stands there; -1 is the last."""
        if queues := self.every:
            self.choose(queues[place].query)

    def step(self, by: int) -> None:
        """Choose the next one, or the one before."""
        queries = [queue.query for queue in self.every]
        if queries:
            place = queries.index(self.chosen) if self.chosen in queries else 0
            self.choose(queries[(place + by) % len(queries)])

    def choose(self, query: str) -> None:
        """Show this one in the list."""
        if query != self.chosen:
            self.chosen = query
            self._show_more()
            self.refresh()
            self.post_message(self.Chosen(query))

    def on_resize(self) -> None:
        """Others have room."""
        self._show_more()

    def _show_more(self) -> None:
        """Say at the lower edge how many have no room: the cursor comes to them."""
        more = len(self.every) - sum(map(len, self._shown()))
        self.border_subtitle = content(further(glyphs().more, more))

    def _shown(self) -> list[Sequence[Queue]]:
        """Of each group what has room; the later groups are short, and shown whole, and in a high
        window the chart has its own.
        """
        shown: list[Sequence[Queue]] = []
        room = self.content_size.height
        room -= LINES_OF_CHART if self._ahead and room >= WITH_CHART else 0
        for number, group in enumerate(self._groups, start=1):
            after = sum(len(later) + 1 for later in self._groups[number:])
            shown.append(self._fitting(group, room - after))
            room -= len(shown[-1]) + 1
        return shown

    def render(self) -> Content:
        """A line each, a blank one between groups, the chart below where it has room."""
        height = self.content_size.height
        lines: list[Content] = []
        for group in self._shown():
            lines += [content("")] if lines else []
            lines += map(self._line, group)
        if self._ahead and len(lines) + LINES_OF_CHART <= height:
            lines += self._chart(self._ahead)
        return Content("\n").join(lines)

    def _fitting(self, group: Sequence[Queue], room: int) -> Sequence[Queue]:
        """As many of a group as have room, the chosen one among them."""
        room = max(1, room)
        place = next((at for at, one in enumerate(group) if one.query == self.chosen), 0)
        start = max(0, min(place - room + 1, len(group) - room))
        return group[start : start + room]

    def _line(self, queue: Queue) -> Content:
        width = self.content_size.width
        late = f"{glyphs().late}{queue.late}" if queue.late else ""
        # As wide as the figures are, so that the names keep what is left.
        count = max(len(str(one.found)) for one in self.every) + 1
        lates = [len(str(one.late)) + 2 for one in self.every if one.late]
        beside = max(lates, default=0)
        room = max(1, width - count - beside)
        title = fit(self._titles.cut(queue.title, room), room)
        is_chosen = queue.query == self.chosen
        turned = is_chosen and self.app.has_class("-plain")
        ground = " reverse" if turned else " on $chosen" if is_chosen else ""
        late_colour = "" if turned else " $text-error"
        parts = [
            content(title, f"bold{ground}" if is_chosen else ""),
            content(fit(str(queue.found), count, "right"), f"$foreground{ground}"),
            content(fit(late, beside, "right"), f"bold{late_colour}{ground}"),
        ]
        rest = width - width_of(title) - count - beside
        return Content("").join([*parts, content(" " * max(0, rest))])

    def _chart(self, ahead: Ahead) -> list[Content]:
        figures = in_width(ahead.figures, self.content_size.width)
        hours = len(ahead.figures) // len(figures)
        clock = "".join(
            f"{(ahead.now + at * HOUR).astimezone(SHOP_TIME):%H}".ljust(LABELLED // hours)
            for at in range(0, len(ahead.figures), LABELLED)
        )
        title = _("next 24 hours: {count}").format(count=sum(ahead.figures))
        return [
            content(""),
            content(title, "$text-muted"),
            content(bars(figures), "$text-primary"),
            content(clock, "$text-muted"),
        ]
