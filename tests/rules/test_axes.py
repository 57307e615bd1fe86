"""The four axes of an order, each its own."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales, Fulfilment, Payment, StockOut
from store.models.first_import import FirstImport
from store.models.order import CaseShown, Order
from store.rules.order.axes import after_sales, fulfilment, hides_a_case, payment, was_paid
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    case,
    line,
    order,
    parcel,
    refund,
    refund_of_unshipped,
    refunded_case,
    shipped,
    stock_out,
    units,
)

FIRST, SECOND = (FirstImport(number=number, at=NOW) for number in (1, 2))


@pytest.mark.parametrize(
    ("given", "axis"),
    [
        pytest.param(order(platform_payment=Payment.UNPAID), Payment.UNPAID, id="unpaid"),
        pytest.param(order(platform_payment=Payment.DEPOSIT), Payment.DEPOSIT, id="deposit"),
        pytest.param(order(), Payment.PAID, id="paid"),
        pytest.param(order(refunds=(refund(),)), Payment.PAID, id="a refund is on its way"),
        pytest.param(order(refunds=(refund(state="failed"),)), Payment.PAID, id="a refund failed"),
        pytest.param(order(refunds=(refund(state="done"),)), Payment.PART_REFUNDED, id="a part"),
        pytest.param(
            order(refunds=(refund(state="done", amount_fen=5000),)), Payment.REFUNDED, id="all"
        ),
    ],
)
def test_payment(given: Order, axis: Payment) -> None:
    assert payment(given) is axis


def test_a_deposit_is_not_paid() -> None:
    assert not was_paid(order(platform_payment=Payment.DEPOSIT))
    assert was_paid(order(platform_payment=Payment.REFUNDED))


@pytest.mark.parametrize(
    ("given", "axis"),
    [
        pytest.param(order(platform_payment=Payment.DEPOSIT), Fulfilment.WAITING, id="not paid"),
        pytest.param(order(), Fulfilment.TO_SHIP, id="to ship"),
        pytest.param(order(line(), OIL, parcels=(parcel(),)), Fulfilment.PART_SHIPPED, id="part"),
        pytest.param(shipped(), Fulfilment.SHIPPED, id="shipped"),
        pytest.param(
            shipped(platform_fulfilment=Fulfilment.RECEIVED), Fulfilment.RECEIVED, id="received"
        ),
        pytest.param(order(line(cancelled=2)), Fulfilment.CANCELLED, id="cancelled"),
        pytest.param(
            order(refunds=(refund_of_unshipped(),)), Fulfilment.CANCELLED, id="refunded before"
        ),
        pytest.param(
            order(platform_payment=Payment.UNPAID, lines=(line(cancelled=2),)),
            Fulfilment.CANCELLED,
            id="never paid",
        ),
        pytest.param(
            order(platform_fulfilment=Fulfilment.RECEIVED), Fulfilment.TO_SHIP, id="units decide"
        ),
        pytest.param(
            order(platform_fulfilment=Fulfilment.WAITING),
            Fulfilment.WAITING,
            id="the platform has not said that it is to be shipped",
        ),
    ],
)
def test_fulfilment(given: Order, axis: Fulfilment) -> None:
    assert fulfilment(given) is axis


@pytest.mark.parametrize(
    ("given", "axis"),
    [
        pytest.param(order(), AfterSales.NONE, id="none"),
        pytest.param(order(cases=(case(),)), AfterSales.OPEN, id="a case is open"),
        pytest.param(order(cases=(refunded_case(),)), AfterSales.REFUNDED, id="a case refunded"),
        pytest.param(
            order(cases=(case(state="closed", outcome="withdrawn"),)),
            AfterSales.CLOSED,
            id="a case withdrawn",
        ),
        pytest.param(order(line(case_shown=CaseShown())), AfterSales.OPEN, id="word alone"),
        pytest.param(
            order(line(case_shown=CaseShown()), cases=(refunded_case(),)),
            AfterSales.REFUNDED,
            id="the case ended since",
        ),
        pytest.param(
            order(
                line(case_shown=CaseShown(imported=SECOND)),
                cases=(refunded_case(imported=FIRST),),
            ),
            AfterSales.OPEN,
            id="the case had ended before",
        ),
    ],
)
def test_after_sales(given: Order, axis: AfterSales) -> None:
    assert after_sales(given) is axis


def of_lines(*shown: CaseShown | None, **changes: Any) -> Order:
    """An order of which the platform shows this of each line."""
    lines = tuple(line(number, case_shown=one) for number, one in enumerate(shown, 1))
    return order(*lines, **changes)


def ended(number: int, **changes: Any) -> AfterSalesCase:
    """A case that a row of the import of this number shows as withdrawn."""
    came = FirstImport(number=number, at=NOW)
    end = {"state": "closed", "outcome": "withdrawn", "as_of": NOW - DAY, "imported": came}
    return case(**end | changes)


UNDATED = CaseShown(imported=SECOND)
DATED = CaseShown(exported_at=NOW - DAY, imported=SECOND)


@pytest.mark.parametrize(
    ("given", "hides"),
    [
        pytest.param(of_lines(None), False, id="nothing is shown"),
        pytest.param(of_lines(UNDATED), True, id="no case is here"),
        pytest.param(of_lines(UNDATED, cases=(case(),)), False, id="it is here"),
        pytest.param(of_lines(UNDATED, cases=(ended(1),)), True, id="it had ended before"),
        pytest.param(of_lines(UNDATED, cases=(ended(2),)), True, id="it ended by the same import"),
        pytest.param(of_lines(UNDATED, cases=(ended(3),)), False, id="it ended since"),
        pytest.param(of_lines(UNDATED, cases=(ended(1), ended(3))), False, id="one of two since"),
        pytest.param(
            of_lines(UNDATED, cases=(ended(1, closed_by="desk", closed_at=NOW + HOUR),)),
            False,
            id="it was ended here since",
        ),
        pytest.param(of_lines(DATED, cases=(ended(1),)), False, id="its row is of no earlier time"),
        pytest.param(
            of_lines(DATED, cases=(ended(3, as_of=NOW - 2 * DAY),)), True, id="of an earlier one"
        ),
        pytest.param(
            of_lines(None, UNDATED, cases=(ended(3, line=1),)), True, id="another line's ended"
        ),
        pytest.param(of_lines(None, UNDATED, cases=(case(line=1),)), True, id="another line's"),
        pytest.param(of_lines(None, UNDATED, cases=(case(line=2),)), False, id="the line's"),
        pytest.param(of_lines(None, UNDATED, cases=(case(),)), False, id="the whole order's"),
        pytest.param(
            of_lines(None, UNDATED, cases=(case(lines=units((1, 1))),)),
            True,
            id="another line's units",
        ),
    ],
)
def test_a_case_that_is_not_here_is_one_of_a_line(given: Order, *, hides: bool) -> None:
    assert hides_a_case(given) is hides
    assert (after_sales(given) is AfterSales.OPEN) is (hides or bool(given.open_cases))


def test_the_latest_application_is_the_state_of_stock() -> None:
    refused = stock_out(state="rejected", ruled_at=NOW)

    assert order().stock_out is StockOut.NONE
    assert order(stock_outs=(refused, stock_out(id="s2"))).stock_out is StockOut.APPLIED
    assert order(stock_outs=(refused,)).stock_out is StockOut.REJECTED
