"""Writing: what one commit will hold, gathered before any of it is made durable."""

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from store.documents.kinds import subject_of, without_nul
from store.engines.protocol import KeptEvent
from store.errors import Refused
from store.models.base import Document
from store.models.event import Actor, Event, digest_of
from store.rules.action.base import Action
from store.words import _

if TYPE_CHECKING:
    from store.work.undoing import Undoing

ID_BYTES = 5
MICROSECONDS = 1_000_000


class Clocked(Protocol):
    """An event, or as much of it."""

    @property
    def clock_at(self) -> datetime:
        """The machine's clock."""


def new_id() -> str:
    """Short enough to be typed, random enough never to meet another one of its order."""
    return secrets.token_hex(ID_BYTES)


def new_event_id() -> str:
    """A UUIDv7 (RFC 9562, 5.7): milliseconds since the epoch, then 74 random bits."""
    bits = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    text = f"{bits & ~(0b11 << 62) | 0b10 << 62:032x}"
    # What UUID would write, in a fifth of its time: an import tells of every order.
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Receipt(Struct, frozen=True):
    """Proof of a change: its event, and what there is to say about it."""

    event: Event
    said: tuple[str, ...]
    repeated: bool = False
    """The key was used before; nothing was changed now."""
    undoing: "Undoing | None" = None
    """How it can be taken back, where it can."""


class Writing:
    """Documents, and the events that tell of them, each chained to the last of its document."""

    def __init__(
        self, last_event: Callable[[str], KeptEvent | None], actor: Actor, now: datetime
    ) -> None:
        """`last_event` gives the newest event of a subject that is in the store."""
        self._last_event = last_event
        self._actor = actor
        self._now = now
        self._chains: dict[str, tuple[int, str]] = {}
        self.documents: list[Document] = []
        self.events: list[KeptEvent] = []

    def save(self, documents: Iterable[Document]) -> None:
        """Add documents to the commit."""
        self.documents += documents

    def event(
        self,
        document: Document,
        action: str,
        values: dict[str, str],
        *,
        key: str = "",
        said: tuple[str, ...] = (),
    ) -> Event:
        """Add the event of a change of a document, chained to the one before it."""
        subject = subject_of(document)
        number, before = self._chains.get(subject) or self._stored_chain(subject)
        event = Event(
            id=new_event_id(),
            number=number + 1,
            subject=subject,
            action=action,
            values=without_nul(values),
            actor=self._actor,
            at=self._now,
            clock_at=datetime.now(UTC),
            idempotency_key=without_nul(key),
            said=without_nul(said),
            before=before,
        )
        kept = kept_event(event)
        self._chains[subject] = event.number, kept.hash
        self.events.append(kept)
        return event

    @property
    def heads(self) -> dict[str, str]:
        """The hash of the last event of each subject that something is told of."""
        return {subject: head for subject, (_number, head) in self._chains.items()}

    def _stored_chain(self, subject: str) -> tuple[int, str]:
        last = self._last_event(subject)
        return (last.number, last.hash) if last else (0, "")


def clock_of(event: Clocked) -> int:
    """The machine's clock at an event, in microseconds since the epoch."""
    return int(event.clock_at.timestamp() * MICROSECONDS)


def kept_event(event: Event) -> KeptEvent:
    """An event as an engine keeps it."""
    text = event.text
    return KeptEvent(
        id=event.id,
        subject=event.subject,
        number=event.number,
        at=clock_of(event),
        action=event.action,
        key=event.idempotency_key or None,
        body=text,
        hash=digest_of(text),
    )


def first_receipt(
    event: Event,
    action: type[Action[Any]],
    subject: Document,
    told: Callable[[Mapping[str, str]], Mapping[str, str]],
) -> Receipt:
    """What the change said that used this key first; raise Refused for another change.

    `told` gives the values of this change as an event would hold them, given those of the first.
    """
    # An event of a file that was made says more than what was typed.
    first = {name: text for name, text in event.values.items() if name in action.model_fields}
    is_another = not action.starts and event.subject != subject_of(subject)
    if event.action != action.name or is_another:
        said = _("The key {key} was used before, for {action} on {subject}.")
    elif without_nul(dict(told(first))) != first:
        said = _(
            "The key {key} was used before, for {action} on {subject} with other values; give"
            " another change a key of its own."
        )
    else:
        return Receipt(event, event.said, repeated=True)
    raise Refused(
        said.format(key=event.idempotency_key, action=event.action, subject=event.subject),
        field="key",
        code="key_in_use",
    )
