"""退款成功 of several sub-orders: each is judged by its own word, its own money and its parcels."""

from typing import Any

import pytest

from store.models.money import yuan_text
from store.models.order import Line, Money, Order
from store.models.refund import Refund as RefundRecord
from store.models.refund import RefundLine
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.reopen_refund import ReopenRefund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.discrepancies.explaining import explain
from tests.build import (
    case,
    changed,
    context,
    line,
    order,
    parcel,
    refund,
    refunded_case,
    units,
)
from tests.rules.sub_orders import (
    BAG,
    BOTTLE,
    JAR,
    SHIPPED_BAG,
    after_case_of,
    after_word,
    opened,
)

PAID = Money(goods_fen=10000, paid_fen=10000)
"""The three cost 50.00, 30.00 and 20.00."""
CUP = JAR.model_copy(update={"amount_fen": 5000})
"""Costs as much as the bag."""
SPOON = line(4, line_no="D", sku="SPOON-1", ordered=1, amount_fen=0)
"""A gift."""
OF_BAG = RefundLine(line=1, quantity=1, amount_fen=5000)


def sold(*refunds: RefundRecord, left: int = 1, **changes: Any) -> Order:
    """So many of the three sub-orders have left, each in a parcel of its own."""
    parcels = tuple(
        parcel(f"YT000000000000{line}", id=f"p{line}", lines=units((line, 1)), confirmed=True)
        for line in range(1, left + 1)
    )
    return order(BAG, BOTTLE, JAR, parcels=parcels, refunds=refunds, money=PAID, **changes)


def of_case(fen: int, **changes: Any) -> Order:
    """The bag has left, and its case gave, or is to give, so much."""
    money = refund(amount_fen=fen, state="done", case="case A")
    given = {"refunds": (money.model_copy(update=changes),)}
    asked = case(id="case A", line=1, state="seller_to_refund", requested_fen=fen)
    ended = refunded_case(id="case A", line=1, requested_fen=fen, refunded_fen=fen)
    return sold(cases=(asked if changes else ended,)).model_copy(update=given)


def to_ship(given: Order) -> list[int]:
    return [one.to_ship for one in line_ledgers(given)]


KNOWN = [
    pytest.param(of_case(5000), id="its case gave all"),
    pytest.param(of_case(1000), id="its case gave a part"),
    pytest.param(sold(refund(amount_fen=5000, state="done", lines=(OF_BAG,))), id="by its unit"),
    pytest.param(sold(refund(amount_fen=1000, state="done")), id="without a unit"),
    pytest.param(after_word(sold(), "A"), id="the word alone, of an earlier file"),
]
"""What is known of the money of the bag, which has left."""


@pytest.mark.parametrize("given", KNOWN)
def test_a_sub_order_closed_before_it_left_stays_here_whatever_is_known_of_another(
    given: Order,
) -> None:
    spent = money_ledger(given).back

    after = after_word(given, "A", "B")

    assert to_ship(after) == [0, 0, 1]
    assert money_ledger(after).back == spent + 3000
    assert opened(after) == []
    assert after_word(after, "A", "B") == after


@pytest.mark.parametrize("given", KNOWN)
def test_a_sub_order_of_which_a_part_went_waits_whatever_is_known_of_another(given: Order) -> None:
    after = after_word(given, "A", partly="B")

    assert to_ship(after) == [0, 0, 1]
    assert [one.amount_fen for one in after.refunds if one.held_back] == [3000]


def test_nothing_is_left_to_ship_of_an_order_of_which_one_left_and_the_other_is_closed() -> None:
    given = order(BAG, BOTTLE, parcels=(SHIPPED_BAG,))

    after = after_word(after_word(given, "A"), "A", "B")

    assert (Ship.why_not(after, context()), to_ship(after)) == (
        "Nothing is left to ship: 2 ordered, 0 cancelled, 1 shipped, 1 refunded before shipping.",
        [0, 0],
    )


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        pytest.param(of_case(1000), 4000, id="a case of one"),
        pytest.param(sold(refund(amount_fen=1000, state="done"), left=2), 9000, id="one sum"),
        pytest.param(
            sold(
                refund(amount_fen=1000, state="done"),
                refund(id="r2", amount_fen=500, state="done"),
                left=2,
            ),
            1500,
            id="a sum of each",
        ),
        pytest.param(sold(left=2), 8000, id="nothing is known"),
    ],
)
def test_money_of_one_shipped_sub_order_is_not_that_of_another(given: Order, counted: int) -> None:
    second = parcel("YT0000000000002", id="p2", lines=units((2, 1)), confirmed=True)
    given = given.model_copy(update={"parcels": (*given.parcels[:1], second)})

    assert money_ledger(after_word(given, "A", "B")).back == counted


@pytest.mark.parametrize("state", ["pending", "unknown"])
@pytest.mark.parametrize(
    ("fen", "said", "ends"),
    [
        pytest.param(1000, "B", "open", id="the word of another"),
        pytest.param(3000, "B", "done", id="just what the word means"),
        pytest.param(1000, "ABC", "done", id="the word of all"),
    ],
)
def test_money_without_units_is_settled_by_the_word_that_means_it(
    fen: int, said: str, ends: str, state: Any
) -> None:
    after = after_word(sold(refund(amount_fen=fen, state=state)), *said)

    assert after.refunds[0].state == (state if ends == "open" else ends)


def test_the_money_of_a_case_is_not_gone_by_the_word_of_another_sub_order() -> None:
    given = of_case(1000, state="pending")

    after = after_word(given, "B")

    assert [(one.amount_fen, one.state) for one in after.refunds] == [
        (1000, "pending"),
        (3000, "done"),
    ]
    assert after.cases[0].open
    assert after_word(given, "A").refunds[0].state == "done"


def test_a_sum_on_its_way_that_may_be_the_platform_s_is_asked_and_can_fail() -> None:
    given = sold(refund(amount_fen=4500, state="pending"), left=0)

    after = after_word(given, "A")

    (asked,) = after.open_discrepancies
    assert explain(after, asked) == (
        "45.00 was entered here without goods (2026-11-22 08:00), and the platform gave 50.00"
        " beside it; if both have gone, OIL-5 x1, JAR-1 x1 is not paid for any more. Import the"
        " after-sales export; where it is the same money, settle the refund as failed, else refund"
        " these goods too."
    )
    failed = changed(SettleRefund, after, context(), outcome="failed")
    assert (opened(failed), to_ship(failed)) == ([], [0, 1, 1])


def test_money_that_a_closed_sub_order_was_taken_to_have_had_is_estimated_once_it_fails() -> None:
    named = after_word(sold(refund(amount_fen=3000, state="unknown"), left=0), "B")
    pending = named.with_refund(named.refunds[0].model_copy(update={"state": "pending"}))

    failed = changed(SettleRefund, pending, context(), outcome="failed")

    assert (to_ship(failed), money_ledger(failed).back) == ([1, 0, 1], 3000)
    assert [one.estimated for one in failed.refunds] == [False, True]
    assert after_word(failed, "B").refunds == failed.refunds
    anew = changed(ReopenRefund, failed, context(), reason="it went")
    assert (to_ship(anew), money_ledger(anew).back) == ([1, 0, 1], 3000)
    assert [one.estimated for one in anew.refunds] == [False]


def test_an_estimate_for_which_too_little_was_left_is_all_of_its_price_once_money_fails() -> None:
    given = after_word(sold(refund(amount_fen=9000, state="pending"), left=0), "B")
    assert money_ledger(given).back == 10000

    failed = changed(SettleRefund, given, context(), outcome="failed")

    assert (to_ship(failed), money_ledger(failed).back) == ([1, 0, 1], 3000)
    assert [part.amount_fen for part in failed.refunds[1].lines] == [3000]


@pytest.mark.parametrize("first", ["A", "B"])
def test_estimates_yield_to_a_case_before_a_typed_sum_is_taken_as_a_part_of_its_money(
    first: str,
) -> None:
    """20.00 was typed for the bottle, so that too little is left to estimate all of each."""
    given = after_word(sold(refund(amount_fen=2000, state="done"), left=3), "A", "B", "C")
    assert money_ledger(given).back == 10000

    after = given
    for line_no in (first, *({"A", "B"} - {first})):
        after = after_case_of(after, line_no, {"A": 5000, "B": 2000}[line_no])

    assert opened(after) == []
    assert [(one.case, one.amount_fen) for one in after.refunds if not one.estimated] == [
        ("case B", 2000),
        ("case A", 5000),
    ]
    assert [[part.line for part in one.lines] for one in after.refunds if one.estimated] == [[3]]


@pytest.mark.parametrize("state", ["pending", "done"])
def test_a_case_takes_money_that_names_its_line_before_a_sum_that_may_be_of_another(
    state: Any,
) -> None:
    sums = (
        refund(id="any", amount_fen=5000, state="done"),
        refund(id="bag", amount_fen=5000, state=state, lines=(OF_BAG,)),
    )
    given = order(BAG, BOTTLE, CUP, refunds=sums, money=Money(goods_fen=13000, paid_fen=13000))

    after = after_case_of(given, "A", 5000)

    assert [(one.id, one.case) for one in after.refunds] == [("any", None), ("bag", "case A")]
    both = after_case_of(after, "C", 5000)
    assert [(one.id, one.case) for one in both.refunds] == [("any", "case C"), ("bag", "case A")]
    assert (money_ledger(both).back, opened(both)) == (10000, [])


@pytest.mark.parametrize(
    ("lines", "typed", "amount", "named"),
    [
        pytest.param((BAG, BOTTLE), 5000, 3000, [2], id="the price of the other"),
        pytest.param((BAG, BOTTLE), 5000, 4000, [2], id="with the freight"),
        pytest.param((BAG, BOTTLE), 1000, 7000, [1, 2], id="a compensation"),
        pytest.param((BAG, BOTTLE), 8000, 1000, [], id="both, and the freight is left"),
        pytest.param((BAG, CUP, SPOON), 5000, 5000, [], id="a gift is left, which costs nothing"),
        pytest.param((BAG, BOTTLE, CUP), 5000, 8000, [], id="what is left costs less"),
        pytest.param((BAG, BOTTLE, SPOON), 5000, 3000, [2, 4], id="the other, and its gift"),
    ],
)
def test_a_sum_that_completes_the_order_names_only_what_no_earlier_sum_is_the_price_of(
    lines: tuple[Line, ...], typed: int, amount: int, named: list[int]
) -> None:
    goods = sum(one.amount_fen for one in lines)
    paid = Money(goods_fen=goods, paid_fen=goods + 1000, freight_fen=1000)
    given = order(*lines, refunds=(refund(amount_fen=typed, state="done"),), money=paid)

    after = changed(Refund, given, context(), amount=yuan_text(amount), reason="agreed")

    assert [part.line for part in after.refunds[-1].lines] == named
    assert opened(after) == []
