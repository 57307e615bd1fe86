"""Money of a case (售后单) that the platform says was refunded, met with the refunds known here."""

from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.refund import Refund, RefundLine
from store.rules.action.context import Context
from store.rules.order.ledger import goods_left
from store.rules.paid.paid_for import gone_back
from store.rules.platform.refunds.cut_refunds import (
    giving,
    with_estimates_cut,
    with_its_part,
)
from store.rules.platform.refunds.estimated import (
    kept_by_word,
    may_have_gone,
    with_estimates_within,
)
from store.rules.platform.refunds.refunds_of_case import (
    OneSum,
    coming_to,
    is_estimate_of,
    is_of_its_time,
    is_of_what_stayed,
    is_other_money,
    may_be_of,
    nearness_to,
    of_several,
)
from store.rules.platform.refunds.sums_named import all_units, names_taken_back


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
    return with_estimates_within(_with_its_money(order, case, _Told(amount, lines), context))


def _with_its_money(order: Order, case: AfterSalesCase, told: _Told, context: Context) -> Order:
    amount, lines = told
    order = with_estimates_cut(names_taken_back(order, case), case, context)
    mine = [one for one in order.refunds if _of_case(one, case)]
    missing = amount - sum(one.amount_fen for one in mine)
    if not mine or (missing > 0 and all(one.source is Source.DESK for one in mine)):
        order = with_its_part(order, case, missing, context)
        mine += _met(order, case, _Told(missing, lines))
    # What the word of the order had estimated yields to what the cases are told to have given.
    known = [one for one in mine if not one.estimated]
    in_one = None if known else of_several(order, case)
    if in_one:
        order, rest = _cut_into_cases(order, in_one, amount, context)
        guessed, mine = mine, [rest]
    if not mine:
        return _with_new(order, case, told, context)
    here = sum(one.amount_fen for one in mine if one.source is Source.DESK)
    guessed = [one for one in order.refunds if one.lines and is_estimate_of(one, case)]
    guessed = [one for one in guessed if here and one not in mine]
    order = order.without_refunds(guessed)
    for refund in mine:
        order = _with_refund(order, refund, case, _Told(max(0, amount - here), lines), context)
    if here:
        order = _without_nothing(order, case)
    order = _with_units_by_word(order, case, guessed)
    if amount > here and all(one.source is Source.DESK for one in mine):
        # More went there than was entered here: it is gone all the same.
        return _with_new(order, case, _Told(amount - here, lines), context)
    return order


def _without_nothing(order: Order, case: AfterSalesCase) -> Order:
    """The order without what the platform was known to give, once all of it went here."""
    kept = tuple(
        one
        for one in order.refunds
        if one.case != case.id or one.source is Source.DESK or one.amount_fen or one.lines
    )
    return order.model_copy(update={"refunds": kept})


def _with_new(order: Order, case: AfterSalesCase, told: _Told, context: Context) -> Order:
    """The order with money of a case that nobody entered here."""
    fresh = Refund(
        id=context.new_id(),
        amount_fen=told.amount,
        lines=_units_with(order, case, told),
        reason=case.first_reason,
        state="done",
        source=Source.PLATFORM,
        requested_at=case.applied_at,
        settled_at=case.closed_at,
        case=case.id,
    )
    return order.with_refund(fresh)


def _units_with(order: Order, case: AfterSalesCase, told: _Told) -> tuple[RefundLine, ...]:
    """The units that go with money of a case: all of these lines where it is the rest of their
    money, else none.
    """
    if not _is_the_rest(order, told):
        return ()
    stayed = told.lines if case.unshipped else ()
    return all_units(order, told.lines, told.amount, stayed=stayed)


def _is_the_rest(order: Order, told: _Told) -> bool:
    """Is it all of the money of these lines that is not known to have gone back otherwise?"""
    left = gone_back(order).left_of(told.lines)
    if len(told.lines) == len(order.lines):
        left = min(left, goods_left(order))
    # What was bought for nothing is not what money was given for.
    is_theirs = any(line.amount_fen for line in told.lines) or not told.amount
    return bool(told.lines) and is_theirs and told.amount >= left


def _still_the_rest(order: Order) -> Order:
    """The order in which money of cases keeps its units only where it is still the rest of their
    money: another case gave less than was told before.
    """
    return order.model_copy(
        update={"refunds": tuple(_if_the_rest(order, one) for one in order.refunds)}
    )


def _if_the_rest(order: Order, refund: Refund) -> Refund:
    case = order.case_named(refund.case)
    is_said = refund.source is not Source.PLATFORM or refund.named_at is not None
    is_sure = is_said or refund.estimated or refund.by_word
    if case is None or is_sure or not refund.lines:
        return refund
    rest = _Told(refund.amount_fen, _lines_of(order, case))
    units = _units_with(order.without_refunds((refund,)), case, rest)
    return refund if units else refund.model_copy(update={"lines": ()})


def _lines_of(order: Order, case: AfterSalesCase) -> tuple[Line, ...]:
    return tuple(line for line in order.lines if case.line in (None, line.line))


def _of_case(refund: Refund, case: AfterSalesCase) -> bool:
    is_its = refund.case == case.id and not is_other_money(refund, case)
    return is_its and refund.state != "failed"


def _met(order: Order, case: AfterSalesCase, money: _Told) -> list[Refund]:
    """The refunds of no case that money of this one is: what was entered here of its time and of
    just that amount, by one or by several together, else what was estimated. More than was paid
    cannot have gone: then it is one of whatever time, or as many parts of it as it takes.
    """
    told, lines = money
    guessed = [one for one in order.refunds if is_estimate_of(one, case)][:1]
    # What is estimated yields to what is told, for whatever line it is.
    estimates = [one for one in order.refunds if one.estimated]
    too_much = told > may_have_gone(order, lines, beside=estimates)
    mine = sorted(
        (
            one
            for one in order.refunds
            if may_be_of(one, case)
            and (too_much or (is_of_its_time(one, case) and not is_of_what_stayed(one, case)))
        ),
        key=nearness_to(case),
    )
    whole = coming_to(mine, told)
    if whole:
        return whole
    parts = list[Refund]()
    for one in mine:
        if told <= may_have_gone(order, lines, beside=[*estimates, *parts]):
            break
        if one.amount_fen + sum(part.amount_fen for part in parts) <= told:
            parts.append(one)
    return [*parts, *guessed]


def _with_units_by_word(order: Order, case: AfterSalesCase, guessed: list[Refund]) -> Order:
    """The order in which the money of the case names what never left by the word of which these
    were the estimates, and that it is the money of.
    """
    named = {part.line for one in order.refunds if one.case == case.id for part in one.lines}
    mine = [one for one in order.refunds if _of_case(one, case)][-1:]
    for one in mine:
        by_word = [part for guess in guessed for part in kept_by_word(guess, one.amount_fen)]
        kept = tuple(part for part in by_word if part.line not in named)
        order = order.with_refund(one.model_copy(update={"lines": (*one.lines, *kept)}))
    return order


def _cut_into_cases(
    order: Order, in_one: OneSum, told: Fen, context: Context
) -> tuple[Order, Refund]:
    """The order in which each other case has its part of what was entered here in one sum, and
    the part that is left; the units of a line go with the first case of it. Those that went with
    another part as the rest of the money do so only where it is the rest still.
    """
    whole, left = in_one.whole, in_one.whole.lines
    of_cases = ((one, order.case_named(one.case)) for one in in_one.others)
    others = [(one, case) for one, case in of_cases if case]
    parts, cost = dict[str, Refund](), {part.line: part.amount_fen for part in whole.lines}
    for one, case in others:
        mine = tuple(part for part in left if part.line == case.line)
        left = tuple(part for part in left if part.line != case.line)
        part = giving(whole, mine, one.amount_fen, cost)
        parts[one.id] = part.model_copy(update={"id": one.id})
    parts[whole.id] = rest = giving(whole, left, told, cost)
    refunds = tuple(parts.get(one.id, one) for one in order.refunds)
    order = order.model_copy(update={"refunds": refunds})
    for one, case in others:
        order, part = _with_units(order, parts[one.id], case)
        order = _with_refund(order, part, case, _Told(part.amount_fen, ()), context)
    return order, rest


def _with_units(order: Order, part: Refund, case: AfterSalesCase) -> tuple[Order, Refund]:
    """The same with the units of a part that names none, where it is the rest of their money."""
    if part.lines:
        return order, part
    told = _Told(part.amount_fen, _lines_of(order, case))
    units = _units_with(order.without_refunds((part,)), case, told)
    named = part.model_copy(update={"lines": units})
    return order.with_refund(named), named


def _with_refund(
    order: Order, refund: Refund, case: AfterSalesCase, told: _Told, context: Context
) -> Order:
    amount = told.amount
    update: dict[str, object] = {"case": case.id}
    if refund.open:
        update |= {
            "state": "done",
            "settled_at": case.closed_at or context.now,
            "shown_by": "export",
        }
    elif refund.source is Source.DESK and case.closed_at:
        # When money went is the platform's to say, whenever it was entered here; a part of it may
        # have gone before the rest.
        part = refund.amount_fen < (case.refunded_fen or 0) and refund.settled_at
        update["settled_at"] = min(part or case.closed_at, case.closed_at)
        update["shown_by"] = "export"
    if refund.source is Source.PLATFORM:
        update |= {
            "amount_fen": amount,
            "estimated": False,
            "held_back": False,
            "reason": case.first_reason,
            "requested_at": case.applied_at,
            "settled_at": case.closed_at,
        }
        if amount != refund.amount_fen or (refund.estimated and not refund.lines):
            kept = kept_by_word(refund, amount)
            update["lines"] = _units_with(order.without_refunds((refund,)), case, told) or kept
    elif not refund.lines:
        theirs = _Told(refund.amount_fen, told.lines)
        update["lines"] = _units_with(order.without_refunds((refund,)), case, theirs)
    changed = refund.model_copy(update=update)
    order = order.with_refund(changed)
    return _still_the_rest(order) if changed.amount_fen < refund.amount_fen else order
