"""Reviewed (复盘数据): what place 5 of the desk, and the command line, read beside `causes`.

Reviews and improvements come as rows of their lists, cases as a count a week; nothing opens a
document.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple, cast

from store.models.improvement import Improvement, RateName
from store.models.review_row import ImprovementRow, ReviewRow
from store.reading.shop_lists import Lists
from store.rules.review.values import figure, target_text, value_text
from store.search.lists import IMPROVEMENTS, REVIEWS
from store.search.quoting import quoted
from store.search.review import By, applied, week_start
from store.search.selection import Selection

HUNDREDTHS = 100
WEEK = timedelta(days=7)
FIELDS: Mapping[By, str] = MappingProxyType(
    {
        "sku": "sku",
        "cause": "cause",
        "carrier": "carrier",
        "agent": "claim",
        "agreed": "agreedby",
        "region": "region",
        "week": "paid",
    }
)
"""The field of a search that finds the orders of a group."""
NOBODYS = "!claimed"
"""Finds those that nobody has taken on; a login may be any word."""


class WeekOfCases(NamedTuple):
    """How many cases were asked for in one week of the shop's."""

    begin: date
    """Its Monday."""
    cases: int


class Change(NamedTuple):
    """What an improvement came to, as numbers and in words."""

    before: Decimal | None
    """Percent or hours; none where it is of too few."""
    after: Decimal | None
    """The same, as it was last checked; none before that."""
    target: Decimal
    before_text: str
    """`4 of 50, 8.00 %`."""
    after_text: str
    """Empty before it was checked."""
    target_text: str


class Texts(NamedTuple):
    """The rate of an improvement at each look, in words."""

    before: str
    checks: tuple[str, ...]
    target: str


class _Counts(NamedTuple):
    many: int
    of: int
    least: int


def reviews(lists: Lists, text: str) -> Selection[ReviewRow]:
    """The reviews that a query finds, the last first; raises BadInput for one that is unclear."""
    return lists.select(REVIEWS, lists.parsed(text, REVIEWS), "-opened")


def improvements(lists: Lists, text: str = "") -> Selection[ImprovementRow]:
    """The improvements that a query finds, by the day they are due; raises BadInput for one that is
    unclear.
    """
    return lists.select(IMPROVEMENTS, lists.parsed(text, IMPROVEMENTS), "due")


def change_of(row: ImprovementRow) -> Change:
    """The rate of an improvement before and after, beside its target."""
    rate, target = cast("RateName", row.rate), Decimal(row.target) / HUNDREDTHS
    before = _Counts(row.before_many, row.before_of, row.least)
    after = None
    if row.after_many is not None and row.after_of is not None:
        after = _Counts(row.after_many, row.after_of, row.least)
    return Change(
        before=figure(before, rate),
        after=figure(after, rate) if after else None,
        target=target,
        before_text=value_text(before, rate),
        after_text=value_text(after, rate) if after else "",
        target_text=target_text(target, rate),
    )


def text_of(improvement: Improvement) -> Texts:
    """What an improvement came to, look by look."""
    rate = improvement.rate
    return Texts(
        before=value_text(improvement.before, rate),
        checks=tuple(value_text(one.after, rate) for one in improvement.checks),
        target=target_text(improvement.target, rate),
    )


def cases_per_week(lists: Lists) -> tuple[WeekOfCases, ...]:
    """The cases by the week they were asked for, from the first week that has one to the last,
    those without any too.
    """
    weeks = applied(lists.engine.fetch)
    if not weeks:
        return ()
    return tuple(
        WeekOfCases(week_start(week).date(), weeks.get(week, 0))
        for week in range(min(weeks), max(weeks) + 1)
    )


def query_of(by: By, name: str) -> str | None:
    """A search for the orders of a group of `causes`; None where no search finds them.

    Of a week it finds those that were paid in it.
    """
    field = FIELDS[by]
    if by == "week":
        if not name:
            return None
        begin = date.fromisoformat(name)
        return f"{field}:{begin}..{begin + WEEK - timedelta(days=1)}"
    if not name and by == "agent":
        return NOBODYS
    if not name and by == "sku":
        return None
    value = quoted(name or "none")
    return value and f"{field}:{value}"
