"""Lateness: what late goods cost by the rules, from when on, until a penalty says it."""

from datetime import datetime
from typing import Any

import pytest

from store.models.axes import Payment, Platform
from store.models.order import Order
from store.models.parcel import Trace
from store.models.penalty import Penalty
from store.models.platform_task import PlatformTask
from store.models.reissue import Loss
from store.policy import load_policy
from store.rules.money.penalties import penalties_by, penalty_totals
from store.rules.order.lateness import computed_penalties
from tests.build import DAY, HOUR, NOW, line, order, parcel, refund_of_unshipped, shipped
from tests.rules.row_facts import at, order_row

POLICY = load_policy()
DOUYIN = Platform.DOUYIN
BILL = Penalty(id="p1", kind="late_shipment", at=NOW, amount_fen=500, by="li")
SCORE = Penalty(id="p2", kind="score", at=NOW, points=2, by="li")


def told(done_hours_ago: int | None = None, **changes: Any) -> PlatformTask:
    """The task to upload the number of the only parcel; still open without an hour."""
    done = None if done_hours_ago is None else NOW - done_hours_ago * HOUR
    given = {"id": "t1", "kind": "batch-ship", "created_at": NOW - DAY, "copy_text": "x"}
    return PlatformTask.model_validate(given | {"parcel": "p1", "done_at": done} | changes)


def left(hours_ago: int, **changes: Any) -> Order:
    """An order whose goods left so many hours ago."""
    return shipped(parcels=(parcel(shipped_at=NOW - hours_ago * HOUR),), **changes)


def scanned(*traces: Trace) -> Order:
    """Shipped in time by what Douyin says, with these scans of it."""
    one = parcel(shipped_at=NOW - 5 * DAY, source="platform", traces=traces)
    return shipped(platform=DOUYIN, parcels=(one,), ship_by_deadline=NOW - 100 * HOUR)


def back_untold(by: datetime | None, refunded_at: datetime) -> Order:
    """It left here, the platform was not told, gave its money back, and the parcel came back."""
    one = parcel(shipped_at=NOW - DAY, traces=(Trace(at=NOW, state="returned"),))
    return shipped(
        parcels=(one,),
        ship_by_deadline=by or NOW - HOUR,
        losses=(Loss(line=1, quantity=2, kind="come_back", at=NOW, parcel="p1"),),
        tasks=(told(moot=True, done_at=NOW),),
        refunds=(refund_of_unshipped(state="done", settled_at=refunded_at),),
    )


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param(order(), ("late_shipment", NOW + 5 * HOUR, 300), id="it still waits"),
        pytest.param(left(24), None, id="it left in time"),
        pytest.param(
            left(2, ship_by_deadline=NOW - 3 * HOUR),
            ("late_shipment", NOW - 3 * HOUR, 300),
            id="it left late",
        ),
        pytest.param(
            left(2, ship_by_deadline=NOW - 2 * HOUR), None, id="it left in the last minute"
        ),
        pytest.param(
            order(
                ship_by_deadline=NOW - HOUR,
                refunds=(refund_of_unshipped(state="done", settled_at=NOW),),
            ),
            ("late_shipment", NOW - HOUR, 300),
            id="refunded too late",
        ),
        pytest.param(
            left(24, tasks=(told(),)),
            ("late_shipment", NOW + 5 * HOUR, 300),
            id="it left in time and the platform does not know its number",
        ),
        pytest.param(
            left(24, tasks=(told(done_hours_ago=2),), ship_by_deadline=NOW - 3 * HOUR),
            ("late_shipment", NOW - 3 * HOUR, 300),
            id="its number was uploaded late",
        ),
        pytest.param(
            left(24, tasks=(told(done_hours_ago=4),), ship_by_deadline=NOW - 3 * HOUR),
            None,
            id="its number was uploaded in time",
        ),
        pytest.param(
            left(24, tasks=(told(2, done_by="import"),), ship_by_deadline=NOW - 3 * HOUR),
            None,
            id="an import shows the number and not since when it is there",
        ),
        pytest.param(
            shipped(
                parcels=(parcel(confirmed=True),),
                shipped_at=NOW - 2 * HOUR,
                ship_by_deadline=NOW - 3 * HOUR,
            ),
            ("late_shipment", NOW - 3 * HOUR, 300),
            id="the platform says that it was shipped late",
        ),
        pytest.param(
            left(24, tasks=(told(2, moot=True),), ship_by_deadline=NOW - 3 * HOUR),
            None,
            id="there was nothing to tell",
        ),
        pytest.param(order(platform_payment=Payment.UNPAID), None, id="not paid"),
        pytest.param(
            shipped(parcels=(parcel(shipped_at=None),)), None, id="nobody knows when it left"
        ),
        pytest.param(
            left(2, ship_by_deadline=NOW - 3 * HOUR, penalties=(BILL,)), None, id="a bill said it"
        ),
        pytest.param(
            left(2, ship_by_deadline=NOW - 3 * HOUR, penalties=(SCORE,)),
            ("late_shipment", NOW - 3 * HOUR, 300),
            id="a penalty for something else says nothing of it",
        ),
        pytest.param(
            order(line(amount_fen=29999)),
            ("late_shipment", NOW + 5 * HOUR, 300),
            id="Pinduoduo, below 300 yuan: 3 yuan",
        ),
        pytest.param(
            order(line(amount_fen=45678)),
            ("late_shipment", NOW + 5 * HOUR, 457),
            id="Pinduoduo, from 300 yuan on: 1 %",
        ),
        pytest.param(
            order(line(amount_fen=500000)),
            ("late_shipment", NOW + 5 * HOUR, 3000),
            id="Pinduoduo: at most 30",
        ),
        pytest.param(
            order(platform=DOUYIN, ship_by_deadline=NOW),
            ("stock_out", NOW + 48 * HOUR, 200),
            id="Douyin, promised within 48 hours: nothing for 48 hours, then as out of stock",
        ),
        pytest.param(
            left(2, platform=DOUYIN, ship_by_deadline=NOW - 3 * HOUR),
            None,
            id="Douyin: an hour late costs nothing",
        ),
        pytest.param(
            order(platform=DOUYIN, paid_at=NOW - 5 * DAY, ship_by_deadline=NOW),
            ("late_shipment", NOW, 200),
            id="Douyin, promised within ten days",
        ),
        pytest.param(
            scanned(Trace(at=NOW, state="picked_up"), Trace(at=NOW, state="delivered")),
            ("stock_out", NOW - 52 * HOUR, 200),
            id="Douyin: picked up late",
        ),
        pytest.param(
            scanned(Trace(at=NOW, state="delivered")),
            None,
            id="Douyin: nobody saw when it was picked up",
        ),
        *(
            pytest.param(
                back_untold(by, refunded_at),
                by and ("late_shipment", by, 300),
                id=f"left here untold, refunded there {when}, and back",
            )
            for by, refunded_at, when in (
                (None, NOW - 2 * HOUR, "in time"),
                (NOW - 3 * HOUR, NOW - 2 * HOUR, "too late"),
            )
        ),
    ],
)
def test_what_late_goods_cost(given: Order, found: tuple[str, datetime, int] | None) -> None:
    computed = next(iter(computed_penalties(given, POLICY)), None)

    shown = (computed.kind, computed.at, computed.costs.fen) if computed else None
    assert shown == found


FEN_30000 = line(amount_fen=30000)


@pytest.mark.parametrize(
    ("given", "fen"),
    [
        pytest.param(
            order(FEN_30000, platform=DOUYIN, paid_at=NOW - 20 * DAY, ship_by_deadline=NOW),
            [("late_shipment", 300), ("stock_out", 1500)],
            id="promised in more than ten days",
        ),
        pytest.param(
            order(platform=DOUYIN, paid_at=NOW - 5 * DAY, ship_by_deadline=NOW),
            [("late_shipment", 200), ("stock_out", 300)],
            id="promised within ten days",
        ),
        pytest.param(
            order(platform=DOUYIN, ship_by_deadline=NOW), [("stock_out", 200)], id="within two"
        ),
        pytest.param(
            left(2, platform=DOUYIN, paid_at=NOW - 9 * DAY, ship_by_deadline=NOW - 3 * HOUR),
            [("late_shipment", 200)],
            id="it left an hour late",
        ),
        pytest.param(
            left(2, platform=DOUYIN, paid_at=NOW - 9 * DAY, ship_by_deadline=NOW - 3 * DAY),
            [("late_shipment", 200), ("stock_out", 300)],
            id="it left three days late",
        ),
        pytest.param(order(FEN_30000), [("late_shipment", 300)], id="Pinduoduo"),
    ],
)
def test_the_later_and_dearer_deduction_takes_the_place_of_the_first(
    given: Order, fen: list[tuple[str, int]]
) -> None:
    computed = computed_penalties(given, POLICY)

    assert [(one.kind, one.costs.fen) for one in computed] == fen
    for one in computed:
        assert [told.amount_fen for told in penalties_by(given, POLICY, one.at)] == [one.costs.fen]


def test_the_row_of_an_order_says_how_much_more_is_deducted_later() -> None:
    row = order_row(order(platform=DOUYIN, paid_at=NOW - 5 * DAY, ship_by_deadline=NOW))

    assert (row.deducted_at, row.deducted_fen) == (at(NOW), 200)
    assert (row.deducted_more_at, row.deducted_more_fen) == (at(NOW + 48 * HOUR), 100)


def test_a_computed_penalty_counts_from_its_instant_and_names_its_rule() -> None:
    assert penalties_by(order(), POLICY, NOW + 4 * HOUR) == ()
    (computed,) = penalties_by(order(), POLICY, NOW + 5 * HOUR)

    assert computed.source == "a shop's analyser of 2026: orders under 300 yuan 3 yuan (seen)"


def test_a_total_says_what_of_it_is_computed() -> None:
    late = left(2, ship_by_deadline=NOW - 3 * HOUR)
    billed = left(2, order_no="2", ship_by_deadline=NOW - 3 * HOUR, penalties=(BILL,))

    (total,) = penalty_totals([late, billed], "kind", POLICY, NOW)

    assert (total.name, total.count, total.amount_fen, total.computed_fen) == (
        "late_shipment",
        2,
        800,
        300,
    )
