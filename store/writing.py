"""Writing: what one commit will hold, gathered before any of it is made durable."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from store.codec import subject_of
from store.errors import Refused
from store.models.base import Document
from store.models.event import Actor, Event
from store.words import _

ID_BYTES = 5


def new_id() -> str:
    """Short enough to be typed, random enough never to meet another one of its order."""
    return secrets.token_hex(ID_BYTES)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a change: its event, and what there is to say about it."""

    event: Event
    said: tuple[str, ...]
    repeated: bool = False
    """The key was used before; nothing was changed now."""


class Writing:
    """Documents, and the events that tell of them, chained to the last one of the store."""

    def __init__(self, last: Event | None, actor: Actor, now: datetime) -> None:
        self._last = last
        self._actor = actor
        self._now = now
        self.documents: list[Document] = []
        self.events: list[Event] = []

    def save(self, documents: Iterable[Document]) -> None:
        """Add documents to the commit."""
        self.documents += documents

    def event(
        self,
        subject: Document | str,
        action: str,
        values: dict[str, str],
        *,
        key: str = "",
        said: tuple[str, ...] = (),
    ) -> Event:
        """Add the event of a change, chained to the one before it.

        What is no document, as the shop's own rules, is named by a text.
        """
        before = self.events[-1] if self.events else self._last
        event = Event(
            id=new_id(),
            number=before.number + 1 if before else 1,
            subject=subject if isinstance(subject, str) else subject_of(subject),
            action=action,
            values=values,
            actor=self._actor,
            at=self._now,
            clock_at=datetime.now(UTC),
            idempotency_key=key,
            said=said,
            before=before.digest if before else "",
        )
        self.events.append(event)
        return event


def first_receipt(event: Event, action: str, subject: Document) -> Receipt:
    """What the change said that used this key first; raise Refused for another change."""
    if (event.action, event.subject) != (action, subject_of(subject)):
        raise Refused(
            _("The key {key} was used before, for {action} on {subject}.").format(
                key=event.idempotency_key, action=event.action, subject=event.subject
            ),
            field="key",
            code="key_in_use",
        )
    return Receipt(event, event.said, repeated=True)
