"""OneCase (单个售后): a case of an order as it may be shown: its steps, and what may be done."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.base import Document
from store.models.order import Order
from store.models.subject import Part
from store.reading.order_view import OrderView
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from store.rules.action.record_action import RecordAction, kind_name
from store.rules.action.refusing import why_not
from store.rules.action.settling import settling
from store.rules.cases.case_path import CaseStep, steps_along
from store.rules.obligations import Obligation, obligations
from store.rules.obligations.turns import about_case


class OneCase(NamedTuple):
    """What there is to say of one case."""

    view: OrderView
    case: AfterSalesCase
    """The buyer hidden."""
    steps: Sequence[CaseStep]
    owed: Sequence[Obligation]
    """What is owed for it, the most urgent first."""
    due_from_us: datetime | None
    """Until when we have to act first; None while it is others' turn, however late they are."""
    next_steps: frozenset[str]
    """The names of the actions that settle what is owed for it, and may be done now."""
    possible: frozenset[str]
    """The names of the actions on it that may be done now; its next steps among them."""

    @property
    def now(self) -> datetime:
        """When this is so."""
        return self.view.now


def one_case(repository: Repository, order: Order, number: str) -> OneCase | None:
    """The case with this number; None where the order has it no more."""
    view = repository.view(order)
    case = view.order.case_named(number)
    kept = order.case_named(number)
    if case is None or kept is None:
        return None
    owed = view.owed_by_case[number]
    turns = about_case(order, kept, obligations(order, repository.policy))
    due = min((duty.due_at for duty in turns if duty.counts and duty.due_at), default=None)
    next_steps = _next_steps(repository, order, owed)
    possible = next_steps | _possible(repository, order, kept)
    return OneCase(view, case, steps_along(case), owed, due, next_steps, possible)


def actions_of_case(repository: Repository, document: Document, number: str) -> tuple[str, ...]:
    """The names of the actions on the case with this number that may be done now, what settles
    something owed for it by anybody first; none where no case has it.
    """
    if not isinstance(document, Order) or (case := document.case_named(number)) is None:
        return ()
    owed = about_case(document, case, obligations(document, repository.policy))
    kinds, actions = {one.kind for one in owed}, all_actions()
    possible = _possible(repository, document, case)
    return tuple(sorted(possible, key=lambda one: (not kinds & actions[one].settles, one)))


def _next_steps(repository: Repository, order: Order, owed: Sequence[Obligation]) -> frozenset[str]:
    context = repository.context()
    return frozenset(
        way.action.name
        for duty in owed
        if duty.counts
        for way in settling(order, Part(duty.kind, duty.about), context)
        if not way.why_not
    )


def _possible(repository: Repository, order: Order, case: AfterSalesCase) -> frozenset[str]:
    context = repository.context()
    return frozenset(
        action.name
        for action in all_actions().values()
        if issubclass(action, RecordAction)
        and kind_name(action) == "case"
        and action.is_expected(order, case)
        and action.refusal(order, case, context) is None
        and not why_not(action, order, context)
    )
