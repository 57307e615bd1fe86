"""Wanted (需求): how many units of each SKU a buyer paid for, and how many still have to leave."""

from collections.abc import Iterable, Mapping

from store.models.axes import Payment
from store.models.base import remembered
from store.models.order import Order
from store.rules.cases.refund_agreed import units_agreed
from store.rules.order.ledger import line_ledgers
from store.rules.stock.stock_out import locked_lines, units_out_of_stock


@remembered
def units_wanted(order: Order) -> Mapping[str, int]:
    """Units by SKU that the buyer has paid for and still expects to be shipped."""
    if order.platform_payment is Payment.UNPAID:
        return {}
    if order.cancellation and order.cancellation.stops_shipping:
        return {}
    refunded, agreed = units_out_of_stock(order), units_agreed(order)
    return _by_sku(
        (
            one.line.sku,
            one.to_ship - refunded.get(one.number, 0) - agreed.get(one.number, 0),
        )
        for one in line_ledgers(order)
    )


def units_under_review(order: Order) -> Mapping[str, int]:
    """Those of them that wait for the verdict on out-of-stock."""
    applied = {
        line for line, one in locked_lines(order).items() if one.application.state == "applied"
    }
    wanted = units_wanted(order)
    return _by_sku(
        (one.line.sku, one.to_ship)
        for one in line_ledgers(order)
        if one.number in applied and one.line.sku in wanted
    )


def units_bought(order: Order) -> Mapping[str, int]:
    """Units by SKU that the buyer has paid for, whatever came of them."""
    if order.platform_payment is Payment.UNPAID:
        return {}
    return _by_sku((line.sku, line.ordered) for line in order.lines)


def units_text(units: Mapping[str, int]) -> tuple[str, ...]:
    """Units as the row of an order keeps them: `3 FLW-10`."""
    return tuple(f"{many} {sku}" for sku, many in units.items())


def _by_sku(lines: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Units by SKU, as far as there are some; of lines that name none nobody knows."""
    units: dict[str, int] = {}
    for sku, many in lines:
        if sku:
            units[sku] = units.get(sku, 0) + max(0, many)
    return {sku: many for sku, many in units.items() if many}
