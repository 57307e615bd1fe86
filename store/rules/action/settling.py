"""Settling (了结): which actions do away with what is owed, and with which values."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from store.models.base import Document
from store.models.subject import Part
from store.rules.action.base import Action, is_undoable
from store.rules.action.catalogue import all_actions
from store.rules.action.context import Context
from store.rules.action.frame import is_about, naming
from store.rules.action.refusing import why_not, why_not_of_record
from store.words import N_

BY_IMPORT = frozenset({"coverage", "import-order"})
"""The kinds of what is owed that a file of the platform settles, and nothing that is done here."""
BY_OTHERS: Mapping[str, str] = {
    "answer-rejection": N_(
        "Only the buyer can answer this; once their time is over, the case can be closed."
    ),
    "refuse-parcel": N_(
        "Only the buyer can refuse the parcel; once their time is over, the case can be closed."
    ),
    "ship-reviewed": N_("Only the platform can end its review; the next import shows that it did."),
    "may-ship": N_("Only the platform can let it go; record its verdict once it is there."),
    "pay-refund": N_("Only the platform can pay this; the next import shows that it did."),
}
"""The kinds that only another party can settle, and what is said of that."""


class Way(NamedTuple):
    """An action that settles something that is owed, and whether it may be done now."""

    action: type[Action[Any]]
    given: dict[str, str]
    """The record that is meant, and what makes it settle this."""
    why_not: str | None


def settling(document: Document, part: Part, context: Context) -> tuple[Way, ...]:
    """The actions that settle something owed for a document, as they stand in the menus.

    What asks for a value twice, because it cannot be undone, comes after the others. The part is
    that of the obligation as it stands by now: its kind, and the record it is about.
    """
    fitting = (
        one
        for one in all_actions().values()
        if part.kind in one.settles and is_about(one, type(document))
    )
    ordered = sorted(fitting, key=lambda one: (one.typed_again is not None, one.place))
    return tuple(_way(one, document, part, context) for one in ordered)


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
