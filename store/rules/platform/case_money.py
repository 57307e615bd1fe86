"""Money of a case (售后单) that the platform says was refunded, met with the refunds known here."""

from collections.abc import Callable
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund, RefundLine
from store.rules.action.context import Context
from store.rules.money.money_met import ENTERED_BY
from store.rules.order.ledger import freight_left, line_ledgers, money_ledger
from store.rules.order.paid_for import left_of_lines
from store.rules.platform.platform_money import BY_PLATFORM, all_units


class _Told(NamedTuple):
    """Money that the platform says has gone back."""

    amount: Fen
    lines: tuple[Line, ...]
    """The lines that the case is about."""


def merge_case_refund(
    order: Order, case: AfterSalesCase, lines: tuple[Line, ...], context: Context
) -> Order:
    """The money of a case that ended refunded: known already, the same as the desk's, or new."""
    amount = case.refunded_fen
    if case.outcome != "refunded" or amount is None:
        return order
    mine = [one for one in order.refunds if _of_case(one, case)] or _met(order, case, lines)
    if not mine:
        return _with_new(order, case, _Told(amount, lines), context)
    here = sum(one.amount_fen for one in mine if one.source is Source.DESK)
    for refund in mine:
        order = _with_refund(order, refund, case, _Told(max(0, amount - here), lines), context)
    if amount > here and all(one.source is Source.DESK for one in mine):
        # More went there than was entered here: it is gone all the same.
        units = lines if not any(one.lines for one in mine) else ()
        return _with_new(order, case, _Told(amount - here, units), context)
    return order


def _with_new(order: Order, case: AfterSalesCase, told: _Told, context: Context) -> Order:
    """The order with money of a case that nobody entered here."""
    fresh = Refund(
        id=context.new_id(),
        amount_fen=told.amount,
        lines=_units_with(order, case, told),
        reason=case.reasons[0].text if case.reasons else "",
        state="done",
        source=Source.PLATFORM,
        requested_at=case.applied_at,
        settled_at=case.closed_at,
        case=case.id,
    )
    return order.model_copy(update={"refunds": (*order.refunds, fresh)})


def _units_with(order: Order, case: AfterSalesCase, told: _Told) -> tuple[RefundLine, ...]:
    """The units that go with money of a case: all of these lines where it is the rest of their
    money; else none.
    """
    ledgers = [one for one in line_ledgers(order) if one.line in told.lines]
    left = _left_of(order, told.lines)
    if len(ledgers) == len(order.lines):
        left = min(left, money_ledger(order).refundable - freight_left(order))
    whole = bool(told.lines) and told.amount >= left
    return all_units(ledgers, told.amount, stayed=case.unshipped) if whole else ()


def _of_case(refund: Refund, case: AfterSalesCase) -> bool:
    return refund.case == case.id and refund.state != "failed"


def _met(order: Order, case: AfterSalesCase, lines: tuple[Line, ...]) -> list[Refund]:
    """The refunds of no case that the money of this one is: what was entered here of its time
    and of just its amount, by one or by several together, else what was estimated. More than was
    paid cannot have gone: then it is one of whatever time, or as many parts of it as it takes.
    """
    told = case.refunded_fen or 0
    guessed = [one for one in order.refunds if _estimate(one, case)][:1]
    too_much = told > _left_beside(order, lines, guessed)
    mine = sorted(
        (
            one
            for one in order.refunds
            if _may_be(one, case) and (too_much or _of_its_time(one, case))
        ),
        key=_nearness(case),
    )
    same = [one for one in mine if one.amount_fen == told]
    whole = same[:1] or _adding_up(mine, told)
    if whole:
        return whole
    parts = list[Refund]()
    for one in mine:
        if told <= _left_beside(order, lines, [*guessed, *parts]):
            break
        if one.amount_fen + sum(part.amount_fen for part in parts) <= told:
            parts.append(one)
    return [*parts, *guessed]


def _adding_up(refunds: list[Refund], told: Fen) -> list[Refund]:
    """Those of them that together are just so much, the first of them rather than the last."""
    found: dict[Fen, list[Refund]] = {0: []}
    for one in refunds:
        for fen, some in tuple(found.items()):
            if fen + one.amount_fen <= told:
                found.setdefault(fen + one.amount_fen, [*some, one])
    return found.get(told, []) if told else []


def _left_beside(order: Order, lines: tuple[Line, ...], guessed: list[Refund]) -> Fen:
    """What the platform can have paid of these lines beside all that is known here for sure."""
    sure = tuple(one for one in order.refunds if one not in guessed)
    order = order.model_copy(update={"refunds": sure})
    return min(money_ledger(order).refundable, _left_of(order, lines) + freight_left(order))


def _left_of(order: Order, lines: tuple[Line, ...]) -> Fen:
    """What of the money of these lines is not known to have gone back."""
    all_of_them = (LineQuantity(line=one.line, quantity=one.ordered) for one in lines)
    return left_of_lines(order, all_of_them)


def _may_be(refund: Refund, case: AfterSalesCase) -> bool:
    """Was it entered here, for no case and beside neither the cases nor money that had gone by
    then, and is it of the same line?
    """
    entered_at, paid_at = refund.requested_at, case.closed_at
    had_gone = entered_at is not None and paid_at is not None and paid_at <= entered_at
    return (
        refund.source is Source.DESK
        and refund.case is None
        and not refund.beside
        and not (refund.anew and had_gone)
        and refund.state != "failed"
        and _may_be_of_line(refund, case)
    )


def _nearness(case: AfterSalesCase) -> Callable[[Refund], tuple[bool, bool]]:
    """What was entered since the application goes first, then what is still on its way."""

    def nearness(refund: Refund) -> tuple[bool, bool]:
        at = refund.requested_at
        is_before = bool(at and case.applied_at and at < case.applied_at)
        return is_before, refund.state == "done"

    return nearness


def _of_its_time(refund: Refund, case: AfterSalesCase) -> bool:
    """Was it on its way here between a day before the application and a day after the money went?

    It is entered here first, or done on the platform first, so that neither time bounds the other.
    What is not settled is on its way still.
    """
    entered_at, settled_at = refund.requested_at, refund.settled_at
    applied_at, paid_at = case.applied_at, case.closed_at
    is_before = settled_at and applied_at and settled_at < applied_at - ENTERED_BY
    is_after = entered_at and paid_at and entered_at > paid_at + ENTERED_BY
    return not is_before and not is_after


def _estimate(refund: Refund, case: AfterSalesCase) -> bool:
    return refund.estimated and refund.case is None and _may_be_of_line(refund, case)


def _may_be_of_line(refund: Refund, case: AfterSalesCase) -> bool:
    about = {part.line for part in refund.lines}
    return case.line is None or not about or case.line in about


def _with_refund(
    order: Order, refund: Refund, case: AfterSalesCase, told: _Told, context: Context
) -> Order:
    amount = told.amount
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
    if refund.estimated and not refund.lines:
        others = tuple(one for one in order.refunds if one is not refund)
        without = order.model_copy(update={"refunds": others})
        update["lines"] = _units_with(without, case, told)
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
