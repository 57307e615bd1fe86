"""Returning (退货): more than may come back, what it does to the stock, and what comes next."""

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
from store.rules.cases.case_account import coming_back
from store.rules.cases.case_machine import NOTHING_BACK
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import awaited_after_all, on_its_way
from store.rules.order.goods import account, goods_of
from store.rules.parcels.goods_and_money import sent_for
from store.rules.parcels.shipping import no_such_line
from store.words import _

FOUND = ("good", "damaged", "missing", "wrong")
"""What a unit that comes back may be found to be (`ReturnedUnits`)."""

RETURN_COLUMN = "退货物流状态"
"""The column of both platforms that says where the parcel is that the buyer sent back."""
SIGNED_FOR = frozenset(("签收", "已签收"))


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
            yield Problem(field, no_such_line(order, part.line))
        elif named > most[part.line]:
            yield Problem(
                field,
                _(
                    "Of {goods} {left} can still come back for case {case}, not {named}: {account}."
                ).format(
                    goods=goods_of(order, part.line),
                    left=most[part.line],
                    case=case_called(case),
                    named=named,
                    account=account(order, part.line, coming_back(view)),
                ),
            )


def is_signed_for(case: AfterSalesCase) -> bool:
    """Does the platform say that what the buyer sent back was signed for here?"""
    return dict(case.platform_status).get(RETURN_COLUMN, "").strip() in SIGNED_FOR


def may_be_received(order: Order, case: AfterSalesCase) -> bool:
    """May goods of a case that has ended be received, or their finding be corrected?

    After the money they may come back without anybody having named their parcel, unless nothing
    was to come; of a case that ended without any, what the buyer had sent before then comes all the
    same.
    """
    if case.outcome is not CaseOutcome.REFUNDED:
        return on_its_way(case)
    if case.kind in NOTHING_BACK:
        return bool(case.returns) or awaited_after_all(order, case)
    return bool(case.returns) or any(case_of(order, case).may_come_back(None).values())


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
        ).format(case=case_called(case))
    view = case_of(order, case)
    due = view.due_now if case.state is CaseState.SELLER_TO_REFUND else 0
    sent = sent_for(order, view) if due else None
    if sent:
        yield sent
    elif due:
        yield _("{amount} is due to the buyer for what came back: refund it.").format(
            amount=yuan_text(due)
        )
