"""What is owed for a document of any kind of which something may be put off."""

from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.obligations import obligations
from store.rules.obligations.improvement import owed_for_improvement
from store.rules.obligations.inquiry import owed_for_inquiry
from store.rules.obligations.obligation import Obligation
from store.rules.timing.policy import Policy

Owing = Order | Inquiry | Improvement
"""What somebody has, and of which something may be put off."""


def owed_for(document: Owing, policy: Policy) -> tuple[Obligation, ...]:
    """All that is owed for it, by anybody."""
    if isinstance(document, Improvement):
        return tuple(owed_for_improvement(document))
    if isinstance(document, Inquiry):
        return tuple(owed_for_inquiry(document, policy))
    return tuple(obligations(document, policy))
