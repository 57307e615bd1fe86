"""Already paid: money that may be that of units out of stock which somebody refunds."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.first_import import FirstImport
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.refund import RefundLine
from store.models.shown import Shown
from store.rules.money.actions.refund import Refund
from store.rules.money.refund_names import refunds_listed
from store.rules.obligations import obligations
from store.rules.order.ledger import line_ledgers
from store.rules.platform.judging import judged
from store.rules.stock.stock_out import units_out_of_stock
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    case,
    changed,
    context,
    line,
    order,
    parcel,
    refunded_case,
    sentences,
    stock_out,
    units,
)
from tests.build import refund as money

BAGS = line(ordered=4, amount_fen=10000)
"""Four bags of rice for 25.00 each."""
THE_TWO = "1:2"
BEFORE = NOW - 7 * DAY
LEFT = (parcel(lines=units((1, 2)), shipped_at=NOW - 2 * DAY),)
"""The other two left a day before `case()` was applied for."""
ASKED = (
    "{refunds} went back without goods, and may be the money of what is out of stock (RICE-10 x2)."
    " Answer yes where it is, no where this goes beside it."
)
PAYING = (
    "The platform itself is paying {amount} (case A1), which may be for what is out of stock"
    " (RICE-10 x2); see there how it ends. Answer no where this goes beside it."
)


def out_of_stock(
    *refunds: Any, cases: tuple[AfterSalesCase, ...] = (), parcels: tuple[Parcel, ...] = ()
) -> Order:
    """Two of the bags are out of stock by verdict."""
    ruled = stock_out(state="approved", lines=units((1, 2)))
    return order(BAGS, OIL, stock_outs=(ruled,), refunds=refunds, cases=cases, parcels=parcels)


def went(fen: int, **changes: Any) -> Any:
    return money(**({"id": "r1", "amount_fen": fen, "state": "done"} | changes))


def paying(fen: int, **changes: Any) -> tuple[AfterSalesCase, ...]:
    there = {"state": "seller_to_refund", "waits_for": "platform", "requested_fen": fen}
    return (case(**(there | changes)),)


def asked(given: Order, **fields: str) -> list[str]:
    values = {"reason": "缺货"} | ({"lines": THE_TWO} if "amount" not in fields else {}) | fields
    found = sentences(Refund, given, values, context())
    return [said for field, said in found if field == "went"]


@pytest.mark.parametrize(
    ("given", "is_asked"),
    [
        pytest.param(out_of_stock(), False, id="no money went"),
        pytest.param(out_of_stock(went(6000)), True, id="more than their price"),
        pytest.param(out_of_stock(went(4000)), True, id="most of it"),
        pytest.param(out_of_stock(went(2000)), False, id="a compensation"),
        pytest.param(out_of_stock(went(5000, requested_at=BEFORE)), True, id="before"),
        pytest.param(
            out_of_stock(went(2000, requested_at=BEFORE)), False, id="a part of it before"
        ),
        pytest.param(out_of_stock(went(6000, both=True)), False, id="beside goods, as was said"),
        pytest.param(out_of_stock(went(6000, state="failed")), False, id="it failed"),
    ],
)
def test_whose_money_without_units_is_has_to_be_said(given: Order, is_asked: bool) -> None:
    said = [ASKED.format(refunds=refunds_listed(given.refunds))] if is_asked else []

    assert asked(given) == said


@pytest.mark.parametrize(
    ("cases", "is_asked"),
    [
        pytest.param(paying(5000), True, id="their price"),
        pytest.param(paying(6000, line=1), True, id="of their sub-order"),
        pytest.param(paying(6000, line=2), False, id="of another sub-order"),
        pytest.param(paying(1000), False, id="a compensation"),
        pytest.param(paying(5000, kind="return_and_refund"), False, id="of goods that come back"),
        pytest.param(paying(5000, state="seller_to_answer"), False, id="ours to answer"),
    ],
)
def test_what_the_platform_is_paying_may_be_theirs(
    cases: tuple[AfterSalesCase, ...], is_asked: bool
) -> None:
    given = out_of_stock(cases=cases)
    said = PAYING.format(amount=f"{cases[0].requested_fen / 100:.2f}")

    assert asked(given) == ([said] if is_asked else [])
    assert asked(given, went="no") == []


@pytest.mark.parametrize(
    ("cases", "is_owed"),
    [
        pytest.param((), True, id="nobody pays"),
        pytest.param(paying(5000), False, id="their price"),
        pytest.param(paying(4000, line=1), False, id="of their sub-order"),
        pytest.param(paying(6000), True, id="another amount"),
    ],
)
def test_what_the_platform_is_paying_is_not_owed(
    cases: tuple[AfterSalesCase, ...], is_owed: bool
) -> None:
    owed = [one.kind for one in obligations(out_of_stock(cases=cases), context().policy)]

    assert ("refund" in owed) == is_owed


def test_what_it_is_paying_stays_owed_where_it_may_be_for_what_left() -> None:
    given = out_of_stock(cases=paying(5000), parcels=LEFT)

    assert "refund" in [one.kind for one in obligations(given, context().policy)]
    assert asked(given) == [PAYING.format(amount="50.00")]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        pytest.param("50.00", [PAYING.format(amount="50.00")], id="their price"),
        pytest.param("20.00", [], id="another amount: a compensation"),
    ],
)
def test_an_amount_that_is_their_price_is_asked_about_too(amount: str, said: list[str]) -> None:
    assert asked(out_of_stock(cases=paying(5000)), amount=amount) == said


def test_a_yes_does_not_pay_what_the_platform_is_paying() -> None:
    assert asked(out_of_stock(cases=paying(5000)), went="yes") == [PAYING.format(amount="50.00")]


def test_it_is_the_money_of_these_units() -> None:
    given = out_of_stock(went(6000))

    same = changed(Refund, given, lines=THE_TWO, reason="缺货", went="yes")

    assert [one.amount_fen for one in same.refunds] == [6000]
    assert (units_out_of_stock(same), line_ledgers(same)[0].to_ship) == ({}, 2)


def test_less_than_their_price_is_theirs_all_the_same_once_somebody_says_so() -> None:
    same = changed(Refund, out_of_stock(went(4000)), lines=THE_TWO, reason="缺货", went="yes")

    assert (units_out_of_stock(same), line_ledgers(same)[0].to_ship) == ({}, 2)


@pytest.mark.parametrize(
    ("typed", "of_them"),
    [
        pytest.param("1:2", 2, id="both are named"),
        pytest.param("1:1", 2, id="it is the price of more than is named"),
    ],
)
def test_money_from_before_the_application_is_theirs_once_somebody_says_so(
    typed: str, of_them: int
) -> None:
    given = out_of_stock(went(5000, requested_at=BEFORE))

    same = changed(Refund, given, lines=typed, reason="缺货", went="yes")

    assert [part.unshipped for part in same.refunds[0].lines] == [of_them]
    assert (units_out_of_stock(same), line_ledgers(same)[0].to_ship) == ({}, 2)


def test_the_price_of_one_of_them_may_be_that_of_one_that_left() -> None:
    ended = refunded_case(refunded_fen=2500)
    paid = went(2500, case="A1", source=Source.PLATFORM, settled_at=NOW)
    given = judged(out_of_stock(paid, cases=(ended,), parcels=LEFT), context(), "import")

    assert units_out_of_stock(given) == {1: 2}
    assert len(asked(given)) == len(asked(given, amount="25.00")) == 1

    same = changed(Refund, given, lines="1:1", reason="缺货", went="yes")
    beside = changed(Refund, given, lines="1:1", reason="缺货", went="no")

    assert (len(same.refunds), units_out_of_stock(same)) == (1, {1: 1})
    assert (len(beside.refunds), units_out_of_stock(beside)) == (2, {1: 1})


def test_an_amount_beside_a_yes_is_what_went() -> None:
    values = {"lines": THE_TWO, "amount": "50.00", "reason": "缺货", "went": "yes"}

    found = sentences(Refund, out_of_stock(went(6000)), values, context())

    assert found == [("amount", "60.00 went before, not 50.00; leave the amount out.")]


@pytest.mark.parametrize(
    ("given", "beside"),
    [
        pytest.param(out_of_stock(went(6000)), False, id="beside what went"),
        pytest.param(out_of_stock(cases=paying(5000)), True, id="beside the case that pays"),
    ],
)
def test_it_may_go_beside_that(given: Order, beside: bool) -> None:
    after = changed(Refund, given, lines=THE_TWO, reason="缺货", went="no")

    last = after.refunds[-1]
    assert (last.amount_fen, last.beside, last.case) == (5000, beside, None)


def by_case(**changes: Any) -> Any:
    given = {"source": Source.PLATFORM, "case": "A1", "settled_at": NOW - HOUR}
    return went(5000, **given | changes)


BY_CASE = by_case()
BY_HAND: dict[str, Any] = {"source": Source.DESK, "shown_by": "export"}
BY_TIME = "50.00 (2026-11-22 08:00)"
ESTIMATED = went(5000, source=Source.PLATFORM, estimated=True, requested_at=None)
GAVE = (
    "{refunds} is known to have gone, of this amount and time. Answer yes where that is this money,"
    " no where this goes beside it."
)


TODAY = Shown(imported=FirstImport(number=2, at=NOW - HOUR))
TWO_DAYS = {"settled_at": NOW - 2 * DAY}


def naming(*named: tuple[int, int]) -> dict[str, Any]:
    """So many units by line that the money names; two bags are the price of it."""
    parts = (
        RefundLine(line=one, quantity=many, amount_fen=5000 // len(named)) for one, many in named
    )
    return {"lines": tuple(parts)}


def given_there(one: Any, line_no: int | None = None, **changes: Any) -> Order:
    """The platform gave money by itself, maybe for the case of a sub-order."""
    ended = (refunded_case(line=line_no, **changes),) if one.case else ()
    return order(BAGS, OIL, refunds=(one,), cases=ended)


@pytest.mark.parametrize(
    ("given", "fields", "said"),
    [
        (given_there(BY_CASE), {"amount": "50"}, "50.00 (case A1)"),
        (given_there(ESTIMATED), {"amount": "50"}, "50.00 (estimated)"),
        (given_there(BY_CASE), {}, "50.00 (case A1)"),
        (given_there(BY_CASE, 1), {}, "50.00 (case A1)"),
        (given_there(BY_CASE, 2), {}, None),
        (given_there(BY_CASE), {"amount": "40"}, None),
        (given_there(BY_CASE), {"amount": "50", "case": "none"}, None),
        (given_there(by_case(**TWO_DAYS)), {"amount": "50"}, None),
        (given_there(by_case(**TWO_DAYS), end_shown=TODAY), {"amount": "50"}, "50.00 (case A1)"),
        (given_there(by_case(source=Source.DESK)), {"amount": "50"}, "50.00 (case A1)"),
        (given_there(by_case(source=Source.DESK, state="pending")), {"amount": "50"}, None),
        (given_there(by_case(source=Source.DESK, case=None)), {"amount": "50"}, None),
        (given_there(by_case(**BY_HAND)), {"amount": "50"}, "50.00 (case A1)"),
        (given_there(by_case(**BY_HAND | {"case": None})), {"amount": "50"}, BY_TIME),
        (given_there(by_case(**naming((1, 2)))), {}, "50.00 (case A1)"),
        (given_there(by_case(**naming((2, 1)))), {}, None),
        (given_there(by_case(**naming((1, 1), (2, 1)))), {}, None),
    ],
)
def test_what_the_platform_has_just_given_may_be_what_is_entered(
    given: Order, fields: dict[str, str], said: str | None
) -> None:
    assert asked(given, **fields) == ([GAVE.format(refunds=said)] if said else [])
    if said:
        for answer in ("yes", "no"):
            assert asked(given, went=answer, **fields) == []


def test_what_the_platform_gave_counts_once_or_twice_as_is_said() -> None:
    given = given_there(BY_CASE)

    same, other = (
        changed(Refund, given, amount="50", reason="缺货", went=answer) for answer in ("yes", "no")
    )

    assert same == given
    assert (other.refunds[-1].amount_fen, other.refunds[-1].anew) == (5000, True)
