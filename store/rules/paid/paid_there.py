"""Paid there (平台正在退): the platform itself is paying for what is out of stock.

It pays a case of money alone (`view.platform_pays`), and names no units with it.
"""

from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.cases.case_machine import MONEY_ALONE
from store.rules.cases.case_view import CaseView, case_views
from store.rules.money.money_of_stock_outs import about_the_price, is_maybe_of_what_left, is_most_of
from store.rules.platform.refunds.refunds_of_case import is_of_lines_of
from store.rules.stock.stock_out import goods_out_of_stock


def is_paid_there(order: Order) -> bool:
    """Is the platform itself paying for all that is out of stock: its price, or the cases of its
    sub-orders?
    """
    out = goods_out_of_stock(order)
    paying = tuple(
        view
        for view in paying_for(order, out)
        if not is_maybe_of_what_left(order, view.case, view.left_to_pay)
    )
    is_just = sum(view.left_to_pay for view in paying) in about_the_price(order, out)
    return bool(out) and (is_just or {part.line for part in out} <= {v.case.line for v in paying})


def paying_for(order: Order, units: tuple[LineQuantity, ...]) -> tuple[CaseView, ...]:
    """The cases of money alone that the platform is paying, and that may be of these units."""
    return tuple(
        view
        for view in case_views(order)
        if view.platform_pays
        and view.case.kind in MONEY_ALONE
        and is_of_lines_of(units, view.case)
        and is_most_of(order, units, view.left_to_pay)
    )
