"""Judgements: late, out of stock, trace late, trace abnormal; met, or threatening."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from store.models.axes import Payment, Platform
from store.models.contact import Contact
from store.models.order import Order
from store.models.parcel import Interception, Trace, TraceState, TrackingCorrection
from store.models.penalty import Penalty, PenaltyKind
from store.policy import load_policy
from store.rules.money.penalties import penalty_totals
from store.rules.obligations import obligations
from store.rules.order.judgements import Judgement, JudgementKind, judgements
from store.rules.timing.policy import Policy, PolicyRule
from store.rules.timing.relief import Relief
from tests.build import (
    DAY,
    ELSEWHERE,
    HOUR,
    NOW,
    case,
    line,
    order,
    parcel,
    refund_of_unshipped,
    shipped,
)

POLICY = load_policy()
DOUYIN = Platform.DOUYIN


def found(given: Order, now: datetime = NOW, *sharing: Order) -> dict[JudgementKind, Judgement]:
    return {one.kind: one for one in judgements(given, POLICY, now, sharing)}


def state(given: Order, kind: JudgementKind, now: datetime = NOW) -> str | None:
    one = found(given, now).get(kind)
    return one.state if one else None


def scan(hours_ago: float, scanned: TraceState) -> Trace:
    return Trace(at=NOW - timedelta(hours=hours_ago), state=scanned)


def sent(*traces: Trace, about: dict[str, Any] | None = None, **changes: Any) -> Order:
    """An order whose parcel left yesterday, in time, and was scanned like this."""
    return shipped(parcels=(parcel(traces=traces, **changes),), **(about or {}))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(order(ship_by_deadline=NOW + 25 * HOUR), None, id="there is time"),
        pytest.param(order(ship_by_deadline=NOW + 24 * HOUR), "threatens", id="within a day"),
        pytest.param(order(ship_by_deadline=NOW), "met", id="the time is over"),
        pytest.param(
            order(ship_by_deadline=None, deal_at=NOW - 48 * HOUR), "met", id="computed, over"
        ),
        pytest.param(sent(), None, id="left in time"),
        pytest.param(
            sent(about={"ship_by_deadline": NOW - 25 * HOUR}), "met", id="left an hour late"
        ),
        pytest.param(
            sent(
                scan(2, "picked_up"), about={"platform": DOUYIN, "ship_by_deadline": NOW - 3 * HOUR}
            ),
            "met",
            id="on Douyin the first scan counts",
        ),
        pytest.param(
            sent(scan(2, "picked_up"), about={"ship_by_deadline": NOW - 3 * HOUR}),
            None,
            id="on Pinduoduo the number does",
        ),
        pytest.param(
            order(ship_by_deadline=NOW - HOUR, refunds=(refund_of_unshipped(),)),
            "met",
            id="the money is still on its way back",
        ),
        pytest.param(
            order(
                ship_by_deadline=NOW - HOUR,
                refunds=(refund_of_unshipped(state="done", settled_at=NOW),),
            ),
            "met",
            id="refunded, but after the promised time",
        ),
        pytest.param(
            order(
                ship_by_deadline=NOW - HOUR,
                refunds=(refund_of_unshipped(state="done", settled_at=NOW - 2 * HOUR),),
            ),
            None,
            id="refunded before it",
        ),
        pytest.param(sent(shipped_at=None), None, id="nobody knows when it left"),
        pytest.param(
            order(platform_payment=Payment.UNPAID, ship_by_deadline=NOW), None, id="not paid"
        ),
    ],
)
def test_late_shipment(given: Order, told: str | None) -> None:
    assert state(given, "late") == told


def with_rule(name: str, value: float, unit: str) -> Policy:
    """The shop's own rule for Pinduoduo."""
    own = PolicyRule(Platform.PINDUODUO, name, NOW.date() - 9 * DAY, value, unit, "own", "own")
    return POLICY.with_own((replace(own, own=True),))


@pytest.mark.parametrize(
    ("given", "own", "kind"),
    [
        pytest.param(
            sent(scan(2, "picked_up"), about={"ship_by_deadline": NOW - 3 * HOUR}),
            ("shipped_with_scan", 1, "scans"),
            "late",
            id="shipped counts from the first scan",
        ),
        pytest.param(
            order(ship_by_deadline=NOW - 2 * HOUR, deal_at=NOW - DAY),
            ("stock_out_after_late", 1, "hours"),
            "out_of_stock",
            id="out of stock counts from lateness",
        ),
    ],
)
def test_a_definition_holds_where_a_rule_says_it_on_whatever_platform(
    given: Order, own: tuple[str, float, str], kind: JudgementKind
) -> None:
    policy = with_rule(*own)

    assert state(given, kind) is None
    assert [one.state for one in judgements(given, policy, NOW) if one.kind == kind] == ["met"]


@pytest.mark.parametrize(
    ("given", "cost", "mark"),
    [
        pytest.param(order(ship_by_deadline=NOW), "3.00 yuan", "seen", id="Pinduoduo"),
        pytest.param(
            order(platform=DOUYIN, ship_by_deadline=NOW),
            "nothing is deducted yet",
            "official",
            id="Douyin, promised within 48 hours",
        ),
        pytest.param(
            order(
                line(amount_fen=75000),
                platform=DOUYIN,
                paid_at=NOW - 5 * DAY,
                ship_by_deadline=NOW,
            ),
            "8.00 yuan",
            "official",
            id="Douyin, promised within ten days: 1 %, 7.50 rounded half up",
        ),
        pytest.param(
            order(
                line(amount_fen=990000),
                platform=DOUYIN,
                paid_at=NOW - 11 * DAY,
                ship_by_deadline=NOW,
            ),
            "50.00 yuan",
            "official",
            id="Douyin, promised later: at most 50",
        ),
        pytest.param(
            order(platform=DOUYIN, paid_at=NOW - 11 * DAY, ship_by_deadline=NOW),
            "3.00 yuan",
            "official",
            id="Douyin, promised later: at least 3",
        ),
    ],
)
def test_what_lateness_costs_by_which_rule(given: Order, cost: str, mark: str) -> None:
    judged = found(given)["late"]

    assert (judged.cost, judged.mark) == (cost, mark)
    assert judged.source


def test_where_no_rule_says_an_amount_that_is_said() -> None:
    (judged,) = judgements(order(ship_by_deadline=NOW - HOUR), Policy(), NOW)

    assert (judged.cost, judged.source, judged.mark) == ("no rule says an amount", "", "")
    assert judged.told == (
        "late since 2026-11-22 08:00: to be shipped, or refunded, by 2026-11-22 08:00;"
        " cost: no rule says an amount"
    )


def test_a_judgement_is_told_in_one_line() -> None:
    judged = found(order(ship_by_deadline=NOW + HOUR))["late"]

    assert judged.told == (
        "late threatens at 2026-11-22 10:00: to be shipped, or refunded, by 2026-11-22 10:00;"
        " cost: 3.00 yuan (seen: a shop's analyser of 2026: orders under 300 yuan 3 yuan)"
    )
    assert judged.plain["cost_fen"] == 300


def asking(hours_ago: int) -> Contact:
    return Contact(
        id="c1",
        at=NOW - hours_ago * HOUR,
        channel="platform_chat",
        direction="out",
        text="没货了，麻烦您申请退款",
        purpose="ask_refund_for_stock_out",
        by="li",
    )


FORMED = NOW - 5 * DAY
"""Five days are 48 hours and three days."""


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(order(contacts=(asking(1),)), "met", id="we asked the buyer to refund"),
        pytest.param(sent(about={"contacts": (asking(1),)}), "met", id="shipped all the same"),
        pytest.param(
            order(deal_at=FORMED, ship_by_deadline=FORMED + 2 * DAY),
            "met",
            id="no number for 48 hours and three days",
        ),
        pytest.param(
            order(deal_at=FORMED, ship_by_deadline=NOW + 5 * DAY),
            None,
            id="promised for five days from now",
        ),
        pytest.param(order(deal_at=FORMED + HOUR), "threatens", id="an hour before"),
        pytest.param(order(deal_at=FORMED + 2 * DAY), None, id="two days before"),
        pytest.param(sent(about={"deal_at": FORMED}), None, id="the number came a day before"),
        pytest.param(
            sent(about={"deal_at": FORMED - 2 * DAY, "ship_by_deadline": FORMED}),
            "met",
            id="the number came a day after",
        ),
        pytest.param(
            order(platform=DOUYIN, ship_by_deadline=NOW - 48 * HOUR),
            "met",
            id="Douyin: 48 hours late",
        ),
        pytest.param(
            order(platform=DOUYIN, ship_by_deadline=NOW - 24 * HOUR),
            "threatens",
            id="Douyin: a day late",
        ),
        pytest.param(order(platform=DOUYIN), None, id="Douyin: not late"),
    ],
)
def test_out_of_stock(given: Order, told: str | None) -> None:
    assert state(given, "out_of_stock") == told


def test_out_of_stock_says_since_when_and_what_it_costs() -> None:
    asked = found(order(contacts=(asking(1), asking(3))))["out_of_stock"]
    douyin = found(order(platform=DOUYIN, ship_by_deadline=NOW - 2 * DAY))["out_of_stock"]

    assert asked.at == NOW - 3 * HOUR
    assert asked.because == "the buyer was asked to take the money back for lack of stock"
    assert (asked.cost, asked.mark) == ("5.00 yuan", "unverified")
    assert douyin.because == "no tracking number by 2026-11-22 09:00"
    assert (douyin.cost, douyin.mark) == ("2.00 yuan", "official")


NO_MORE = "nothing more: it is charged as late"
AS_OUT = "nothing more: it is charged as out of stock"
FREED = Relief(
    platform=Platform.PINDUODUO,
    name="台风",
    begins=NOW - 9 * DAY,
    ends=NOW + DAY,
    source="公告",
    mark="own",
    families=("ship",),
    waived=True,
)
LONG_LATE = order(deal_at=FORMED, ship_by_deadline=FORMED + 2 * DAY)
"""Late for three days, and without a number for five."""


@pytest.mark.parametrize(
    ("given", "policy", "costs"),
    [
        pytest.param(
            LONG_LATE,
            POLICY,
            {"late": ("3.00 yuan", 300), "out_of_stock": (NO_MORE, 0)},
            id="Pinduoduo charges it as late",
        ),
        pytest.param(
            order(platform=DOUYIN, ship_by_deadline=NOW - 48 * HOUR),
            POLICY,
            {"late": (AS_OUT, 0), "out_of_stock": ("2.00 yuan", 200)},
            id="Douyin charges nothing at first, then as out of stock",
        ),
        pytest.param(
            order(platform=DOUYIN, paid_at=NOW - 9 * DAY, ship_by_deadline=NOW - 3 * DAY),
            POLICY,
            {"late": (AS_OUT, 0), "out_of_stock": ("3.00 yuan", 300)},
            id="Douyin charges a longer promise as late, and two days later as out of stock",
        ),
        pytest.param(
            order(platform=DOUYIN, paid_at=NOW - 9 * DAY, ship_by_deadline=NOW - 3 * HOUR),
            POLICY,
            {"late": ("2.00 yuan", 200)},
            id="Douyin charges a longer promise as late",
        ),
        pytest.param(
            order(contacts=(asking(1),), ship_by_deadline=NOW - HOUR),
            POLICY,
            {"late": ("3.00 yuan", 300), "out_of_stock": (NO_MORE, 0)},
            id="we asked the buyer to refund, and it is late",
        ),
        pytest.param(
            LONG_LATE,
            POLICY.with_own((FREED,)),
            {"late": ("nothing is deducted (台风)", 0), "out_of_stock": (NO_MORE, 0)},
            id="lateness is waived",
        ),
    ],
)
def test_late_and_out_of_stock_cost_an_order_once_on_its_page_as_in_the_totals(
    given: Order, policy: Policy, costs: dict[str, tuple[str, int]]
) -> None:
    judged = tuple(judgements(given, policy, NOW))
    totals = penalty_totals([given], "order", policy, NOW)

    assert {one.kind: (one.cost, one.plain["cost_fen"]) for one in judged} == costs
    assert sum(one.plain["cost_fen"] for one in judged) == sum(one.amount_fen for one in totals)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        pytest.param("late_shipment", "nothing more: it is charged as late", id="late"),
        pytest.param("stock_out", "nothing more: it is charged as out of stock", id="out of stock"),
    ],
)
def test_what_a_penalty_says_is_not_computed_beside_it(kind: PenaltyKind, said: str) -> None:
    recorded = Penalty(id="p1", kind=kind, at=NOW, amount_fen=500, by="li")
    given = LONG_LATE.model_copy(update={"penalties": (recorded,)})

    assert {one.kind: one.cost for one in judgements(given, POLICY, NOW)} == {
        "late": said,
        "out_of_stock": said,
    }
    (ship,) = (one for one in obligations(given, POLICY) if one.kind == "ship")
    assert (ship.at_zero, ship.cost_fen) == (
        "counted late; the penalty for it is recorded already",
        0,
    )


def test_what_is_charged_as_late_threatens_to_be_dearer_as_out_of_stock() -> None:
    judged = found(order(platform=DOUYIN, paid_at=NOW - 9 * DAY, ship_by_deadline=NOW - 30 * HOUR))

    assert (judged["late"].state, judged["late"].cost) == ("met", "2.00 yuan")
    assert (judged["out_of_stock"].state, judged["out_of_stock"].cost) == ("threatens", "3.00 yuan")


def test_what_only_threatens_to_be_late_may_still_cost_as_out_of_stock() -> None:
    judged = found(order(contacts=(asking(1),)))

    assert (judged["late"].state, judged["late"].cost) == ("threatens", "3.00 yuan")
    assert (judged["out_of_stock"].state, judged["out_of_stock"].cost) == ("met", "5.00 yuan")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(sent(shipped_at=NOW - HOUR), "threatens", id="it may not be picked up"),
        pytest.param(sent(), "met", id="not picked up within 24 hours"),
        pytest.param(
            sent(scan(23, "picked_up"), scan(20, "sorted"), scan(2, "in_transit")),
            None,
            id="it moves",
        ),
        pytest.param(
            sent(
                scan(24.5, "picked_up"), shipped_at=NOW - 2 * DAY, about={"paid_at": NOW - 3 * DAY}
            ),
            "met",
            id="sorted too late",
        ),
        pytest.param(
            sent(
                scan(80, "in_transit"),
                scan(1, "in_transit"),
                shipped_at=NOW - 4 * DAY,
                about={"paid_at": NOW - 5 * DAY},
            ),
            "met",
            id="it stood still for more than 72 hours, and moves again",
        ),
        pytest.param(
            sent(confirmed=True, about={"shipped_at": NOW - 30 * HOUR}),
            "met",
            id="not picked up within 24 hours of the upload",
        ),
        pytest.param(
            sent(shipped_at=NOW - 30 * HOUR, confirmed=True, about={"shipped_at": NOW - 10 * HOUR}),
            "threatens",
            id="packed yesterday, its number uploaded today",
        ),
        pytest.param(
            sent(scan(20, "picked_up"), scan(1, "delivered")), None, id="delivered in time"
        ),
        pytest.param(sent(about={"received_at": NOW}), None, id="it arrived, nobody knows how"),
    ],
)
def test_trace_late(given: Order, told: str | None) -> None:
    assert state(given, "trace_late") == told


def test_a_late_trace_names_the_parcel_and_the_leg() -> None:
    judged = found(sent(about={"platform": DOUYIN}))["trace_late"]

    assert judged.because == "YT1234567890123: to pick the parcel up by 2026-11-22 09:00"
    assert (judged.about, judged.cost, judged.mark) == ("p1", "5.00 yuan", "seen")


OTHER = shipped(order_no="261120-000000000000002", receiver=ELSEWHERE)


@pytest.mark.parametrize(
    ("given", "because"),
    [
        pytest.param(
            sent(scan(49, "picked_up"), scan(20, "sorted")),
            "YT1234567890123 was seen at 2026-11-20 08:00, before the order was paid at"
            " 2026-11-20 09:00",
            id="picked up before the payment",
        ),
        pytest.param(
            sent(shipped_at=NOW - 49 * HOUR, about={"paid_at": NOW - 3 * DAY}),
            "YT1234567890123: to pick the parcel up by 2026-11-22 08:00",
            id="not picked up for 48 hours",
        ),
        pytest.param(
            sent(scan(1, "delivered"), old_address_since=NOW - 2 * HOUR),
            "YT1234567890123 was delivered to the old address",
            id="delivered to the old address",
        ),
    ],
)
def test_trace_abnormal(given: Order, because: str) -> None:
    judged = found(given)["trace_abnormal"]

    assert (judged.state, judged.because) == ("met", because)


RENUMBERED = TrackingCorrection(
    tracking_no="YT0", carrier="YTO", corrected_at=NOW - HOUR, traces=()
)
MOVING = (scan(23, "picked_up"), scan(2, "sorted"))
STOPPED = Interception(asked_at=NOW - HOUR, outcome="returned", outcome_at=NOW)


@pytest.mark.parametrize(
    ("given", "because"),
    [
        pytest.param(
            sent(
                *MOVING,
                corrections=(RENUMBERED,),
                about={"platform": DOUYIN, "ship_by_deadline": NOW - 2 * HOUR},
            ),
            "YT1234567890123 took the place of YT0 when the order was late already",
            id="another number for goods that were late",
        ),
        pytest.param(
            sent(*MOVING, corrections=(RENUMBERED,), about={"platform": DOUYIN}),
            None,
            id="not late",
        ),
        pytest.param(
            sent(*MOVING, corrections=(RENUMBERED,), about={"ship_by_deadline": NOW - 2 * HOUR}),
            None,
            id="Pinduoduo says nothing of it",
        ),
        pytest.param(
            sent(interception=STOPPED, about={"platform": DOUYIN}),
            "YT1234567890123 was stopped though the buyer asked for nothing",
            id="stopped of our own will",
        ),
        pytest.param(
            sent(interception=STOPPED, about={"platform": DOUYIN, "cases": (case(),)}),
            None,
            id="the buyer asked for the money",
        ),
    ],
)
def test_what_douyin_holds_against_a_parcel_since_june_2026(
    given: Order, because: str | None
) -> None:
    judged = [one.because for one in found(given).values() if one.kind == "trace_abnormal"]

    assert judged == ([because] if because else [])


def test_a_number_that_also_goes_elsewhere_is_abnormal() -> None:
    judged = found(sent(scan(20, "picked_up")), NOW, sent(), OTHER)["trace_abnormal"]

    assert judged.because == (
        "YT1234567890123 is also the number of order 261120-000000000000002, which goes elsewhere"
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(shipped(order_no="261120-000000000000002"), id="to the same receiver"),
        pytest.param(
            shipped(order_no="261120-000000000000002", receiver=ELSEWHERE, tracking_no="YT2"),
            id="another number",
        ),
    ],
)
def test_a_merged_parcel_is_fine(other: Order) -> None:
    assert "trace_abnormal" not in found(sent(scan(20, "picked_up")), NOW, other)


def test_an_order_in_good_order_is_judged_for_nothing() -> None:
    assert found(order(ship_by_deadline=NOW + 2 * DAY, deal_at=NOW)) == {}


@pytest.mark.parametrize(("scans", "told"), [(("delivered",), None), (("sorted",), "met")])
def test_a_parcel_that_only_arrived_says_nothing_of_when_it_was_picked_up(
    scans: tuple[TraceState, ...], told: str | None
) -> None:
    given = sent(*(scan(1, one) for one in scans), shipped_at=NOW - 5 * DAY, confirmed=True)

    assert state(given, "trace_late") == told
