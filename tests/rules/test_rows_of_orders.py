"""Rows of orders: what the list of orders says of one, and until when it is ours."""

from typing import Any

import msgspec
import pytest

from store.models.contact import Flag
from store.models.next_duty import NextDuty
from store.models.order import Order
from store.models.penalty import Penalty
from store.models.platform_task import PlatformTask
from store.models.receiver import Receiver
from store.models.work import Hold, Snooze
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    ORDER_NO,
    SHOP,
    TRACKING_NO,
    case,
    line,
    order,
    refund_of_unshipped,
    refunded_case,
    shipped,
    stock_out,
)
from tests.rules.row_facts import (
    HELD,
    KEY,
    MINE,
    PROMISED,
    WATCHED,
    at,
    case_row,
    order_row,
    said,
    told,
)

BUYER = Receiver(name="张三丰", phone="13800001234")
FINE = Penalty(id="f1", kind="late_shipment", amount_fen=300, at=NOW, by="li")
UPLOAD = PlatformTask(id="t1", kind="batch-ship", created_at=NOW, copy_text="x", parcel="p1")
RICE_AND_OIL = {"goods": "东北大米 10kg x2 + 菜籽油 x1", "skus": ("RICE-10", "OIL-5"), "units": 3}


@pytest.mark.parametrize(
    ("given", "row"),
    [
        pytest.param(
            order(line(spec="10kg"), OIL, receiver=BUYER),
            {"key": KEY, "order_no": ORDER_NO, "platform": "pinduoduo", "shop": SHOP}
            | {"buyer": "张**", "phone_tail": "1234", "amount_fen": 8000}
            | RICE_AND_OIL,
            id="what it is",
        ),
        pytest.param(
            order(
                receiver=BUYER,
                seller_note="张三丰要加急",
                tags=("张三丰", "急"),
                flag=Flag(colour="red", tag="问 13800001234"),
            ),
            {"seller_note": "张**要加急", "tags": ("张**", "急"), "tag": "问 138******34"},
            id="what somebody typed is without the buyer",
        ),
        pytest.param(
            order(),
            {"payment": "paid", "fulfilment": "to-ship", "after_sales": "none"}
            | {"stock_out": "none", "to_ship": 2, "review": False, "refunded_fen": 0},
            id="paid and to ship",
        ),
        pytest.param(
            order(paid_at=NOW - 2 * DAY),
            {"ordered_at": at(NOW - 2 * DAY), "paid_at": at(NOW - 2 * DAY), "shipped_at": None},
            id="of an order without its own time the payment's",
        ),
        pytest.param(
            order(ship_by_deadline=NOW + DAY),
            {"ship_by": at(NOW + DAY), "ship_by_estimated": False, "due_at": at(NOW + DAY)},
            id="the platform's own time to ship",
        ),
        pytest.param(
            order(ship_by_deadline=None, deal_at=NOW),
            {"ship_by": at(NOW + 2 * DAY), "ship_by_estimated": True, "due_estimated": True},
            id="a computed time to ship",
        ),
        pytest.param(
            shipped(),
            {"fulfilment": "shipped", "to_ship": 0, "ship_by": None}
            | {"shipped_at": at(NOW - DAY), "tracking_nos": (TRACKING_NO,)},
            id="shipped",
        ),
        pytest.param(
            order(refunds=(refund_of_unshipped(state="done"),)),
            {"payment": "refunded", "fulfilment": "cancelled", "to_ship": 0}
            | {"refunded_fen": 5000, "due_at": None, "falls_to_us_at": None},
            id="all the money back",
        ),
        pytest.param(
            shipped(cases=(case(), refunded_case(id="A2"))),
            {"after_sales": "open", "cases": ("A1", "A2"), "open_cases": 1},
            id="after-sales",
        ),
        pytest.param(
            order(stock_outs=(stock_out(),), hold=HELD, under_review=True),
            {"stock_out": "applied", "held_until": at(NOW + HOUR), "review": True},
            id="what keeps it here",
        ),
        pytest.param(
            shipped(claim=MINE, tags=("急",), flag=Flag(colour="red", tag="催"), tasks=(UPLOAD,)),
            {"owner": "li", "tags": ("急",), "flag": "red", "tag": "催", "open_tasks": 1},
            id="ours",
        ),
        pytest.param(
            shipped(penalties=(FINE, FINE.model_copy(update={"id": "f2", "amount_fen": 500}))),
            {"penalties": 2, "penalty_fen": 800},
            id="penalties",
        ),
    ],
)
def test_what_the_list_of_orders_says(given: Order, row: dict[str, Any]) -> None:
    assert told(order_row(given), *row) == row


@pytest.mark.parametrize(
    ("given", "due", "falls"),
    [
        pytest.param(order(), (5 * HOUR, False), (None, False), id="a given one"),
        pytest.param(
            order(ship_by_deadline=None, deal_at=NOW), (2 * DAY, True), (None, False), id="computed"
        ),
        pytest.param(
            shipped(parcels=(WATCHED,)), (None, False), (4 * HOUR, True), id="the carrier's"
        ),
        pytest.param(
            shipped(parcels=(WATCHED,), contacts=(said(promise_due=NOW + HOUR),)),
            (HOUR, False),
            (4 * HOUR, True),
            id="ours and the carrier's",
        ),
        pytest.param(
            shipped(parcels=(WATCHED,), contacts=(PROMISED,)),
            (4 * HOUR, False),
            (4 * HOUR, False),
            id="both at once: what was given wins",
        ),
        pytest.param(
            shipped(cases=(case(state="buyer_to_return", platform_deadline=NOW + DAY),)),
            (None, False),
            (0 * HOUR, True),
            id="the carrier's time is over before the buyer's",
        ),
    ],
)
def test_until_when_it_is_ours_and_whether_that_is_computed(
    given: Order, due: tuple[Any, bool], falls: tuple[Any, bool]
) -> None:
    row = order_row(given)

    expected = [(None if one is None else at(NOW + one), known) for one, known in (due, falls)]
    assert [
        (row.due_at, row.due_estimated),
        (row.falls_to_us_at, row.falls_estimated),
    ] == expected


@pytest.mark.parametrize(
    ("due", "falls", "now", "ours"),
    [
        pytest.param((10, False), (None, False), 5, (10, False), id="only ours"),
        pytest.param((10, True), (20, False), 15, (10, True), id="another's time runs"),
        pytest.param((10, True), (20, False), 20, (10, True), id="ours was earlier"),
        pytest.param((30, False), (20, True), 20, (20, True), id="another's was earlier"),
        pytest.param((30, False), (20, True), 19, (30, False), id="and is not over yet"),
        pytest.param((None, False), (20, True), 20, (20, True), id="only another's"),
        pytest.param((None, False), (20, True), 19, (None, False), id="nothing is ours yet"),
        pytest.param((None, False), (None, False), 19, (None, False), id="nothing at all"),
    ],
)
def test_the_earliest_deadline_by_now(
    due: tuple[int | None, bool],
    falls: tuple[int | None, bool],
    now: int,
    ours: tuple[int | None, bool],
) -> None:
    row = msgspec.structs.replace(
        order_row(order()),
        due_at=due[0],
        due_estimated=due[1],
        falls_to_us_at=falls[0],
        falls_estimated=falls[1],
    )

    assert (row.due(now), row.due_estimated_at(now)) == ours


@pytest.mark.parametrize(
    ("given", "now", "later"),
    [
        pytest.param(order(), ("ship", "us"), ("ship", "us"), id="ours"),
        pytest.param(
            shipped(parcels=(WATCHED,)),
            ("first-scan", "carrier"),
            ("contact-carrier", "us"),
            id="the carrier's, then ours",
        ),
        pytest.param(
            shipped(parcels=(WATCHED,), contacts=(said(promise_due=NOW + HOUR),)),
            ("answer-promise", "us"),
            ("answer-promise", "us"),
            id="ours is over before the carrier's",
        ),
        pytest.param(
            order(ship_by_deadline=NOW + 5 * DAY, cases=(case(platform_deadline=NOW + HOUR),)),
            ("answer-case", "us"),
            ("answer-case", "us"),
            id="of two what ends first",
        ),
        pytest.param(order(platform_payment="unpaid"), ("", ""), ("", ""), id="nothing is owed"),
    ],
)
def test_what_is_next_and_whose_it_is(
    given: Order, now: tuple[str, str], later: tuple[str, str]
) -> None:
    row = order_row(given)

    assert row.next_at(at(NOW))[:2] == now
    assert row.next_at(at(NOW + 30 * DAY))[:2] == later


@pytest.mark.parametrize(
    ("state", "now", "later"),
    [
        ("seller_to_answer", ("answer-case", "us"), ("answer-case", "us")),
        ("buyer_to_return", ("return-goods", "buyer"), ("close-case", "us")),
    ],
)
def test_what_is_next_of_a_case_and_whose_it_is(
    state: str, now: tuple[str, str], later: tuple[str, str]
) -> None:
    row = case_row(case(state=state, platform_deadline=NOW + HOUR))

    assert row.next_at(at(NOW))[:2] == now
    assert row.next_at(at(NOW + HOUR))[:2] == later


def test_a_platform_task_that_is_next_is_named_now_and_while_others_wait() -> None:
    task = PlatformTask(id="t1", kind="give-coupon", created_at=NOW, copy_text="5.00")
    given = order(tasks=(task,), ship_by_deadline=NOW + 90 * DAY)
    snooze = Snooze(kind="ship", about="", until=NOW + HOUR, at=NOW, by="li")
    put_off = order(tasks=(task,), ship_by_deadline=NOW + HOUR, snoozes=(snooze,))

    for one in (given, put_off):
        named = order_row(one).next_at(at(NOW))
        assert (named.kind, named.task[1:]) == ("platform-task", ("give-coupon", ""))


def test_what_is_under_review_as_out_of_stock_is_the_platform_s_to_rule_on() -> None:
    given = order(ship_by_deadline=NOW - HOUR, stock_outs=(stock_out(applied_at=NOW),))
    row = order_row(given)

    assert row.next_at(at(NOW)) == NextDuty("stock-out-verdict", "platform")
    assert row.due(at(NOW)) is None
    assert row.next_at(at(NOW + 30 * DAY)) == NextDuty("ask-platform", "us")


def test_what_is_held_back_or_put_off_is_not_next_before_it_begins() -> None:
    held = order(
        ship_by_deadline=NOW + 5 * HOUR,
        hold=Hold(until=NOW + HOUR, reason="x", at=NOW, by="li"),
    )
    snooze = Snooze(kind="ship", about="", until=NOW + HOUR, at=NOW, by="li")
    put_off = order(ship_by_deadline=NOW + 5 * HOUR, snoozes=(snooze,))
    beside = put_off.model_copy(update={"cases": (case(),)})

    for given, meanwhile in [
        (held, NextDuty("ship", "us", until=at(NOW + HOUR))),
        (put_off, NextDuty("ship", "us", until=at(NOW + HOUR))),
        (beside, NextDuty("answer-case", "us")),
    ]:
        row = order_row(given)
        assert row.next_at(at(NOW)) == meanwhile
        assert row.due(at(NOW)) == order_row(given).due_at
    assert order_row(held).next_at(at(NOW + HOUR)) == NextDuty("ship", "us")
    assert order_row(put_off).next_at(at(NOW + HOUR)) == NextDuty("ship", "us")
