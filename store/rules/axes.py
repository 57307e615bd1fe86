"""The four axes of an order, worked out from its ledgers and from what the platform says."""

from store.models.axes import AfterSales, Fulfilment, Payment
from store.models.order import Order
from store.rules.ledger import line_ledgers, money_ledger


def payment(order: Order) -> Payment:
    """支付: paid, unless the refunds say that some or all of it went back."""
    money = money_ledger(order)
    if order.platform_payment in (Payment.UNPAID, Payment.DEPOSIT) or not money.done:
        return Payment.PAID if _was_paid(order) else order.platform_payment
    return Payment.REFUNDED if money.done >= money.paid else Payment.PART_REFUNDED


def _was_paid(order: Order) -> bool:
    return order.platform_payment not in (Payment.UNPAID, Payment.DEPOSIT)


def fulfilment(order: Order) -> Fulfilment:
    """履约: by units, so that two parcels of one order are "part-shipped" between them."""
    ledgers = line_ledgers(order)
    shipped = sum(ledger.shipped for ledger in ledgers)
    to_ship = sum(max(0, ledger.to_ship) for ledger in ledgers)
    if not shipped and not to_ship:
        return Fulfilment.CANCELLED
    if to_ship:
        if not _was_paid(order):
            return Fulfilment.WAITING
        return Fulfilment.PART_SHIPPED if shipped else Fulfilment.TO_SHIP
    received = order.platform_fulfilment is Fulfilment.RECEIVED
    return Fulfilment.RECEIVED if received else Fulfilment.SHIPPED


def after_sales(order: Order) -> AfterSales:
    """售后: an open case wins; then what the platform says; then how the cases ended."""
    if order.open_cases or order.platform_after_sales is AfterSales.OPEN:
        return AfterSales.OPEN
    if any(case.outcome == "refunded" for case in order.cases):
        return AfterSales.REFUNDED
    if order.platform_after_sales is not AfterSales.NONE:
        return order.platform_after_sales
    return AfterSales.CLOSED if order.cases else AfterSales.NONE
