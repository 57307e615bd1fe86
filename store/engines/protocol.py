"""Engine: what the repository asks of whatever keeps the documents."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, NamedTuple, Protocol, TypeVar

import msgspec

Body = dict[str, Any]
Row = TypeVar("Row", bound=msgspec.Struct)


class Stored(NamedTuple):
    """A document as it is kept: its version, its row (orders only) and its body, plain JSON."""

    key: str
    version: int
    row: Body | None
    body: Body


class Transaction(Protocol):
    """The store under its lock: what is read here is what the commit is judged against."""

    def commit(
        self, kind_and_documents: Sequence[tuple[str, Stored]], events: Sequence[Body]
    ) -> None:
        """Make all of it durable at once, or none of it.

        Raises StoreTrouble when a document's version is not one above the stored one.
        """


class Engine(Protocol):
    """Documents by kind and key, rows of orders, and the chain of events."""

    def get(self, kind: str, key: str) -> Stored | None:
        """One document."""

    def all(self, kind: str) -> Iterator[Stored]:
        """Every document of a kind."""

    def rows_as(self, shape: type[Row]) -> list[Row]:
        """The row of every order as a class with those fields, orders unopened.

        One of them is `key`, the key of the order.
        """

    def events(self, subject: str) -> list[Body]:
        """The events of one document, oldest first."""

    def event_with(self, idempotency_key: str) -> Body | None:
        """The event that a change with this key wrote."""

    def all_events(self) -> Iterator[Body]:
        """Every event, oldest first."""

    def last_event(self) -> Body | None:
        """The newest event."""

    def refresh(self) -> bool:
        """Take in what other processes wrote; was there anything?"""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Hold the store's lock, with everything others wrote taken in."""

    def verify(self) -> int:
        """Read every file anew and check it; how many commits there are.

        Raises StoreTrouble with the first thing that is broken.
        """

    def checkpoint(self) -> bool:
        """Make opening fast again; False when another process is at it."""

    def write_copy(self, file: BinaryIO) -> None:
        """Write everything as it is after the last commit, while others go on."""

    @property
    def notices(self) -> list[str]:
        """What was mended or could not be done in the background; whoever says it takes it away."""

    def close(self) -> None:
        """Let go of every file."""
