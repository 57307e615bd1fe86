"""What is owed for a document of any kind of which something may be put off."""

from collections.abc import Iterable

from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.action.references import record_text
from store.rules.obligations import obligations
from store.rules.obligations.improvement import owed_for_improvement
from store.rules.obligations.inquiry import owed_for_inquiry
from store.rules.obligations.obligation import Obligation
from store.rules.timing.policy import Policy
from store.words import listed, named
from store.words.labels import label

Owing = Order | Inquiry | Improvement
"""What somebody has, and of which something may be put off."""


def owed_for(document: Owing, policy: Policy) -> tuple[Obligation, ...]:
    """All that is owed for it, by anybody."""
    if isinstance(document, Improvement):
        return tuple(owed_for_improvement(document))
    if isinstance(document, Inquiry):
        return tuple(owed_for_inquiry(document, policy))
    return tuple(obligations(document, policy))


def duty_text(document: Owing, kind: str, about: str) -> str:
    """What is owed, in words: what there is to do, and with which record of the document."""
    told = "" if isinstance(document, Improvement) else record_text(document, about)
    return f"{label(kind)} {told}".rstrip()


def name_of_owing(document: Owing) -> str:
    """What a person calls it."""
    return document.order_no if isinstance(document, Order) else document.number


def duties_text(document: Owing, duties: Iterable[str]) -> str:
    """Several things owed for it, and whose: `261120-…: ship, answer the case return 50.00`."""
    return named(name_of_owing(document), listed(dict.fromkeys(duties)))
