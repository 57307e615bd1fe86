"""Waiting cases (待归单的售后): cases whose order has not been imported yet, as rows meet them."""

from datetime import datetime
from typing import NamedTuple

from store.models.after_sales_case import WaitingCase
from store.models.facts import Doubt
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.platform.cases.case_age import NOTHING_DONE, Age, age_of, may_have_gone_back
from store.rules.platform.cases.doubts import doubts_while_waiting
from store.rules.platform.cases.newer_case import newest_case
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.imported_before import is_case_imported_before


class MetWaiting(NamedTuple):
    """A waiting case after another row of it."""

    waiting: WaitingCase
    is_newer: bool
    """The case is as of that row."""
    is_replaced: bool
    """The row's file came before what is known."""
    doubts: tuple[Doubt, ...]


def merge_waiting(before: WaitingCase, given: WaitingCase, now: datetime) -> MetWaiting:
    """The case with what another row shows of it, and with that row where it is in doubt.

    A later file that shows it as it is known settles that, as it does once the order is here.
    """
    known, shown = before.case, given.case
    case = newest_case(known, shown)
    is_replaced = is_case_imported_before(known, shown)
    is_newer = case.as_of == shown.as_of and not is_replaced
    in_doubt = before.in_doubt
    if may_have_gone_back(known, shown, NOTHING_DONE):
        in_doubt = shown
    elif age_of(known, shown) is not Age.BEFORE and shown.imported != known.imported:
        in_doubt = None
    update = {"case": case, "in_doubt": in_doubt, "version": before.version}
    merged = (given if is_newer else before).model_copy(update=update)
    doubts = () if is_replaced else tuple(doubts_while_waiting(known, case, shown, now))
    return MetWaiting(merged, is_newer, is_replaced, doubts)


def attached(order: Order, waiting: WaitingCase, context: Context) -> Order:
    """The order that has come, with the case, and with what is in doubt of it."""
    order = merge_case(order, waiting, context)
    if waiting.in_doubt is None:
        return order
    return merge_case(order, waiting.model_copy(update={"case": waiting.in_doubt}), context)
