"""Gifts (赠品) that come back with their main article: they are in no claim, and cost nothing."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Platform
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.action.line_offers import lines_offered
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.platform.judging import judged
from tests.build import (
    BACK_NO,
    NOW,
    OTHER_NO,
    SHOP,
    changed,
    context,
    do,
    line,
    parcel,
    return_case,
    sentences,
    shipped,
    units,
)
from tests.rules.owing import owed

Step = tuple[type[Action[Order]], dict[str, str]]
GIFT = line(2, sku="SPOON", name="饭勺", ordered=1, amount_fen=0)
SHELF = tuple(Product(shop=SHOP, sku=sku, name=sku, on_hand=10) for sku in ("RICE-10", "SPOON"))


def asked(**changes: Any) -> AfterSalesCase:
    """The buyer sends the rice back; the platform's case names its line alone."""
    coming = {"lines": (), "line": 1, "state": "seller_to_receive", "return_tracking_no": BACK_NO}
    return return_case(**(coming | changes))


def bought(**changes: Any) -> Order:
    return shipped(line(), GIFT, cases=(asked(**changes),))


BOTH = {"good": "1:2,2:1"}


def test_a_gift_may_be_in_the_return_of_its_main_article_and_is_in_stock_again() -> None:
    given = bought()

    outcome = do(ReceiveReturn, given, context(products=SHELF, beside=given), **BOTH)

    assert outcome.said == (
        "50.00 is due to the buyer for what came back: refund it.",
        "RICE-10: 12 on hand now.",
        "SPOON: 11 on hand now.",
    )


def test_a_gift_that_is_back_goes_with_the_money_for_nothing() -> None:
    back = changed(ReceiveReturn, bought(), None, **BOTH)

    paid = changed(Refund, back, reason="七天无理由退货", case="A1")

    (refund,) = paid.refunds
    assert [(one.line, one.quantity, one.amount_fen) for one in refund.lines] == [
        (1, 2, 5000),
        (2, 1, 0),
    ]
    done = changed(SettleRefund, paid, outcome="done")
    assert (done.cases[0].state, money_ledger(done).done) == ("closed", 5000)
    assert [(one.with_buyer, one.here) for one in line_ledgers(done)] == [(0, 0), (0, 0)]


def test_a_gift_that_stays_with_the_buyer_holds_nothing_up() -> None:
    back = changed(ReceiveReturn, bought(), good="1:2")
    paid = changed(Refund, back, reason="七天无理由退货", case="A1")

    done = changed(SettleRefund, paid, outcome="done")

    assert done.cases[0].state == "closed"
    assert line_ledgers(done)[1].with_buyer == 1


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        pytest.param(BOTH, [], id="with its main article"),
        pytest.param({"good": "2:1", "wrong": "1:2"}, [], id="the gift alone"),
        pytest.param({"missing": "2:1", "good": "1:2"}, [], id="not in it"),
        pytest.param(
            {"good": "1:2,2:2"},
            [("good", "Of SPOON 1 can still come back for case A1, not 2: 1 ordered.")],
            id="more than there was",
        ),
    ],
)
def test_what_may_be_found_of_a_gift(values: dict[str, str], problems: list[Any]) -> None:
    assert sentences(ReceiveReturn, bought(), values) == problems


def test_a_gift_is_offered_to_be_received() -> None:
    found = lines_offered(ReceiveReturn, bought())

    assert {one.line: one.most for one in found} == {1: 2, 2: 1}


def test_of_an_order_that_cost_nothing_no_line_is_a_gift() -> None:
    free = line(ordered=1, amount_fen=0)
    given = shipped(free, GIFT, cases=(asked(requested_fen=0),))

    assert sentences(ReceiveReturn, given, {"good": "2:1"}) == [
        ("good", "Of SPOON 0 can still come back for case A1, not 1: 0 claimed.")
    ]


def test_a_gift_alone_is_not_what_the_case_waits_for() -> None:
    after = changed(ReceiveReturn, bought(), good="2:1", wrong="1:2")

    assert after.cases[0].state == "seller_to_receive"


def test_a_part_with_its_gift_is_paid_and_the_rest_is_waited_for() -> None:
    part = changed(ReceiveReturn, bought(), good="1:1,2:1")
    paid = changed(Refund, part, reason="七天无理由退货", case="A1")

    after = changed(SettleRefund, paid, outcome="done")

    assert (money_ledger(after).done, after.cases[0].state) == (2500, "buyer_to_return")


def test_a_gift_that_came_back_to_be_exchanged_goes_out_again() -> None:
    given = bought(kind="exchange", requested_fen=0, lines=units((1, 2)))
    back = changed(ReceiveReturn, given, None, **BOTH)

    sent = changed(ShipReplacement, back, tracking_no="YT1234567890555")

    assert sent.parcels[-1].lines == units((1, 2), (2, 1))
    assert sent.cases[0].state == "buyer_to_confirm"


def test_a_gift_of_a_case_that_gave_nothing_goes_back_too() -> None:
    back = changed(ReceiveReturn, bought(), None, **BOTH)
    lost = back.with_case(
        back.cases[0].model_copy(
            update={
                "state": CaseState.CLOSED,
                "outcome": CaseOutcome.REJECTED,
                "closed_at": NOW,
            }
        )
    )
    assert "send-back" in owed(lost)

    sent = changed(CreateReissue, lost, origin="withdrawn_case", reason="退回买家")

    assert sent.reissues[0].lines == units((1, 2), (2, 1))
    assert "send-back" not in owed(sent)


RICE_BACK: Step = (RecordTrace, {"parcel": "p1", "state": "returned"})


def money_of(units: str) -> Step:
    return Refund, {"lines": units, "reason": "买家拒收"}


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize(
    ("steps", "again"),
    [
        pytest.param([money_of("1:2"), RICE_BACK], {}, id="paid, then back"),
        pytest.param([RICE_BACK, money_of("1:2")], {}, id="back, then paid"),
        pytest.param([RICE_BACK], {1: 2, 2: 1}, id="not paid"),
        pytest.param([money_of("1:1"), RICE_BACK], {1: 1, 2: 1}, id="a part of it paid"),
        pytest.param([money_of("3:1"), RICE_BACK], {1: 2, 2: 1}, id="something else paid"),
        pytest.param(
            [RICE_BACK, money_of("1:2"), (SettleRefund, {"outcome": "failed", "note": "x"})],
            {1: 2, 2: 1},
            id="paid, and that failed",
        ),
    ],
)
def test_a_gift_that_the_carrier_brought_back_goes_the_way_of_what_it_came_with(
    platform: Platform, steps: list[Step], again: dict[int, int]
) -> None:
    oil = line(3, sku="OIL-5", name="菜籽油", ordered=1, amount_fen=6000)
    rice_and_gift = parcel(lines=units((1, 2), (2, 1)))
    given = shipped(
        line(),
        GIFT,
        oil,
        platform=platform,
        parcels=(rice_and_gift, parcel(OTHER_NO, id="p2", lines=units((3, 1)))),
    )

    for action, values in steps:
        given = changed(action, given, None, **values)
        given = judged(given, context(beside=given), "import")

    assert {one.number: one.reissuable for one in line_ledgers(given) if one.reissuable} == again
    assert ("make-good" in owed(given)) == bool(again)
    assert money_ledger(given).paid == 11000
