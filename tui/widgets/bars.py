"""Bars: the line above (who and where) and the line below (what the keys do here).

Each is one line high, so that what it says moves nothing else on the screen.
"""

from collections.abc import Sequence
from datetime import datetime

from textual.widgets import Static

from store.search.counting import Clocks
from store.words import _
from tui.text import content, fit, local_time, width_of


class TopBar(Static):
    """Shop, clocks, agent and time."""

    def show(self, shops: str, clocks: Clocks, who: str, now: datetime) -> None:
        """Write the bar anew, if anything in it changed."""
        width = self.size.width or self.app.size.width
        said = _("!{late} late  {two} <2h  {day} <24h").format(
            late=clocks.late, two=clocks.two_hours, day=clocks.day
        )
        right = f"  {said}   {fit(who, min(width_of(who), 16))}  {local_time(now, now)} "
        left = fit(f" shouhou  {shops}", width - width_of(right))
        self.update(content(left + right), layout=False)


class KeyBar(Static):
    """At most seven keys; the rest stands under `?`."""

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Write what these keys do."""
        self.update(content(" " + "  ".join(f"{key} {text}" for key, text in keys)), layout=False)
