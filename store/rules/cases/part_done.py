"""Cases done in part (部分换货): units of an exchange or a repair that come in several parcels.

Where a case names no units, what was sent for it counts as what was meant, and the buyer is to
confirm that. More of it may come all the same, and what comes goes out as the first did.
"""

from store.models.parcel import LineQuantity, units_by_line
from store.rules.cases.case_machine import CONFIRM, GOODS_FOR_GOODS, SEND, SENT_BACK
from store.rules.cases.case_view import CaseView
from store.words import _


def due_to_go(view: CaseView) -> tuple[LineQuantity, ...]:
    """The units that are due to go out for a case about goods: what was agreed to, and, while the
    buyer is to confirm those that went from here, what has come since.

    Of those that only the platform says went, nobody knows which.
    """
    case = view.case
    if case.state is CONFIRM:
        is_part = case.kind in GOODS_FOR_GOODS and view.was_received and bool(view.sent)
        return view.units_due if is_part else ()
    return view.units_due if case.state is SEND else ()


def left_to_send(view: CaseView) -> dict[int, int]:
    """The units by line that may still go out for it: all that it claims and has not got, and,
    while the buyer is to confirm those that went, what is due to go.
    """
    return units_by_line(due_to_go(view)) if view.case.state is CONFIRM else view.outstanding


def so_far(view: CaseView) -> str:
    """How many of its units came back, and how many were sent for them, where it is a part."""
    whole = sum(view.opened_about.values())
    back, sent = view.came_back.total(), view.sent.total()
    if view.case.kind not in SENT_BACK or not (0 < back < whole or 0 < sent < whole):
        return ""
    said = _("{back} of {whole} back, {sent} of {whole} sent")
    if view.case.kind not in GOODS_FOR_GOODS and not sent:
        said = _("{back} of {whole} back")
    return said.format(back=back, sent=sent, whole=whole)
