"""Event (操作记录): who did what when; written in the commit of the change and never again."""

import hashlib
import json

from store.models.base import Instant, Record


class Actor(Record):
    """The operating-system user, and the name given with `--as`, which never replaces it."""

    user: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.user})" if self.name and self.name != self.user else self.user


class Event(Record):
    """One thing that happened to one document."""

    id: str
    number: int
    """Its place in the store's chain of events, from 1."""
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
    """The hash of the event before this one."""

    @property
    def digest(self) -> str:
        """SHA-256 of the event and, through `before`, of every event before it."""
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
