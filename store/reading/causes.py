"""Causes (复盘数据): what went wrong by product, cause, carrier …, as rates and as money.

An order that is in several groups (two SKUs, two causes) counts in each of them with all it cost;
in the total it counts once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from store.models.axes import Platform
from store.models.money import FEN, Fen
from store.reading.shop_lists import Lists
from store.rules.review.rates import (
    Mean,
    Night,
    Share,
    is_about_quality,
    is_broken,
    least_sample,
    night_of,
    number,
)
from store.rules.timing.policy import Policy, PolicyRule
from store.search.language import parse
from store.search.review import Added, By, Told, Windows, added, told, week_start
from store.words.times import SHOP_TIME


class Cost(NamedTuple):
    """What a group of orders cost, in fen."""

    penalties: Fen
    refunds: Fen
    again: Fen
    """What buyers had paid for the goods that were sent again."""
    freight: Fen
    """Of the parcels they were sent in, by the shop's own figure."""

    @property
    def total(self) -> Fen:
        """All of it."""
        return self.penalties + self.refunds + self.again + self.freight


class Group(NamedTuple):
    """What went wrong with the orders of one group."""

    name: str
    orders: int
    late: Share
    """Of those that had to leave by now."""
    lacked: Share
    cases: Share
    """Orders with a case, of all."""
    quality: Share
    """Orders of which a first stated reason is about quality, of all."""
    broken: Share
    again_parcels: int
    cost: Cost


class Rate(NamedTuple):
    """One rate as a platform counts it."""

    platform: str
    name: str
    found: Share | Mean
    threshold: PolicyRule | None
    """What the platform holds against a shop; none where no source says it."""


class Causes(NamedTuple):
    """The answer: the groups, the dearest first (weeks in their order), their total, the rates."""

    by: By
    groups: tuple[Group, ...]
    total: Group
    rates: tuple[Rate, ...]
    least: int


FIGURES = 8
"""So many are added up of each group (`Added.figures`)."""


class _Sums:
    """What is added up of one group."""

    def __init__(self) -> None:
        self.figures = [0] * FIGURES
        self.freight = 0
        self.cases: set[int] = set()
        self.quality: set[int] = set()
        self.broken: set[int] = set()

    def group(self, name: str, least: int) -> Group:
        """What has come together."""
        orders, due, late, lacked, penalties, refunds, parcels, again = self.figures
        return Group(
            name=name,
            orders=orders,
            late=Share(late, due, least),
            lacked=Share(lacked, orders, least),
            cases=Share(len(self.cases), orders, least),
            quality=Share(len(self.quality), orders, least),
            broken=Share(len(self.broken), orders, least),
            again_parcels=parcels,
            cost=Cost(penalties, refunds, again, self.freight),
        )

    def add(self, part: Added, freight: Fen) -> None:
        """Orders that one statement added up."""
        figures = zip(self.figures, part.figures, strict=True)
        self.figures = [one + more for one, more in figures]
        self.freight += freight

    def add_case(self, case: Told, *, quality: bool, broken: bool) -> None:
        """A case of one of the orders."""
        self.cases.add(case.order)
        if quality:
            self.quality.add(case.order)
        if broken:
            self.broken.add(case.order)


def causes(lists: Lists, policy: Policy, text: str, by: By) -> Causes:
    """What went wrong with the orders that a query finds; raises BadInput for one that is unclear.

    Opens no document: everything is read from narrow columns of the lists.
    """
    now, fetch = lists.now, lists.engine.fetch
    query = parse(text, now)
    sums: dict[str, _Sums] = defaultdict(_Sums)
    every = _Sums()
    parcel = {one: _parcel_freight(policy, one, now) for one in map(str, Platform)}
    windows = Windows(**{str(one): _since(policy, one, now) for one in Platform})
    orders = added(query, by, now, windows, fetch)
    for part in orders:
        freight = parcel[part.platform] * part.again_parcels
        every.add(part, freight)
        for name in names_of(part.group):
            sums[name].add(part, freight)
    quality, broken = cache(is_about_quality), cache(is_broken)
    cases = list(told(query, by, now, fetch))
    for case in cases:
        found = {"quality": quality(case.reason, case.platform), "broken": broken(case.reason)}
        every.add_case(case, **found)
        for name in names_of(case.group):
            sums[name].add_case(case, **found)
    least = least_sample(policy, now)
    groups = [one.group(_named(name, by), least) for name, one in sums.items()]
    groups.sort(key=(lambda one: (one.name,)) if by == "week" else _dearest_first)
    reading = _Rating(policy, now, least)
    rates = [rate for one in Platform for rate in reading.of(str(one), orders, cases)]
    return Causes(by, tuple(groups), every.group("", least), tuple(rates), least)


def names_of(group: str) -> tuple[str, ...]:
    """The groups that a text names, a line each; the empty one where it names none."""
    return tuple(group.split("\n"))


def _named(name: str, by: By) -> str:
    return f"{week_start(name):%Y-%m-%d}" if by == "week" and name else name


def _dearest_first(one: Group) -> tuple[int, int, str]:
    return -one.cost.total, -one.orders, one.name


def _parcel_freight(policy: Policy, platform: str, now: datetime) -> Fen:
    return round((number(policy, platform, "parcel_freight", now) or 0) * FEN)


def _since(policy: Policy, platform: str, now: datetime) -> datetime:
    return now - timedelta(days=number(policy, platform, "review_window", now) or 0)


def _windows(orders: Iterable[Added]) -> Iterator[tuple[int, ...]]:
    return (one.of_window for one in orders)


class _Rating:
    """The rates of the platforms over the orders of one query."""

    def __init__(self, policy: Policy, now: datetime, least: int) -> None:
        self._policy, self._now, self._least = policy, now, least

    def of(
        self, platform: str, orders: Iterable[Added], told_cases: Iterable[Told]
    ) -> Iterator[Rate]:
        """The rates of one platform, within its window; none of one without orders."""
        ours = [one for one in orders if one.platform == platform]
        if not ours:
            return
        promised, late, paid, lacked, signed = (
            sum(one) for one in zip(*_windows(ours), strict=True)
        )
        start = int(_since(self._policy, platform, self._now).timestamp())
        end = int(self._now.timestamp())
        cases = [
            one
            for one in told_cases
            if one.platform == platform and one.applied_at and start < one.applied_at <= end
        ]
        quality = {one.order for one in cases if is_about_quality(one.reason, platform)}
        broken = {one.order for one in cases if is_broken(one.reason)}
        night = night_of(self._policy, platform, self._now)
        found: dict[str, Share | Mean] = {
            "late_rate": Share(late, promised, self._least),
            "stock_out_rate": Share(lacked, paid, self._least),
            "quality_rate": Share(len(quality), signed, self._least),
            "broken_rate": Share(len(broken), paid, self._least),
            "hours_to_answer": self._mean(answer_times(cases, night)),
            "hours_to_refund_on_the_way": self._mean(refund_times(cases, night, came_back=False)),
            "hours_to_refund_returned": self._mean(refund_times(cases, night, came_back=True)),
        }
        day = self._now.astimezone(SHOP_TIME).date()
        for name, rate in found.items():
            yield Rate(platform, name, rate, self._policy.rule(Platform(platform), name, day))

    def _mean(self, times: Iterable[int]) -> Mean:
        given = tuple(times)
        return Mean(sum(given), len(given), self._least)


def answer_times(cases: Iterable[Told], night: Night) -> Iterator[int]:
    """How long each case waited for its answer, as 售后平均审核时长 counts it (domain.md §4.4).

    Of shipped goods, refund or return, refunded in the end.
    """
    for one in cases:
        counts = one.kind in ("refund_only", "return_and_refund") and one.outcome == "refunded"
        if counts and not one.unshipped and one.applied_at and one.agreed_at:
            yield night.seconds(one.applied_at, one.agreed_at)


def refund_times(cases: Iterable[Told], night: Night, *, came_back: bool) -> Iterator[int]:
    """How long the money of each case took, as 退款时长 counts it (domain.md §4.4).

    Of goods on their way from the request on (在途订单退款时长), of goods that came back from their
    receipt on (签收退货后平均退款时长).
    """
    for one in cases:
        if one.unshipped or one.refunded_at is None:
            continue
        if came_back:
            start = one.received_at if one.kind == "return_and_refund" else None
        else:
            start = one.applied_at if one.kind == "refund_only" else None
        if start is not None:
            yield night.seconds(start, one.refunded_at)
