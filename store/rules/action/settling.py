"""Settling (了结): which actions do away with what is owed, and with which values."""

from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from store.models.base import Document
from store.models.batch_ship_files import TASK
from store.models.order import Order
from store.models.subject import Part
from store.rules.action.base import Action, is_undoable
from store.rules.action.catalogue import all_actions
from store.rules.action.context import Context
from store.rules.action.frame import is_about, naming
from store.rules.action.refusing import why_not, why_not_of_record
from store.rules.cases.case_machine import ANSWERED

BY_IMPORT = frozenset({"coverage", "import-order"})
"""The kinds of what is owed that a file of the platform settles, and nothing that is done here."""


class Way(NamedTuple):
    """An action that settles something that is owed, and whether it may be done now."""

    action: type[Action[Any]]
    given: dict[str, str]
    """The record that is meant, and what makes it settle this."""
    why_not: str | None


def settling(document: Document, part: Part, context: Context) -> tuple[Way, ...]:
    """The actions that settle something owed for a document, as they stand in the menus.

    What asks for a value twice, because it cannot be undone, comes after the others, and what says
    no to a case last. The part is that of the obligation as it stands by now: its kind, and the
    record it is about.
    """
    fitting = (
        one
        for one in all_actions().values()
        if part.kind in one.settles and is_about(one, type(document))
    )
    ordered = sorted(fitting, key=lambda one: (_refuses(one), bool(one.typed_again), one.place))
    return tuple(_way(one, document, part, context) for one in ordered)


def by_files(document: Document, part: Part) -> str:
    """What is done with files to settle it: `import`, or `batch-ship`; empty for nothing."""
    if part.kind in BY_IMPORT:
        return "import"
    task = document.task_named(part.record) if isinstance(document, Order) else None
    return TASK if task and part.kind == "platform-task" and task.kind == TASK else ""


def _refuses(action: type[Action[Any]]) -> bool:
    """Does it say no to a case?"""
    return any(move.after is ANSWERED for move in action.moves)


def may_be_settled(document: Document, part: Part, context: Context) -> bool:
    """May anything be done about it now, here or by a file of the platform?"""
    if part.kind in BY_IMPORT:
        return True
    return any(not way.why_not for way in settling(document, part, context))


def nearness(action: type[Action[Any]], owed: AbstractSet[str]) -> int:
    """Where an action stands among those of an order of which these kinds are owed: what settles
    one of them first, what only we know and may take back last.
    """
    if action.settles & owed:
        return 0
    is_outward = action.settles or action.tells or action.moves
    return 1 if is_outward or not is_undoable(action) else 2


def _way(action: type[Action[Any]], document: Document, part: Part, context: Context) -> Way:
    given = {**action.to_settle(part.kind), **naming(action, document, part.record)}
    refused = why_not_of_record(action, document, part.record, context)
    return Way(action, given, refused or why_not(action, document, context, given))
