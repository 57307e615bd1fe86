"""Causes (复盘数据): what went wrong by product, cause, carrier …, as rates and as money.

An order that is in several groups (two SKUs, two causes) counts in each of them with all it cost;
in the total it counts once.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Literal, NamedTuple

from store.models.axes import Platform
from store.models.money import FEN, Fen
from store.models.people import called
from store.reading.rates import Rate, answer_time, rates_of, window_begin
from store.reading.shop_lists import Lists
from store.reading.without_collector import without_collector
from store.rules.review.rates import (
    Mean,
    Share,
    is_about_quality,
    is_broken,
    least_sample,
    night_of,
    number,
)
from store.rules.stock.causes import causes_offered
from store.rules.timing.policy import Policy
from store.search.people import People, logins
from store.search.review import Added, By, Told, Windows, added, told, week_start


class Cost(NamedTuple):
    """What a group of orders cost, in fen."""

    penalties: Fen
    """Those recorded, and what late goods cost by the rules until one says it."""
    refunds: Fen
    again: Fen
    """What buyers had paid for the goods that were sent again."""
    freight: Fen
    """Of the parcels they were sent in, by the shop's own figure."""

    @property
    def total(self) -> Fen:
        """Everything that the group cost (fen)."""
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
    answered: Mean
    """How long its cases waited for an answer, as 售后平均审核时长 counts it."""
    again_parcels: int
    cost: Cost
    computed: Fen
    """Of its penalties, what is computed for late goods and no penalty says yet."""
    reason: str
    """What buyers state first most often; empty where no case says."""


class Causes(NamedTuple):
    """The answer: the groups, the dearest first (weeks in their order), their total, the rates."""

    by: By
    groups: tuple[Group, ...]
    total: Group
    rates: tuple[Rate, ...]
    least: int


__all__ = ["Causes", "Cost", "Group", "causes", "causes_offered", "names_of"]

FIGURES = 9
"""So many are added up of each group (`Added.figures`)."""


class _OfCases(NamedTuple):
    """Which orders some cases are of, and what these state."""

    orders: set[int]
    quality: set[int]
    broken: set[int]
    reasons: Counter[str]


def _of_cases(cases: Sequence[Told]) -> _OfCases:
    return _OfCases(
        orders={one.order for one in cases},
        quality={one.order for one in cases if is_about_quality(one.reason, one.platform)},
        broken={one.order for one in cases if is_broken(one.reason)},
        reasons=Counter([one.reason for one in cases if one.reason]),
    )


class _Sums:
    """What is added up of one group."""

    def __init__(self) -> None:
        self.figures = [0] * FIGURES
        self.freight = 0
        self.cases: set[int] = set()
        self.quality: set[int] = set()
        self.broken: set[int] = set()
        self.answered: list[int] = []
        self.reasons = Counter[str]()

    def group(self, name: str, least: int) -> Group:
        """What has come together."""
        orders, due, late, lacked, recorded, refunds, parcels, again, computed = self.figures
        return Group(
            name=name,
            orders=orders,
            late=Share(late, due, least),
            lacked=Share(lacked, orders, least),
            cases=Share(len(self.cases), orders, least),
            quality=Share(len(self.quality), orders, least),
            broken=Share(len(self.broken), orders, least),
            answered=Mean(sum(self.answered), len(self.answered), least),
            again_parcels=parcels,
            cost=Cost(recorded + computed, refunds, again, self.freight),
            computed=computed,
            reason=max(self.reasons, key=lambda one: (self.reasons[one], one), default=""),
        )

    def add(self, part: Added, freight: Fen) -> None:
        """Orders that one statement added up."""
        figures = zip(self.figures, part.figures, strict=True)
        self.figures = [one + more for one, more in figures]
        self.freight += freight

    def add_cases(self, part: _OfCases) -> None:
        """Some more cases of the orders."""
        self.cases |= part.orders
        self.quality |= part.quality
        self.broken |= part.broken
        self.reasons.update(part.reasons)


@without_collector()
def causes(lists: Lists, policy: Policy, text: str, by: By) -> Causes:
    """What went wrong with the orders that a query finds; raises BadInput for one that is unclear.

    Opens no order: everything is read from narrow columns of the lists. How long a case waited is
    told of who agreed to it, where groups are of those. A person is one group by whatever names.
    """
    now, fetch = lists.now, lists.engine.fetch
    query = lists.parsed(text)
    sums: dict[str, _Sums] = defaultdict(_Sums)
    every = _Sums()
    parcel = {one: _parcel_freight(policy, one, now) for one in map(str, Platform)}
    windows = Windows(**{str(one): window_begin(policy, one, now) for one in Platform})
    members = partial(_persons, people=lists.names_by_login()) if by == "agent" else names_of
    orders = added(query, by, now, windows, fetch)
    for part in orders:
        freight = parcel[part.platform] * part.again_parcels
        every.add(part, freight)
        for name in members(part.group):
            sums[name].add(part, freight)
    nights = {one: night_of(policy, one, now) for one in map(str, Platform)}
    cases = told(query, by, now, fetch)
    alike = _alike(cases, "group")
    for group, some in alike.items():
        stated = _of_cases(some)
        for one in (every, *(sums[name] for name in members(group))):
            one.add_cases(stated)
    for group, some in (_alike(cases, "agreed_by") if by == "agreed" else alike).items():
        times = [answer_time(case, nights[case.platform]) for case in some]
        if counted := [time for time in times if time is not None]:
            for one in (every, *(sums[name] for name in members(group))):
                one.answered += counted
    least = least_sample(policy, now)
    groups = [one.group(_named(name, by), least) for name, one in sums.items()]
    groups.sort(key=(lambda one: (one.name,)) if by == "week" else _dearest_first)
    rates = [rate for one in Platform for rate in rates_of(policy, one, now, orders, cases)]
    return Causes(by, tuple(groups), every.group("", least), tuple(rates), least)


def _alike(cases: Sequence[Told], by: Literal["group", "agreed_by"]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = defaultdict(list)
    text = attrgetter(by)
    for case in cases:
        found[text(case)].append(case)
    return found


def names_of(group: str) -> tuple[str, ...]:
    """The groups that a text names, a line each; the empty one where it names none."""
    return tuple(group.split("\n"))


def _persons(group: str, people: People) -> tuple[str, ...]:
    """Who a group is of: of a login with several names, the one that was used last."""
    found = logins(group, people)
    return tuple(called(one, (people[one] or ("",))[-1]) for one in found) or (group,)


def _named(name: str, by: By) -> str:
    return f"{week_start(name):%Y-%m-%d}" if by == "week" and name else name


def _dearest_first(one: Group) -> tuple[int, int, str]:
    return -one.cost.total, -one.orders, one.name


def _parcel_freight(policy: Policy, platform: str, now: datetime) -> Fen:
    return round((number(policy, platform, "parcel_freight", now) or 0) * FEN)
