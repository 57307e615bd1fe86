"""Telling (记入历史): the event of an import for each order that it changed.

There is one for every order of a file, so they are made without pydantic; a test holds them to
what `store.documents.writing` makes of the same.
"""

from datetime import UTC, datetime
from typing import Any

from store.documents.chains import last_event
from store.documents.kinds import json_text, without_nul
from store.documents.writing import MICROSECONDS, new_event_id
from store.engines.protocol import Engine, KeptEvent
from store.models.event import Actor, digest_of

ACTION = "import"


class Chain:
    """The history of one order, as far as an import goes on with it."""

    def __init__(self, subject: str, number: int = 0, head: str = "") -> None:
        """`head` is the hash of the last event, whose number this is."""
        self.subject = subject
        self.number = number
        self.head = head


def chain_of(engine: Engine, subject: str) -> Chain:
    """The history that a subject has; raises StoreTrouble for one that is not whole."""
    last = last_event(engine, subject)
    return Chain(subject, last.number, last.hash) if last else Chain(subject)


class Telling:
    """Makes the events of one import."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self._same: dict[str, Any] = {
            "action": ACTION,
            "actor": actor.model_dump(),
            "at": now.astimezone(UTC),
            "idempotency_key": "",
            "said": [],
        }

    def event(self, chain: Chain, file: str) -> KeptEvent:
        """That this file changed the order, as the next event of its history."""
        number, clock_at, name = chain.number + 1, datetime.now(UTC), new_event_id()
        body = {
            **self._same,
            "before": chain.head,
            "clock_at": clock_at,
            "id": name,
            "number": number,
            "subject": chain.subject,
            "values": {"file": without_nul(file)},
        }
        text = json_text(body)
        digest = digest_of(text)
        chain.number, chain.head = number, digest
        return KeptEvent(
            id=name,
            subject=chain.subject,
            number=number,
            at=int(clock_at.timestamp() * MICROSECONDS),
            action=ACTION,
            key=None,
            body=text,
            hash=digest,
        )
