"""Turns (轮到谁): whose turn a case is, and by when, told plainly by the newest imported file.

Only of cases for which nobody here did anything since that turn began: there the platform's word
alone counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from store.models.order import Order
from store.words.times import SHOP_TIME
from tests.simulation.agents import Act
from tests.simulation.told import STATES, CaseShown, Told

ASIDE = frozenset(
    {"note", "tag", "claim", "release-claim", "assign", "flag", "log-contact", "hold"}
    | {"release-hold", "keep-promise", "record-penalty", "change-address", "confirm-order"}
    | {"set-verified-cause", "ship", "complete-task"}
)
"""What moves no case."""


def other_turns(
    told: Told, orders: Mapping[str, Order], acts: Iterable[Act]
) -> Iterator[tuple[str, str, str]]:
    """Kind, key and words of what stands otherwise here than the platform was heard to say."""
    moved: defaultdict[str, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=SHOP_TIME))
    for act in acts:
        if act.name not in ASIDE:
            moved[act.key] = max(moved[act.key], act.at)
    for written_at, case in told.turns():
        order = orders.get(case.key)
        if order is not None and moved[case.key] < case.since and not _is_asked(order, case):
            kind = "another turn, named" if case.number in told.named else "another turn"
            for said in _other(order, case, written_at):
                yield kind, order.key, said


def _is_asked(order: Order, case: CaseShown) -> bool:
    """Does the desk ask, or was it asked, where it stands or what went for it?"""
    return any(one.about == case.number for one in order.discrepancies)


def _other(order: Order, shown: CaseShown, written_at: datetime) -> Iterator[str]:
    case = order.case_named(shown.number)
    if case is None:
        yield f"{shown.number} is not here"
    elif _is_to_be_told(order, shown) or _is_told_since(order, shown, written_at):
        return
    elif case.state != STATES[shown.state]:
        yield f"{shown.number} is {case.state} here, {shown.state} there since {_time(shown.since)}"
    elif shown.due_at and shown.open and case.platform_deadline != shown.due_at:
        here, there = _time(case.platform_deadline), _time(shown.due_at)
        yield f"{shown.number} {case.state} by {here} here, by {there} there"


def _is_to_be_told(order: Order, shown: CaseShown) -> bool:
    """Is an answer of ours still to be told there, by the time that the platform named last?"""
    return any(
        task.case == shown.number and task.kind == "answer-case" and task.due_at == shown.due_at
        for task in order.open_tasks
    )


def _is_told_since(order: Order, shown: CaseShown, written_at: datetime) -> bool:
    """Is an answer of ours known there since that file was written, as somebody says who saw it?
    Whether the case was put back to us before or after that only a later file can tell.
    """
    return any(
        task.case == shown.number
        and task.kind == "answer-case"
        and task.done_by != "import"
        and not task.moot
        and task.done_at is not None
        and task.done_at >= written_at
        for task in order.tasks
    )


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(SHOP_TIME):%m-%d %H:%M}" if at else "-"
