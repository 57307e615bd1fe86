"""Paid back too (已发又已退): goods that the platform says were sent, and whose money went back."""

from collections import Counter

from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities, units_by_line
from store.rules.cases.case_view import CaseView


def paid_back_too(order: Order, view: CaseView) -> tuple[LineQuantity, ...]:
    """The units that a case is about and whose money went back beside it; not those in whose place
    others left here, whatever became of these.

    As long as others of a line are paid for, the goods may be these.
    """
    again = units_by_line(
        part for one in order.parcels if one.kind != "shipment" for part in one.lines
    )
    claims = Counter(view.with_gifts) - view.settled_units - again
    if view.was_received:
        claims &= view.came_back + view.not_there
    refunded = Counter({one.number: one.refunded for one in view.lines})
    return line_quantities((claims & (refunded - view.refunded)).items())
