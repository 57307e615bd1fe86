"""The four axes of an order, each its own."""

import pytest

from store.models.axes import AfterSales, Fulfilment, Payment, StockOut
from store.models.first_import import FirstImport
from store.models.order import Order
from store.models.shown import Shown
from store.rules.order.axes import after_sales, fulfilment, payment, was_paid
from tests.build import (
    DAY,
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
        pytest.param(order(line(case_shown=Shown())), AfterSales.OPEN, id="word alone"),
        pytest.param(
            order(line(case_shown=Shown()), cases=(refunded_case(),)),
            AfterSales.REFUNDED,
            id="the case ended since",
        ),
        pytest.param(
            order(
                line(case_shown=Shown(exported_at=NOW, imported=SECOND)),
                cases=(refunded_case(closed_at=NOW - DAY),),
            ),
            AfterSales.OPEN,
            id="the case had ended before",
        ),
    ],
)
def test_after_sales(given: Order, axis: AfterSales) -> None:
    assert after_sales(given) is axis


def test_the_latest_application_is_the_state_of_stock() -> None:
    refused = stock_out(state="rejected", ruled_at=NOW)

    assert order().stock_out is StockOut.NONE
    assert order(stock_outs=(refused, stock_out(id="s2"))).stock_out is StockOut.APPLIED
    assert order(stock_outs=(refused,)).stock_out is StockOut.REJECTED
