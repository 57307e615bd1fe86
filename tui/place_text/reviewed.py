"""Reviewed (复盘数据): what place 5 shows, read at one time in a thread."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from store.models.review_row import ImprovementRow, ReviewRow
from store.reading.causes import Causes, causes
from store.reading.rates import Rate
from store.reading.reviewed import cases_per_week, improvements, reviews
from store.search.lists import PRODUCTS
from store.search.review import By
from store.words import _

if TYPE_CHECKING:
    from store.repository import Repository

MOST_IMPROVEMENTS, MOST_REVIEWS = 12, 8
"""Rows of what has no end."""


class Week(NamedTuple):
    """The cases that were asked for in a week, and the orders that were paid in it."""

    name: str
    cases: int
    orders: int
    is_over: bool


class Whole(NamedTuple):
    """What is told of all orders, whatever is searched for."""

    rates: Sequence[Rate]
    """That is what a platform holds against the shop."""
    weeks: Sequence[Week]


class Reviewed(NamedTuple):
    """What was read for the place."""

    now: datetime
    text: str
    """The search of the orders that the groups are of."""
    found: Causes
    names: dict[str, str]
    """What products are called, by their SKU."""
    whole: Whole
    improvements: Sequence[ImprovementRow]
    improvement_count: int
    reviews: Sequence[ReviewRow]


def read_review(
    repository: "Repository", text: str, by: By, whole: Whole | None = None
) -> Reviewed:
    """All of it; asked in a thread. Raises BadInput for a query that is unclear.

    What is told of all orders is taken from `whole` where only the groups are other ones.
    """
    found = causes(repository, repository.policy, text, by)
    whole = whole or _whole(repository)
    changes, opened = improvements(repository), reviews(repository, "open")
    products = repository.rows_where(PRODUCTS) if by == "sku" else ()
    return Reviewed(
        now=repository.now,
        text=text,
        found=found,
        names={row.sku: row.name for row in products if row.name},
        whole=whole,
        improvements=list(islice(changes, MOST_IMPROVEMENTS)),
        improvement_count=changes.counted(),
        reviews=list(islice(opened, MOST_REVIEWS)),
    )


def _whole(repository: "Repository") -> Whole:
    every = causes(repository, repository.policy, "", "week")
    return Whole(every.rates, tuple(_weeks(repository, every)))


def _weeks(repository: "Repository", every: Causes) -> Iterator[Week]:
    """The weeks from the first one with a case on."""
    paid = {group.name: group.orders for group in every.groups}
    today = repository.today
    for week in cases_per_week(repository):
        number = week.begin.isocalendar().week
        name = _("W{week}").format(week=f"{number:02}")
        is_over = (today - week.begin).days >= 7  # noqa: PLR2004 - the days of a week
        yield Week(name, week.cases, paid.get(f"{week.begin}", 0), is_over)
