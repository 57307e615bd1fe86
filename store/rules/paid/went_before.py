"""Went before (钱已先退): what went for no case is said to be the money of one that is open.

Nobody gave it by the case, so that the case goes on there by itself, and pays at its deadline: it
is to be closed there too. What the platform gives for it later is other money
(`platform.refunds.refunds_of_case`).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.refund import Refund
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.cases.advancing import advance_case
from store.rules.cases.case_decision import there_task, to_close_there
from store.rules.cases.case_machine import ANSWERED, RULE, how_it_stood
from store.rules.cases.case_names import case_called, case_there
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import awaited_after_all, on_its_way
from store.rules.money.refund_names import refunds_listed
from store.rules.paid.given_before import as_beside, went_fen
from store.rules.platform.cases.answers import untold_answer, without_answers
from store.words import N_, _


class Said(NamedTuple):
    """What is so once it is said, as a case is agreed to, whether what had gone is its money."""

    order: Order
    agreed: AfterSalesCase
    """The case as it is agreed to then."""
    ended: Outcome | None = None
    """What comes of it where that money ends the case, so that nothing is agreed to."""
    told: tuple[str, ...] = ()


def as_answered(
    order: Order,
    given: tuple[Refund, ...],
    agreed: AfterSalesCase,
    answer: str | None,
    context: Context,
) -> Said:
    """What had gone is money beside the case (no), or its own (yes), and is a part of what is
    agreed, where it does not end the case.
    """
    if answer != "yes":
        return Said(as_beside(order, given) if answer == "no" else order, agreed)
    if fresh := went_fen(one for one in given if one.case is None):
        met = case_of(order, agreed).met_fen
        agreed = agreed.model_copy(update={"agreed_fen": met + fresh})
    ended = ended_by_its_money(order, given, agreed, context)
    its = as_its_money(order, given, agreed, context)
    return Said(its, agreed, ended, (given_said(given, agreed),))


def with_its_money(
    order: Order, given: tuple[Refund, ...], case: AfterSalesCase, context: Context
) -> Outcome:
    """The order in which these refunds are the money of the case, and it is where that leads."""
    ended = ended_by_its_money(order, given, case, context)
    its = as_its_money(order, given, case, context)
    return ended or Outcome((its,), (given_said(given, case),))


def ended_by_its_money(
    order: Order, given: tuple[Refund, ...], case: AfterSalesCase, context: Context
) -> Outcome | None:
    """The order in which these refunds end the case as it is given here, and the task to close it
    there too; None where it goes on.
    """
    before = order.case_named(case.id)
    its = as_its_money(order, given, case, context)
    if before and (why := _goes_on(order, before)):
        return Outcome((its,), (given_said(given, case), _(why).format(case=case_called(case))))
    paid = advance_case(its.with_case(case), case.id, context)
    if before is None or any(one.id == case.id for one in paid.open_cases):
        return None
    ended = paid.case_named(case.id) or case
    paid = paid.with_case(ended.model_copy(update={"stood": how_it_stood(before, ended.outcome)}))
    paid = without_answers(paid, case, context).with_tasks(to_close_there(order, before, context))
    there = there_task(order, before).said(case=case_there(order, case))
    goods = _goods_to_come(paid, ended)
    return Outcome((paid,), (given_said(given, case), there, *goods))


def _goods_to_come(order: Order, ended: AfterSalesCase) -> Iterator[str]:
    """That nobody has the buyer send the goods of a return back which is closed there."""
    if awaited_after_all(order, ended) and not on_its_way(ended):
        said = _(
            "Case {case} brings no goods back then: agree with the buyer whether they send them to"
            " {address}."
        )
        address = ended.return_address or _("the shop")
        yield said.format(case=case_called(ended), address=address)


def _goes_on(order: Order, case: AfterSalesCase) -> str | None:
    """What of a case that does not end by money that went before it: the platform rules on it, or
    knows our no, and nothing is to be pressed there.
    """
    if case.state is RULE:
        return N_(
            "The platform rules on case {case}: hand in as evidence that the money has gone, or it"
            " may give it once more."
        )
    if case.state is ANSWERED and untold_answer(order, case) is None:
        return N_(
            "The platform knows that case {case} is rejected: have the buyer withdraw it; where"
            " they call the platform in, hand in that the money has gone."
        )
    return None


def as_its_money(
    order: Order, given: Iterable[Refund], case: AfterSalesCase, context: Context
) -> Order:
    """The order in which these refunds are the money of the case: what has not gone yet is given by
    it, once that is answered there.
    """
    for one in given:
        its = {"case": case.id, "ahead_at": context.now if one.state == "done" else None}
        order = order.with_refund(one.model_copy(update=its))
    return order


def given_said(given: tuple[Refund, ...], case: AfterSalesCase) -> str:
    """That it is the money of the case, and nothing goes again."""
    said = _("{refunds} is the money of case {case}; nothing goes back a second time.")
    return said.format(refunds=refunds_listed(given), case=case_called(case))
