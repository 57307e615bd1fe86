"""What is owed because files are missing (待导出): what was broken off and gaps at once, and the
day after the last.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from store import kinds
from store.models.axes import Party
from store.models.coverage import Coverage, Span
from store.models.row import Row
from store.rules.coverage.spans import DAY, gaps
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.row import OwedOf, obligation_rows
from store.rules.timing.policy import Policy
from store.words.times import day_begins

KIND = "coverage"
"""What is owed."""
WITHIN = timedelta(days=90)
"""An older gap is not asked for any more; of how long ago is counted from the last covered day."""
MONTHLY = ("funds",)
"""The kinds of files of which there is one a month; of the others there is one a day."""


def coverage_rows(coverage: Coverage, _policy: Policy) -> dict[str, tuple[Row, ...]]:
    """The rows of what is still to be exported; no rule of a platform has a say in them."""
    of = OwedOf(
        kind=kinds.COVERAGE,
        key=coverage.key,
        called=coverage.key,
        platform=coverage.platform,
        shop=coverage.shop,
    )
    return {"obligations": tuple(obligation_rows(of, owed_exports(coverage)))}


def owed_exports(coverage: Coverage) -> Iterator[Obligation]:
    """What is still to be imported to its end, and exported: each gap, which is late at once, then
    what comes next.
    """
    for one in coverage.broken_off:
        again = ("coverage_broken_off", f"{one.left}", one.file, coverage.shop)
        yield Obligation(KIND, Party.US, one.at, zero=again, about=one.file)
    if not coverage.spans:
        return
    last = coverage.spans[-1].last
    for gap in gaps(coverage.spans, last - WITHIN + DAY):
        named = ("coverage_gap", coverage.kind, f"{gap.first}", f"{gap.last}", coverage.shop)
        about = f"{gap.first}..{gap.last}"
        yield Obligation(KIND, Party.US, _end(gap.last), zero=named, about=about)
    coming = following(coverage.kind, last)
    later = ("coverage_next", coverage.kind, f"{coming.first}", coverage.shop)
    yield Obligation(KIND, Party.US, _end(coming.last), zero=later, about=f"{coming.first}")


def following(kind: str, last: date) -> Span:
    """What the next file is to cover at least: the day after, or the rest of that day's month."""
    first = last + DAY
    if kind not in MONTHLY:
        return Span(first=first, last=first)
    next_month = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    return Span(first=first, last=next_month - DAY)


def _end(day: date) -> datetime:
    """The midnight that ends a day."""
    return day_begins(day + DAY)
