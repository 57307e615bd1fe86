"""Returning (退货): more than may come back, what it does to the stock, and what comes next."""

from collections import Counter
from collections.abc import Iterator

from store.errors import Problem
from store.models.after_sales_case import (
    AfterSalesCase,
    CaseOutcome,
    CaseState,
    GoodsReturn,
    ReturnedUnits,
)
from store.models.money import yuan_text
from store.models.order import Order
from store.models.product import Product
from store.rules.action.context import Context
from store.rules.cases.case_view import case_of
from store.rules.stock.stock import moved_stock
from store.words import _, listed

FOUND = ("good", "damaged", "missing", "wrong")
"""What a unit that comes back may be found to be (`ReturnedUnits`)."""


def too_many_found(
    order: Order,
    case: AfterSalesCase,
    parcel: GoodsReturn | None,
    units: tuple[ReturnedUnits, ...],
) -> Iterator[Problem]:
    """More found than the case claims and its other parcels have not brought."""
    view = case_of(order, case)
    most = view.may_come_back(parcel)
    for part in units:
        named = part.came_back + part.missing + part.wrong
        field = next(name for name in FOUND if getattr(part, name))
        if order.line_named(part.line) is None:
            known = listed(str(line.line) for line in order.lines)
            sentence = _("There is no line {line}; there is: {known}.")
            yield Problem(field, sentence.format(line=part.line, known=known))
        elif named > most[part.line]:
            yield Problem(
                field,
                _(
                    "Of line {line} {left} can still come back for case {case}, not {named}:"
                    " {claimed} claimed."
                ).format(
                    line=part.line,
                    left=most[part.line],
                    case=case.id,
                    named=named,
                    claimed=view.claimed.get(part.line, 0),
                ),
            )


def awaited_after_all(case: AfterSalesCase) -> bool:
    """Did the case end with its money while goods of it are still on their way back?"""
    announced = any(parcel.received_at is None for parcel in case.returns)
    return case.outcome is CaseOutcome.REFUNDED and (
        announced or (bool(case.return_tracking_no) and not case.returns)
    )


def may_be_received(case: AfterSalesCase) -> bool:
    """May goods of a case that has ended be received, or their finding be corrected?"""
    sent_back = bool(case.return_tracking_no or case.returns)
    return case.outcome is CaseOutcome.REFUNDED and sent_back


def restocked(
    order: Order,
    before: tuple[ReturnedUnits, ...],
    after: tuple[ReturnedUnits, ...],
    context: Context,
) -> tuple[Product, ...]:
    """The products whose stock a finding changes: by its good units, or by their difference."""
    sku_of = {line.line: line.sku for line in order.lines}
    change: Counter[str] = Counter()
    for sign, finding in ((-1, before), (1, after)):
        for part in finding:
            change[sku_of[part.line]] += sign * part.good
    return moved_stock(order, change, context)


def stock_now(products: tuple[Product, ...]) -> Iterator[str]:
    """What the stock is now."""
    for product in products:
        yield _("{sku}: {on_hand} on hand now.").format(sku=product.sku, on_hand=product.on_hand)


def what_comes_next(order: Order, case_id: str, parcel: GoodsReturn) -> Iterator[str]:
    """What came back is to be paid for, where the case ends with money; nothing is decided on."""
    case = order.case_named(case_id)
    if case is None:
        return
    nothing = not any(part.came_back for part in parcel.units)
    if nothing and case.state is CaseState.SELLER_TO_RECEIVE:
        yield _(
            "Nothing of ours was in it: reject case {case}, call the platform in, or refund it all"
            " the same."
        ).format(case=case.id)
    due = case_of(order, case).due_now if case.state is CaseState.SELLER_TO_REFUND else 0
    if due:
        yield _("{amount} is due to the buyer for what came back: refund it.").format(
            amount=yuan_text(due)
        )
