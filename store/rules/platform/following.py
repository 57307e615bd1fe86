"""Following (后续): what follows from an action on an order, whichever it was.

Every order that it changed is judged, the other orders in its parcels are told what became of them,
and what that opens, and what the buyer took of us before a case ended without anything, is said.
"""

from collections.abc import Iterator

from store.models.base import Document
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.obligations.offers import said_of_taken
from store.rules.platform.judging import contradicted_since, judged
from store.rules.platform.shared_parcels import told_in_all


def followed(outcome: Outcome, subject: Document, context: Context) -> Outcome:
    """What an action on the subject came to, with all that follows."""
    documents, others = outcome.documents, tuple[Order, ...]()
    if isinstance(subject, Order):
        documents, others = _told(documents, subject, context)
    by = str(context.actor)
    judged_all = tuple(
        judged(one, context, by) if isinstance(one, Order) else one for one in (*documents, *others)
    )
    said = outcome.said
    for one in judged_all:
        if isinstance(one, Order) and isinstance(subject, Order) and one.key == subject.key:
            said = (*said, *_taken(subject, one, context), *contradicted_since(subject, one))
    return Outcome(judged_all, said, (*outcome.also, *others))


def _told(
    documents: tuple[Document, ...], subject: Order, context: Context
) -> tuple[tuple[Document, ...], tuple[Order, ...]]:
    """The documents with the subject as it is once all orders in its parcels know of it, and those
    others.
    """
    others: tuple[Order, ...] = ()
    told: list[Document] = []
    for one in documents:
        if isinstance(one, Order) and one.key == subject.key:
            changed, others = told_in_all(subject, one, context)
            told.append(changed)
        else:
            told.append(one)
    return tuple(told), others


def _taken(before: Order, after: Order, context: Context) -> Iterator[str]:
    """What the buyer had taken of us when a case ended, and what came of it."""
    for case in before.open_cases if before.offers else ():
        ended = after.case_named(case.id)
        if ended:
            yield from said_of_taken(before, case, after, ended, context.policy)
