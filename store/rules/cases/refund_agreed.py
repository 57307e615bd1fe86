"""Refund agreed (已同意退款): goods that have not left, and whose refund is agreed to, stay here.

Their money is still to go back, but nobody waits for them: they are not short, nothing is applied
for, and what is owed for them is the refund.
"""

from collections import Counter

from store.models.after_sales_case import AfterSalesCase
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.cases.case_machine import PAY
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.words import _


def units_agreed(order: Order) -> Counter[int]:
    """The units to ship, by line, whose refund is agreed to and has not gone."""
    units = Counter[int]()
    for case in order.open_cases:
        if is_agreed(case):
            view = case_of(order, case)
            # Less than their price is a compensation beside goods that still leave.
            paid = Counter({one.line: one.quantity for one in view.units_with(view.left_to_pay)})
            units += paid & Counter(view.to_ship)
    return units


def is_agreed(case: AfterSalesCase) -> bool:
    """Is the refund of unshipped goods agreed to, and only to be paid?"""
    return case.unshipped and case.state is PAY


def refund_it(order: Order, case: AfterSalesCase) -> str:
    """What there is to do in place of sending them."""
    return _(
        "The refund of the unshipped goods is agreed to (case {case}, {amount}): refund it, nothing"
        " of them is to be sent."
    ).format(case=case_called(case), amount=yuan_text(case_of(order, case).left_to_pay))
