"""Discrepancies (不一致): what the platform says and what was done here, where both cannot be.

Both sides stay, nothing ships, and what was owed stays owed, until somebody has settled it with the
platform or an import makes both agree again (docs/imports.md, rule 4). Most are seen in the order
itself; the two of `NOTICED` only at the moment of an import, and stay noted.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase, CaseOutcome
from store.models.axes import AfterSales, Source
from store.models.money import yuan_text
from store.models.order import Discrepancy, DiscrepancyKind, Order
from store.models.stock_out import StockOutApplication
from store.rules.action.context import Context
from store.rules.order.ledger import line_ledgers, money_ledger, spent
from store.rules.parcels.found import found_after_all
from store.words import _, listed
from store.words.labels import label
from store.words.times import day_text

NOTICED: tuple[DiscrepancyKind, ...] = ("case_open", "verdict")
TASKS_OVER: dict[DiscrepancyKind, str] = {
    "cancelled": "cancel-order",
    "stock_out": "apply-stock-out",
}
"""What the platform need not be told any more, because it went on without it."""
NOTHING_GIVEN = (CaseOutcome.WITHDRAWN, CaseOutcome.REJECTED, CaseOutcome.EXPIRED)


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
    """The order with this contradiction noted, without tasks that no longer fit.

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
    order = order.model_copy(update={"discrepancies": (*order.discrepancies, noted)})
    over = TASKS_OVER.get(given.kind)
    return order.with_tasks_done(lambda one: one.kind == over, context.now, "import", moot=True)


def agreed_again(order: Order, kind: DiscrepancyKind, context: Context) -> Order:
    """The order once an import shows that both say the same of such a matter."""
    kept = tuple(
        one.model_copy(update={"resolved_at": context.now})
        if one.kind == kind and one.resolved_at is None
        else one
        for one in order.discrepancies
    )
    return (
        order if kept == order.discrepancies else order.model_copy(update={"discrepancies": kept})
    )


def contradictions(order: Order) -> Iterator[Contradiction]:
    """Everything in the order that cannot be."""
    yield from _units(order)
    if money_ledger(order).refundable < 0:
        yield Contradiction("money")
    for application in order.stock_outs:
        if application.state == "applied" and _has_left(order, application):
            yield Contradiction("stock_out", about=application.id)
    for case in order.cases:
        if _closed_there(case):
            yield from _money_of_case(order, case)
    for parcel in found_after_all(order):
        yield Contradiction("found", about=parcel.id)


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


def _has_left(order: Order, application: StockOutApplication) -> bool:
    """Are units on their way that were applied for as out of stock?"""
    shipped = {one.line.line: one for one in line_ledgers(order)}
    return any(
        shipped[part.line].shipped + part.quantity > shipped[part.line].line.ordered
        for part in application.lines
    )


def _closed_there(case: AfterSalesCase) -> bool:
    return not case.open and case.closed_by is not Source.DESK


def _money_of_case(order: Order, case: AfterSalesCase) -> Iterator[Contradiction]:
    """The platform ended the case with another amount than went back here, or with none."""
    here = _refunded_here(order, case)
    if here and case.outcome in NOTHING_GIVEN:
        yield Contradiction("case_closed", about=case.id)
    there = case.refunded_fen
    if here and case.outcome is CaseOutcome.REFUNDED and there is not None and here != there:
        yield Contradiction("case_money", about=case.id)


def _refunded_here(order: Order, case: AfterSalesCase) -> int:
    mine = (one for one in spent(order) if one.case == case.id and one.source is Source.DESK)
    return sum(one.amount_fen for one in mine)


def _meant(discrepancy: Discrepancy) -> Contradiction:
    return Contradiction(discrepancy.kind, discrepancy.line, discrepancy.about)


def _still(order: Order, noticed: Discrepancy) -> bool:
    """Does what was noticed at an import still hold?"""
    if noticed.kind == "case_open" and noticed.about:
        case = order.case_named(noticed.about)
        return case is not None and case.open
    if noticed.kind == "case_open":
        return order.platform_after_sales is AfterSales.OPEN and not order.open_cases
    return noticed.kind in NOTICED


def explain(order: Order, discrepancy: Discrepancy) -> str:
    """Both sides, with their numbers."""
    return EXPLAINED[discrepancy.kind](order, discrepancy)


def _goods_said(order: Order, discrepancy: Discrepancy) -> str:
    ledger = next(one for one in line_ledgers(order) if one.line.line == discrepancy.line)
    return _(
        "Line {line}: {ordered} ordered, but {cancelled} cancelled, {shipped} shipped and"
        " {refunded} refunded before shipping."
    ).format(
        line=ledger.line.line,
        ordered=ledger.line.ordered,
        cancelled=ledger.line.cancelled,
        shipped=ledger.shipped,
        refunded=ledger.refunded_unshipped,
    )


def _money_said(order: Order, _discrepancy: Discrepancy) -> str:
    money = money_ledger(order)
    return _("{refunded} were refunded together, but only {paid} was paid.").format(
        refunded=yuan_text(money.done + money.pending + money.unknown),
        paid=yuan_text(money.paid),
    )


def _cancelled_said(order: Order, discrepancy: Discrepancy) -> str:
    given = order.cancellation
    ledger = next(one for one in line_ledgers(order) if one.line.line == discrepancy.line)
    return _(
        "Line {line} was cancelled here on {day}, but the platform shows it shipped ({shipped} of"
        " {ordered}); have the parcel intercepted, and refund what does not reach the buyer."
    ).format(
        line=ledger.line.line,
        day=day_text(given.at if given else discrepancy.opened_at),
        shipped=ledger.shipped,
        ordered=ledger.line.ordered,
    )


def _stock_out_said(order: Order, discrepancy: Discrepancy) -> str:
    applied = (one.applied_at for one in order.stock_outs if one.id == discrepancy.about)
    return _(
        "Out-of-stock was applied for here on {day}, but the platform shows the goods shipped;"
        " record how the application ended (rule-stock-out)."
    ).format(day=day_text(next(applied, discrepancy.opened_at)))


def _verdict_said(order: Order, discrepancy: Discrepancy) -> str:
    ruled = next((one for one in order.stock_outs if one.id == discrepancy.about), None)
    return _(
        "The application for out-of-stock ended here on {day} ({verdict}), but the platform still"
        " says that it is applied for."
    ).format(
        day=day_text(ruled.ruled_at if ruled and ruled.ruled_at else discrepancy.opened_at),
        verdict=label(ruled.state) if ruled else "-",
    )


def _case_open_said(order: Order, discrepancy: Discrepancy) -> str:
    if discrepancy.about:
        return _("Case {case} was closed here, but the platform shows it open.").format(
            case=discrepancy.about
        )
    closed = listed(one.id for one in order.cases)
    return _(
        "Every case of this order is closed here ({cases}), but the platform shows one open."
    ).format(cases=closed or "-")


def _case_closed_said(order: Order, discrepancy: Discrepancy) -> str:
    case = order.case_named(discrepancy.about)
    return _(
        "For case {case} {amount} went back here, or is on its way, but the platform closed it"
        " without money ({outcome})."
    ).format(
        case=discrepancy.about,
        amount=yuan_text(_refunded_here(order, case) if case else 0),
        outcome=label(case.outcome) if case and case.outcome else "-",
    )


def _case_money_said(order: Order, discrepancy: Discrepancy) -> str:
    case = order.case_named(discrepancy.about)
    return _(
        "For case {case} {here} was refunded here, but the platform says {there}; the larger amount"
        " counts as gone."
    ).format(
        case=discrepancy.about,
        here=yuan_text(_refunded_here(order, case) if case else 0),
        there=yuan_text(case.refunded_fen or 0 if case else 0),
    )


def _found_said(order: Order, discrepancy: Discrepancy) -> str:
    parcel = order.parcel_named(discrepancy.about)
    return _(
        "Parcel {number} was lost or on its way back, and what was in it was sent again or"
        " refunded, but it was delivered after all."
    ).format(number=(parcel.tracking_no or parcel.id) if parcel else discrepancy.about)


EXPLAINED: dict[DiscrepancyKind, Callable[[Order, Discrepancy], str]] = {
    "goods": _goods_said,
    "money": _money_said,
    "cancelled": _cancelled_said,
    "stock_out": _stock_out_said,
    "verdict": _verdict_said,
    "case_open": _case_open_said,
    "case_closed": _case_closed_said,
    "case_money": _case_money_said,
    "found": _found_said,
}
