"""OneCase (单个售后): a case of an order as it may be shown: its steps, and what may be done."""

from collections.abc import Iterable, Sequence
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
from store.rules.action.settling import Way, settling
from store.rules.cases.case_path import CaseStep, steps_along
from store.rules.obligations import Obligation, in_turn, obligations
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
    """The names of the actions that settle what we owe for it, and may be done now."""
    possible: Sequence[str]
    """The names of the actions on it that may be done now, in the order of its menu."""

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
    ways = _ways(repository, order, owed)
    next_steps = frozenset(way.action.name for duty, way in ways if duty.counts)
    possible = [*_possible(repository, order, kept, ways)]
    return OneCase(view, case, steps_along(case), owed, due, next_steps, possible)


def actions_of_case(
    repository: Repository, document: Document, number: str
) -> dict[str, dict[str, str]]:
    """The names of the actions for the case with this number that may be done now, each with the
    values that make it settle something: what settles something that we owe for it, the most urgent
    first, then what others owe, then the others on it; none where no case has it.
    """
    if not isinstance(document, Order) or (case := document.case_named(number)) is None:
        return {}
    owed = about_case(document, case, obligations(document, repository.policy))
    ways = _ways(repository, document, in_turn(owed, repository.now))
    return _possible(repository, document, case, ways)


def _ways(
    repository: Repository, order: Order, owed: Iterable[Obligation]
) -> list[tuple[Obligation, Way]]:
    """What settles any of these and may be done now, beside it: of what we owe first."""
    context = repository.context()
    return [
        (duty, way)
        for duty in sorted(owed, key=lambda duty: not duty.counts)
        for way in settling(order, Part(duty.kind, duty.about), context)
        if not way.why_not
    ]


def _possible(
    repository: Repository,
    order: Order,
    case: AfterSalesCase,
    ways: Iterable[tuple[Obligation, Way]],
) -> dict[str, dict[str, str]]:
    """The actions of these ways, each with the values that its first one gives, and behind them the
    others on the case that may be done now.
    """
    found: dict[str, dict[str, str]] = {}
    for _duty, way in ways:
        found.setdefault(way.action.name, way.given)
    context = repository.context()
    others = sorted(
        (
            action
            for action in all_actions().values()
            if issubclass(action, RecordAction)
            and kind_name(action) == "case"
            and action.is_expected(order, case)
            and action.refusal(order, case, context) is None
            and not why_not(action, order, context)
        ),
        key=lambda action: action.place,
    )
    return found | {action.name: {} for action in others if action.name not in found}
