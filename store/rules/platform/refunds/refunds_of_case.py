"""Refunds that may be a case's (退款对应): those known here that money of a case may be.

The times are the desk's own measures (`ENTERED_BY`); no platform names its case in what is entered
here.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple, TypeVar

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.case_state import CaseOutcome
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.parcel import OfLine
from store.models.refund import Refund
from store.rules.cases.case_machine import MONEY_ALONE
from store.rules.money.money_met import ENTERED_BY
from store.rules.platform.made_later import MINUTE

Sum = TypeVar("Sum", bound=Refund | Line)


def may_be_of(refund: Refund, case: AfterSalesCase) -> bool:
    """Was it entered here, for no case, beside neither this one nor money that had gone by then,
    and is it of the same line?
    """
    entered_at, paid_at = refund.requested_at, case.closed_at
    had_gone = entered_at is not None and paid_at is not None and paid_at <= entered_at
    return (
        refund.source is Source.DESK
        and refund.case is None
        and not refund.is_beside(case.id)
        and not (refund.anew and had_gone)
        and refund.state != "failed"
        and is_of_lines_of(refund.lines, case)
    )


def is_of_what_stayed(refund: Refund, case: AfterSalesCase) -> bool:
    """Is it the money of units that never left alone, while the case is of goods that come back?"""
    stayed = bool(refund.lines) and all(part.unshipped == part.quantity for part in refund.lines)
    return stayed and case.kind not in MONEY_ALONE


def is_other_money(refund: Refund, case: AfterSalesCase) -> bool:
    """Had it gone without the case, or for what that asked for before, when the platform gave the
    money? It had, where no time says when that was.
    """
    settled_at, paid_at = refund.settled_at, case.closed_at
    is_later = settled_at is None or paid_at is None or settled_at < paid_at
    is_ahead = refund.ahead_at is not None and not case.closed_here and is_later
    return is_ahead or is_for_before(refund, case)


def is_for_before(refund: Refund, case: AfterSalesCase) -> bool:
    """Is it for what its case asked for before the buyer applied for it anew: as somebody said, or
    as it had gone by then, and the platform gave money since?
    """
    gave_since = case.outcome is CaseOutcome.REFUNDED and not case.closed_here
    is_said = refund.of_before or refund.ahead_at is not None
    return refund.of_before if is_said else gave_since and had_gone(refund, case)


def had_gone(refund: Refund, case: AfterSalesCase) -> bool:
    """Had it gone when the buyer applied for the case, or for it anew? Money of the platform's had,
    where its own application is another one, or where the word that it went was shown by then; what
    was entered here, only where a file had told of the case by then: the first application may come
    after what the shop gave.
    """
    gone_at, applied_at = refund.settled_at, case.applied_at
    is_there = refund.source is Source.PLATFORM
    if is_there:
        shown_at = refund.shown.latest if refund.shown else None
        gone_at = gone_at or refund.requested_at or shown_at
    if refund.state != "done" or gone_at is None or applied_at is None:
        return False
    is_later = is_there or applied_anew_at(case) is not None
    return is_later and applied_at - gone_at >= MINUTE


def applied_anew_at(case: AfterSalesCase) -> datetime | None:
    """When the buyer applied for it anew, once a file had told of it; what was done by then was for
    what it asked for before.
    """
    is_anew = case.known_at and case.applied_at and case.known_at < case.applied_at
    return case.applied_at if is_anew else None


def nearness_to(case: AfterSalesCase) -> Callable[[Refund], tuple[bool, bool, bool]]:
    """What names its units goes first, then what was entered since the application, then what is
    still on its way.
    """

    def nearness(refund: Refund) -> tuple[bool, bool, bool]:
        at = refund.requested_at
        is_before = bool(at and case.applied_at and at < case.applied_at)
        return not refund.lines, is_before, refund.state == "done"

    return nearness


def is_of_its_time(refund: Refund, case: AfterSalesCase) -> bool:
    """Was it on its way here between a day before the application and a day after the money went?

    It is entered here first, or done on the platform first, so that neither time bounds the other.
    What is not settled is on its way still.
    """
    entered_at, settled_at = refund.requested_at, refund.settled_at
    applied_at, paid_at = case.applied_at, case.closed_at
    is_before = settled_at and applied_at and settled_at < applied_at - ENTERED_BY
    is_after = entered_at and paid_at and entered_at > paid_at + ENTERED_BY
    return not is_before and not is_after


def fits_case(refund: Refund, case: AfterSalesCase) -> bool:
    """May it be the money of the case by what it was entered for, and by its time?"""
    return may_be_of(refund, case) and is_of_its_time(refund, case)


class OneSum(NamedTuple):
    """What was entered here in one sum for several cases, of which one is shown last."""

    whole: Refund
    others: tuple[Refund, ...]
    """The money of the others, as the platform told of it."""


def of_several(order: Order, case: AfterSalesCase) -> OneSum | None:
    """What was entered here in one sum for several cases, of which this is the last to be shown:
    with the money of all others of its time, else of some, it comes to just that.
    """
    told = case.refunded_fen or 0
    for one in order.refunds:
        others = _others_of_its_time(order, one) if fits_case(one, case) else []
        rest = one.amount_fen - told
        is_all = sum(other.amount_fen for other in others) == rest
        found = others if is_all else adding_up(others, range(rest, rest + 1))
        if found:
            return OneSum(one, tuple(found))
    return None


def _others_of_its_time(order: Order, whole: Refund) -> list[Refund]:
    """Money of cases that nobody entered here, unless it is in this refund."""
    shown = (one for one in order.refunds if one.source is Source.PLATFORM and not one.estimated)
    of_cases = ((one, order.case_named(one.case)) for one in shown)
    return [one for one, case in of_cases if case and fits_case(whole, case)]


def is_estimate_of(refund: Refund, case: AfterSalesCase) -> bool:
    """Is it known by the word "refunded" alone, which may mean the money of this case?"""
    is_one = refund.estimated and refund.case is None and not had_gone(refund, case)
    return is_one and is_of_lines_of(refund.lines, case)


def is_of_lines_of(named: Iterable[OfLine], case: AfterSalesCase) -> bool:
    """May money for these units, or for none that are named, be that of the case? Of none of its
    lines it is not.
    """
    given = {part.line for part in named}
    return not given or any(map(case.is_about, given))


def coming_to(refunds: list[Refund], told: Fen) -> list[Refund]:
    """Those of them that are just so much: the first that is it alone, else several together."""
    return coming_within(refunds, range(told, told + 1))


def coming_within(refunds: list[Refund], told: range) -> list[Refund]:
    """Those of them that come to one of these amounts: the first that does alone, else several
    together.
    """
    alone = [one for one in refunds if one.amount_fen in told][:1]
    return alone or adding_up(refunds, told)


def adding_up(sums: Iterable[Sum], told: range) -> list[Sum]:
    """Those of these refunds, or lines, that together come to one of these amounts, the first of
    them rather than the last; none where no amount but 0 is reached.
    """
    found: dict[Fen, list[Sum]] = {0: []}
    for one in sums:
        for fen, some in tuple(found.items()):
            if fen + one.amount_fen < told.stop:
                found.setdefault(fen + one.amount_fen, [*some, one])
    return next((parts for fen, parts in found.items() if fen and fen in told), [])
