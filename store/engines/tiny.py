"""TinyEngine: documents in a TinyDB file, replaced as a whole at every commit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tinydb import TinyDB
from tinydb.table import Table

from store.engines.lock import locked
from store.engines.protocol import Body, Stored
from store.engines.whole_file import Data, WholeFileStorage
from store.errors import StoreTrouble
from store.words import _

SCHEMA = 1


class TinyEngine:
    """One folder with one TinyDB file and one lock file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "shouhou.json"
        self._database = TinyDB(self._path, storage=WholeFileStorage)
        self._index: dict[str, dict[str, int]] = {}
        self._events_of: dict[str, list[int]] = {}
        self._event_by_key: dict[str, int] = {}
        self._build_index()

    @property
    def _storage(self) -> WholeFileStorage:
        storage = self._database.storage
        assert isinstance(storage, WholeFileStorage)
        return storage

    def _table(self, kind: str) -> Table:
        # TinyDB's query cache would outlive a commit that failed.
        # TinyDB keeps the next id in the Table, and other processes insert too: a fresh one counts.
        return Table(self._storage, kind, cache_size=0)

    def _build_index(self) -> None:
        try:
            self._index_of(self._storage.read() or {})
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise StoreTrouble(
                _("{path} is no store of this program.").format(path=self._path)
            ) from error

    def _index_of(self, data: Data) -> None:
        found = data.get("meta", {}).get("1", {}).get("schema", SCHEMA)
        if found != SCHEMA:
            raise StoreTrouble(
                _("The store is of version {found}; this program reads version {known}.").format(
                    found=found, known=SCHEMA
                )
            )
        self._index = {
            kind: {document["key"]: int(number) for number, document in documents.items()}
            for kind, documents in data.items()
            if kind not in ("events", "meta")
        }
        self._events_of, self._event_by_key = {}, {}
        for number, event in data.get("events", {}).items():
            self._note_event(int(number), event)

    def _note_event(self, number: int, event: Body) -> None:
        self._events_of.setdefault(event["subject"], []).append(number)
        if event["idempotency_key"]:
            self._event_by_key[event["idempotency_key"]] = number

    def _document(self, table: str, number: int) -> Body:
        document: Body = (self._storage.read() or {})[table][str(number)]
        return document

    def get(self, kind: str, key: str) -> Stored | None:
        number = self._index.get(kind, {}).get(key)
        return None if number is None else Stored(**self._document(kind, number))

    def all(self, kind: str) -> Iterator[Stored]:
        for document in (self._storage.read() or {}).get(kind, {}).values():
            yield Stored(**document)

    def rows(self) -> Iterator[Body]:
        for document in (self._storage.read() or {}).get("orders", {}).values():
            yield document["row"]

    def events(self, subject: str) -> list[Body]:
        return [self._document("events", number) for number in self._events_of.get(subject, [])]

    def event_with(self, idempotency_key: str) -> Body | None:
        number = self._event_by_key.get(idempotency_key)
        return None if number is None else self._document("events", number)

    def last_event(self) -> Body | None:
        events = (self._storage.read() or {}).get("events", {})
        return events[next(reversed(events))] if events else None

    def refresh(self) -> bool:
        changed = self._storage.reload()
        if changed:
            self._build_index()
        return changed

    @contextmanager
    def transaction(self) -> Iterator["TinyEngine"]:
        with locked(self._folder / "lock"):
            self.refresh()
            try:
                yield self
            except BaseException:
                self._storage.reload(force=True)
                self._build_index()
                raise

    def commit(self, documents: Sequence[tuple[str, Stored]], events: Sequence[Body]) -> None:
        for kind, document in documents:
            known = self.get(kind, document.key)
            if document.version != (known.version if known else 0) + 1:
                raise StoreTrouble(
                    _("{key} was changed by somebody else; nothing was written.").format(
                        key=document.key
                    )
                )
        if not self._storage.read():
            self._table("meta").insert({"schema": SCHEMA})
        for kind in dict.fromkeys(kind for kind, _document in documents):
            self._put(kind, [one for of, one in documents if of == kind])
        numbers = self._table("events").insert_multiple(events)
        self._storage.flush()
        for number, event in zip(numbers, events, strict=True):
            self._note_event(number, event)

    def _put(self, kind: str, documents: Sequence[Stored]) -> None:
        index = self._index.setdefault(kind, {})
        table = self._table(kind)
        fresh = [one for one in documents if one.key not in index]
        changed = {index[one.key]: one for one in documents if one.key in index}
        if changed:
            table.update(
                lambda document: document.update(changed[index[document["key"]]]._asdict()),
                doc_ids=list(changed),
            )
        numbers = table.insert_multiple([one._asdict() for one in fresh])
        index.update({one.key: number for number, one in zip(numbers, fresh, strict=True)})

    def close(self) -> None:
        self._database.close()
