"""Spans of funds files (账务时段): of which time the money of a shop is known, without a gap."""

from collections.abc import Iterable
from datetime import datetime, time

from store.models.coverage import Coverage
from store.models.payment import ToldSpan
from store.rules.coverage.spans import DAY
from store.words.times import SHOP_TIME, day_begins, shop_day


def joined_told(spans: Iterable[ToldSpan]) -> tuple[ToldSpan, ...]:
    """The same time in as few spans as there can be, in order.

    Between two of them lies a day of which no file tells. The night between two files is no gap:
    Doudian's reach from their first row to their last.
    """
    found: list[ToldSpan] = []
    for span in sorted(spans, key=lambda span: (span.begin, span.end)):
        if found and shop_day(span.begin) <= shop_day(found[-1].end) + DAY:
            end = max(found[-1].end, span.end)
            found[-1] = ToldSpan(begin=found[-1].begin, end=end)
        else:
            found.append(span)
    return tuple(found)


def told_of(coverage: Coverage) -> tuple[ToldSpan, ...]:
    """Of which time the money is known, by files or because a person said that there was none."""
    empty = (
        ToldSpan(
            begin=day_begins(days.first),
            end=datetime.combine(days.last, time.max, SHOP_TIME),
        )
        for days in coverage.empty
    )
    return joined_told((*coverage.told, *empty))
