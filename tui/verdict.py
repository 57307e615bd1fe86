"""What a look over the whole store found, as sentences."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.words import _

if TYPE_CHECKING:
    from store.upkeep.verifying import Verdict


def found_whole(found: "Verdict") -> Iterator[str]:
    """How much there is, and what is odd and does no harm."""
    yield _("The store is whole: {orders} orders, {events} events, {commits} commits.").format(
        orders=found.orders, events=found.events, commits=found.commits
    )
    if found.stale:
        said = _("{count} rows are by other rules; they are made anew when the store is opened.")
        yield said.format(count=found.stale)
    for file in found.orphans:
        yield _("{file} belongs to no order; it does no harm.").format(file=file)
