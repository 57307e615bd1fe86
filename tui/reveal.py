"""Reveal (查看隐私信息): showing personal data needs a reason and is an event of each order."""

from collections.abc import Iterable

from store.errors import BadInput
from store.models.order import Order
from store.repository import Repository
from store.words import _


def reveal(repository: Repository, orders: Iterable[Order], reason: str) -> None:
    """Record that personal data of these orders is shown; raises BadInput without a reason."""
    if not reason.strip():
        raise BadInput(_("Personal data is shown for a reason only; give one."), field="reason")
    with repository.writing() as writing:
        for order in orders:
            writing.event(order, "reveal", {"reason": reason.strip()})
