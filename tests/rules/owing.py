"""What is owed for an order as a test reads it, and what its contradictions say."""

from store.models.order import Order
from store.rules.obligations import obligations
from store.rules.platform.discrepancies.explaining import explain
from tests.build import context


def owed(given: Order) -> list[str]:
    """The kinds of what is owed for it, by anybody."""
    return [one.kind for one in obligations(given, context().policy)]


def told(given: Order) -> list[tuple[str, str]]:
    """Its open discrepancies, each with its sentence."""
    return [(one.kind, explain(given, one)) for one in given.open_discrepancies]
