"""Reopening (重新打开): an appeal, or a corrected ruling, opens a case that was closed.

No two open cases are about the same unit.
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of, case_views
from store.rules.order.goods import goods_of
from store.words import _


def claimed_meanwhile(order: Order, case: AfterSalesCase) -> str | None:
    """Why a case that is closed does not open again: another is open for the same goods."""
    if case.open:
        return None
    mine = case_of(order, case).with_gifts
    there = {line.line: line.ordered - line.cancelled for line in order.lines}
    for other in (view for view in case_views(order) if view.case.open):
        for line, units in other.with_gifts.items():
            if mine.get(line, 0) and mine[line] + units > there.get(line, 0):
                return _(
                    "Case {other} is open for the same goods as case {case} ({goods}); bring it to"
                    " its end first."
                ).format(
                    other=case_called(other.case),
                    case=case_called(case),
                    goods=goods_of(order, line),
                )
    return None
