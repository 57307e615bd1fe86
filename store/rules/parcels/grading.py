"""Grading (退回验货): what of a parcel that the carrier brought back is not as it left.

Where a case takes what came back, it is received for that case (`receive-return`). Else it is said
of the parcel itself: it changes what is on the shelf, and nothing of what is owed to the buyer.
"""

from collections import Counter

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import Parcel, units_by_line
from store.rules.action.record_action import fitting_records
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import came_back
from store.words import _


def not_graded(order: Order, parcel: Parcel) -> str | None:
    """Why nobody says of the parcel what of it came back damaged, or not at all; None where it is
    for somebody here to say.
    """
    if parcel.kind == "repaired":
        said = _("What is in parcel {number} is the buyer's own.")
        return said.format(number=called(parcel))
    if not came_back(parcel):
        said = _("Parcel {number} is not back; what it holds is looked at once it is here.")
        return said.format(number=called(parcel))
    case = _received_for(order, parcel)
    if case is None:
        return None
    said = _("What came back in parcel {number} is received for case {case} (“{receive}”).")
    return said.format(
        number=called(parcel), case=case_called(case), receive=_(ReceiveReturn.title)
    )


def _received_for(order: Order, parcel: Parcel) -> AfterSalesCase | None:
    """The case that takes what the parcel brought back."""
    lines = units_by_line(parcel.lines)
    for case in fitting_records(ReceiveReturn, order):
        view = case_of(order, case)
        about = Counter(view.with_gifts) | Counter(view.gifts)
        if (case.open or not case.returns) and +(lines & about):
            return case
    return None
