"""Cases done in part (部分换货): units that come in several parcels, or go out in several.

What a case asks for is owed until it has gone, also where the platform does not say how many are
meant: then all that were bought. Only the platform says that fewer were: once the buyer is to
confirm them there, what comes of it all the same goes out as the first did.
"""

from store.models.parcel import LineQuantity, units_by_line
from store.rules.cases.case_machine import CONFIRM, GOODS_FOR_GOODS, REPAIR, SEND, SENT_BACK
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
    """The units by line that may still have to go out for it: all that it claims and has not got,
    and, while the buyer is to confirm those that went, what is due to go.
    """
    return units_by_line(due_to_go(view)) if view.case.state is CONFIRM else view.outstanding


def sends_what_came(view: CaseView) -> bool:
    """Does what came in for it go back, and nothing else? Of a repair, where that was recorded."""
    return view.case.kind is REPAIR and view.was_received


def may_go_out(view: CaseView) -> dict[int, int]:
    """Those of them that may go now."""
    return units_by_line(view.units_due) if sends_what_came(view) else left_to_send(view)


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
