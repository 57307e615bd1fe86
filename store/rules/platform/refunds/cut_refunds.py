"""Cut refunds (拆分退款): one sum over several lines, of which the platform speaks line by line.

Doudian refunds each sub-order by itself: what it says of one is of the money of that line, and the
rest stands as it stood. How much of the sum is whose is a guess by price (`Refund.cut_from`) until
a case says what its line was given: then the others have what is left of the sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund, RefundLine
from store.rules.action.context import Context
from store.rules.paid.paid_for import divided, gone_back
from store.rules.paid.paid_units import is_money_of
from store.rules.platform.refunds.refunds_of_case import (
    coming_to,
    fits_case,
    is_estimate_of,
    of_several,
)


class Cut(NamedTuple):
    """A refund in two: what it gives for some lines, and what for the others."""

    part: Refund
    rest: Refund
    """It keeps the id, and what is of no line."""


def cut(refund: Refund, numbers: AbstractSet[int], context: Context) -> Cut | None:
    """The refund cut into what it gives for these lines and for the others; None where it is not
    for both, or the others cost nothing: gifts go with what they came with.
    """
    part, rest = refund.of_lines(numbers), refund.besides_lines(numbers)
    if part is None or rest is None or not rest.amount_fen:
        return None
    origin = {"cut_from": refund.cut_from or refund.id}
    own = part.model_copy(update={**origin, "id": context.new_id()})
    return Cut(own, rest.model_copy(update=origin))


def giving(
    refund: Refund, lines: Sequence[RefundLine], amount: Fen, cost: Mapping[int, Fen]
) -> Refund:
    """The refund as one of so much money and of these units, of which none has more than that of
    its line.
    """
    fens = divided(amount, [cost[part.line] for part in lines])
    named = tuple(
        part.model_copy(update={"amount_fen": fen}) for part, fen in zip(lines, fens, strict=True)
    )
    return refund.model_copy(update={"amount_fen": amount, "lines": named})


def with_estimates_cut(order: Order, case: AfterSalesCase, context: Context) -> Order:
    """The order in which what was estimated for the line of the case is apart from what was for
    others: how much it gave says nothing of these.
    """
    numbers = _line_of(case)
    for one in order.refunds:
        if is_estimate_of(one, case) and (both := cut(one, numbers, context)):
            order = order.with_refund(both.part).with_refund(both.rest)
    return order


def with_its_part(order: Order, case: AfterSalesCase, told: Fen, context: Context) -> Order:
    """The order in which the money of this case is cut from what was entered here of its time in
    one sum over its line and others, unless something else is just so much.
    """
    mine = [one for one in order.refunds if fits_case(one, case)]
    if coming_to(mine, told) or of_several(order, case):
        return order
    found = (_cut_for(order, case, one, told, context) for one in mine)
    return next(filter(None, found), order)


def _cut_for(
    order: Order, case: AfterSalesCase, refund: Refund, told: Fen, context: Context
) -> Order | None:
    """The order in which so much of a sum over several lines, which this refund is of, is what was
    given for the line of the case, and the other lines have the rest; None where that cannot be.
    """
    numbers = _line_of(case)
    both = cut(refund, numbers, context)
    part = both.part if both else refund
    others = ((both.rest,) if both else ()) + tuple(_cut_with(order, refund))
    if not others or {one.line for one in part.lines} != numbers:
        return None
    rest = part.amount_fen - told + sum(one.amount_fen for one in others)
    cost = _costs(order, (part, *others))
    is_within = _most(part, cost) >= told and sum(_most(one, cost) for one in others) >= rest > 0
    if not (is_within and is_money_of(part.amount_fen, told)):
        return None
    order = order.with_refund(giving(part, part.lines, told, cost))
    for one, fen in zip(others, divided(rest, [_most(one, cost) for one in others]), strict=True):
        order = order.with_refund(giving(one, one.lines, fen, cost))
    return order


def _line_of(case: AfterSalesCase) -> AbstractSet[int]:
    """The line that a case is about, if it is about one alone."""
    return set() if case.line is None else {case.line}


def _cut_with(order: Order, refund: Refund) -> Iterator[Refund]:
    """What was one sum with it, and of which no case has said how much it is."""
    for one in order.refunds if refund.cut_from else ():
        if one.cut_from == refund.cut_from and one.case is None and one is not refund:
            yield one


def _costs(order: Order, refunds: Sequence[Refund]) -> dict[int, Fen]:
    """The most that the units of these refunds can have been given, by line: what they cost beside
    all other money, or what they were taken to be given.
    """
    parts = [part for one in refunds for part in one.lines]
    units = [LineQuantity(line=part.line, quantity=part.quantity) for part in parts]
    costs = gone_back(order.without_refunds(refunds)).costs_of(units)
    return {part.line: max(fen, part.amount_fen) for part, fen in zip(parts, costs, strict=True)}


def _most(refund: Refund, cost: Mapping[int, Fen]) -> Fen:
    """The most that it can give: for its units, and what is of none."""
    of_none = refund.amount_fen - sum(part.amount_fen for part in refund.lines)
    return of_none + sum(cost[part.line] for part in refund.lines)
