"""Refund agreed (已同意退款): goods that have not left, and whose refund is agreed to, stay here.

Their money is still to go back, but nobody waits for them: they are not short, nothing is applied
for, and what is owed for them is the refund.
"""

from collections import Counter

from store.models.after_sales_case import AfterSalesCase
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.cases.case_machine import ANSWERED, PAY, RULE
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.words import _
from store.words.labels import label


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


def asked_back(case: AfterSalesCase) -> str:
    """That the buyer asks for the money of goods that have not left, and what is to come first."""
    said = _(
        "The buyer asks for a refund of the unshipped goods (case {case}, {amount}); answer it"
        " before anything is shipped."
    )
    if case.state in (ANSWERED, RULE):
        said = _(
            "The buyer asks for a refund of the unshipped goods (case {case}, {amount}; now:"
            " {state}); nothing is shipped until the case has ended."
        )
    return said.format(
        case=case_called(case), amount=yuan_text(case.requested_fen), state=label(case.state)
    )
