"""Goods coming back (退货在途): what a case has brought back of the buyer's goods, or still is to.

Goods that have come back, or are to, are paid for all the same; money of a case that neither
brings any nor waits for them was given for goods that the buyer keeps, whatever the case is called.
"""

from store.models.after_sales_case import AfterSalesCase, CaseOutcome
from store.models.order import Order
from store.rules.cases.case_machine import SENT_BACK, goods_due
from store.rules.cases.case_view import case_of


def on_its_way(case: AfterSalesCase) -> bool:
    """Has the buyer sent goods back that nobody has received here?"""
    if case.returns:
        return any(parcel.received_at is None for parcel in case.returns)
    return bool(case.return_tracking_no)


def is_paid_on_return(order: Order, case: AfterSalesCase) -> bool:
    """Is its money for goods that have come back for it, or are to?

    That the platform calls it a return says nothing: it refunds one without any goods too.
    """
    if case.kind not in SENT_BACK:
        return False
    is_to_come = on_its_way(case) or (goods_due(case) and not case.returns)
    return is_to_come or any(case_of(order, case).came_back.values())


def awaited_after_all(order: Order, case: AfterSalesCase) -> bool:
    """Did the case end with its money while goods of it are still to come back?

    They are until something was received for it, be it that nothing of ours was in the parcel, or
    until they are back for another case.
    """
    if case.outcome is not CaseOutcome.REFUNDED or is_back_for_another(order, case):
        return False
    return on_its_way(case) or (case.goods_due and not case.returns)


def is_back_for_another(order: Order, case: AfterSalesCase) -> bool:
    """Has all come back, some of it for other cases, that could come for this one?

    A parcel of the same number does not say it: it may hold the units of several cases.
    """
    others = (one for one in order.cases if one is not case)
    is_any_here = any(any(case_of(order, one).came_back.values()) for one in others)
    return is_any_here and not any(case_of(order, case).may_come_back(None).values())
