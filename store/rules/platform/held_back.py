"""Held back (扣留): by what the platform lets nothing of an order go."""

from collections.abc import Collection

from store.models.axes import AfterSales, Source
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.order.cases_shown import shows_a_case
from store.rules.platform.case_shown import with_cases_shown
from store.words import N_, _, listed

STOPS = {
    "review": N_("under review"),
    "stock_out": N_("applied for as out of stock"),
    "after_sales": N_("in after-sales"),
}
"""By what the platform holds an order back: 审核中, 已申请缺货, 售后处理中 without a case."""


def held_by(order: Order) -> tuple[str, ...]:
    """The stops that hold for the order."""
    waiting = order.open_stock_out
    holds = {
        "review": order.under_review,
        "stock_out": waiting is not None and waiting.source is Source.PLATFORM,
        "after_sales": shows_a_case(order),
    }
    return tuple(stop for stop in STOPS if holds[stop])


def is_held_back(order: Order) -> bool:
    """Does the platform let nothing of it go?"""
    return bool(held_by(order))


def held_as(order: Order, held: Order, stops: Collection[str]) -> Order:
    """The order with these stops as another state of it has them."""
    waiting = held.open_stock_out
    if "review" in stops:
        order = order.model_copy(update={"under_review": True})
    if "after_sales" in stops:
        order = with_cases_shown(order, {one.line: one.case_shown for one in held.lines})
    return order.with_stock_out(waiting) if waiting and "stock_out" in stops else order


def let_go(order: Order, stops: Collection[str], context: Context) -> Order:
    """The order without these stops: the review passed, what was applied for was refused."""
    waiting = order.open_stock_out
    if "review" in stops:
        order = order.model_copy(update={"under_review": False})
    if "after_sales" in stops:
        order = with_cases_shown(order, {one.line: None for one in order.lines})
        order = order.model_copy(update={"platform_after_sales": AfterSales.NONE})
    if waiting is None or "stock_out" not in stops:
        return order
    refused = {"state": "rejected", "ruled_at": context.now}
    return order.with_stock_out(waiting.model_copy(update=refused))


def stops_said(stops: Collection[object]) -> str:
    """The stops, in words."""
    return listed(_(STOPS[str(one)]) for one in stops)
