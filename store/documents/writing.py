"""Writing: what one commit will hold, gathered before any of it is made durable."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from store.documents.chains import Chain
from store.documents.kinds import subject_of, without_nul
from store.documents.telling import Telling, event_of
from store.engines.protocol import KeptEvent
from store.errors import Refused
from store.models.base import Document
from store.models.event import Actor, Event
from store.rules.action.base import Action
from store.words import _

if TYPE_CHECKING:
    from store.work.undoing import Undoing

ID_BYTES = 5


def new_id() -> str:
    """Short enough to be typed, random enough never to meet another one of its order."""
    return secrets.token_hex(ID_BYTES)


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

    def __init__(self, chain_of: Callable[[str], Chain], actor: Actor, now: datetime) -> None:
        """`chain_of` gives the history that a subject has in the store."""
        self._chain_of = chain_of
        self._telling = Telling(actor, now)
        self._chains: dict[str, Chain] = {}
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
        if subject not in self._chains:
            self._chains[subject] = self._chain_of(subject)
        kept = self._telling.event(self._chains[subject], action, values, key=key, said=said)
        self.events.append(kept)
        return event_of(kept)

    @property
    def heads(self) -> dict[str, str]:
        """The hash of the last event of each subject that something is told of."""
        return {subject: chain.head for subject, chain in self._chains.items()}


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
