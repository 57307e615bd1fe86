"""Estimated (估算退款): money that is known to have gone by the word "refunded" alone.

It is the most that can have gone, so that all that is known besides makes it less.
"""

from collections.abc import Iterable

from store.models.axes import Source
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.refund import Refund, RefundLine
from store.models.shown import Shown
from store.rules.action.context import Context
from store.rules.order.ledger import freight_left, money_ledger
from store.rules.order.paid_for import gone_back
from store.rules.platform.cut_refunds import giving


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
        if not one.estimated:
            continue
        named = {part.line for part in one.lines}
        lines = tuple(line for line in order.lines if line.line in named) or order.lines
        left = max(0, may_have_gone(order, lines, [one]))
        if left < one.amount_fen:
            kept = one.lines if left else kept_by_word(one, 0)
            less = giving(one, kept, left, {part.line: part.amount_fen for part in one.lines})
            order = order.with_refund(less) if left or kept else order.without_refunds((one,))
    return order


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
    back = gone_back(others)
    fen = min(money_ledger(others).refundable, back.left_of(estimate.lines))
    if fen <= estimate.amount_fen:
        return estimate
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


def may_have_gone(order: Order, lines: Iterable[Line], guessed: list[Refund]) -> Fen:
    """What the platform can have paid of these lines beside all that is known here for sure."""
    order = order.without_refunds(guessed)
    return min(
        money_ledger(order).refundable, gone_back(order).left_of(lines) + freight_left(order)
    )


def kept_by_word(refund: Refund, amount: Fen) -> tuple[RefundLine, ...]:
    """What of its units stays with another amount: those that never left by the platform's own word
    are sure to be refunded, and not those that were only held back until it was known. Those that
    went with it as the rest of the money are bought again, and what it gave for losses is counted
    anew.
    """
    if refund.held_back or not refund.by_word:
        return ()
    return tuple(
        part.cut_to(part.unshipped, min(part.amount_fen, amount))
        for part in refund.lines
        if part.unshipped
    )
