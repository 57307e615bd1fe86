"""What a look over the whole store found, as sentences."""

from collections.abc import Iterator
from typing import Protocol

from store.words import _, counts


class Verdict(Protocol):
    """What a whole store holds, as `repository.verify` says it."""

    @property
    def orders(self) -> int:
        """How many there are."""

    @property
    def events(self) -> int:
        """How many there are."""

    @property
    def commits(self) -> int:
        """How many there are."""

    @property
    def stale(self) -> int:
        """Rows that are by other rules."""

    @property
    def orphans(self) -> tuple[str, ...]:
        """Attached files that no order names."""


def found_whole(found: Verdict) -> Iterator[str]:
    """How much there is, and what is odd and does no harm."""
    yield _("The store is whole: {orders}, {events}, {commits}.").format(
        orders=counts.orders(found.orders),
        events=counts.events(found.events),
        commits=counts.commits(found.commits),
    )
    if found.stale:
        said = _("By other rules: {rows}; made anew when the store is opened.")
        yield said.format(rows=counts.rows(found.stale))
    for file in found.orphans:
        yield _("{file} belongs to no order; it does no harm.").format(file=file)
