"""Engine: what the repository asks of whatever keeps the documents."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

Body = dict[str, Any]


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

    def rows(self) -> Iterable[Body]:
        """The row of every order."""

    def events(self, subject: str) -> list[Body]:
        """The events of one document, oldest first."""

    def event_with(self, idempotency_key: str) -> Body | None:
        """The event that a change with this key wrote."""

    def last_event(self) -> Body | None:
        """The newest event."""

    def refresh(self) -> bool:
        """Take in what other processes wrote; was there anything?"""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Hold the store's lock, with everything others wrote taken in."""

    def close(self) -> None:
        """Let go of every file."""
