"""Contradictions (矛盾): what the platform says and what was done here, where both cannot be.

Most are seen in the order itself; those of `NOTED` only at the moment of an import. Each says
what stands against what by now: whoever settles it settles that, and nothing that comes later.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.case_state import CaseOutcome
from store.models.discrepancy import AtIssue, Discrepancy, DiscrepancyKind, Matter
from store.models.first_import import FirstImport
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import Parcel, units_by_line
from store.models.refund import Refund
from store.models.stock_out import StockOutApplication
from store.rules.cases.case_view import case_of
from store.rules.cases.interventions import last_ruling, refunded_against_ruling
from store.rules.order.cases_shown import shown_in_doubt
from store.rules.order.ledger import is_smooth, line_ledgers, lines_left, money_ledger, spent
from store.rules.paid.left_unpaid import left_unpaid
from store.rules.paid.paid_for import more_than_paid
from store.rules.parcels.found import found_after_all, given_for, is_given_up
from store.rules.parcels.leaving_there import may_be_one
from store.rules.parcels.refunded_there import gave_both, refunded_beside
from store.rules.parcels.sent_again import SentAgain, is_sent_there, ways_again
from store.rules.parcels.shared import turned_back
from store.rules.parcels.whereabouts import came_back, comes_back, place
from store.rules.platform.cases.answers import agreed_for_it, still_against
from store.rules.platform.discrepancies.amount_unknown import amount_unknown
from store.rules.platform.discrepancies.maybe_twice import given_by_platform, maybe_twice
from store.rules.platform.discrepancies.not_brought import not_brought
from store.rules.platform.discrepancies.not_ours import paid_for_nothing
from store.rules.platform.discrepancies.shown_gone import is_settled_there, is_shown_gone
from store.rules.platform.held_back import is_held_back
from store.rules.platform.platform_intercepts import parcels_in_doubt
from store.rules.platform.refunds.refunds_of_case import had_gone, is_for_before, is_other_money

STOPS_SHIPPING = ("applied", "approved")
"""Applications whose goods have not to leave: until the verdict, and once it says so."""


class Contradiction(NamedTuple):
    """What contradicts what."""

    kind: DiscrepancyKind
    line: int | None = None
    about: str = ""
    at_issue: AtIssue = ()
    imported: FirstImport | None = None
    """By which import the file came first that shows it, where that is asked of later ones."""

    @property
    def matter(self) -> Matter:
        """The same, whatever stands against what by now."""
        return Matter(self.kind, self.line, self.about)


def contradictions(order: Order) -> dict[Matter, AtIssue]:
    """Everything in the order that cannot be, with what is at issue: amounts in fen, units, and
    where goods are. Both ways in which one matter is contradicted are at issue together.
    """
    found: dict[Matter, AtIssue] = {}
    for one in _every(order):
        found[one.matter] = (*found.get(one.matter, ()), *one.at_issue)
    return found


def _every(order: Order) -> Iterator[Contradiction]:
    yield from _units(order)
    yield from _money(order)
    for application in order.stock_outs:
        left = _left_of(order, application) if application.state in STOPS_SHIPPING else 0
        if left:
            at_issue = (application.state, left)
            yield Contradiction("stock_out", about=application.id, at_issue=at_issue)
    for case in order.cases:
        if _closed_there(case):
            yield from _money_of_case(order, case)
        gone = (case.refunded_fen or 0,)
        if refunded_against_ruling(order, case):
            yield Contradiction("ruling", about=case.id, at_issue=gone)
        if _closed_there(case) and not refunded_here(order, case) and paid_for_nothing(order, case):
            yield Contradiction("not_ours", about=case.id, at_issue=gone)
        if _closed_there(case) and gave_both(order, case):
            yield Contradiction("sent_again", about=case.id, at_issue=gone)
    yield from _goods_again(order)
    if shown := shown_in_doubt(order):
        yield Contradiction("case_shown", at_issue=shown)


def _goods_again(order: Order) -> Iterator[Contradiction]:
    """Goods that are there twice, or with their money."""
    if is_smooth(order):
        return
    for refund in left_unpaid(order):
        yield Contradiction("goods", about=refund.id, at_issue=(refund.amount_fen,))
    for parcel in found_after_all(order):
        at_issue = (place(order, parcel), *given_for(order, parcel))
        yield Contradiction("found", about=parcel.id, at_issue=at_issue)
    for reissue in order.reissues:
        units = sum(part.quantity for part in not_brought(order, reissue))
        if units:
            yield Contradiction("not_brought", about=reissue.id, at_issue=(units,))
    for way in ways_again(order):
        beside = refunded_beside(order, way, claimed_before=True)
        if beside and _is_to_go(order, way):
            money = sum(one.amount_fen for one in beside.refunds)
            yield Contradiction("sent_again", about=way.id, at_issue=(money,))


def _is_to_go(order: Order, way: SentAgain) -> bool:
    """Has it left, or is it to? Once all the money is back it is not, and what is owed says so."""
    is_left = money_ledger(order).refundable > 0
    return way.has_left or (is_left and not way.was_cancelled)


def _units(order: Order) -> Iterator[Contradiction]:
    """More units than were ordered: shipped, cancelled or refunded beside each other."""
    given = order.cancellation.lines if order.cancellation else ()
    cancelled = {part.line: part.quantity for part in given}
    for ledger in line_ledgers(order):
        line = ledger.line
        if ledger.to_ship < 0:
            yield Contradiction("goods", line.line, at_issue=(-ledger.to_ship,))
        here = cancelled.get(line.line, 0)
        beyond = ledger.shipped + here - line.ordered
        if here and beyond > 0:
            yield Contradiction("cancelled", line.line, at_issue=(beyond,))


def _money(order: Order) -> Iterator[Contradiction]:
    """More money than was paid: for a line, where it is known of which it is, else of them all."""
    lines = tuple(more_than_paid(order))
    for line, back in lines:
        yield Contradiction("money", line.line, at_issue=(sum(back),))
    refundable = money_ledger(order).refundable
    if not lines and refundable < 0:
        yield Contradiction("money", at_issue=(-refundable,))
    elif not is_smooth(order) and (one := maybe_twice(order)):
        at_issue = (one.amount_fen, given_by_platform(order))
        yield Contradiction("money", about=one.id, at_issue=at_issue)
    if one := amount_unknown(order):
        yield Contradiction("amount_unknown", about=one.id, at_issue=(one.amount_fen,))


def _left_of(order: Order, application: StockOutApplication) -> int:
    """The units on their way that were applied for as out of stock; by an application of the
    platform's, which is for the whole order, all that it does not know of.

    Those that were refunded since are told of by the line itself.
    """
    ledgers = {one.number: one for one in line_ledgers(order)}
    is_approved = application.state == "approved"
    if application.source is Source.PLATFORM:
        left = units_by_line(part for one in left_untold(order) for part in one.lines)
    else:
        asked = ((ledgers[part.line], part.quantity) for part in application.lines)
        left = Counter(
            {one.number: max(0, one.shipped + units - one.line.ordered) for one, units in asked}
        )
    return sum(
        units for line, units in left.items() if not (is_approved and ledgers[line].refunded)
    )


def left_untold(order: Order) -> tuple[Parcel, ...]:
    """The parcels that left here, of which the platform has shown nothing, and are not back."""
    return tuple(one for one in order.shipments if not (one.confirmed or came_back(one)))


def _closed_there(case: AfterSalesCase) -> bool:
    return not case.open and case.closed_by is not Source.DESK


def _money_of_case(order: Order, case: AfterSalesCase) -> Iterator[Contradiction]:
    """The platform ended the case with another amount than went back here, or was agreed to, or
    with none; not where a part of what it ruled went here, and it gave the rest.
    """
    here = refunded_here(order, case)
    by_it, sent = _gone_by(order, case), goods_sent(order, case)
    if case.gave_nothing and (by_it or sent):
        yield Contradiction("case_closed", about=case.id, at_issue=(by_it, len(sent)))
    ours, there = here or agreed_for_it(order, case), case.refunded_fen
    if case.outcome is not CaseOutcome.REFUNDED or not ours or there is None:
        return
    ruled = last_ruling(case)
    ahead = ahead_of(order, case)
    # Less than it asked for was agreed to beside what had gone, and that is what it gave.
    if 0 < ahead < there + ahead == case.agreed_fen:
        return
    is_part = ruled is not None and ours < there == ruled.amount_fen
    if (ours != there and not is_part) or given_again(order, case):
        yield Contradiction("case_money", about=case.id, at_issue=(ours, there))


def refunded_here(order: Order, case: AfterSalesCase) -> Fen:
    """What went, or is going, back for the case by what was entered here."""
    return _fen_for(order, case, lambda one: one.source is Source.DESK)


def ahead_of(order: Order, case: AfterSalesCase) -> Fen:
    """What of that had gone without the case."""
    return _fen_for(order, case, lambda one: one.ahead_at is not None)


def _gone_by(order: Order, case: AfterSalesCase) -> Fen:
    """What of that went by the case, and was not shown there before the buyer applied anew."""

    def is_its(one: Refund) -> bool:
        is_shown = had_gone(one, case) and is_settled_there(order, one)
        return one.source is Source.DESK and one.ahead_at is None and not is_shown

    return _fen_for(order, case, is_its)


def given_again(order: Order, case: AfterSalesCase) -> Fen:
    """What of that the platform has given once more, by the case."""
    if not case.refunded_fen:
        return 0
    return _fen_for(order, case, lambda one: is_other_money(one, case))


def _fen_for(order: Order, case: AfterSalesCase, is_meant: Callable[[Refund], bool]) -> Fen:
    """What of the money for what the case asks for now is meant."""
    mine = (one for one in spent(order) if one.case == case.id and is_meant(one))
    return sum(one.amount_fen for one in mine if not is_for_before(one, case))


def goods_sent(order: Order, case: AfterSalesCase) -> tuple[Parcel, ...]:
    """The parcels that left for the case."""
    return case_of(order, case).parcels


def still(order: Order, noted: Discrepancy) -> bool:
    """Does what was noted still hold, though the order itself does not show it?"""
    holds = NOTED.get(noted.kind)
    return holds is not None and holds(order, noted.about)


def _case_is_open(order: Order, about: str) -> bool:
    case = order.case_named(about)
    return case is not None and case.open


def _was_closed_here(order: Order, about: str) -> bool:
    """One that is open there, and was closed here: not by money alone, all of which has failed."""
    case = order.case_named(about)
    is_by_money = bool(case and case.stood and case.stood.ended is CaseOutcome.REFUNDED)
    mine = [one for one in order.refunds if one.case == about]
    has_failed = bool(mine) and not any(one.spent for one in mine)
    return _case_is_open(order, about) and not (is_by_money and has_failed)


def _case_is_sent(order: Order, about: str) -> bool:
    case = order.case_named(about)
    return case is not None and is_sent_there(order, case)


def _is_gone_here(order: Order, about: str) -> bool:
    refund = order.refund_named(about)
    return refund is not None and refund.state == "done" and not is_shown_gone(order, refund)


def _is_sent_again(order: Order, about: str) -> bool:
    """That it has arrived in the meantime makes nothing good."""
    return any(refunded_beside(order, one) for one in ways_again(order) if one.id == about)


def _of_parcel(holds: Callable[[Order, Parcel], bool]) -> Callable[[Order, str], bool]:
    def of_it(order: Order, about: str) -> bool:
        parcel = order.parcel_named(about)
        return parcel is not None and holds(order, parcel)

    return of_it


NOTED: dict[DiscrepancyKind, Callable[[Order, str], bool]] = {
    "case_open": _was_closed_here,
    "case_answer": still_against,
    "case_shown": _case_is_open,
    "case_back": _case_is_open,
    "refund_not_shown": _is_gone_here,
    "verdict": lambda _order, _about: True,
    "case_sent": _case_is_sent,
    "sent_before": lambda order, _about: bool(lines_left(order)),
    "freed": lambda order, _about: bool(lines_left(order)) and is_held_back(order),
    "sent_again": _is_sent_again,
    "reissue_there": _of_parcel(may_be_one),
    "shared_parcel": _of_parcel(lambda order, one: one.tracking_no not in turned_back(order)),
    "shared_back": _of_parcel(comes_back),
    "shared_found": _of_parcel(is_given_up),
    "intercept": lambda order, about: bool(parcels_in_doubt(order, order.case_named(about))),
}
"""Of those that the order itself does not show, or not any more: whether they still hold, by what
they are about. A `verdict` holds until both agree."""
