"""Went before (钱已先退): what went for no case is said to be the money of one that is open.

Nobody gave it by the case, so that the case goes on there by itself, and pays at its deadline: it
is to be closed there too. What the platform gives for it later is other money
(`platform.refunds_of_case`).
"""

from collections.abc import Iterable

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.refund import Refund
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.telling import CLOSE_THERE
from store.rules.cases.advancing import advance_case
from store.rules.cases.case_decision import to_close_there
from store.rules.cases.case_machine import how_it_stood
from store.rules.cases.case_names import case_called, case_there
from store.rules.money.given_before import given_listed
from store.rules.platform.answers import without_answers
from store.words import _


def with_its_money(
    order: Order, given: tuple[Refund, ...], case: AfterSalesCase, context: Context
) -> Outcome:
    """The order in which these refunds are the money of the case, and it is where that leads."""
    ended = ended_by_its_money(order, given, case, context)
    return ended or Outcome((as_its_money(order, given, case),), (given_said(given, case),))


def ended_by_its_money(
    order: Order, given: tuple[Refund, ...], case: AfterSalesCase, context: Context
) -> Outcome | None:
    """The order in which these refunds end the case as it is given here, and the task to close it
    there too; None where it goes on.
    """
    paid = advance_case(as_its_money(order, given, case).with_case(case), case.id, context)
    before = order.case_named(case.id)
    if before is None or any(one.id == case.id for one in paid.open_cases):
        return None
    ended = paid.case_named(case.id) or case
    paid = paid.with_case(ended.model_copy(update={"stood": how_it_stood(before, ended.outcome)}))
    paid = without_answers(paid, case, context).with_tasks(to_close_there(order, before, context))
    there = CLOSE_THERE.said(case=case_there(order, case))
    return Outcome((paid,), (given_said(given, case), there))


def as_its_money(order: Order, given: Iterable[Refund], case: AfterSalesCase) -> Order:
    """The order in which these refunds are the money of the case: what has not gone yet is given by
    it, once that is answered there.
    """
    for one in given:
        its = {"case": case.id, "ahead": one.state == "done"}
        order = order.with_refund(one.model_copy(update=its))
    return order


def given_said(given: tuple[Refund, ...], case: AfterSalesCase) -> str:
    """That it is the money of the case, and nothing goes again."""
    said = _("{refunds} is the money of case {case}; nothing goes back a second time.")
    return said.format(refunds=given_listed(given), case=case_called(case))
