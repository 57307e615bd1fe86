"""Shown gone (平台已见退款): the platform itself showed that a refund went, whoever entered it.

What is shown as gone did not fail: nobody takes that back, and nothing is said to be missing of it.
"""

from store.models.axes import AfterSales, Source
from store.models.case_state import CaseOutcome
from store.models.money import yuan_text
from store.models.order import Order
from store.models.refund import Refund
from store.rules.action.context import Context
from store.rules.money.unknown_money import fen_of, seen_gone, shown_by_funds
from store.words import _


def shown_gone(order: Order, refund: Refund, context: Context | None) -> str | None:
    """What shows it as gone: an export, or with a context the funds; None where nothing does."""
    if is_shown_gone(order, refund):
        return shown_said(refund)
    return next(shown_by_funds(order, refund, context), None) if context else None


def shown_said(refund: Refund) -> str:
    """That it went, as the platform shows."""
    said = _("The platform shows the refund of {amount} as gone.")
    return said.format(amount=yuan_text(refund.amount_fen))


def is_shown_whole(order: Order, refund: Refund, context: Context) -> bool:
    """Does an export show it as gone, or do the funds show all of its money?"""
    rows = seen_gone(order, refund, context.lookup, context.policy)
    return is_shown_gone(order, refund) or fen_of(rows) >= refund.amount_fen


def is_shown_gone(order: Order, refund: Refund) -> bool:
    """Is it settled there, or does the platform's word for the order mean it?"""
    return is_settled_there(order, refund) or _is_meant(order, refund)


def is_settled_there(order: Order, refund: Refund) -> bool:
    """Did an export or the funds settle it, or did the platform end its case with money?"""
    case = order.case_named(refund.case)
    is_paid_there = (
        case is not None
        and case.outcome is CaseOutcome.REFUNDED
        and not case.closed_here
        and refund.state == "done"
    )
    return is_paid_there or refund.source is Source.PLATFORM or refund.shown_by is not None


def _is_meant(order: Order, refund: Refund) -> bool:
    """Does the platform's word "refunded", which names no amount, mean this refund, as there is no
    other, and none of its lines goes without that word?
    """
    if refund.id in order.contradicted("refund_not_shown"):
        return False
    others = (one for one in order.refunds if one is not refund and one.state == "done")
    is_told = order.platform_after_sales is AfterSales.REFUNDED and not refund.beside
    return is_told and refund.state == "done" and all(one.beside for one in others)
