"""Charges (扣款) of the bills and what came back of them, beside the penalties of their order."""

from collections import Counter
from collections.abc import Iterable

from store.models.money import Fen
from store.models.payment import Payment
from store.models.penalty import AppealReturn, Penalty, PenaltyKind
from store.rules.money.matching import CHARGES


def unrecorded(payments: Iterable[Payment], penalties: Iterable[Penalty]) -> tuple[Payment, ...]:
    """The charges that no penalty of the order stands for, oldest first.

    One that was recorded by hand stands for a charge of its amount.
    """
    payments = tuple(payments)
    from_them = {one.penalty for one in payments if one.penalty}
    by_hand = Counter(
        one.amount_fen for one in penalties if one.id not in from_them and one.amount_fen
    )
    left: list[Payment] = []
    for one in sorted(payments, key=lambda one: one.at):
        if one.kind not in CHARGES or one.penalty or one.out_fen <= one.in_fen:
            continue
        if by_hand[one.out_fen] > 0:
            by_hand[one.out_fen] -= 1
        else:
            left.append(one)
    return tuple(left)


def unrecorded_returns(
    payments: Iterable[Payment], penalties: Iterable[Penalty]
) -> tuple[Payment, ...]:
    """The rows by which something came back of penalties, and that lowered none yet, oldest first.

    None where no penalty costs anything any more. What was recorded by hand stands for a row of
    its amount.
    """
    payments, penalties = tuple(payments), tuple(penalties)
    if not any(one.cost_fen for one in penalties):
        return ()
    from_them = {one.penalty for one in payments if one.penalty}
    by_id = Counter[str]()
    for penalty in penalties:
        by_id.update({one.id: one.amount_fen for one in penalty.returns if one.id not in from_them})
    by_hand = Counter(by_id.values())
    left: list[Payment] = []
    for one in sorted(payments, key=lambda one: one.at):
        if not _is_return(one) or one.penalty:
            continue
        amount = one.in_fen - one.out_fen
        if by_hand[amount] > 0:
            by_hand[amount] -= 1
        else:
            left.append(one)
    return tuple(left)


def _is_return(payment: Payment) -> bool:
    """A charge is taken back under its own name too."""
    is_of_charges = payment.kind in CHARGES or payment.kind == "appeal_return"
    return is_of_charges and payment.in_fen > payment.out_fen


def lowered(
    penalties: Iterable[Penalty], back: AppealReturn, kind: PenaltyKind | None
) -> tuple[Penalty, ...]:
    """The penalties once so much came back of them, none of them below nothing.

    First of the kind that it names, and of just its amount; then of the others, the oldest first.
    """
    known = tuple(penalties)
    taken, left = dict[str, Fen](), back.amount_fen
    for one in sorted(known, key=lambda one: (one.kind != kind, one.cost_fen != left, one.at)):
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
