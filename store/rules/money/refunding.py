"""Refunding (退款): which units go with the money, and how the money is shared over the lines.

An amount is money only, unless it is all that the goods of the order can still be refunded: then
all units go with it. Whether the freight goes back is for shop and buyer to agree on, no platform
says it: it is in what is suggested as long as nothing was shipped, is left out of it afterwards,
and stays refundable either way.
"""

from collections.abc import Iterable, Mapping, Sequence

from store.models.after_sales_case import AfterSalesCase
from store.models.cancellation import Cancellation
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import RefundLine
from store.rules.action.context import Context
from store.rules.action.fields import amount_typed, lines_text
from store.rules.action.markers import NONE, Reference
from store.rules.action.references import Choice, every_choice
from store.rules.cases.case_machine import GOODS, MONEY
from store.rules.cases.case_view import CaseView, case_views
from store.rules.cases.goods_coming import is_to_pay
from store.rules.cases.returning import to_go_back
from store.rules.order.ledger import (
    LineLedger,
    freight_left,
    goods_left,
    line_ledgers,
    money_ledger,
    spent,
)
from store.rules.paid.given_before import missing_by
from store.rules.paid.paid_for import divided, gone_back
from store.rules.parcels.leaving_there import open_reissues, shown_there
from store.rules.parcels.reissues import taken_back
from store.rules.platform.refunds.refunds_of_case import is_of_lines_of
from store.rules.platform.refunds.sums_named import lines_priced
from store.rules.stock.cancelling import cancellation
from store.words import N_, _
from store.words.labels import label


def cases_to_pay(order: Order) -> tuple[AfterSalesCase, ...]:
    """The cases whose money we have to give back, and that is not on its way yet, be it that
    nobody has said whether what had gone for an earlier application is that.
    """
    return tuple(
        view.case
        for view in case_views(order)
        if is_to_pay(order, view.case) and not view.platform_pays and still_to_give(view)
    )


def beside_only(order: Order, said: str | None) -> tuple[str, ...]:
    """The cases that money is beside which is said to be for none (`NONE`), where it might have
    been one's that is to be paid: all that are known by then; else it is beside every case.
    """
    is_asked = said == NONE and any(cases_to_pay(order))
    return tuple(case.id for case in order.cases) if is_asked else ()


def still_to_give(view: CaseView) -> Fen:
    """What a case still gives, also where what had gone for an earlier application may be that."""
    return view.left_to_pay + missing_by(view, view.gone_before)


FOR_NO_CASE = N_("for no case")
"""How it reads that money goes beside the case that would be meant otherwise."""


def _cases_named(order: Order) -> tuple[str, ...]:
    """What a refund may say that it is for: a case, by its id, or none."""
    return (*(case.id for case in order.cases), NONE)


def cases_to_choose(order: Order) -> tuple[Choice, ...]:
    """The cases to pay, and that it is for none of them; nothing to choose without such a case."""
    due = every_choice(order, "case", cases_to_pay(order))
    return (*due, Choice(NONE, _(FOR_NO_CASE))) if due else ()


def _is_for_only(order: Order, values: Mapping[str, str]) -> bool:
    """Is the only case to pay meant: by its goods, or by no amount, or by one that is just what it
    still gives?
    """
    amount = None if "lines" in values else amount_typed(values.get("amount", ""))
    if amount is None:
        return True
    meant = waits_for_just(order, amount)
    return meant is not None and meant.case is only_to_pay(order)


FOR_CASE = Reference(
    "case", meant=_is_for_only, fits=cases_to_pay, known=_cases_named, none=FOR_NO_CASE
)
"""The case that money is for, as a field of an action names it."""


def only_to_pay(order: Order) -> AfterSalesCase | None:
    """The one of these cases; none where there are several."""
    cases = cases_to_pay(order)
    return cases[0] if len(cases) == 1 else None


def due_by_itself(case: CaseView) -> Fen:
    """What is due for a case; one about goods gives money only where somebody agreed to it."""
    names_money = case.case.kind not in GOODS or case.case.agreed_fen or case.case.requested_fen
    return case.due_now if names_money else 0


def nothing_went(order: Order) -> Cancellation | None:
    """The cancellation of an order of which nothing was shipped and nothing was paid back."""
    given = cancellation(order)
    stops = given is not None and given.stops_shipping
    return given if stops and not (anything_shipped(order) or any(spent(order))) else None


def waits_for_just(
    order: Order, amount: Fen, units: Iterable[LineQuantity] = ()
) -> CaseView | None:
    """The one case to pay, else the one open case, decided or not, that asks for just that amount,
    maybe for these units; none where two do.
    """
    named, to_pay = tuple(units), cases_to_pay(order)

    def fitting(*, is_to_pay: bool) -> list[CaseView]:
        return [
            view
            for view in case_views(order)
            if (view.case in to_pay) is is_to_pay
            and amount in _sums_of(view, is_to_pay=is_to_pay)
            and is_of_lines_of(named, view.case)
        ]

    found = fitting(is_to_pay=True) or fitting(is_to_pay=False)
    return found[0] if len(found) == 1 else None


def _sums_of(view: CaseView, *, is_to_pay: bool) -> tuple[Fen, ...]:
    """What is just the money of a case: all that it still gives, or what is due of that now; of one
    that nobody decided, all that it asks for.
    """
    if is_to_pay:
        return view.left_to_pay, still_to_give(view), view.due_now
    is_asked = view.case.open and view.case.kind in MONEY and not view.platform_pays
    return (view.left_to_pay,) if is_asked and not view.met_fen else ()


def paid_by_platform(order: Order) -> dict[str, Fen]:
    """What the platform is paying, by the number of the case; the desk knows no refund of it."""
    return {
        view.id: view.left_to_pay
        for view in case_views(order)
        if view.platform_pays and view.left_to_pay
    }


def refundable_beside(order: Order) -> Fen:
    """What can still be refunded, beside what the platform is paying."""
    return max(0, money_ledger(order).refundable - sum(paid_by_platform(order).values()))


def suggested_fen(order: Order) -> Fen:
    """All that is left for us to pay, without the freight once something was shipped."""
    freight = freight_left(order) if anything_shipped(order) else 0
    return max(0, refundable_beside(order) - freight)


def suggested_for_none(order: Order, ended: AfterSalesCase | None) -> dict[str, str]:
    """What a refund for no case starts from: the goods that lie here for the one that has ended, if
    that is meant, else what was cancelled, and all that is left to pay.
    """
    if ended and not ended.open and (here := to_go_back(order, ended)):
        return {"lines": lines_text(here)}
    given = nothing_went(order)
    why = {"reason": label(given.reason), "cause": label(given.reason)} if given else {}
    return why | ({"amount": yuan_text(fen)} if (fen := suggested_fen(order)) else {})


def anything_shipped(order: Order) -> bool:
    """Has a parcel of the order left?"""
    return any(ledger.shipped for ledger in line_ledgers(order))


def cost_of(order: Order, lines: Iterable[LineQuantity]) -> Fen:
    """What these units cost, as far as the money of their lines has not gone back."""
    return sum(gone_back(order).costs_of(lines))


def is_all_of_goods(order: Order, amount: Fen) -> bool:
    """Is it all that the goods of the order can still be refunded?"""
    return amount >= goods_left(order)


def units_with(order: Order, amount: Fen) -> tuple[LineQuantity, ...]:
    """All units, where the amount is all the money of the goods; none where it is a part.

    Where earlier sums without units may be the price of some, only the others, and these only where
    they cost as much, maybe with the freight: a gift alone is the price of nothing.
    """
    if not is_all_of_goods(order, amount):
        return ()
    left = tuple(
        LineQuantity(line=ledger.number, quantity=ledger.refundable_units)
        for ledger in line_ledgers(order)
        if ledger.refundable_units > 0
    )
    paid = {line.line for line in lines_priced(order)}
    if not paid:
        return left
    others = tuple(part for part in left if part.line not in paid)
    cost = gone_back(order).left_of(others)
    return others if cost and amount <= cost + freight_left(order) else ()


def without_reissues(
    order: Order, amount: Fen, reason: str, context: Context
) -> tuple[Order, tuple[str, ...]]:
    """The order without its open reissues, where all the money of the goods goes back instead.

    What may have left there cannot be taken back.
    """
    said: tuple[str, ...] = ()
    if not is_all_of_goods(order, amount):
        return order, said
    there_by_now = shown_there(order)
    for reissue in (one for one in open_reissues(order) if one.id not in there_by_now):
        order, there = taken_back(order, reissue, reason, context)
        ended = _("Reissue {number} is cancelled, because all the money goes back.")
        said = (*said, ended.format(number=reissue.number), *there)
    return order, said


def shares(
    order: Order, lines: Sequence[LineQuantity], amount: Fen, case: CaseView | None
) -> tuple[RefundLine, ...]:
    """The amount divided over these units, by what is left of their price."""
    ledgers = {ledger.number: ledger for ledger in line_ledgers(order)}
    parts: list[RefundLine] = []
    for part, fen in zip(lines, divided(amount, gone_back(order).costs_of(lines)), strict=True):
        ledger = ledgers[part.line]
        unshipped, lost = _taken(ledger, part.quantity, _here(case, ledger))
        parts.append(
            RefundLine(
                line=part.line,
                quantity=part.quantity,
                unshipped=unshipped,
                lost=lost,
                amount_fen=fen,
            )
        )
    return tuple(parts)


def _here(case: CaseView | None, ledger: LineLedger) -> int | None:
    """Units that came back for the case; none where it is not about shipped goods."""
    if case is None or case.case.unshipped:
        return None
    return min(case.lying_here[ledger.number], ledger.here)


def _taken(ledger: LineLedger, units: int, here: int | None) -> tuple[int, int]:
    """How many of the units never left, and how many were recorded as lost.

    What still lies here goes first, so that it is not shipped; a case about shipped goods takes
    what came back for it, then what was lost, then what the buyer has.
    """
    to_ship, lost = max(0, ledger.to_ship), max(0, ledger.reissuable)
    if here is None:
        unshipped = min(units, to_ship)
        return unshipped, min(units - unshipped, lost)
    recorded = min(max(0, units - here), lost)
    kept = max(0, units - here - recorded - max(0, ledger.gone - here))
    return min(kept, to_ship), recorded
