"""The four axes of an order, worked out from its ledgers and from what the platform says."""

from store.models.axes import AfterSales, Fulfilment, Payment
from store.models.base import remembered
from store.models.order import Order
from store.rules.order.cases_shown import shows_a_case
from store.rules.order.ledger import money_ledger, units_shipped, units_to_ship


def was_paid(order: Order) -> bool:
    """Has the whole price come in?"""
    return order.platform_payment not in (Payment.UNPAID, Payment.DEPOSIT)


def was_received(order: Order) -> bool:
    """Has the buyer confirmed the receipt, as the platform or somebody here says?"""
    confirmed = order.receipt_confirmed_at is not None
    return confirmed or order.platform_fulfilment is Fulfilment.RECEIVED


@remembered
def payment(order: Order) -> Payment:
    """支付: paid, unless the refunds say that some or all of it went back."""
    if not was_paid(order):
        return order.platform_payment
    money = money_ledger(order)
    if not money.done:
        return Payment.PAID
    return Payment.REFUNDED if money.done >= money.paid else Payment.PART_REFUNDED


def units_waiting(order: Order) -> int:
    """Units that still have to go out; of a cancelled order none do."""
    stopped = order.cancellation is not None and order.cancellation.stops_shipping
    return 0 if stopped else units_to_ship(order)


@remembered
def fulfilment(order: Order) -> Fulfilment:
    """履约: by units, so that an order half of which has left is "part-shipped"."""
    shipped = units_shipped(order)
    if units_waiting(order):
        if not was_paid(order) or order.platform_fulfilment is Fulfilment.WAITING:
            return Fulfilment.WAITING
        return Fulfilment.PART_SHIPPED if shipped else Fulfilment.TO_SHIP
    if not shipped:
        return Fulfilment.CANCELLED
    return Fulfilment.RECEIVED if was_received(order) else Fulfilment.SHIPPED


@remembered
def after_sales(order: Order) -> AfterSales:
    """售后: the cases decide, unless the platform shows another one as open."""
    if order.open_cases or shows_a_case(order):
        return AfterSales.OPEN
    if any(case.outcome == "refunded" for case in order.cases):
        return AfterSales.REFUNDED
    if order.cases:
        return AfterSales.CLOSED
    return order.platform_after_sales
