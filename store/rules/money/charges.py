"""Charges (扣款) of the bills and what came back of them, beside the penalties of their order."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from store.models.money import Fen
from store.models.payment import Payment
from store.models.penalty import AppealReturn, Penalty, PenaltyKind
from store.models.refund import Refund
from store.rules.money.funds_sums import CHARGES, sums

CHARGED = frozenset(kind for kind in CHARGES.values() if kind) | {"trace_late", "refusal"}
"""The penalties that a platform takes out of the funds."""


class Unrecorded(NamedTuple):
    """A row of a bill, and what of it no penalty stands for."""

    row: Payment
    fen: Fen


def charged_for(penalties: Iterable[Penalty]) -> tuple[Penalty, ...]:
    """Those that a platform takes out of the funds."""
    return tuple(one for one in penalties if one.kind in CHARGED and one.amount_fen)


def unrecorded(payments: Iterable[Payment], penalties: Iterable[Penalty]) -> tuple[Unrecorded, ...]:
    """The charges that no penalty of the order stands for, oldest first.

    One that was recorded by hand stands for a charge of its amount, else for several of its kind
    that come to no more.
    """
    payments = tuple(payments)
    from_them = {one.penalty for one in payments if one.penalty}
    hand = [one for one in charged_for(penalties) if one.id not in from_them]
    by_hand = Counter(one.amount_fen for one in hand)
    charges = (Unrecorded(one, one.out_fen - one.in_fen) for one in payments if _is_charge(one))
    left, unmet = _without((one for one in charges if not one.row.penalty), by_hand)
    spare = Counter[PenaltyKind | None]()
    for one in hand:
        if unmet[one.amount_fen] > 0:
            unmet[one.amount_fen] -= 1
            spare[one.kind] += one.amount_fen
    return tuple(one for one in left if not _stands_for(spare, one))


def unrecorded_returns(
    payments: Iterable[Payment], penalties: Iterable[Penalty], refunds: Iterable[Refund] = ()
) -> tuple[Unrecorded, ...]:
    """The rows by which something came back of penalties, as far as it lowered none yet, oldest
    first.

    No more than the penalties still cost. What was recorded by hand stands for a row of its amount,
    and several for as much; what came back of refunds is none of it.
    """
    payments, penalties = tuple(payments), charged_for(penalties)
    by_id = Counter[str]()
    for given in (*(one.returns for one in penalties), *(one.returns for one in refunds)):
        for back in given:
            by_id[back.id] += back.amount_fen
    from_them = {one.penalty for one in payments if one.penalty}
    by_hand = Counter(fen for name, fen in by_id.items() if name not in from_them)
    left = min(sums(payments).back - by_id.total(), sum(one.cost_fen for one in penalties))
    returns = (
        Unrecorded(one, one.in_fen - one.out_fen - by_id[one.penalty])
        for one in payments
        if _is_return(one)
    )
    found: list[Unrecorded] = []
    rows, _unmet = _without((one for one in returns if one.fen > 0), by_hand)
    for row, fen in rows:
        if left > 0:
            found.append(Unrecorded(row, min(fen, left)))
            left -= fen
    return tuple(found)


def _without(
    rows: Iterable[Unrecorded], by_hand: Counter[Fen]
) -> tuple[list[Unrecorded], Counter[Fen]]:
    """Those that nothing which was entered by hand stands for, oldest first; and how many of each
    amount by hand stand for none.

    Each amount by hand stands for one row of it.
    """
    unmet, left = by_hand.copy(), list[Unrecorded]()
    for one in sorted(rows, key=lambda one: one.row.at):
        if unmet[one.fen] > 0:
            unmet[one.fen] -= 1
        else:
            left.append(one)
    return left, unmet


def _stands_for(spare: Counter[PenaltyKind | None], charge: Unrecorded) -> bool:
    """Is a charge a part of what is spare of its kind? It is taken off that."""
    kind = CHARGES[charge.row.kind]
    is_part = kind is not None and charge.fen <= spare[kind]
    if is_part:
        spare[kind] -= charge.fen
    return is_part


def _is_charge(payment: Payment) -> bool:
    return payment.kind in CHARGES and payment.out_fen > payment.in_fen


def _is_return(payment: Payment) -> bool:
    """A charge is taken back under its own name too."""
    is_of_charges = payment.kind in CHARGES or payment.kind == "appeal_return"
    return is_of_charges and payment.in_fen > payment.out_fen


def lowered(
    penalties: Iterable[Penalty], back: AppealReturn, kind: PenaltyKind | None
) -> tuple[Penalty, ...]:
    """The penalties once so much came back of those that were charged, none below nothing.

    First of the kind that it names, and of just its amount; then of the others, the oldest first.
    """
    known = tuple(penalties)
    taken, left = Counter[str](), back.amount_fen
    charged = charged_for(known)
    for one in sorted(charged, key=lambda one: (one.kind != kind, one.cost_fen != left, one.at)):
        taken[one.id] = min(left, one.cost_fen)
        left -= taken[one.id]
    return tuple(
        one.model_copy(
            update={
                "returns": (*one.returns, back.model_copy(update={"amount_fen": taken[one.id]}))
            }
        )
        if taken[one.id]
        else one
        for one in known
    )
