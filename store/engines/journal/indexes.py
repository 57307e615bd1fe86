"""Indexes: where a document is found by its key, and events by subject and idempotency key.

Built when they are first asked for, kept up to date from then on; nothing of it is stored.
"""

import msgspec

from store.engines.journal.record import EVENTS, GONE, Change
from store.engines.journal.tables import Tables


class _Keyed(msgspec.Struct, gc=False):
    key: str


class _Event(msgspec.Struct, gc=False):
    subject: str = ""
    idempotency_key: str = ""


_key_of = msgspec.json.Decoder(_Keyed).decode
_event_of = msgspec.json.Decoder(_Event).decode


class Keys:
    """Per kind, the id under which TinyDB keeps the document with a key."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._ids: dict[str, dict[str, str]] = {}
        self._told: dict[str, tuple[list[str], list[str]]] = {}
        tables.followers.append(self)

    def of(self, kind: str) -> dict[str, str]:
        """Ids by key."""
        found = self._ids.get(kind)
        if found is None:
            with self._tables.lock:
                found = self._ids[kind] = self._build(kind)
        return found

    def _build(self, kind: str) -> dict[str, str]:
        if kind in self._told:
            return dict(zip(*self._told.pop(kind), strict=True))
        documents = self._tables.documents.get(kind, {})
        return {_key_of(one).key: name for name, one in documents.items()}

    def adopt(self, kind: str, keys: list[str], names: list[str]) -> None:
        """Take over what somebody found who read every document anyway."""
        self._told[kind] = keys, names

    def reset(self) -> None:
        """Everything may be different now."""
        self._ids.clear()
        self._told.clear()

    def changed(self, change: Change) -> None:
        """A document was changed."""
        if change.id is None or change.document == GONE:
            self._ids.pop(change.table, None)
            self._told.pop(change.table, None)
        elif change.table in self._ids or change.table in self._told:
            self.of(change.table)[_key_of(change.document).key] = change.id


class Events:
    """The ids of events by what they tell of."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._by_subject: dict[str, list[str]] | None = None
        self._by_key: dict[str, str] = {}
        tables.followers.append(self)

    def of(self, subject: str) -> list[str]:
        """The events of one document, oldest first."""
        return self._built().get(subject, [])

    def with_key(self, idempotency_key: str) -> str | None:
        """The event that a change with this key wrote."""
        self._built()
        return self._by_key.get(idempotency_key)

    def reset(self) -> None:
        """Everything may be different now."""
        self._by_subject = None
        self._by_key.clear()

    def changed(self, change: Change) -> None:
        """An event was added."""
        if change.table != EVENTS or self._by_subject is None:
            return
        if change.id is None or change.document == GONE:
            self.reset()
        else:
            self._note(self._by_subject, change.id, change.document)

    def _built(self) -> dict[str, list[str]]:
        with self._tables.lock:
            found = self._by_subject
            if found is None:
                found = self._by_subject = {}
                for name, document in self._tables.documents.get(EVENTS, {}).items():
                    self._note(found, name, document)
            return found

    def _note(
        self, by_subject: dict[str, list[str]], name: str, document: bytes | msgspec.Raw
    ) -> None:
        event = _event_of(document)
        by_subject.setdefault(event.subject, []).append(name)
        if event.idempotency_key:
            self._by_key[event.idempotency_key] = name
