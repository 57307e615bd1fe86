"""Estimated (估算退款): money that is known to have gone by the word "refunded" alone.

It is the most that can have gone, so that all that is known besides makes it less.
"""

from collections.abc import Sequence

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.refund import Refund, RefundLine
from store.models.shown import Shown
from store.rules.action.context import Context
from store.rules.order.cases_shown import cases_about
from store.rules.order.ledger import freight_left, money_ledger
from store.rules.paid.paid_for import divided, gone_back
from store.rules.platform.refunds.cut_refunds import giving
from store.rules.platform.refunds.refunds_of_case import had_gone


def estimated_refund(
    fen: Fen,
    units: tuple[RefundLine, ...],
    context: Context,
    shown: Shown | None = None,
    *,
    held_back: bool = False,
) -> Refund:
    """So much money, with these units, that went by the word "refunded"."""
    return Refund(
        id=context.new_id(),
        amount_fen=fen,
        lines=units,
        reason="",
        state="done",
        source=Source.PLATFORM,
        requested_at=None,
        estimated=True,
        shown=shown,
        held_back=held_back,
        by_word=any(part.unshipped for part in units),
    )


def with_estimates_within(order: Order) -> Order:
    """The order in which no estimate is more than is left beside all that is known."""
    for one in order.refunds:
        if one.estimated:
            order = _at_most(order, one, may_have_gone(order, _lines_of(order, one), beside=[one]))
    return order


def with_estimates_as_asked(order: Order, known: AfterSalesCase, fresh: AfterSalesCase) -> Order:
    """The order once the buyer has applied anew for the case as it was `known`, open by its row:
    what is estimated by a word from between both applications is that case's, where it can be of no
    other, and is no more than the rows of it had asked for by then.
    """
    if known.ended_there or not known.platform_fen:
        return order
    # The buyer may have gone back to an amount of before, which no row has shown.
    asked = max(known.platform_fen, known.requested_fen, *known.amounts_before)
    for one in order.refunds:
        if one.estimated and _is_from_between(one, known, fresh):
            about = (cases_about(order, line.line) for line in _lines_of(order, one))
            is_its = all([case.id for case in cases] == [fresh.id] for cases in about)
            order = _at_most(order, one, asked) if is_its else order
    return order


def _is_from_between(estimate: Refund, known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Was its word surely said after the one application, and before the other?"""
    said_at = estimate.shown.earliest if estimate.shown else None
    is_since = said_at and known.applied_at and said_at >= known.applied_at
    return bool(is_since) and had_gone(estimate, fresh)


def _at_most(order: Order, estimate: Refund, most: Fen) -> Order:
    """The order in which an estimate is no more than that; nothing but what stays here by the word
    is left of it where that is nothing.
    """
    if most >= estimate.amount_fen:
        return order
    left = max(0, most)
    kept = estimate.lines if left else kept_by_word(estimate, 0)
    less = giving(estimate, kept, left, {part.line: part.amount_fen for part in estimate.lines})
    return order.with_refund(less) if left or kept else order.without_refunds((estimate,))


def _lines_of(order: Order, estimate: Refund) -> tuple[Line, ...]:
    """The lines that it may be of: those that it names, else all."""
    named = {part.line for part in estimate.lines}
    return tuple(line for line in order.lines if line.line in named) or order.lines


def with_failed_estimated(order: Order, failed: Refund, context: Context) -> Order:
    """The order once money has failed: what was taken to be of units that never left by the word
    of the platform alone is estimated for these in its place, because that word stands; and each
    estimate is again the most that can have gone of its lines.
    """
    if _is_by_word(failed):
        order = order.with_refund(estimated_refund(0, kept_by_word(failed, 0), context))
    for one in order.refunds:
        if one.estimated and one.lines:
            order = order.with_refund(_with_the_most(order.without_refunds((one,)), one))
    return order


def _is_by_word(refund: Refund) -> bool:
    is_entered = refund.source is Source.DESK and refund.case is None
    return is_entered and refund.by_word and refund.of_unshipped


def _with_the_most(others: Order, estimate: Refund) -> Refund:
    """The estimate as the most that can have gone of its lines beside the others; no less than it
    is.
    """
    fen = may_have_gone(others, _lines_of(others, estimate), with_freight=False)
    if fen <= estimate.amount_fen:
        return estimate
    back = gone_back(others)
    costs = {part.line: back.left_of((part,)) for part in estimate.lines}
    return giving(estimate, estimate.lines, fen, costs)


def without_estimates_for(order: Order, failed: Refund) -> Order:
    """The order without what is estimated in the place of this refund, should it have gone after
    all.
    """
    named = {part.line for part in failed.lines} if _is_by_word(failed) else set[int]()
    instead = (one for one in order.refunds if one.estimated and one.by_word and one.lines)
    theirs = [one for one in instead if {part.line for part in one.lines} <= named]
    return order.without_refunds(theirs)


def may_have_gone(
    order: Order,
    lines: Sequence[Line],
    *,
    beside: Sequence[Refund] = (),
    with_freight: bool = True,
) -> Fen:
    """What the platform can have paid of these lines, maybe with the freight, by all that is known
    here but what went `beside`; of all lines whatever is left of the order.
    """
    order = order.without_refunds(beside)
    left = money_ledger(order).refundable
    if len(lines) == len(order.lines):
        return left
    freight = freight_left(order) if with_freight else 0
    return min(left, gone_back(order).left_of(lines) + freight)


def kept_by_word(refund: Refund, amount: Fen) -> tuple[RefundLine, ...]:
    """What of its units stays with another amount: those that never left by the platform's own word
    are sure to be refunded, and not those that were only held back until it was known; so do all
    that somebody named. Those that went with it as the rest of the money are bought again, and what
    it gave for losses is counted anew.
    """
    if refund.named_at:
        costs = [part.amount_fen for part in refund.lines]
        parts = zip(refund.lines, divided(amount, costs), strict=True)
        return tuple(part.cut_to(part.quantity, fen) for part, fen in parts)
    if refund.held_back or not refund.by_word:
        return ()
    return tuple(
        part.cut_to(part.unshipped, min(part.amount_fen, amount))
        for part in refund.lines
        if part.unshipped
    )
