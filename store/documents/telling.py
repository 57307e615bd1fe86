"""Telling (记入历史): the events of what one person does at one time, as an engine keeps them.

An import makes one for every order of a file, so they are made without pydantic.
"""

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from store.documents.chains import Chain, clock_of
from store.documents.kinds import json_text, without_nul
from store.engines.protocol import KeptEvent
from store.models.event import Actor, Event, digest_of


def new_event_id() -> str:
    """A UUIDv7 (RFC 9562, 5.7): milliseconds since the epoch, then 74 random bits."""
    bits = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    text = f"{bits & ~(0b11 << 62) | 0b10 << 62:032x}"
    # What UUID would write, in a fifth of its time.
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def event_of(kept: KeptEvent) -> Event:
    """An event as it was kept."""
    return Event.model_validate_json(kept.body)


class Telling:
    """Makes the events of one person, all of one time."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self._same: dict[str, Any] = {"actor": actor.model_dump(), "at": now.astimezone(UTC)}

    def event(
        self,
        chain: Chain,
        action: str,
        values: dict[str, str],
        *,
        key: str = "",
        said: tuple[str, ...] = (),
    ) -> KeptEvent:
        """That this was done, as the next event of a history."""
        number, clock_at, name = chain.number + 1, datetime.now(UTC), new_event_id()
        key = without_nul(key)
        body = {
            **self._same,
            "action": action,
            "before": chain.head,
            "clock_at": clock_at,
            "id": name,
            "idempotency_key": key,
            "number": number,
            "said": without_nul(said),
            "subject": chain.subject,
            "values": without_nul(values),
        }
        text = json_text(body)
        digest = digest_of(text)
        chain.number, chain.head = number, digest
        return KeptEvent(
            id=name,
            subject=chain.subject,
            number=number,
            at=clock_of(clock_at),
            action=action,
            key=key or None,
            body=text,
            hash=digest,
        )
