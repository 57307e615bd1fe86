"""Lacking (缺货): what of an order is left to ship, and is not to be refunded in place of it."""

from collections.abc import Iterator

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities, units_by_line
from store.rules.cases.refund_agreed import is_agreed, refund_it, units_agreed
from store.rules.parcels.shipping import open_lines


def lines_lacking(order: Order) -> tuple[LineQuantity, ...]:
    """Everything that is open and for which anybody waits."""
    agreed = units_agreed(order)
    return line_quantities(
        (part.line, part.quantity - agreed.get(part.line, 0)) for part in open_lines(order)
    )


def all_agreed(order: Order) -> str | None:
    """Nothing is to be sent any more of what is left, because its refund is agreed to."""
    if lines_lacking(order) or not open_lines(order):
        return None
    return next((refund_it(order, case) for case in order.open_cases if is_agreed(case)), None)


def agreed_problem(order: Order, lines: tuple[LineQuantity, ...]) -> Iterator[Problem]:
    """Lines that are named and of which so many are to be refunded in place of being sent."""
    lacking = units_by_line(lines_lacking(order))
    agreed = units_agreed(order)
    if any(part.line in agreed and part.quantity > lacking[part.line] for part in lines):
        yield from (
            Problem("lines", refund_it(order, one)) for one in order.open_cases if is_agreed(one)
        )
