"""What the platform says has gone back without an amount, met with the refunds known here."""

from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Any, NamedTuple

from store.models.axes import AfterSales, Fulfilment, Source
from store.models.facts import OrderFacts
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.refund import Refund, RefundLine
from store.rules.action.context import Context
from store.rules.order.ledger import money_ledger, spent
from store.rules.order.paid_for import gone_back
from store.rules.platform.cut_refunds import cut
from store.rules.platform.lines_meant import lines_said
from store.rules.platform.named_by_rows import gone_lines
from store.rules.platform.sums_named import all_units, with_sums_named


def merge_refunds(order: Order, facts: OrderFacts, context: Context) -> Order:
    """The word "refunded" without an amount: what is open is settled, what is left estimated."""
    order = _without_closed_gifts(_decided(order, facts))
    refunded = lines_said(order.lines, facts, lambda line: line.refunded)
    partly = lines_said(order.lines, facts, lambda line: line.partly_refunded)
    if partly:
        order = _part_of(order, facts, partly, context)
    elif not refunded:
        return _some_money(order, facts, context)
    return _all_money(order, facts, refunded, context) if refunded else order


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


def _all_money(
    order: Order, facts: OrderFacts, refunded: tuple[Line, ...], context: Context
) -> Order:
    """The money of these lines is all back."""
    stayed = all(line.fulfilment == Fulfilment.TO_SHIP for line in facts.lines if line.refunded)
    order = _settle_open(order, refunded, context, all_back=stayed)
    if stayed:
        order = with_sums_named(_by_word(order, refunded), refunded)
    known = any(_about(refund, refunded) for refund in spent(order))
    left = _left_of(order, refunded, stayed=stayed)
    if (left.fen <= 0 and not left.units) or (known and not (stayed and left.units)):
        return order
    return _estimated(order, facts, left, context)


def _by_word(order: Order, lines: tuple[Line, ...]) -> Order:
    """The order in which these lines do not leave, whatever their money turns out to be."""
    refunds = tuple(
        one.model_copy(update={"by_word": True})
        if one.source is Source.PLATFORM and one.lines and _about(one, lines)
        else one
        for one in order.refunds
    )
    return order.model_copy(update={"refunds": refunds})


def _part_of(order: Order, facts: OrderFacts, lines: tuple[Line, ...], context: Context) -> Order:
    """退款成功 of lines that are to be shipped all the same: a refund of them that is known here is
    what is meant; else nothing of them leaves until an after-sales export says how much it was.
    """
    order = _settle_open(order, lines, context)
    left = _left_of(order, lines, stayed=True)
    if left.fen <= 0 or any(_about(refund, lines) for refund in spent(order)):
        return order
    return _estimated(order, facts, left, context, held_back=True)


class _Left(NamedTuple):
    """What has not gone back of some lines."""

    fen: Fen
    units: tuple[RefundLine, ...]


def _left_of(order: Order, lines: tuple[Line, ...], *, stayed: bool) -> _Left:
    """The money, with the freight where they are all of the order's, and the units."""
    left = money_ledger(order).refundable
    if len(lines) < len(order.lines):
        left = min(gone_back(order).left_of(lines), left)
    return _Left(left, all_units(order, lines, left, stayed=stayed))


def _some_money(order: Order, facts: OrderFacts, context: Context) -> Order:
    """售后状态 退款成功 beside a status that goes on: some money went back, nobody says how much.

    The most that it can be counts as gone, without any units, until an after-sales export or
    somebody here says more.
    """
    if facts.after_sales is not AfterSales.REFUNDED:
        return order
    order = _settle_open(order, order.lines, context)
    left = money_ledger(order).refundable
    if left <= 0 or any(not one.beside for one in spent(order)):
        return order
    return _estimated(order, facts, _Left(left, ()), context)


def _estimated(
    order: Order,
    facts: OrderFacts,
    left: _Left,
    context: Context,
    *,
    held_back: bool = False,
) -> Order:
    estimate = Refund(
        id=context.new_id(),
        amount_fen=max(0, left.fen),
        lines=left.units,
        reason="",
        state="done",
        source=Source.PLATFORM,
        requested_at=None,
        estimated=True,
        shown=facts.word,
        held_back=held_back,
        by_word=any(part.unshipped for part in left.units),
    )
    return order.with_refund(estimate)


def _about(refund: Refund, lines: tuple[Line, ...]) -> bool:
    """May the platform's word about these lines mean the refund? Without lines it may be of any;
    of money beside its cases the platform's after-sales say nothing.
    """
    if refund.beside:
        return False
    numbers = {line.line for line in lines}
    return not refund.lines or any(part.line in numbers for part in refund.lines)


def _settle_open(
    order: Order, lines: tuple[Line, ...], context: Context, *, all_back: bool = False
) -> Order:
    """What is under way for these lines is done by the platform's word; a word that stood already
    when it was asked for says so only where all of their money went back before they left.
    """
    refunds = (
        _settled(one, {line.line for line in lines}, context)
        if _about(one, lines) and (all_back or not _stood_before(order, one, lines))
        else (one,)
        for one in order.refunds
    )
    return order.model_copy(update={"refunds": tuple(chain.from_iterable(refunds))})


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


def _stood_before(order: Order, refund: Refund, lines: tuple[Line, ...]) -> bool:
    """Was another refund of the same lines done before this one was asked for? 退款成功 means that
    one until an amount says more.

    What the platform told of without a time is as old as its place among the refunds.
    """
    asked_at = refund.requested_at
    if asked_at is None:
        return False
    about = tuple(line for line in lines if _about(refund, (line,)))
    before = order.refunds[: order.refunds.index(refund)]
    return any(
        one.state == "done"
        and not one.estimated
        and _about(one, about)
        and (one.settled_at <= asked_at if one.settled_at else one in before)
        for one in order.refunds
    )
