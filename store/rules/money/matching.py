"""Matching (对账): what the funds files say of an order, compared with what the order says.

What is judged is the sum of each matter, not row by row: a platform pays an order in parts, takes a
fee back as income and charges a penalty in two. A refund or a penalty of ours that the platform
does not show, and an order that it never paid out, is judged only where the imported files say
everything of its time; by when the funds show its money is said by rules (`paid.paid_out`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from store.models.axes import Platform
from store.models.base import remembered
from store.models.money import Fen
from store.models.payment import OrderSide, Payment, Payments
from store.rules.money.charges_met import meet_charges
from store.rules.money.funds_sums import OF_AN_ORDER, Sums, sums_of
from store.rules.money.money_met import NOTHING_MET, MoneyMet, Unshown, meet_money
from store.rules.paid.paid_out import shown_by
from store.rules.timing.policy import Policy

DifferenceKind = Literal[
    "no_order",
    "unclear",
    "amount_differs",
    "refund_there",
    "refund_here",
    "penalty_there",
    "penalty_here",
    "penalty_back",
    "penalty_back_here",
    "penalty_back_beyond",
    "compensation_open",
    "compensation_differs",
    "compensation_there",
    "compensation_here",
    "no_payment",
]


class Difference(NamedTuple):
    """One thing in which the platform's money and the order are not the same."""

    kind: DifferenceKind
    ours_fen: Fen = 0
    theirs_fen: Fen = 0

    @property
    def said(self) -> str:
        """By which a person's answer to it is known again."""
        return f"{self.kind} {self.ours_fen} {self.theirs_fen}"


def differences(of: Payments, policy: Policy) -> tuple[Difference, ...]:
    """All in which both sides differ, also what a person has set aside."""
    if of.moved_to:
        return ()
    if not of.order_no:
        theirs = _taken(one for one in of.payments if one.kind in OF_AN_ORDER)
        is_open = any(one.kind in OF_AN_ORDER for one in of.payments)
        return (Difference("unclear", 0, theirs),) if is_open else ()
    if of.beside is None:
        theirs = _taken(one for one in of.payments if not one.settled)
        return (Difference("no_order", 0, theirs),)
    found = sums_of(of)
    return (
        *_income(of.beside, found),
        *_refunds(of.beside, found, of),
        *_charges(of.beside, found, of),
        *_compensations(of.beside, found, of),
        *_no_payment(of.beside, found, of, policy),
    )


def _taken(payments: Iterable[Payment]) -> Fen:
    """What the platform took of what is no order's here; below 0 what it gave."""
    return sum(one.out_fen - one.in_fen for one in payments)


def _income(side: OrderSide, found: Sums) -> Iterable[Difference]:
    """What was paid, with or without the platform's part, or what was left of it: a refund before
    the settlement is never paid out.
    """
    if not found.has_income:
        return
    whole = (side.paid_fen, side.paid_fen + side.subsidy_fen)
    fit = {fen - back for fen in whole for back in (0, side.refunded_fen)}
    if found.income in fit or found.income + found.coupons in fit:
        return
    # Doudian settles each sub-order when it is done; until all are, less than all is paid.
    if found.lines < side.lines and found.income < side.paid_fen:
        return
    yield Difference("amount_differs", side.paid_fen, found.income)


def _refunds(side: OrderSide, found: Sums, of: Payments) -> Iterable[Difference]:
    ours, theirs, both = side.refunded_fen, found.refunded, money_met(of)
    there = sum(one.fen for one in both.refunds_there)
    if there:
        yield Difference("refund_there", max(0, min(ours, theirs - there)), theirs)
    lacking = tuple(one for one in both.refunds_here if _is_told(one.at, of))
    if _lacks_refund(side, found, lacking):
        shown = ours - sum(one.fen for one in lacking)
        yield Difference("refund_here", ours, min(theirs, shown))


@remembered
def money_met(of: Payments) -> MoneyMet:
    """Which money to the buyer its rows are, of an order that is here, and which they are not."""
    side, found = of.beside, sums_of(of)
    assert side is not None
    is_any = side.refunds or side.compensations or found.refunded or found.given
    return meet_money(of.payments, side) if is_any else NOTHING_MET


def _lacks_refund(side: OrderSide, found: Sums, lacking: Iterable[Unshown]) -> bool:
    """Is so much neither shown by the platform, nor kept back before it paid out?

    Of an estimate nobody knows how much it was.
    """
    if not found.has_income or any(one.estimated for one in side.refunds):
        return False
    return sum(one.fen for one in lacking) > max(0, side.paid_fen - found.income)


def _charges(side: OrderSide, found: Sums, of: Payments) -> Iterable[Difference]:
    """Charged and not recorded, or given back and not recorded, or the other way round."""
    met = meet_charges(side, found)
    if met.there:
        yield Difference("penalty_there", met.recorded, met.recorded + met.there)
    if met.back_there:
        returned = side.returned_fen
        yield Difference("penalty_back", returned, returned + met.back_there)
    if met.back_here and _is_told(side.returned_at, of):
        yield Difference("penalty_back_here", met.back + met.back_here, met.back)
    if met.here and _is_told(side.penalised_at, of):
        yield Difference("penalty_here", met.charged + met.here, met.charged)
    if met.beyond:
        yield Difference("penalty_back_beyond", met.back, met.back + met.beyond)


def _compensations(side: OrderSide, found: Sums, of: Payments) -> Iterable[Difference]:
    """Paid to the buyer and still to be paid here, or not known here, or the other way round, or of
    another amount.
    """
    both = money_met(of)
    if both.paid_tasks:
        yield Difference("compensation_open", 0, both.paid_fen)
    other = sum(one.fen for one in both.other_amounts)
    if other:
        yield Difference("compensation_differs", both.other_fen, other)
    there = sum(one.fen for one in both.compensations_there)
    if there:
        theirs = found.given - other
        yield Difference("compensation_there", theirs - there, theirs)
    lacking = [one for one in both.compensations_here if _is_told(one.at, of)]
    if lacking:
        fen = sum(one.fen for one in lacking)
        shown = sum(one.amount_fen for one in side.compensations if not one.task) - fen
        yield Difference("compensation_here", shown + fen, shown)


def _no_payment(side: OrderSide, found: Sums, of: Payments, policy: Policy) -> Iterable[Difference]:
    """Received, and in no file of its whole time was any of its money."""
    time = _unpaid_for(side, found, of.platform, policy)
    if time and _are_told(*time, of):
        yield Difference("no_payment", side.paid_fen - side.refunded_fen)


def _unpaid_for(
    side: OrderSide, found: Sums, platform: Platform, policy: Policy
) -> tuple[datetime, datetime] | None:
    """From when until when money should have come that did not, for what the buyer has."""
    is_due = side.refunded_fen < side.paid_fen and not found.has_income
    if not is_due or side.paid_at is None or side.received_at is None:
        return None
    shown = shown_by(side.received_at, platform, policy)
    return (side.paid_at, shown) if shown else None


def awaited_until(of: Payments, policy: Policy) -> datetime | None:
    """The first instant of which files have to tell, before what they lack is missing.

    None where they lack nothing, or lack it for good.
    """
    if of.moved_to or of.beside is None:
        return None
    found, both = sums_of(of), money_met(of)
    here = both.refunds_here
    charges = meet_charges(of.beside, found)
    lacking = (
        *(one.at for one in here if _lacks_refund(of.beside, found, here)),
        *(one.at for one in both.compensations_here),
        of.beside.penalised_at if charges.here else None,
        of.beside.returned_at if charges.back_here else None,
    )
    awaited = [at for at in lacking if at and not _is_told(at, of)]
    time = _unpaid_for(of.beside, found, of.platform, policy)
    if time and not _are_told(*time, of):
        awaited.append(time[1])
    return min(awaited, default=None)


def _is_told(at: datetime | None, of: Payments) -> bool:
    """Do the files say everything of that instant? A penalty of before the first is in none."""
    return at is not None and _are_told(at, at, of)


def _are_told(begin: datetime, end: datetime, of: Payments) -> bool:
    """Do they say everything of this time, without a gap?"""
    return any(told.begin <= begin and end <= told.end for told in of.told)


def open_differences(of: Payments, policy: Policy) -> tuple[Difference, ...]:
    """What somebody has to look at: not what a person has set aside as it is."""
    return still_open(of, differences(of, policy))


def still_open(of: Payments, found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """What of these differences nobody has set aside."""
    aside = {one.difference for one in of.asides}
    return tuple(one for one in found if one.said not in aside) if aside else found


def state(of: Payments, found: tuple[Difference, ...]) -> str:
    """One word for it, of what was found: the first that is open, else how it is done with."""
    is_open = still_open(of, found)
    if is_open:
        return is_open[0].kind
    if found:
        return "aside"
    if any(one.kind == "unknown" for one in of.payments):
        return "unknown_words"
    return "matched" if of.order_no or of.moved_to else "general"
