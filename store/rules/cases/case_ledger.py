"""The ledger of a case: what came back, what was refunded and what was sent for it, by line.

A unit of a case is settled when money or goods have gone for it. What came back and is not settled
lies here: it is neither with the buyer nor the shop's again.
"""

from collections import Counter

from store.models.after_sales_case import AfterSalesCase, CaseOutcome
from store.models.order import Order
from store.models.parcel import ParcelKind

SENT_FOR_CASE: tuple[ParcelKind, ...] = ("replacement", "supplementary", "repaired")


def came_back(case: AfterSalesCase) -> Counter[int]:
    """Units of ours that its returns brought, over all of its parcels."""
    found: Counter[int] = Counter()
    for one in case.returns:
        for part in one.units:
            found[part.line] += part.came_back
    return found


def refunded_for(order: Order, case: AfterSalesCase) -> Counter[int]:
    """Units for which money went, or is going, back because of this case."""
    found: Counter[int] = Counter()
    for refund in order.refunds:
        if refund.case == case.id and refund.spent:
            for part in refund.lines:
                found[part.line] += part.quantity
    return found


def sent_for(order: Order, case: AfterSalesCase) -> Counter[int]:
    """Units that were sent because of this case."""
    found: Counter[int] = Counter()
    for parcel in order.parcels:
        if parcel.case == case.id and parcel.kind in SENT_FOR_CASE:
            for part in parcel.lines:
                found[part.line] += part.quantity
    return found


def lying_here(order: Order, case: AfterSalesCase) -> Counter[int]:
    """Units that came back and for which neither money nor goods have gone yet.

    Of a case that ended with its money none: whatever comes back later is paid for.
    """
    if case.outcome is CaseOutcome.REFUNDED:
        return Counter()
    settled = refunded_for(order, case) + sent_for(order, case) + given_up_of(order, case)
    return came_back(case) - settled


def given_up_of(order: Order, case: AfterSalesCase) -> Counter[int]:
    """Units it brought back that a reissue stands for since."""
    found: Counter[int] = Counter()
    for loss in order.losses:
        if loss.case == case.id:
            found[loss.line] += loss.quantity
    return found
