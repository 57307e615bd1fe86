"""Alike rows (相同账目): which rows of funds are known already, whichever file says them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from store.models.payment import Payment


def identity(payment: Payment) -> tuple[object, ...]:
    """What tells a row from the others of its order, whichever file says it: all but its number.

    Two exports of the same days (Doudian's 39 and 30 columns) may number one row differently.
    """
    return (
        payment.at,
        payment.in_fen,
        payment.out_fen,
        payment.text,
        payment.line,
        payment.case,
        payment.settled,
    )


def added(known: Iterable[Payment], told: Sequence[Payment]) -> list[Payment]:
    """What a file says that is not known yet.

    Rows that are alike are a multiset: of two files the larger count of them stands. Within a file
    their numbers tell them apart, and a number is one row, however often it is said.
    """
    known, told = tuple(known), _each_number_once(told)
    if not known:
        return told
    numbered = {one.flow: one for one in known if one.flow}
    have = Counter(map(identity, known))
    left: list[Payment] = []
    for payment in told:
        same = numbered.get(payment.flow)
        if same is None:
            left.append(payment)
        else:
            have[identity(same)] -= 1
    new: list[Payment] = []
    for payment in left:
        name = identity(payment)
        if have[name] > 0:
            have[name] -= 1
        else:
            new.append(payment)
    return new


def _each_number_once(told: Sequence[Payment]) -> list[Payment]:
    seen: set[str] = set()
    found: list[Payment] = []
    for payment in told:
        if payment.flow not in seen:
            found.append(payment)
            if payment.flow:
                seen.add(payment.flow)
    return found
