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
    charges = ((one, one.out_fen) for one in payments if _is_charge(one))
    return _without(charges, by_hand)


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
    returns = ((one, one.in_fen - one.out_fen) for one in payments if _is_return(one))
    return _without(returns, by_hand)


def _without(rows: Iterable[tuple[Payment, Fen]], by_hand: Counter[Fen]) -> tuple[Payment, ...]:
    """Those that no penalty stands for, nor anything that was entered by hand, oldest first.

    Each row has the amount by which it is found; each amount by hand stands for one.
    """
    left: list[Payment] = []
    for one, amount in sorted(rows, key=lambda row: row[0].at):
        if one.penalty:
            continue
        if by_hand[amount] > 0:
            by_hand[amount] -= 1
        else:
            left.append(one)
    return tuple(left)


def _is_charge(payment: Payment) -> bool:
    return payment.kind in CHARGES and payment.out_fen > payment.in_fen


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
