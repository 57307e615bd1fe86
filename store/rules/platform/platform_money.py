"""What the platform says has gone back to the buyer, met with the refunds that the desk knows."""

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales, Fulfilment, Source
from store.models.facts import OrderFacts
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.refund import Refund, RefundLine
from store.rules.action.context import Context
from store.rules.money.money_met import ENTERED_BY
from store.rules.order.ledger import LineLedger, line_ledgers, money_ledger, spent
from store.rules.parcels.watch import not_arriving
from store.rules.platform.lines_meant import lines_said
from store.rules.platform.platform_goods import gone_lines
from store.words import N_

BY_PLATFORM = N_("the platform's export")


def merge_refunds(order: Order, facts: OrderFacts, context: Context) -> Order:
    """The word "refunded" without an amount: what is open is settled, what is left estimated."""
    order = _decided(order, facts)
    refunded = lines_said(order.lines, facts, lambda line: line.refunded)
    partly = lines_said(order.lines, facts, lambda line: line.partly_refunded)
    if partly:
        order = _part_of(order, partly, context)
    elif not refunded:
        return _some_money(order, facts, context)
    return _all_money(order, facts, refunded, context) if refunded else order


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
    order = _settle_open(order, refunded, context)
    stayed = all(line.fulfilment == Fulfilment.TO_SHIP for line in facts.lines if line.refunded)
    known = any(_about(refund, refunded) for refund in spent(order))
    left, parts = _left_of(order, refunded, stayed=stayed)
    if (left <= 0 and not parts) or (known and (not stayed or not parts)):
        return order
    return _estimated(order, max(0, left), parts, context)


def _part_of(order: Order, lines: tuple[Line, ...], context: Context) -> Order:
    """退款成功 of lines that are to be shipped all the same: a refund of them that is known here is
    what is meant; else nothing of them leaves until an after-sales export says how much it was.
    """
    order = _settle_open(order, lines, context)
    left, parts = _left_of(order, lines, stayed=True)
    if left <= 0 or any(_about(refund, lines) for refund in spent(order)):
        return order
    return _estimated(order, left, parts, context, held_back=True)


def _left_of(
    order: Order, lines: tuple[Line, ...], *, stayed: bool
) -> tuple[Fen, tuple[RefundLine, ...]]:
    """What of these lines has not gone back: the money, with the freight where they are all of
    the order's, and the units.
    """
    ledgers = [one for one in line_ledgers(order) if one.line in lines]
    left = money_ledger(order).refundable
    if len(lines) < len(order.lines):
        left = min(sum(max(0, ledger.refundable_fen) for ledger in ledgers), left)
    return left, _all_of(ledgers, left, stayed=stayed)


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
    return _estimated(order, left, (), context)


def _estimated(
    order: Order,
    amount: Fen,
    parts: tuple[RefundLine, ...],
    context: Context,
    *,
    held_back: bool = False,
) -> Order:
    estimate = Refund(
        id=context.new_id(),
        amount_fen=amount,
        lines=parts,
        reason="",
        state="done",
        source=Source.PLATFORM,
        requested_at=None,
        estimated=True,
        held_back=held_back,
        not_arriving=not_arriving(order),
    )
    return order.model_copy(update={"refunds": (*order.refunds, estimate)})


def _about(refund: Refund, lines: tuple[Line, ...]) -> bool:
    """May the platform's word about these lines mean the refund? Without lines it may be of any;
    of money beside its cases the platform's after-sales say nothing.
    """
    if refund.beside:
        return False
    numbers = {line.line for line in lines}
    return not refund.lines or any(part.line in numbers for part in refund.lines)


def _settle_open(order: Order, lines: tuple[Line, ...], context: Context) -> Order:
    refunds = tuple(
        one.model_copy(
            update={"state": "done", "settled_at": context.now, "settled_note": BY_PLATFORM}
        )
        if one.state in ("pending", "unknown") and _about(one, lines)
        else one
        for one in order.refunds
    )
    return order.model_copy(update={"refunds": refunds})


def _all_of(ledgers: list[LineLedger], most: Fen, *, stayed: bool) -> tuple[RefundLine, ...]:
    """All units of these lines that are not refunded yet.

    Where the platform says that they never left (`stayed`), they leave `to_ship` whatever the desk
    has shipped: that is the contradiction somebody has to see.
    """
    parts: list[RefundLine] = []
    for ledger in ledgers:
        units = ledger.paid_for if stayed else ledger.refundable_units
        unshipped = units if stayed else min(units, max(0, ledger.to_ship))
        if units > 0:
            parts.append(
                RefundLine(
                    line=ledger.line.line,
                    quantity=units,
                    unshipped=unshipped,
                    lost=min(units - unshipped, max(0, ledger.reissuable)),
                    amount_fen=min(max(0, ledger.refundable_fen), most),
                )
            )
    return tuple(parts)


def merge_case_refund(
    order: Order, case: AfterSalesCase, lines: tuple[Line, ...], context: Context
) -> Order:
    """The money of a case that ended refunded: known already, the same as the desk's, or new."""
    amount = case.refunded_fen
    if case.outcome != "refunded" or amount is None:
        return order
    mine = [one for one in order.refunds if _of_case(one, case)]
    if not mine:
        fits = (one for fit in (_same_money, _estimate) for one in order.refunds if fit(one, case))
        mine = list(fits)[:1]
    if not mine:
        return _with_new(order, case, amount, lines, context)
    here = sum(one.amount_fen for one in mine if one.source is Source.DESK)
    for refund in mine:
        order = _with_refund(order, refund, case, max(0, amount - here), context)
    if amount > here and all(one.source is Source.DESK for one in mine):
        # More went there than was entered here: it is gone all the same.
        units = lines if not any(one.lines for one in mine) else ()
        return _with_new(order, case, amount - here, units, context)
    return order


def _with_new(
    order: Order, case: AfterSalesCase, amount: Fen, lines: tuple[Line, ...], context: Context
) -> Order:
    """The order with money of a case that nobody entered here; with units if it is all of it,
    together with what is known for the case without any.
    """
    ledgers = [one for one in line_ledgers(order) if one.line in lines]
    price = sum(max(0, ledger.refundable_fen) for ledger in ledgers)
    known = sum(one.amount_fen for one in spent(order) if one.case == case.id and not one.lines)
    whole = bool(lines) and amount + known >= price
    fresh = Refund(
        id=context.new_id(),
        amount_fen=amount,
        lines=_all_of(ledgers, amount, stayed=case.unshipped) if whole else (),
        reason=case.reasons[0].text if case.reasons else "",
        state="done",
        source=Source.PLATFORM,
        requested_at=case.applied_at,
        settled_at=case.closed_at,
        not_arriving=not_arriving(order),
        case=case.id,
    )
    return order.model_copy(update={"refunds": (*order.refunds, fresh)})


def _of_case(refund: Refund, case: AfterSalesCase) -> bool:
    return refund.case == case.id and refund.state != "failed"


def _same_money(refund: Refund, case: AfterSalesCase) -> bool:
    """A desk refund that is the case's: of no other case, of its time, its line and its amount."""
    return (
        refund.source is Source.DESK
        and refund.case is None
        and not refund.beside
        and refund.state != "failed"
        and refund.amount_fen == case.refunded_fen
        and _of_its_time(refund, case)
        and _may_be_of_line(refund, case)
    )


def _of_its_time(refund: Refund, case: AfterSalesCase) -> bool:
    """Was the refund entered between the application and a day after the money went there?"""
    at = refund.requested_at
    if at is None:
        return True
    is_before = case.applied_at is not None and at < case.applied_at
    return not is_before and (case.closed_at is None or at <= case.closed_at + ENTERED_BY)


def _estimate(refund: Refund, case: AfterSalesCase) -> bool:
    return refund.estimated and refund.case is None and _may_be_of_line(refund, case)


def _may_be_of_line(refund: Refund, case: AfterSalesCase) -> bool:
    about = {part.line for part in refund.lines}
    return case.line is None or not about or case.line in about


def _with_refund(
    order: Order, refund: Refund, case: AfterSalesCase, amount: Fen, context: Context
) -> Order:
    update: dict[str, object] = {"case": case.id}
    if refund.state in ("pending", "unknown"):
        update |= {
            "state": "done",
            "settled_at": case.closed_at or context.now,
            "settled_note": BY_PLATFORM,
        }
    if refund.source is Source.PLATFORM:
        update |= {
            "amount_fen": amount,
            "estimated": False,
            "held_back": False,
            "reason": case.reasons[0].text if case.reasons else "",
            "requested_at": case.applied_at,
            "settled_at": case.closed_at,
            "lines": refund.lines if amount >= refund.amount_fen else _unshipped(refund, amount),
        }
    changed = refund.model_copy(update=update)
    return order.model_copy(
        update={"refunds": tuple(changed if one is refund else one for one in order.refunds)}
    )


def _unshipped(refund: Refund, amount: Fen) -> tuple[RefundLine, ...]:
    """A smaller amount than estimated: only units that never left are sure to be refunded, and not
    those that were only held back until it was known.
    """
    if refund.held_back:
        return ()
    kept = (
        part.model_copy(
            update={
                "quantity": part.unshipped,
                "lost": 0,
                "amount_fen": min(part.amount_fen, amount),
            }
        )
        for part in refund.lines
    )
    return tuple(part for part in kept if part.quantity)
