"""Refunds met (退款对账): which refunds of an order the rows of its bill are, and which they are not.

A row that names an after-sales case is that case's refund. Any other is one of its time: first one
of just its amount, then what is left, because a platform pays in parts. An amount alone meets
nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from store.models.money import Fen
from store.models.payment import KnownRefund, OrderSide, Payment


ENTERED_BY = timedelta(days=1)
"""The desk's own measure: until when money that went there is entered here as a refund."""
SHOWN_BY = timedelta(days=3)
"""The desk's own measure: until when the funds show a refund that had gone, over a weekend too."""


class RefundThere(NamedTuple):
    """A row by which money went back that no refund known here is."""

    at: datetime
    fen: Fen
    """What of it is not known here."""
    row_fen: Fen
    """All that the row says."""
    case: str
    """The platform's number of the case that it names; mostly none."""


class RefundHere(NamedTuple):
    """A refund of which the rows do not show all."""

    at: datetime | None
    """When it had gone, or was asked for; none where nobody had to ask."""
    fen: Fen
    """What of it they do not show."""


class Met(NamedTuple):
    """What is left on both sides once each row has met its refund, in the order of time."""

    there: tuple[RefundThere, ...] = ()
    here: tuple[RefundHere, ...] = ()


class _Row:
    """A row, and what of it no refund has met yet."""

    def __init__(self, at: datetime, fen: Fen, case: str) -> None:
        self.at, self.fen, self.left, self.case = at, fen, fen, case


class _Refund:
    """A refund, and what of it no row has met yet."""

    def __init__(self, known: KnownRefund, side: OrderSide) -> None:
        self.known, self.left = known, known.amount_fen
        paid = side.paid_fen
        part = min(known.amount_fen, paid)
        self.share = ceil(side.subsidy_fen * part / paid) if paid else 0
        """What goes back to the platform with it: its part of the discounts, or a share of it."""

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


def met(payments: Iterable[Payment], side: OrderSide) -> Met:
    """What the rows show that is not known here, and what is known here that they do not show."""
    rows = _rows(payments)
    refunds = [_Refund(one, side) for one in side.refunds]
    for fits in (_same_case, _same_amount, _any):
        for row in rows:
            for refund in sorted(refunds, key=lambda one: _end(one.known, row.at)):
                if row.left and refund.may_be(row) and fits(row, refund):
                    refund.meet(row)
    return Met(
        tuple(RefundThere(row.at, row.left, row.fen, row.case) for row in rows if row.left > 0),
        tuple(
            RefundHere(one.known.at, one.left)
            for one in refunds
            if one.left > 0
        ),
    )


def _same_case(row: _Row, refund: _Refund) -> bool:
    return bool(row.case) and row.case == refund.known.case


def _same_amount(row: _Row, refund: _Refund) -> bool:
    return row.left in (refund.left, refund.left + refund.share)


def _any(_row: _Row, _refund: _Refund) -> bool:
    return True


def _end(known: KnownRefund, at: datetime) -> tuple[bool, bool, datetime]:
    """What may be met the shortest goes first; a guess of the platform's word, last of all."""
    return known.estimated, known.until is None, known.until or known.at or at


def _rows(payments: Iterable[Payment]) -> list[_Row]:
    """The rows of refunds in the order of time, less what came back of them (退款失败)."""
    given = sorted(
        (one for one in payments if one.kind == "refund" and not one.settled),
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


def _alike(rows: list[_Row], back: Fen) -> list[_Row]:
    """The last row of just what came back."""
    return [row for row in reversed(rows) if row.left == back][:1]
