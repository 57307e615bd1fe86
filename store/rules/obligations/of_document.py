"""What is owed for a document of any kind of which something may be put off."""

from store.models.improvement import Improvement
from store.models.order import Order
from store.rules.obligations import obligations
from store.rules.obligations.improvement import owed_for_improvement
from store.rules.obligations.obligation import Obligation
from store.rules.timing.policy import Policy


def owed_for(document: Order | Improvement, policy: Policy) -> tuple[Obligation, ...]:
    """All that is owed for it."""
    if isinstance(document, Improvement):
        return tuple(owed_for_improvement(document))
    return tuple(obligations(document, policy))
