"""Causes: every figure is recomputed a second, plain way over the documents."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from store.models.after_sales_case import AfterSalesCase, BuyerReason, CaseKind
from store.models.axes import Platform, Source
from store.models.cancellation import VerifiedCause
from store.models.event import Actor
from store.models.order import Order
from store.models.parcel import Trace
from store.models.penalty import Penalty
from store.models.stock_out import StockOutApplication
from store.reading.causes import Group, causes
from store.repository import Repository
from store.rules.order.actions.claim import Claim
from store.rules.order.axes import was_paid
from store.rules.order.lateness import computed_penalties, nothing_left_at, promised, waiting
from store.rules.order.ledger import money_ledger
from store.rules.review.rates import Mean, Night, Share
from store.rules.stock.causes import COMMON, UNLISTED
from store.search.review import BYS, By
from store.words.times import SHOP_TIME
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    in_memory,
    keep,
    line,
    order,
    parcel,
    refund,
    refunded_case,
    shipped,
    units,
)

QUALITY = BuyerReason(text="质量问题", at=NOW - DAY, source=Source.PLATFORM)
BROKEN = BuyerReason(text="商品破损", at=NOW - DAY, source=Source.PLATFORM)
NO_REASON = BuyerReason(text="七天无理由", at=NOW - HOUR, source=Source.PLATFORM)


def cause(text: str, **changes: object) -> VerifiedCause:
    given = {"id": text, "cause": text, "at": NOW, "by": "Li"}
    return VerifiedCause.model_validate(given | changes)


def penalty(fen: int, kind: str = "late_shipment") -> Penalty:
    given = {"id": f"f{fen}", "kind": kind, "at": NOW, "amount_fen": fen, "by": "Li"}
    return Penalty.model_validate(given)


def shop() -> list[Order]:
    """A dozen orders with which most of what can go wrong did."""
    two = (line(), line(line=2, sku="TEA-1", amount_fen=900))
    return [
        order(order_no="1"),
        order(order_no="2", ship_by_deadline=NOW - HOUR, penalties=(penalty(300),)),
        shipped(order_no="3", cases=(case(reasons=(QUALITY, NO_REASON)),)),
        shipped(order_no="4", cases=(refunded_case(agreed_at=NOW - 2 * HOUR, agreed_by="小王"),)),
        shipped(*two, order_no="5", causes=(cause("quality"), cause("破了", case="A1"))),
        shipped(
            order_no="6",
            ship_by_deadline=NOW - 2 * DAY,
            refunds=(refund(state="done", settled_at=NOW),),
            cases=(case(reasons=(BROKEN,)),),
        ),
        order(
            order_no="7",
            stock_outs=(
                StockOutApplication(
                    id="s1", state="applied", applied_at=NOW - HOUR, source=Source.DESK
                ),
            ),
        ),
        shipped(
            order_no="8",
            parcels=(
                parcel(traces=(Trace(at=NOW - HOUR, state="delivered"),)),
                parcel("JT0000000001", id="p2", kind="reissue", lines=units((1, 1))),
            ),
            causes=(cause("quality"),),
        ),
        shipped(order_no="9", paid_at=NOW - 40 * DAY, received_at=NOW - 29 * DAY),
        order(order_no="10", platform_payment="unpaid", paid_at=None),
        shipped(order_no="11", platform=Platform.DOUYIN, cases=(case(reasons=(QUALITY,)),)),
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = in_memory(tmp_path_factory.mktemp("small") / "store")
    keep(repository, *shop())
    return repository


# The second way: documents, one after the other.


def groups_of(one: Order, by: By) -> set[str]:
    if by == "sku":
        found = {each.sku for each in one.lines}
    elif by == "cause":
        known = {each.case: each.cause for each in one.refunds if each.cause and each.spent}
        if one.cancellation:
            known[None] = one.cancellation.reason
        for each in sorted(one.causes, key=lambda each: each.at):
            known[each.case] = each.cause
        found = {each if each in COMMON else UNLISTED for each in known.values()}
    elif by == "carrier":
        found = {each.carrier for each in one.parcels if each.kind == "shipment"}
    elif by == "agent":
        found = {str(one.claim.owner)} if one.claim else set[str]()
    elif by == "agreed":
        agreed = [each for each in one.cases if each.agreed_by or each.agreed_at]
        return {" ".join(each.agreed_by.split()) for each in agreed} or {""}
    elif by == "region":
        found = {re.sub("省|市|(维吾尔|壮族|回族)?自治区", "", one.receiver.province)}
    else:
        at = one.paid_at or one.ordered_at or one.deal_at
        day = at.astimezone(SHOP_TIME).date() if at else None
        found = {str(day - timedelta(days=day.weekday()))} if day else set[str]()
    return {each for each in found if each} or {""}


def left_late(one: Order, repository: Repository) -> tuple[bool, bool]:
    """Had it to leave by now, or has it left; and was that late?"""
    at, left = promised(one, repository.policy).at, nothing_left_at(one, repository.policy)
    if not was_paid(one) or at is None or (left is None and not waiting(one)):
        return False, False
    now = repository.now
    at, left = at.replace(microsecond=0), left.replace(microsecond=0) if left else None
    return left is not None or at <= now, (left or now) > at


def has_reason(one: Order, *words: str) -> bool:
    return any(word in each.reasons[0].text for each in one.cases if each.reasons for word in words)


def has_stock_out(one: Order) -> bool:
    return (
        any(each.kind == "stock_out" for each in one.penalties)
        or any(each.state in {"applied", "approved"} for each in one.stock_outs)
        or bool(one.cancellation and one.cancellation.reason == "out_of_stock")
        or any(each.cause == "out_of_stock" and each.state != "failed" for each in one.refunds)
    )


def computed_fen(one: Order, repository: Repository) -> int:
    computed = computed_penalties(one, repository.policy)
    return max((each.costs.fen for each in computed if each.at <= NOW), default=0)


def plain(orders: list[Order], repository: Repository) -> tuple[object, ...]:
    """What a group has to say of these orders."""
    judged = [left_late(one, repository) for one in orders]
    again = [each for one in orders for each in one.parcels if each.kind != "shipment"]
    worth = sum(
        one.lines[part.line - 1].amount_fen * part.quantity // one.lines[part.line - 1].ordered
        for one in orders
        for each in one.parcels
        if each.kind != "shipment"
        for part in each.lines
    )
    return (
        len(orders),
        (sum(late for _due, late in judged), sum(due for due, _late in judged)),
        (sum(map(has_stock_out, orders)), len(orders)),
        (sum(bool(one.cases) for one in orders), len(orders)),
        (sum(has_reason(one, "质量问题", "疑似假货") for one in orders), len(orders)),
        (sum(has_reason(one, "破损", "损坏", "压坏", "漏液") for one in orders), len(orders)),
        len(again),
        sum(each.amount_fen for one in orders for each in one.penalties)
        + sum(computed_fen(one, repository) for one in orders),
        sum(money_ledger(one).done for one in orders),
        worth,
    )


def told(group: Group) -> tuple[object, ...]:
    shares = (group.late, group.lacked, group.cases, group.quality, group.broken)
    figures = tuple((one.many, one.of) for one in shares)
    cost = group.cost
    return (
        group.orders,
        *figures,
        group.again_parcels,
        cost.penalties,
        cost.refunds,
        cost.again,
    )


def grouped(orders: Iterable[Order], by: By) -> dict[str, list[Order]]:
    found: dict[str, list[Order]] = {}
    for one in orders:
        for name in groups_of(one, by):
            found.setdefault(name, []).append(one)
    return found


@pytest.mark.parametrize("by", BYS)
def test_every_figure_of_every_group_is_that_of_the_documents(small: Repository, by: By) -> None:
    found = causes(small, small.policy, "", by)
    documents = list(small.all(Order))

    assert {one.name: told(one) for one in found.groups} == {
        name: plain(orders, small) for name, orders in grouped(documents, by).items()
    }
    assert told(found.total) == plain(documents, small)


def test_the_sample_shop_says_the_same_both_ways(sample_shop: Repository) -> None:
    documents = list(sample_shop.all(Order))
    total = plain(documents, sample_shop)

    assert len(documents) > 100
    for by in BYS:
        found = causes(sample_shop, sample_shop.policy, "", by)
        groups = {
            name: plain(orders, sample_shop) for name, orders in grouped(documents, by).items()
        }
        assert (by, told(found.total)) == (by, total)
        assert (by, {one.name: told(one) for one in found.groups}) == (by, groups)


def test_a_query_finds_the_orders_that_are_compared(small: Repository) -> None:
    found = causes(small, small.policy, "platform:douyin", "cause")

    assert (found.total.orders, found.total.quality) == (1, Share(1, 1, 30))
    assert {one.platform for one in found.rates} == {"douyin"}


def windowed(repository: Repository, platform: Platform) -> Iterator[Order]:
    return (one for one in repository.all(Order) if one.platform is platform)


def within(at: datetime | None) -> bool:
    return at is not None and NOW - 30 * DAY < at <= NOW


@pytest.mark.parametrize("platform", Platform)
def test_the_rates_of_a_platform_are_those_of_its_last_thirty_days(
    small: Repository, platform: Platform
) -> None:
    orders = list(windowed(small, platform))
    paid = [one for one in orders if within(one.paid_at)]
    due = [one for one in orders if was_paid(one) and within(promised(one, small.policy).at)]
    applied = [one for one in orders if any(within(each.applied_at) for each in one.cases)]
    late = [one for one in due if left_late(one, small)[1]]
    traces = {
        one.order_no: [
            each.at for p in one.parcels for each in p.traces if each.state == "delivered"
        ]
        for one in orders
    }
    signed = [
        one for one in orders if within(one.received_at or max(traces[one.order_no], default=None))
    ]

    found = {
        one.name: one.found
        for one in causes(small, small.policy, "", "sku").rates
        if one.platform == platform
    }

    assert found["late_rate"] == Share(len(late), len(due), 30)
    assert found["stock_out_rate"] == Share(sum(map(has_stock_out, paid)), len(paid), 30)
    assert found["quality_rate"] == Share(
        sum(has_reason(one, "质量问题") for one in applied if one in signed), len(signed), 30
    )
    assert found["broken_rate"] == Share(
        sum(has_reason(one, "破损") for one in applied), len(paid), 30
    )


def test_the_first_stated_reason_counts_however_often_it_was_changed(small: Repository) -> None:
    found = causes(small, small.policy, "order:3", "sku")

    assert (found.total.quality.many, found.total.broken.many) == (1, 0)


@pytest.mark.parametrize(
    ("share", "percent"),
    [
        (Share(1, 30, 30), Decimal("3.33")),
        (Share(1, 29, 30), None),
        (Share(0, 0, 0), None),
        (Share(1, 800, 30), Decimal("0.13")),
    ],
)
def test_a_rate_of_too_few_is_not_said(share: Share, percent: Decimal | None) -> None:
    assert share.percent == percent


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(f"2026-11-{text}+08:00").timestamp())


@pytest.mark.parametrize(
    ("applied", "agreed", "minutes"),
    [
        pytest.param("20T10:00", "20T10:30", 30, id="by day"),
        pytest.param("20T22:59", "20T23:29", 30, id="a minute before the night"),
        pytest.param("20T23:00", "21T08:30", 30, id="from its first minute on"),
        pytest.param("21T07:59", "21T08:30", 30, id="until its last"),
        pytest.param("21T08:00", "21T08:30", 30, id="and not after"),
        pytest.param("20T23:30", "21T01:00", 0, id="answered in the night"),
        pytest.param("20T10:00", "21T10:00", 1440, id="a night in between counts"),
    ],
)
def test_what_is_applied_for_in_the_night_counts_from_eight(
    applied: str, agreed: str, minutes: int
) -> None:
    assert Night(23, 8).seconds(seconds(applied), seconds(agreed)) == minutes * 60


def answered(number: str, hours: int, **changes: object) -> Order:
    """A return asked for at ten in the morning of the day before, agreed so many hours later."""
    applied = datetime(2026, 11, 21, 10, tzinfo=SHOP_TIME)
    given = {"applied_at": applied, "agreed_at": applied + hours * HOUR}
    ended: AfterSalesCase = refunded_case(**(given | changes))
    return shipped(order_no=number, cases=(ended,))


def test_hours_to_answer_are_of_refunded_cases_of_shipped_goods(tmp_path: Path) -> None:
    repository = in_memory(tmp_path / "store")
    keep(
        repository,
        *shop(),
        answered("21", 1),
        answered("22", 2, kind=CaseKind.RETURN_AND_REFUND),
        answered("23", 5, kind=CaseKind.EXCHANGE),
        answered("24", 5, unshipped=True),
        answered("25", 5, outcome="withdrawn", refunded_fen=0),
    )

    found = causes(repository, repository.policy, "order:2", "sku")
    rates = {one.name: one.found for one in found.rates}

    assert rates["hours_to_answer"] == Mean(3 * 3600, 2, 30)


def test_a_threshold_stands_beside_the_rate_with_its_source(small: Repository) -> None:
    rates = {
        (one.platform, one.name): one.threshold
        for one in causes(small, small.policy, "", "sku").rates
    }
    late = rates["douyin", "late_rate"]

    assert late
    assert (late.value, late.unit, late.mark) == (30, "percent", "official")
    assert rates["pinduoduo", "late_rate"] is None


def test_a_group_says_what_buyers_state_most_often(tmp_path: Path) -> None:
    repository = in_memory(tmp_path / "store")
    keep(
        repository,
        *(shipped(order_no=f"{n}", cases=(case(reasons=(QUALITY, NO_REASON)),)) for n in (1, 2)),
        shipped(order_no="3", cases=(case(reasons=(BROKEN,)),)),
        shipped(order_no="4", cases=(case(reasons=()),)),
    )

    assert causes(repository, repository.policy, "", "sku").total.reason == "质量问题"
    assert causes(repository, repository.policy, "order:4", "sku").total.reason == ""


def test_a_person_is_one_group_by_whatever_names(tmp_path: Path) -> None:
    repository = in_memory(tmp_path / "store")
    keep(repository, *(order(order_no=f"{n}") for n in (1, 2, 3, 4)))
    names = (("li", "小李"), ("li", "李姐"), ("li", ""), ("zhao", "小赵"))
    for one, (user, name) in zip(
        list(repository.orders(repository.search(""))), names, strict=True
    ):
        someone = repository.acting(Actor(user=user, name=name), lambda: NOW)
        someone.run(Claim, someone.order(one.key), {})

    found = causes(repository, repository.policy, "", "agent")

    assert {one.name: one.orders for one in found.groups} == {"李姐 (li)": 3, "小赵 (zhao)": 1}
