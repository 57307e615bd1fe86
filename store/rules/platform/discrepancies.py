"""Discrepancies (不一致): what the platform says and what was done here, where both cannot be.

Both sides stay, nothing ships, and what was owed stays owed, until somebody has settled it with the
platform or an import makes both agree again (docs/imports.md, rule 4). Most are seen in the order
itself; those of `NOTED` at the moment of an import, and stay noted as long as they hold.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase, CaseOutcome
from store.models.axes import AfterSales, Source
from store.models.money import Fen
from store.models.order import Discrepancy, DiscrepancyKind, Order
from store.models.parcel import Parcel
from store.models.stock_out import StockOutApplication
from store.rules.action.context import Context
from store.rules.cases.case_view import case_of
from store.rules.cases.interventions import last_ruling, refunded_against_ruling
from store.rules.order.ledger import is_smooth, line_ledgers, money_ledger, spent
from store.rules.order.paid_for import more_than_paid
from store.rules.parcels.found import found_after_all, is_given_up
from store.rules.parcels.leaving_there import may_be_one
from store.rules.parcels.refunded_there import gave_both, refunded_beside
from store.rules.parcels.sent_again import SentAgain, is_sent_there, ways_again
from store.rules.parcels.shared import turned_back
from store.rules.parcels.whereabouts import came_back, comes_back
from store.rules.platform.answers import still_against
from store.rules.platform.not_brought import not_brought
from store.rules.platform.not_ours import paid_for_nothing
from store.rules.platform.platform_intercepts import parcels_in_doubt

STOPS_SHIPPING = ("applied", "approved")
"""Applications whose goods have not to leave: until the verdict, and once it says so."""


class Contradiction(NamedTuple):
    """What contradicts what: a line of the order, or one of its records."""

    kind: DiscrepancyKind
    line: int | None = None
    about: str = ""


def reconcile(order: Order, context: Context) -> Order:
    """Open what does not add up, and close what adds up again."""
    broken = set(contradictions(order))
    kept = tuple(
        one
        if one.resolved_at or _meant(one) in broken or _still(order, one)
        else one.model_copy(update={"resolved_at": context.now})
        for one in order.discrepancies
    )
    # What somebody has settled stays settled, though the numbers still do not add up.
    known = {_meant(one) for one in kept if one.resolved_at is None or one.resolved_by}
    fresh = sorted(broken - known, key=str)
    # The same order where nothing changed, so that what was worked out of it is still known.
    if kept != order.discrepancies:
        order = order.model_copy(update={"discrepancies": kept})
    for one in fresh:
        order = opened(order, one, context)
    return order


def opened(order: Order, given: Contradiction, context: Context) -> Order:
    """The order with this contradiction noted.

    The same order where it is open already, or somebody has settled it.
    """
    known = (one for one in order.discrepancies if one.resolved_at is None or one.resolved_by)
    if given in map(_meant, known):
        return order
    noted = Discrepancy(
        id=context.new_id(),
        kind=given.kind,
        line=given.line,
        about=given.about,
        opened_at=context.now,
    )
    return order.model_copy(update={"discrepancies": (*order.discrepancies, noted)})


def agreed_again(
    order: Order, kind: DiscrepancyKind, context: Context, *, about: str | None = None
) -> Order:
    """The order once it is known that both say the same of such a matter, or of what it is about.

    The same order where nothing of it is open.
    """
    kept = tuple(
        one.model_copy(update={"resolved_at": context.now})
        if one.kind == kind and one.resolved_at is None and about in (None, one.about)
        else one
        for one in order.discrepancies
    )
    return (
        order if kept == order.discrepancies else order.model_copy(update={"discrepancies": kept})
    )


def contradictions(order: Order) -> Iterator[Contradiction]:
    """Everything in the order that cannot be."""
    yield from _units(order)
    yield from _money(order)
    for application in order.stock_outs:
        if application.state in STOPS_SHIPPING and _has_left(order, application):
            yield Contradiction("stock_out", about=application.id)
    for case in order.cases:
        if _closed_there(case):
            yield from _money_of_case(order, case)
        if refunded_against_ruling(order, case):
            yield Contradiction("ruling", about=case.id)
        if _closed_there(case) and not refunded_here(order, case) and paid_for_nothing(order, case):
            yield Contradiction("not_ours", about=case.id)
        if _closed_there(case) and gave_both(order, case):
            yield Contradiction("sent_again", about=case.id)
    yield from _goods_again(order)


def _goods_again(order: Order) -> Iterator[Contradiction]:
    """Goods that are there twice, or with their money."""
    if is_smooth(order):
        return
    for parcel in found_after_all(order):
        yield Contradiction("found", about=parcel.id)
    for reissue in order.reissues:
        if not_brought(order, reissue):
            yield Contradiction("not_brought", about=reissue.id)
    for way in ways_again(order):
        if refunded_beside(order, way, claimed_before=True) and _is_to_go(order, way):
            yield Contradiction("sent_again", about=way.id)


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
            yield Contradiction("goods", line.line)
        here = cancelled.get(line.line, 0)
        if here and ledger.shipped + here > line.ordered:
            yield Contradiction("cancelled", line.line)


def _money(order: Order) -> Iterator[Contradiction]:
    """More money than was paid: for a line, where it is known of which it is, else of them all."""
    lines = [line.line for line, _fen in more_than_paid(order)]
    yield from (Contradiction("money", line) for line in lines)
    if not lines and money_ledger(order).refundable < 0:
        yield Contradiction("money")


def _has_left(order: Order, application: StockOutApplication) -> bool:
    """Are units on their way that were applied for as out of stock, or, by an application of the
    platform's, which is for the whole order, any that it does not know of?

    Those that were refunded since are told of by the line itself.
    """
    ledgers = {one.line.line: one for one in line_ledgers(order)}
    is_approved = application.state == "approved"
    if application.source is Source.PLATFORM:
        left = (part.line for one in left_untold(order) for part in one.lines)
        return any(not (is_approved and ledgers[line].refunded) for line in left)
    return any(
        ledgers[part.line].shipped + part.quantity > ledgers[part.line].line.ordered
        and not (is_approved and ledgers[part.line].refunded)
        for part in application.lines
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
    if case.gave_nothing and (here or goods_sent(order, case)):
        yield Contradiction("case_closed", about=case.id)
    ours, there = here or case.agreed_fen, case.refunded_fen
    if case.outcome is not CaseOutcome.REFUNDED or not ours or there is None:
        return
    ruled = last_ruling(case)
    is_part = ruled is not None and ours < there == ruled.amount_fen
    if ours != there and not is_part:
        yield Contradiction("case_money", about=case.id)


def refunded_here(order: Order, case: AfterSalesCase) -> Fen:
    """What went, or is going, back for the case by what was entered here."""
    mine = (one for one in spent(order) if one.case == case.id and one.source is Source.DESK)
    return sum(one.amount_fen for one in mine)


def goods_sent(order: Order, case: AfterSalesCase) -> tuple[Parcel, ...]:
    """The parcels that left for the case."""
    return case_of(order, case).parcels


def _meant(discrepancy: Discrepancy) -> Contradiction:
    return Contradiction(discrepancy.kind, discrepancy.line, discrepancy.about)


def _still(order: Order, noted: Discrepancy) -> bool:
    """Does what was noted still hold, though the order itself does not show it?"""
    holds = NOTED.get(noted.kind)
    return holds is not None and holds(order, noted.about)


def _case_is_open(order: Order, about: str) -> bool:
    """One that is open there, and was closed here; without a number, any."""
    if not about:
        return order.platform_after_sales is AfterSales.OPEN and not order.open_cases
    case = order.case_named(about)
    return case is not None and case.open


def _case_is_sent(order: Order, about: str) -> bool:
    case = order.case_named(about)
    return case is not None and is_sent_there(order, case)


def _is_gone(order: Order, about: str) -> bool:
    refund = order.refund_named(about)
    return refund is not None and refund.state == "done"


def _is_sent_again(order: Order, about: str) -> bool:
    """That it has arrived in the meantime makes nothing good."""
    return any(refunded_beside(order, one) for one in ways_again(order) if one.id == about)


def _of_parcel(holds: Callable[[Order, Parcel], bool]) -> Callable[[Order, str], bool]:
    def of_it(order: Order, about: str) -> bool:
        parcel = order.parcel_named(about)
        return parcel is not None and holds(order, parcel)

    return of_it


NOTED: dict[DiscrepancyKind, Callable[[Order, str], bool]] = {
    "case_open": _case_is_open,
    "case_answer": still_against,
    "refund_not_shown": _is_gone,
    "verdict": lambda _order, _about: True,
    "case_sent": _case_is_sent,
    "sent_before": lambda order, _about: any(one.to_ship > 0 for one in line_ledgers(order)),
    "sent_again": _is_sent_again,
    "reissue_there": _of_parcel(may_be_one),
    "shared_parcel": _of_parcel(lambda order, one: one.tracking_no not in turned_back(order)),
    "shared_back": _of_parcel(comes_back),
    "shared_found": _of_parcel(is_given_up),
    "intercept": lambda order, about: bool(parcels_in_doubt(order, order.case_named(about))),
}
"""Of those that the order itself does not show, or not any more: whether they still hold, by what
they are about. A `verdict` holds until both agree."""
