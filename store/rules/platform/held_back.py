"""Held back (扣留): by what the platform lets nothing of an order go."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from store.models.axes import AfterSales, Source
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.order.cases_shown import shows_a_case
from store.rules.platform.cases.case_shown import with_cases_shown
from store.words import N_, _, listed


class Stop(NamedTuple):
    """One way by which the platform holds an order back."""

    said: str
    holds: Callable[[Order], bool]
    holding: Callable[[Order, Order], Order]
    """The order, stopped as another state of it is."""
    lifted: Callable[[Order, Context], Order]


def held_by(order: Order) -> tuple[str, ...]:
    """The stops that hold for the order."""
    return tuple(name for name, stop in STOPS.items() if stop.holds(order))


def is_held_back(order: Order) -> bool:
    """Does the platform let nothing of it go?"""
    return bool(held_by(order))


def held_as(order: Order, held: Order, stops: Collection[str]) -> Order:
    """The order with these stops as another state of it has them."""
    for name in stops:
        order = STOPS[name].holding(order, held)
    return order


def let_go(order: Order, stops: Collection[str], context: Context) -> Order:
    """The order without these stops: the review passed, what was applied for was refused."""
    for name in stops:
        order = STOPS[name].lifted(order, context)
    return order


def stops_said(stops: Collection[object]) -> str:
    """The stops, in words."""
    return listed(_(STOPS[str(one)].said) for one in stops)


def _under_review(order: Order, _held: Order) -> Order:
    return order.model_copy(update={"under_review": True})


def _review_passed(order: Order, _context: Context) -> Order:
    return order.model_copy(update={"under_review": False})


def _is_applied_for_there(order: Order) -> bool:
    waiting = order.open_stock_out
    return waiting is not None and waiting.source is Source.PLATFORM


def _applied_for(order: Order, held: Order) -> Order:
    waiting = held.open_stock_out
    return order.with_stock_out(waiting) if waiting else order


def _application_refused(order: Order, context: Context) -> Order:
    waiting = order.open_stock_out
    if waiting is None:
        return order
    refused = {"state": "rejected", "ruled_at": context.now}
    return order.with_stock_out(waiting.model_copy(update=refused))


def _in_after_sales(order: Order, held: Order) -> Order:
    return with_cases_shown(order, {one.line: one.case_shown for one in held.lines})


def _out_of_after_sales(order: Order, _context: Context) -> Order:
    order = with_cases_shown(order, {one.line: None for one in order.lines})
    return order.model_copy(update={"platform_after_sales": AfterSales.NONE})


STOPS = {
    "review": Stop(
        N_("under review"), lambda order: order.under_review, _under_review, _review_passed
    ),
    "stock_out": Stop(
        N_("applied for as out of stock"),
        _is_applied_for_there,
        _applied_for,
        _application_refused,
    ),
    "after_sales": Stop(N_("in after-sales"), shows_a_case, _in_after_sales, _out_of_after_sales),
}
"""By what the platform holds an order back: 审核中, 已申请缺货, 售后处理中 without a case."""
