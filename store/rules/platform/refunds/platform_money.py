"""What the platform says has gone back without an amount, met with the refunds known here."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Any, NamedTuple

from store.models.axes import AfterSales, Fulfilment, Source
from store.models.facts import LineFacts, OrderFacts
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.refund import Refund, RefundLine
from store.rules.action.context import Context
from store.rules.order.ledger import spent
from store.rules.platform.lines_meant import lines_said
from store.rules.platform.named_by_rows import gone_lines
from store.rules.platform.refunds.cut_refunds import cut
from store.rules.platform.refunds.estimated import estimated_refund, may_have_gone
from store.rules.platform.refunds.sums_named import all_units, has_units, with_sums_named


def merge_refunds(order: Order, facts: OrderFacts, context: Context) -> Order:
    """The word "refunded" without an amount: what is open is settled, what is left estimated.

    Each sub-order is judged by its own word, its own money and its own parcels.
    """
    order = _without_closed_gifts(_decided(order, facts))
    refunded = lines_said(order.lines, facts, lambda line: line.refunded)
    partly = lines_said(order.lines, facts, lambda line: line.partly_refunded)
    if not refunded and not partly:
        return _some_money(order, facts, context)
    stayed = lines_said(order.lines, facts, _is_closed_before_leaving)
    order = with_sums_named(order, stayed, facts)
    order = _settle_open(order, (*refunded, *partly), stayed, context)
    order = _by_word(order, stayed)
    over = [line for line in stayed if has_units(order, line)]
    asked = _unanswered(order, [line for line in (*refunded, *partly) if line not in over])
    held = [line for line in partly if line in asked]
    order = _estimated(order, facts, _left_of(order, held, held), context, held_back=True)
    lines = [line for line in refunded if line in over or line in asked]
    left = _left_of(order, lines, stayed, is_all=len(refunded) == len(order.lines))
    return _estimated(order, facts, left, context)


def _is_closed_before_leaving(line: LineFacts) -> bool:
    return line.refunded and line.fulfilment == Fulfilment.TO_SHIP


def _unanswered(order: Order, lines: Sequence[Line]) -> list[Line]:
    """Those of these lines of which no money is known that the word may mean. A sum of which nobody
    knows the line is of one at most: of more lines than there are such sums, it answers none.
    """
    left = [line for line in lines if not any(_is_of(order, one, line) for one in spent(order))]
    numbers = {line.line for line in left}
    sums = [one for one in spent(order) if not one.lines and _about(order, one) & numbers]
    return left if len(left) > len(sums) else []


def _without_closed_gifts(order: Order) -> Order:
    """Gifts that had not left, and were closed there, are cancelled: no money of what they came
    with names them besides.
    """
    closed = {one.line for one in order.lines if one.cancelled and not one.amount_fen}
    for refund in order.refunds if closed else ():
        kept = tuple(part for part in refund.lines if part.line not in closed or not part.unshipped)
        if kept != refund.lines:
            order = order.with_refund(refund.model_copy(update={"lines": kept}))
    return order


def _decided(order: Order, facts: OrderFacts) -> Order:
    """What was held back until an amount is known, where the platform has decided since: goods that
    left were not refunded before, and those of a closed line are not to leave any more.
    """
    if not any(refund.held_back for refund in order.refunds):
        return order
    gone = {one.line for one in gone_lines(order, facts)}
    over = {one.line for one in lines_said(order.lines, facts, lambda line: line.refunded)}

    def decided(refund: Refund) -> Refund:
        about = {part.line for part in refund.lines}
        if not refund.held_back or not about & (gone | over):
            return refund
        kept = tuple(part for part in refund.lines if part.line not in gone)
        return refund.model_copy(update={"held_back": False, "lines": kept})

    return order.model_copy(update={"refunds": tuple(map(decided, order.refunds))})


def _by_word(order: Order, lines: tuple[Line, ...]) -> Order:
    """The order in which these lines do not leave, whatever their money turns out to be."""
    numbers = {line.line for line in lines}
    refunds = tuple(
        one.model_copy(update={"by_word": True})
        if one.source is Source.PLATFORM and any(part.line in numbers for part in one.lines)
        else one
        for one in order.refunds
    )
    return order.model_copy(update={"refunds": refunds})


class _Left(NamedTuple):
    """What has not gone back of some lines."""

    fen: Fen
    units: tuple[RefundLine, ...]


def _left_of(
    order: Order, lines: Sequence[Line], stayed: Sequence[Line], *, is_all: bool = False
) -> _Left:
    """The money of these lines, with the freight where the word is of all lines, and their units;
    those that `stayed` have them though no money is left.
    """
    fen = max(0, may_have_gone(order, lines, with_freight=is_all)) if lines else 0
    meant = lines if fen else [line for line in lines if line in stayed]
    return _Left(fen, all_units(order, meant, fen, stayed=stayed))


def _some_money(order: Order, facts: OrderFacts, context: Context) -> Order:
    """售后状态 退款成功 beside a status that goes on: some money went back, nobody says how much.

    The most that it can be counts as gone, without any units, until an after-sales export or
    somebody here says more.
    """
    if facts.after_sales is not AfterSales.REFUNDED:
        return order
    order = _settle_open(order, order.lines, (), context)
    if any(not one.beside for one in spent(order)):
        return order
    return _estimated(order, facts, _Left(may_have_gone(order, order.lines), ()), context)


def _estimated(
    order: Order,
    facts: OrderFacts,
    left: _Left,
    context: Context,
    *,
    held_back: bool = False,
) -> Order:
    if left.fen <= 0 and not left.units:
        return order
    estimate = estimated_refund(left.fen, left.units, context, facts.word, held_back=held_back)
    return order.with_refund(estimate)


def _about(order: Order, refund: Refund) -> AbstractSet[int]:
    """The lines that it may be of: as its units say, else as its case does, else all. The word says
    nothing of money beside the cases.
    """
    if refund.beside:
        return set()
    if refund.lines:
        return {part.line for part in refund.lines}
    case, numbers = order.case_named(refund.case), {line.line for line in order.lines}
    of_case = case.line_numbers if case else frozenset[int]()
    return of_case & numbers or numbers


def _is_of(order: Order, refund: Refund, line: Line) -> bool:
    """Is it known to be of this line, alone or among others that it names?"""
    about = _about(order, refund)
    return line.line in about and (bool(refund.lines) or len(about) == 1)


def _settle_open(
    order: Order, lines: Sequence[Line], stayed: Sequence[Line], context: Context
) -> Order:
    """What is under way for these lines is done by the platform's word; a word that stood already
    when it was asked for says so only of lines the money of which all went back before they left.
    What may as well be of another line stands as it stood.
    """
    said = {line.line for line in lines}

    def settled(refund: Refund) -> tuple[Refund, ...]:
        about = _about(order, refund)
        is_meant = bool(refund.lines) or about <= said
        mine = [line for line in lines if line.line in about and is_meant]
        meant = [one for one in mine if one in stayed or not _stood_before(order, refund, one)]
        return _settled(refund, {one.line for one in meant}, context) if meant else (refund,)

    refunds = tuple(chain.from_iterable(map(settled, order.refunds)))
    return order.model_copy(update={"refunds": refunds})


def _settled(refund: Refund, numbers: AbstractSet[int], context: Context) -> tuple[Refund, ...]:
    """The refund as the platform's word about these lines leaves it: what it gives for others is
    a refund of its own, of which the word says nothing, and stands as it stood.
    """
    done: dict[str, Any] = {"state": "done", "shown_by": "export"}
    if refund.open:
        done["settled_at"] = context.now
    if refund.spent and (both := cut(refund, numbers, context)):
        return both.part.model_copy(update=done), both.rest
    return (refund.model_copy(update=done) if refund.open else refund,)


def _stood_before(order: Order, refund: Refund, line: Line) -> bool:
    """Was another refund of the line done before this one was asked for? 退款成功 means that one
    until an amount says more.

    What the platform told of without a time is as old as its place among the refunds.
    """
    asked_at = refund.requested_at
    if asked_at is None:
        return False
    before = order.refunds[: order.refunds.index(refund)]
    return any(
        one.state == "done"
        and not one.estimated
        and line.line in _about(order, one)
        and (one.settled_at <= asked_at if one.settled_at else one in before)
        for one in order.refunds
    )
