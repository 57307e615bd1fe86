"""Event (操作记录): who did what when; written in the commit of the change and never again."""

import hashlib

from store.models.base import Instant, Record
from store.models.people import called


class Actor(Record):
    """The operating-system user, and the name given with `--as`, which never replaces it."""

    user: str
    name: str = ""

    def __str__(self) -> str:
        return called(self.user, self.name)


class Event(Record):
    """One thing that happened to one document."""

    id: str
    """A UUIDv7: unique everywhere, and in the order of the machine's clock."""
    number: int
    """Its place in the chain of its document, from 1."""
    subject: str
    """The kind and key of the document: `orders/pinduoduo:shop:261119-…`."""
    action: str
    values: dict[str, str]
    actor: Actor
    at: Instant
    """The machine's clock, or the instant given with `--now`."""
    clock_at: Instant
    idempotency_key: str = ""
    said: tuple[str, ...] = ()
    before: str
    """The hash of the document's event before this one; empty for its first."""


def digest_of(text: str) -> str:
    """SHA-256 of an event as its canonical JSON and, through `before`, of every event of its
    document before it.
    """
    return hashlib.sha256(text.encode()).hexdigest()
