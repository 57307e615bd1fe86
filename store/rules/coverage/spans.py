"""Spans (日期段): days that files cover, joined, and the gaps between them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from store.models.coverage import Span
from store.words.times import shop_day

DAY = timedelta(days=1)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days in as few spans as there can be, in order."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.first, span.last)):
        if found and span.first <= found[-1].last + DAY:
            last = max(found[-1].last, span.last)
            found[-1] = Span(first=found[-1].first, last=last)
        else:
            found.append(span)
    return tuple(found)


def gaps(spans: Iterable[Span], since: date) -> Iterator[Span]:
    """The days between joined spans that none of them has, from a day on."""
    before: Span | None = None
    for span in spans:
        if before:
            first, last = max(before.last + DAY, since), span.first - DAY
            if first <= last:
                yield Span(first=first, last=last)
        before = span


def whole_days(first: date, last: date, told_at: datetime) -> Span | None:
    """What of these days a file covers to their end that was made then; none where no day is."""
    last = min(last, shop_day(told_at) - DAY)
    return Span(first=first, last=last) if first <= last else None
