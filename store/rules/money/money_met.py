"""Money met (买家款项): which money to the buyer the rows of a bill are, and which they are not.

A row of a refund that names an after-sales case is that case's refund; any other is one of its
time: first one of just its amount, then what is left, because a platform pays in parts. A small
payment (小额打款) is a compensation that the buyer took, of just its amount and of its time, else a
refund that was entered here for no case, else one of several that come to a compensation together.
One of its time and of another amount may be it, and a person says so. An amount alone meets
nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from store.models.money import Fen
from store.models.payment import OrderSide, Payment, PaymentKind, ToBuyer

ENTERED_BY = timedelta(days=1)
"""The desk's own measure: until when money that went there is entered here."""
SHOWN_BY = timedelta(days=3)
"""The desk's own measure: until when the funds show money that had gone, over a weekend too."""


class UnknownRow(NamedTuple):
    """A row by which money went to the buyer that nobody knows here."""

    at: datetime
    fen: Fen
    """What of it is not known here."""
    row_fen: Fen
    """All that the row says."""


class Unshown(NamedTuple):
    """Money to the buyer of which the rows do not show all."""

    at: datetime | None
    """When it had gone, or was asked for; none where nobody had to ask."""
    fen: Fen
    """What of it they do not show."""


class MoneyMet(NamedTuple):
    """What is left on both sides once each row has met what it is, in the order of time."""

    refunds_there: tuple[UnknownRow, ...]
    refunds_here: tuple[Unshown, ...]
    compensations_there: tuple[UnknownRow, ...]
    compensations_here: tuple[Unshown, ...]
    """Not those that are still to be paid."""
    other_amounts: tuple[UnknownRow, ...]
    """Small payments that may be compensations of another amount, and neither of the above."""
    other_fen: Fen
    """What these compensations come to, also those that are still to be paid."""
    paid_tasks: tuple[str, ...]
    """The platform tasks that are still open, and by the rows are done."""
    paid_fen: Fen
    """What these rows paid."""


NOTHING_MET = MoneyMet((), (), (), (), (), 0, (), 0)


class _Row:
    """A row, and what of it is not known yet."""

    def __init__(self, at: datetime, fen: Fen, case: str) -> None:
        self.at, self.fen, self.left, self.case = at, fen, fen, case


class _Known:
    """Money to the buyer, and what of it no row has met yet."""

    def __init__(self, known: ToBuyer, share: Fen = 0) -> None:
        """`share` is what goes back to the platform with it: a part of its discounts."""
        self.known, self.left, self.share = known, known.amount_fen, share

    def may_be(self, row: _Row) -> bool:
        """Is the row of its time, and of no other case?"""
        known = self.known
        if row.case and known.case:
            return row.case == known.case
        is_before = known.since is not None and row.at < known.since
        return not is_before and (known.until is None or row.at <= known.until)

    def meet(self, row: _Row) -> None:
        """Take from both what they have in common."""
        money = min(self.left, row.left)
        self.left -= money
        row.left -= money
        share = min(self.share, row.left)
        self.share -= share
        row.left -= share


_Fits = Callable[[_Row, _Known], bool]


def meet_money(payments: Iterable[Payment], side: OrderSide) -> MoneyMet:
    """What the rows show that is not known here, and what is known here that they do not show."""
    payments = tuple(payments)
    back, small = _rows(payments, "refund"), _rows(payments, "small_payment")
    refunds = [_Known(one, _share(one, side)) for one in side.refunds]
    given = [_Known(one) for one in side.compensations]
    _meet(back, refunds, (_same_case, _same_amount, _any))
    _meet(small, given, (_same_amount,))
    _meet(small, [one for one in refunds if not one.known.case], (_same_amount,))
    _meet_together(small, given)
    paid = [one for one in given if one.known.task and not one.left]
    others = [row for row in small if any(_may_still_be(row, one) for one in given)]
    other = [one for one in given if any(_may_still_be(row, one) for row in small)]
    return MoneyMet(
        _unknown(back),
        _unshown(refunds),
        _unknown(row for row in small if row not in others),
        _unshown(one for one in given if not one.known.task and one not in other),
        _unknown(others),
        sum(one.left for one in other),
        tuple(one.known.task for one in paid),
        sum(one.known.amount_fen for one in paid),
    )


def _meet(rows: Sequence[_Row], known: Sequence[_Known], ways: Iterable[_Fits]) -> None:
    for fits in ways:
        for row in rows:
            for one in sorted(known, key=lambda one: _end(one.known, row.at)):
                if row.left and (one.left or one.share) and one.may_be(row) and fits(row, one):
                    one.meet(row)


def _meet_together(rows: Sequence[_Row], known: Iterable[_Known]) -> None:
    """What was paid in several rows, where all of its time come to just that."""
    for one in known:
        parts = [row for row in rows if _may_still_be(row, one)]
        if sum(row.left for row in parts) == one.left:
            for row in parts:
                one.meet(row)


def _may_still_be(row: _Row, one: _Known) -> bool:
    return row.left > 0 and one.left > 0 and one.may_be(row)


def _share(known: ToBuyer, side: OrderSide) -> Fen:
    paid = side.paid_fen
    return ceil(side.subsidy_fen * min(known.amount_fen, paid) / paid) if paid else 0


def _unknown(rows: Iterable[_Row]) -> tuple[UnknownRow, ...]:
    return tuple(UnknownRow(row.at, row.left, row.fen) for row in rows if row.left > 0)


def _unshown(known: Iterable[_Known]) -> tuple[Unshown, ...]:
    return tuple(Unshown(one.known.at, one.left) for one in known if one.left > 0)


def _same_case(row: _Row, one: _Known) -> bool:
    return bool(row.case) and row.case == one.known.case


def _same_amount(row: _Row, one: _Known) -> bool:
    return row.left in (one.left, one.left + one.share)


def _any(_row: _Row, _one: _Known) -> bool:
    return True


def _end(known: ToBuyer, at: datetime) -> tuple[bool, bool, datetime]:
    """What may be met the shortest goes first; a guess of the platform's word, last of all."""
    return known.estimated, known.until is None, known.until or known.at or at


def _rows(payments: Iterable[Payment], kind: PaymentKind) -> list[_Row]:
    """The rows of a kind in the order of time, less what came back of them (退款失败)."""
    given = sorted(
        (one for one in payments if one.kind == kind and not one.settled),
        key=lambda one: one.at,
    )
    rows: list[_Row] = []
    for one in given:
        fen = one.out_fen - one.in_fen
        if fen > 0:
            rows.append(_Row(one.at, fen, one.case))
            continue
        back = -fen
        for row in (*_alike(rows, back), *reversed(rows)):
            taken = min(back, row.left)
            row.left -= taken
            row.fen -= taken
            back -= taken
    return [row for row in rows if row.fen > 0]


def _alike(rows: Sequence[_Row], back: Fen) -> list[_Row]:
    """The last row of just what came back."""
    return [row for row in reversed(rows) if row.left == back][:1]
