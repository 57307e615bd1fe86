"""Estimated (估算退款): money that is known to have gone by the word "refunded" alone.

It is the most that can have gone, so that all that is known besides makes it less.
"""

from collections.abc import Iterable

from store.models.money import Fen
from store.models.order import Line, Order
from store.models.refund import Refund, RefundLine
from store.rules.order.ledger import freight_left, money_ledger
from store.rules.order.paid_for import gone_back


def with_estimates_within(order: Order) -> Order:
    """The order in which no estimate is more than is left beside all that is known."""
    for one in order.refunds:
        if not one.estimated:
            continue
        named = {part.line for part in one.lines}
        lines = tuple(line for line in order.lines if line.line in named) or order.lines
        left = max(0, may_have_gone(order, lines, [one]))
        if left < one.amount_fen:
            is_whole = left >= sum(part.amount_fen for part in one.lines)
            parts = one.lines if is_whole else kept_by_word(one, left)
            less = one.model_copy(update={"amount_fen": left, "lines": parts})
            order = order.with_refund(less) if left or parts else order.without_refunds((one,))
    return order


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
