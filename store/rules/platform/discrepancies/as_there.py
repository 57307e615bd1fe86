"""As there (以平台为准): no more of a case's money counts as gone than the platform says."""

from collections import Counter

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.money import Fen
from store.models.order import Order
from store.models.refund import Refund, RefundLine
from store.rules.cases.case_ledger import case_ledger, units_refunded
from store.rules.order.ledger import spent
from store.rules.paid.paid_units import is_money_of
from store.rules.platform.refunds.refunds_of_case import is_for_before


def as_there(order: Order, case: AfterSalesCase, reason: str) -> Order:
    """The order in which no more of the case's money counts as gone than the platform says.

    The last refund is the first that did not go, or not all of it.
    """
    mine = (one for one in spent(order) if _is_its(one, case))
    given = sum(one.amount_fen for one in mine)
    excess = given - (case.refunded_fen or 0)
    refunds, ledger = list(order.refunds), case_ledger(order, case)
    for at, refund in reversed(tuple(enumerate(refunds))):
        if _is_its(refund, case) and refund.source is Source.DESK and refund.spent and excess > 0:
            gone = max(0, refund.amount_fen - excess)
            excess -= refund.amount_fen - gone
            # What came back went with the refunds before it first.
            before = (one for one in refunds[:at] if one in ledger.refunds)
            refunds[at] = less_of(refund, gone, ledger.came_back - units_refunded(before), reason)
    return order.model_copy(update={"refunds": tuple(refunds)})


def _is_its(refund: Refund, case: AfterSalesCase) -> bool:
    return refund.case == case.id and not is_for_before(refund, case)


def less_of(refund: Refund, gone: Fen, back: Counter[int], reason: str) -> Refund:
    """So much of a refund; units whose money stayed are still bought, unless they came back."""
    if not gone:
        return refund.as_said("failed", reason)
    left, parts = gone, list[RefundLine]()
    # What cost nothing goes with most of the money.
    free = is_money_of(refund.amount_fen, gone)
    for part in refund.lines:
        share = min(part.amount_fen, left)
        left -= share
        paid = _units_paid(part, share) if part.amount_fen else part.quantity * free
        units = max(paid, min(part.quantity, back[part.line]))
        if units:
            parts.append(part.cut_to(units, share))
    less = {"amount_fen": gone, "lines": tuple(parts)}
    return refund.as_said(refund.state, reason).model_copy(update=less)


def without_line(refund: Refund, line: int | None, reason: str) -> Refund:
    """The refund without one line, whose money did not go; that of others did."""
    kept = refund if line is None else refund.besides_lines({line})
    if kept is None:
        return less_of(refund, 0, Counter(), reason)
    return kept.as_said(kept.state, reason)


def _units_paid(part: RefundLine, gone: Fen) -> int:
    """Of how many of these units so much is the money (`is_money_of`)."""
    for units in range(part.quantity, 0, -1):
        others = part.amount_fen * (units - 1) // part.quantity
        price = part.amount_fen * units // part.quantity - others
        if is_money_of(price, gone - others):
            return units
    return 0
