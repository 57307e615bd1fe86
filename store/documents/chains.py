"""Chains (事件链): the events of a document follow each other, and it knows the last of them.

An event carries the hash of the one before it, and the document that of the last one, under its own
checksum: nothing in a history can be changed or taken away, at its end neither, without being seen.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from store.engines.protocol import Engine, KeptEvent
from store.errors import StoreTrouble
from store.models.event import digest_of
from store.words import _

MICROSECONDS = 1_000_000


class Chain:
    """The history of one document, as far as somebody goes on with it."""

    def __init__(self, subject: str, number: int = 0, head: str = "") -> None:
        """`head` is the hash of the last event, whose number this is."""
        self.subject = subject
        self.number = number
        self.head = head


class _Told(msgspec.Struct, gc=False):
    """As much of an event's text as is kept beside it."""

    id: str
    number: int
    subject: str
    action: str
    before: str
    idempotency_key: str
    clock_at: datetime


_decoder = msgspec.json.Decoder(_Told)


def chained(kept: Iterable[KeptEvent]) -> Iterator[KeptEvent]:
    """The same events, of one subject after the other, oldest first, each checked.

    Raises StoreTrouble for one that does not follow the one before it.
    """
    subject, number, before = "", 0, ""
    for found in kept:
        if found.subject != subject:
            subject, number, before = found.subject, 0, ""
        _ensure_follows(found, number + 1, before)
        yield found
        number, before = found.number, found.hash


def last_event(engine: Engine, subject: str) -> KeptEvent | None:
    """The newest event of a subject; raises StoreTrouble when its document knows of a newer one."""
    # A commit of somebody else between the two readings would look like a broken history.
    with engine.moment():
        last = engine.last_event(subject)
        ensure_last(engine, subject, last.hash if last else "")
    return last


def chain_of(engine: Engine, subject: str) -> Chain:
    """The history that a subject has; raises StoreTrouble for one that is not whole."""
    last = last_event(engine, subject)
    return Chain(subject, last.number, last.hash) if last else Chain(subject)


def clock_of(at: datetime) -> int:
    """The machine's clock at an event, in microseconds since the epoch."""
    return int(at.timestamp() * MICROSECONDS)


def ensure_last(engine: Engine, subject: str, found: str) -> None:
    """Raise StoreTrouble when the document of a subject names another last event than this hash."""
    kind, _slash, key = subject.partition("/")
    head = engine.head_of(kind, key)
    if head is not None and head != found:
        raise StoreTrouble(
            _(
                "The history of {subject} is not whole: its last events are missing; restore a"
                " backup into a new folder."
            ).format(subject=subject),
            code="broken_chain",
        )


def _ensure_follows(kept: KeptEvent, number: int, before: str) -> None:
    try:
        event = _decoder.decode(kept.body)
    except msgspec.MsgspecError:
        raise _broken(kept) from None
    said = (event.number, event.before, event.subject, event.id, event.action)
    if (
        said != (number, before, kept.subject, kept.id, kept.action)
        or (kept.number, kept.hash) != (number, digest_of(kept.body))
        or (event.idempotency_key, clock_of(event.clock_at)) != (kept.key or "", kept.at)
    ):
        raise _broken(kept)


def _broken(kept: KeptEvent) -> StoreTrouble:
    return StoreTrouble(
        _(
            "Event {number} ({action} on {subject}) does not follow the one before it; restore a"
            " backup into a new folder."
        ).format(number=kept.number, action=kept.action, subject=kept.subject),
        code="broken_chain",
    )
