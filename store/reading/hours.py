"""Hours (按小时): what is owed in each of the next 24, and what it costs when nothing is done."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from store.models.money import Fen
from store.reading.owed import OwedFor

HOURS = 24
HOUR = timedelta(hours=1)


class OwedInHour(Struct, frozen=True):
    """What of ours is due within one hour."""

    begin: datetime
    count: int
    cost_fen: Fen
    """As far as it is known; what ends at one instant of one order is one failure, counted once."""


def by_hour(owed: Iterable[OwedFor], now: datetime) -> list[OwedInHour]:
    """What of ours ends within the next 24 hours, an hour a part, from now on.

    Added up it is what the clocks of the header say is at risk (`store.search.counting`).
    """
    counts = [0] * HOURS
    failures: list[dict[tuple[str, str, datetime], Fen]] = [{} for _hour in range(HOURS)]
    for row, one in owed:
        if not one.counts or one.due_at is None or not now < one.due_at < now + HOURS * HOUR:
            continue
        hour = (one.due_at - now) // HOUR
        counts[hour] += 1
        failure = (row.of_kind, row.of_key, one.due_at)
        failures[hour][failure] = max(failures[hour].get(failure, 0), one.cost_fen or 0)
    return [
        OwedInHour(now + hour * HOUR, count, sum(failures[hour].values()))
        for hour, count in enumerate(counts)
    ]
