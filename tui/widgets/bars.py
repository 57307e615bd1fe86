"""Bars: the line above (who and where) and the line below (what the keys do here)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.widgets import Static

from store.models.row import OrderRow
from store.words import _
from tui.text import content, fit, local_time, width_of

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Clocks:
    """How many orders are late, and how many will be soon."""

    late: int
    two_hours: int
    day: int

    @classmethod
    def of(cls, rows: Sequence[OrderRow], now: datetime) -> "Clocks":
        """Count the rows with a deadline that is ours by now."""
        seconds = now.timestamp()
        left = [due - seconds for row in rows if (due := row.due(seconds)) is not None]
        return cls(
            sum(one <= 0 for one in left),
            sum(0 < one < 2 * HOUR for one in left),
            sum(0 < one < 24 * HOUR for one in left),
        )

    def __str__(self) -> str:
        return _("!{late} late  {two} <2h  {day} <24h").format(
            late=self.late, two=self.two_hours, day=self.day
        )


class TopBar(Static):
    """Shop, clocks, agent and time."""

    def show(self, shops: str, clocks: Clocks, who: str, now: datetime) -> None:
        """Write the bar anew, if anything in it changed."""
        width = self.size.width or 80
        right = f"  {clocks}   {fit(who, min(width_of(who), 16))}  {local_time(now, now)} "
        left = fit(f" shouhou  {shops}", width - width_of(right))
        self.update(content(left + right))


class KeyBar(Static):
    """At most seven keys; the rest stands under `?`."""

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Write what these keys do."""
        self.update(content(" " + "  ".join(f"{key} {text}" for key, text in keys)))
