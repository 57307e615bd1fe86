"""Sums named (退款归行): money entered without units that is what 退款成功 of a line means.

An amount that is just what has not gone back of the lines that the platform shows as closed and
refunded, before they left, is their money, and names their units: it is not estimated beside it.
The word names no time, so that none is asked of the money; a case that has one may say otherwise.
"""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.facts import OrderFacts
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.refund import Refund, RefundLine
from store.rules.order.ledger import freight_left, line_ledgers, spent
from store.rules.paid.paid_for import divided, gone_back
from store.rules.platform.lines_meant import lines_said
from store.rules.platform.refunds.refunds_of_case import adding_up, coming_within, is_of_its_time


def with_sums_named(order: Order, lines: Sequence[Line], facts: OrderFacts) -> Order:
    """The order in which sums without units name those of these lines that never left, and are not
    refunded yet: each sum the lines of which it is the price, else several together what is left of
    the lines. The freight may be in it. Where it is as well the price of what had left, nobody can
    tell: what is estimated until then is asked of each later file.
    """
    return _named(_asked_anew(order, lines, facts), lines, facts)


def _asked_anew(order: Order, lines: Sequence[Line], facts: OrderFacts) -> Order:
    """The order in which what was estimated for these lines yields to sums that name them by what
    this file shows; not to what was entered since the word of a line came here, of which it was
    asked whether it is the same.
    """
    words = _words_known(order, {line.line for line in lines})
    for known_at in sorted(set(words.values())):
        later = [line for line in lines if words.get(line.line, known_at) >= known_at]
        order = _yielding(order, later, facts, known_at)
    return order


def _words_known(order: Order, numbers: AbstractSet[int]) -> dict[int, datetime]:
    """When the word came here by which something is estimated for a line, of these lines."""
    return {
        part.line: one.shown.imported.at
        for one in _guessed(order)
        if one.shown and one.shown.imported
        for part in one.lines
        if part.line in numbers
    }


def _guessed(order: Order) -> list[Refund]:
    return [one for one in order.refunds if one.estimated and one.by_word]


def _yielding(order: Order, lines: Sequence[Line], facts: OrderFacts, until: datetime) -> Order:
    """The order in which what is estimated for these lines yields to sums entered until then."""
    guessed = _guessed(order)
    asked = _with_less(order, guessed, {line.line for line in lines})
    asked = _named(asked, lines, facts, until)
    unnamed = {one.id for one in without_units(order)}
    sums = [one for one in asked.refunds if one.lines and one.id in unnamed]
    order = _with_less(order, guessed, {part.line for one in sums for part in one.lines})
    for one in sums:
        order = order.with_refund(one)
    return order


def _with_less(order: Order, guessed: Iterable[Refund], numbers: AbstractSet[int]) -> Order:
    """The order in which nothing is estimated by these for these lines."""
    for one in guessed:
        rest = one.besides_lines(numbers)
        order = order.with_refund(rest) if rest else order.without_refunds((one,))
    return order


def _named(
    order: Order, lines: Iterable[Line], facts: OrderFacts, until: datetime | None = None
) -> Order:
    """The order in which sums name these lines, of those that were entered until then."""
    left = [line for line in lines if _is_left(order, line)]
    for most in (0, freight_left(order)):
        for one in _of_no_others(order, left, facts, most, until):
            named = adding_up(left, range(one.amount_fen - most, one.amount_fen + 1))
            order = _naming(order, one, named)
            left = [line for line in left if line not in named]
    fen = gone_back(order).left_of(left) if left else 0
    together = range(fen, fen + freight_left(order) + 1) if fen else range(0)
    parts = coming_within(_of_no_others(order, left, facts, 0, until), together) if fen else []
    if parts and not _may_be_of(_others(order, left, facts, parts), together, left):
        # Units have one refund: the largest of the parts.
        order = _naming(order, max(parts, key=lambda one: one.amount_fen), left)
    return order


def _of_no_others(
    order: Order, lines: Sequence[Line], facts: OrderFacts, freight: Fen, until: datetime | None
) -> list[Refund]:
    """The sums without units that are not as well the price of what has left, maybe with so much
    freight; or that are, with others of that amount, the price of all that each of them may be of,
    whichever is whose.
    """
    sums = [
        one
        for one in without_units(order)
        if until is None or (one.requested_at is not None and one.requested_at <= until)
    ]

    def is_theirs(one: Refund) -> bool:
        told = range(one.amount_fen - freight, one.amount_fen + 1)
        same = [other for other in sums if other.amount_fen == one.amount_fen]
        others = _others(order, lines, facts, same)
        if not _may_be_of(others, told, lines):
            return True
        every = (*others, *lines)
        may_be = [line for line in every if _may_be_of((line,), told, _besides(every, line))]
        is_all = sum(line.amount_fen for line in may_be) <= one.amount_fen * len(same)
        return is_all and any(line in lines for line in may_be)

    return list(filter(is_theirs, sums))


def _besides(lines: Iterable[Line], line: Line) -> list[Line]:
    return [one for one in lines if one is not line]


def _others(
    order: Order, lines: Sequence[Line], facts: OrderFacts, sums: Iterable[Refund]
) -> list[Line]:
    """What has left and these sums may be of: where all of them had gone when the file was made, of
    nothing whose own row shows no money.
    """
    made_at, gone_at = facts.word.earliest, [one.settled_at for one in sums]
    had_gone = all(made_at and at and at <= made_at for at in gone_at)
    shown_paid = lines_said(order.lines, facts, lambda row: row.refunded or row.partly_refunded)
    said = lines_said(order.lines, facts, lambda _row: True)
    unpaid = [line for line in said if line not in shown_paid] if had_gone else []
    with_buyer = {one.number for one in line_ledgers(order) if one.shipped}
    others = [one for one in order.lines if one.line in with_buyer and one not in lines]
    return [one for one in others if one not in unpaid and _is_left(order, one)]


def _may_be_of(others: Sequence[Line], told: range, lines: Sequence[Line]) -> bool:
    """Is so much the price of any of the others, alone or with some of these lines?"""
    return any(
        adding_up((*others[place + 1 :], *lines), less) or 0 in less
        for place, one in enumerate(others)
        for less in (range(told.start - one.amount_fen, told.stop - one.amount_fen),)
    )


def names_taken_back(order: Order, case: AfterSalesCase) -> Order:
    """The order in which no sum names units of the line of a case by the word alone where the time
    of the case says that its money is another's.
    """
    for one in order.refunds:
        kept = tuple(part for part in one.lines if part.line != case.line)
        is_named = one.by_word and one.case is None and kept != one.lines
        if is_named and one.source is Source.DESK and not is_of_its_time(one, case):
            less = {"lines": kept, "by_word": bool(kept)}
            order = order.with_refund(one.model_copy(update=less))
    return order


def without_units(order: Order) -> list[Refund]:
    """What was entered here without units, for no case, and beside nothing."""
    return [
        one
        for one in spent(order)
        if one.source is Source.DESK and not (one.lines or one.case or one.beside or one.anew)
    ]


def lines_priced(order: Order) -> list[Line]:
    """The lines that a sum without units may be all the price of, alone or with others."""
    left = [line for line in order.lines if _is_left(order, line)]
    told = [range(one.amount_fen, one.amount_fen + 1) for one in without_units(order)]
    return [
        line for line in left if any(_may_be_of((line,), fen, _besides(left, line)) for fen in told)
    ]


def has_units(order: Order, line: Line) -> bool:
    """Are units of it not refunded yet?"""
    return any(one.paid_for > 0 for one in line_ledgers(order) if one.line is line)


def _is_left(order: Order, line: Line) -> bool:
    """Did it cost something, of which nothing is known to have gone back?"""
    return has_units(order, line) and 0 < line.amount_fen == gone_back(order).left_of((line,))


def _naming(order: Order, refund: Refund, lines: Collection[Line]) -> Order:
    if not lines:
        return order
    units = all_units(order.without_refunds((refund,)), lines, refund.amount_fen, stayed=lines)
    return order.with_refund(refund.model_copy(update={"lines": units, "by_word": True}))


def all_units(
    order: Order, lines: Collection[Line], most: Fen, *, stayed: Collection[Line]
) -> tuple[RefundLine, ...]:
    """All units of these lines that are not refunded yet, and so much money, divided by what is
    left of each.

    Those of which the platform says that they never left (`stayed`) leave `to_ship` whatever the
    desk has shipped: that is the contradiction somebody has to see.
    """
    counted = (
        (one, one.paid_for if one.line in stayed else one.refundable_units)
        for one in line_ledgers(order)
        if one.line in lines
    )
    left = [(ledger, units) for ledger, units in counted if units > 0]
    back = gone_back(order)
    fens = divided(most, [back.left_of((ledger.line,)) for ledger, _units in left])
    parts: list[RefundLine] = []
    for (ledger, units), fen in zip(left, fens, strict=True):
        is_here = ledger.line in stayed
        unshipped = units if is_here else min(units, max(0, ledger.to_ship))
        parts.append(
            RefundLine(
                line=ledger.number,
                quantity=units,
                unshipped=unshipped,
                lost=min(units - unshipped, max(0, ledger.reissuable)),
                amount_fen=fen,
            )
        )
    return tuple(parts)
