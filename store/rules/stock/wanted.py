"""Wanted (需求): how many units of each SKU a buyer paid for, and how many still have to leave."""

from collections import Counter
from collections.abc import Mapping

from store.models.axes import Payment
from store.models.base import remembered
from store.models.order import Order
from store.rules.order.ledger import line_ledgers
from store.rules.stock.stock_out import locked_lines


@remembered
def units_wanted(order: Order) -> Mapping[str, int]:
    """Units by SKU that the buyer has paid for and still expects to be shipped."""
    if order.platform_payment is Payment.UNPAID:
        return {}
    if order.cancellation and order.cancellation.stops_shipping:
        return {}
    refunded = {line for line, one in locked_lines(order).items() if one.state == "approved"}
    units: Counter[str] = Counter()
    for ledger in line_ledgers(order):
        if ledger.line.sku and ledger.line.line not in refunded:
            units[ledger.line.sku] += max(0, ledger.to_ship)
    return +units


def units_under_review(order: Order) -> Mapping[str, int]:
    """Those of them that wait for the verdict on out-of-stock."""
    applied = {line for line, one in locked_lines(order).items() if one.state == "applied"}
    wanted, units = units_wanted(order), Counter[str]()
    for ledger in line_ledgers(order):
        if ledger.line.line in applied and ledger.line.sku in wanted:
            units[ledger.line.sku] += max(0, ledger.to_ship)
    return +units


def units_bought(order: Order) -> Mapping[str, int]:
    """Units by SKU that the buyer has paid for, whatever came of them."""
    units: Counter[str] = Counter()
    if order.platform_payment is not Payment.UNPAID:
        for line in order.lines:
            if line.sku:
                units[line.sku] += line.ordered
    return +units


def units_text(units: Mapping[str, int]) -> tuple[str, ...]:
    """Units as the row of an order keeps them: `3 FLW-10`."""
    return tuple(f"{many} {sku}" for sku, many in units.items())
