"""Hours (按小时): what is owed in each of the next 24, and what it costs when nothing is done."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from store.models.money import Fen
from store.reading.owed import OwedFor, next_costs

HOURS = 24
HOUR = timedelta(hours=1)


class OwedInHour(Struct, frozen=True):
    """What of ours is due within one hour, or, late already, is dearer from then on."""

    begin: datetime
    count: int
    cost_fen: Fen
    """What is deducted in that hour, as far as it is known: each failure once, and of one that is
    dearer from then on what is added.
    """


def by_hour(owed: Iterable[OwedFor], now: datetime) -> list[OwedInHour]:
    """What of ours ends within the next 24 hours, an hour a part, from now on; what has ended
    stands there once more, where something is deducted for it later still.

    Added up it is what the clocks of the header say is at risk (`store.search.board`).
    """
    parts: list[list[OwedFor]] = [[] for _hour in range(HOURS)]
    for duty in owed:
        at = duty.obligation.next_at
        if duty.obligation.counts and at and now < at < now + HOURS * HOUR:
            parts[(at - now) // HOUR].append(duty)
    return [
        OwedInHour(now + hour * HOUR, len(duties), sum(next_costs(duties).values()))
        for hour, duties in enumerate(parts)
    ]
