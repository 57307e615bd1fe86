"""Reviews for tests: rice came broken, and from now on it is packed in two layers."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from store.errors import BadInput
from store.models.base import Document
from store.models.improvement import Check, Dropping, Improvement, Measured, RateName
from store.models.order import Order
from store.models.review import Lesson, Review
from store.models.work import Claim
from store.rules.action.context import Context
from tests.build import ACTOR, DAY, HOUR, NOW, MemoryLookup, context

LEAST = 30
NUMBER = "R-20261115-1"
MADE = "I-20261115-1"


def review(**changes: Any) -> Review:
    """Opened a week ago, about no certain order."""
    given = {
        "number": NUMBER,
        "title": "大米破袋",
        "what": "一周里四袋大米到货时破了",
        "whys": ("单层包装", "包材改了没人试"),
        "cause": "damaged_in_transit",
        "opened_at": NOW - 7 * DAY,
        "opened_by": str(ACTOR),
    }
    return Review.model_validate(given | changes)


def lesson() -> Lesson:
    """What was learnt an hour ago."""
    return Lesson(text="换包材先寄十单试", at=NOW - HOUR, by=str(ACTOR))


def counted(many: int, of: int, since: datetime = NOW - 7 * DAY) -> Measured:
    """So many of so many, from then until now."""
    return Measured(first=since, until=NOW, many=many, of=of, least=LEAST)


def improvement(**changes: Any) -> Improvement:
    """Made a week ago by 小李, to be checked by tomorrow: 4 of 50 are to become 2 %."""
    given = {
        "number": MADE,
        "review": NUMBER,
        "what": "大米改用双层袋",
        "rate": "quality_rate",
        "target": Decimal(2),
        "due": date(2026, 11, 23),
        "opened_at": NOW - 7 * DAY,
        "opened_by": str(ACTOR),
        "claim": Claim(owner=ACTOR, at=NOW - 7 * DAY, by=ACTOR),
        "before": counted(4, 50, NOW - 14 * DAY),
    }
    return Improvement.model_validate(given | changes)


def check(many: int, of: int, *, reached: bool | None, days_ago: int = 1) -> Check:
    """A look at it, so many days ago."""
    at = NOW - days_ago * DAY
    return Check(at=at, by=str(ACTOR), after=counted(many, of), reached=reached)


def dropped() -> Dropping:
    """It was given up an hour ago."""
    return Dropping(reason="供应商停产", at=NOW - HOUR, by=str(ACTOR))


class ReviewLookup(MemoryLookup):
    """What the repository would answer of reviews, and one share for every rate."""

    def __init__(
        self, orders: tuple[Order, ...], known: tuple[Document, ...], share: tuple[int, int]
    ) -> None:
        super().__init__(orders, ())
        self._known = [one for one in known if isinstance(one, Review | Improvement)]
        self._share = share
        self.asked: list[tuple[RateName, str, datetime]] = []
        """Which rates were asked for, of which orders, from when on."""

    def opened(self, kind: type[Document], first: datetime, last: datetime) -> int:
        return sum(type(one) is kind and first <= one.opened_at < last for one in self._known)

    def review(self, number: str) -> Review | None:
        of_it = (one for one in self._known if isinstance(one, Review))
        return next((one for one in of_it if one.number == number), None)

    def improvements_of(self, review: str) -> Iterator[Improvement]:
        for one in self._known:
            if isinstance(one, Improvement) and one.review == review:
                yield one

    def measured(self, rate: RateName, scope: str, since: datetime) -> Measured:
        if "?" in scope:
            raise BadInput(f"{scope} is unclear.")
        self.asked.append((rate, scope, since))
        return counted(*self._share, since)


def reviewing(
    *known: Document, share: tuple[int, int] = (0, 0), orders: tuple[Order, ...] = ()
) -> Context:
    """What rules may know beside these documents, where every rate is this share."""
    plain = context()
    lookup = ReviewLookup(orders, known, share)
    return Context(plain.now, plain.actor, plain.policy, lookup, plain.new_id)
