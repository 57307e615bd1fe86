"""JournalTable: TinyDB's Table, with its own code, on single documents.

TinyDB's `Table` does all its work through `_read_table` and `_update_table`. Here the first gives a
view that decodes what is asked for, the second one that writes what was changed: no other method
has to know. What is new is that several processes share a table: ids are given and conditions are
judged under the store's lock, and the query cache is cleared by what anybody wrote.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, cast

from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from store.engines.journal.record import to_json
from store.engines.journal.storage import JournalStorage
from store.engines.journal.store import Store
from store.engines.journal.tables import from_json
from store.engines.journal.views import ReadView, WriteView

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class JournalTable(Table):
    """A table of a JournalStorage; it behaves as TinyDB documents for `Table`.

    Two processes never give the same id, and the id of a removed document is not given again until
    the table is truncated. Documents that come out of it never share anything with what is kept.
    """

    def __init__(
        self,
        storage: Storage,
        name: str,
        cache_size: int = Table.default_query_cache_capacity,
        persist_empty: bool = False,
    ) -> None:
        """Raises TypeError for a storage that keeps no single documents."""
        if not isinstance(storage, JournalStorage):
            raise TypeError(f"{type(self).__name__} needs a JournalStorage")
        self._store: Store = storage.store
        self._pending: WriteView | None = None
        self._cached_at: int | None = None
        super().__init__(storage, name, cache_size)
        if persist_empty and name not in self._store.tables.documents:
            self._update_table(lambda _table: None)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document; the id is given under the lock."""
        with self._store.writing():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents in one commit."""
        with self._store.writing():
            return super().insert_multiple(documents)

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Update what matches, in one commit; unlike TinyDB's it takes an iterator too."""
        return super().update_multiple(list(updates))

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update what matches or insert it; nobody comes between."""
        with self._store.writing():
            return super().upsert(document, cond)

    def search(self, cond: QueryLike) -> list[Document]:
        """What matches; from the query cache only as long as nobody wrote to the table."""
        self._store.refresh()
        stamp = self._store.tables.stamps.get(self.name, 0)
        if stamp != self._cached_at:
            self.clear_cache()
            self._cached_at = stamp
        return [self._own(one) for one in super().search(cond)]

    def _own(self, document: Document) -> Document:
        """A copy that the caller may do with as he likes; the cache keeps the other one."""
        return self.document_class(from_json(to_json(document)), document.doc_id)

    def _get_next_id(self) -> int:
        """The next id that no process gave, at or above what TinyDB would give."""
        following = max(
            self._next_id or 0,
            self._store.tables.next_id(self.name),
            self._pending.highest() + 1 if self._pending else 0,
        )
        self._next_id = following + 1  # type: ignore[assignment] # TinyDB types it as None
        return following

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        self._store.refresh()
        view = ReadView(self._store.tables.documents.get(self.name, {}))
        return cast("dict[str, Mapping[str, Any]]", view)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._store.writing():
            known = self._store.tables.documents.get(self.name)
            view = WriteView(self.name, known, self.document_id_class)
            self._pending = view
            try:
                updater(cast("dict[int, Mapping[str, Any]]", view))
            finally:
                self._pending = None
            changes = view.changes()
            if changes:
                self._store.commit(changes)
        self.clear_cache()
