"""Rates (比率), read: as each platform counts them, over any span and of any orders.

How each is counted, and by which source, stands in domain.md §4.4.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from store.models.axes import Platform
from store.models.improvement import Measured, RateName
from store.reading.rate_source import RateSource
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
from store.search.review import Added, Told, Windows, added, told
from store.words.times import shop_day

Rates = Mapping[RateName, Share | Mean]


class Rate(NamedTuple):
    """One rate as a platform counts it."""

    platform: str
    name: str
    found: Share | Mean
    rule: PolicyRule | None
    """What is known of where the platform holds it against a shop; none where no source tells."""

    @property
    def threshold(self) -> PolicyRule | None:
        """From where on it does; none where no source says it."""
        return None if self.rule is None or self.rule.told_only else self.rule


class _Over(NamedTuple):
    """A span of time."""

    since: datetime
    until: datetime


def rates_of(
    policy: Policy,
    platform: Platform,
    now: datetime,
    orders: Iterable[Added],
    cases: Iterable[Told],
) -> Iterator[Rate]:
    """The rates of one platform within its window, which ends now; none of one without orders.

    The orders were added up over that window.
    """
    since = window_begin(policy, platform, now)
    day = shop_day(now)
    for name, found in _found(policy, platform, _Over(since, now), orders, cases).items():
        yield Rate(platform, name, found, policy.rule(platform, name, day))


def measured(
    lists: RateSource, policy: Policy, rate: RateName, scope: str, since: datetime
) -> Measured:
    """One rate of the orders that a query finds, of both platforms together, from then until now.

    Raises BadInput for a query that is unclear.
    """
    now, fetch = lists.now, lists.engine.fetch
    query = lists.understood(scope)
    orders = added(query, "week", now, Windows(since, since), fetch)
    cases = told(query, "week", now, fetch)
    each = (_found(policy, one, _Over(since, now), orders, cases).get(rate) for one in Platform)
    parts = [(one[0], one.of) for one in each if one]
    return Measured(
        first=since,
        until=now,
        many=sum(many for many, _of in parts),
        of=sum(of for _many, of in parts),
        least=least_sample(policy, now),
    )


def window_begin(policy: Policy, platform: str, now: datetime) -> datetime:
    """From when on a platform's own rates count."""
    return now - timedelta(days=number(policy, platform, "review_window", now) or 0)


def _found(
    policy: Policy,
    platform: Platform,
    over: _Over,
    orders: Iterable[Added],
    told_cases: Iterable[Told],
) -> Rates:
    ours = [one.of_window for one in orders if one.platform == platform]
    if not ours:
        return {}
    promised, late, paid, lacked, signed = (sum(one) for one in zip(*ours, strict=True))
    least, night = least_sample(policy, over.until), night_of(policy, platform, over.until)
    start, end = (int(at.timestamp()) for at in over)
    cases = [
        one
        for one in told_cases
        if one.platform == platform and one.applied_at and start < one.applied_at <= end
    ]
    # Of the orders that it is a share of: what nobody has signed for yet counts once somebody has.
    quality = {
        one.order
        for one in cases
        if one.signed_at and start < one.signed_at <= end and is_about_quality(one.reason, platform)
    }
    broken = {one.order for one in cases if is_broken(one.reason)}
    on_the_way = refund_times(cases, night, came_back=False)
    returned = refund_times(cases, night, came_back=True)
    return {
        "late_rate": Share(late, promised, least),
        "stock_out_rate": Share(lacked, paid, least),
        "quality_rate": Share(len(quality), signed, least),
        "broken_rate": Share(len(broken), paid, least),
        "hours_to_answer": _mean(answer_times(cases, night), least),
        "hours_to_refund_on_the_way": _mean(on_the_way, least),
        "hours_to_refund_returned": _mean(returned, least),
    }


def _mean(times: Iterable[int], least: int) -> Mean:
    given = tuple(times)
    return Mean(sum(given), len(given), least)


def answer_times(cases: Iterable[Told], night: Night) -> Iterator[int]:
    """How long each case waited for its answer, where that counts."""
    times = (answer_time(one, night) for one in cases)
    return (time for time in times if time is not None)


def answer_time(one: Told, night: Night) -> int | None:
    """How long a case waited for its answer, as 售后平均审核时长 counts it (domain.md §4.4).

    Of shipped goods, refund or return, refunded in the end. It ends when the seller or the system
    agrees (aJoPPkXuLRqc): whoever it was (同意退款人), the case counts.
    """
    if one.outcome != "refunded" or one.unshipped or not (one.applied_at and one.agreed_at):
        return None
    if one.kind not in ("refund_only", "return_and_refund"):
        return None
    return night.seconds(one.applied_at, one.agreed_at)


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
