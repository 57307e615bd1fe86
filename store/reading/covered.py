"""What the imports cover (导入覆盖): by shop and kind, with the days that are missing."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from store.models.coverage import Coverage, Span
from store.reading.records import Records
from store.rules.coverage.row import WITHIN, following
from store.rules.coverage.spans import DAY, gaps

HERE, MISSING, UNKNOWN = "█", "·", " "
"""A day that is here, one that is missing, and one before anything was imported."""


class Covered(NamedTuple):
    """What is known of one shop on one platform, of one kind of files."""

    coverage: Coverage
    since: date
    """The first day of the bar."""
    bar: str
    """A sign a day, up to yesterday: today is not over yet."""
    missing: tuple[Span, ...]
    """The days of the bar that are missing, those after the last file among them."""
    overdue: tuple[Span, ...]
    """Those of them of which there should be a file by now: the next one may still be coming."""


def covered(records: Records) -> Iterator[Covered]:
    """All of it, by platform, shop and kind; of the shop that was chosen."""
    today = records.today
    for coverage in sorted(records.all(Coverage), key=lambda one: one.key):
        if coverage.spans and records.shows(coverage.platform, coverage.shop):
            yield _covered(coverage, today)


def _covered(coverage: Coverage, today: date) -> Covered:
    since = today - WITHIN
    # Today stands for the next file: what comes before it and is not here is missing.
    spans = (*coverage.spans, Span(first=max(today, coverage.spans[-1].last + DAY), last=today))
    missing = tuple(gaps(spans, since))
    days = [since + DAY * number for number in range(WITHIN // DAY)]
    first = coverage.spans[0].first
    signs = (UNKNOWN if day < first else _sign(day, missing) for day in days)
    last = coverage.spans[-1].last
    is_coming = following(coverage.kind, last).last >= today
    overdue = tuple(one for one in missing if not (is_coming and one.first > last))
    return Covered(coverage, since, "".join(signs), missing, overdue)


def _sign(day: date, missing: tuple[Span, ...]) -> str:
    return MISSING if any(gap.first <= day <= gap.last for gap in missing) else HERE
