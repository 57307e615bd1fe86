"""Shown gone (平台已见退款): the platform itself showed that a refund went, whoever entered it."""

from store.models.after_sales_case import CaseOutcome
from store.models.axes import Source
from store.models.order import Order
from store.models.refund import Refund
from store.rules.money.unknown_money import BY_FUNDS
from store.rules.platform.platform_money import BY_PLATFORM


def is_shown_gone(order: Order, refund: Refund) -> bool:
    """Did an export or the funds settle it, or did the platform end its case with money?"""
    case = order.case_named(refund.case)
    is_paid_there = (
        case is not None
        and case.outcome is CaseOutcome.REFUNDED
        and case.closed_by is not Source.DESK
        and refund.state == "done"
    )
    noted = (BY_PLATFORM, BY_FUNDS)
    return is_paid_there or refund.source is Source.PLATFORM or refund.settled_note in noted
