"""ShopDB: the shop's JSON documents in TinyDB, kept on a disk by an engine.

`ShopDB(folder)` is a TinyDB. A script reads every table of the shop with it, in every way that
TinyDB can, and keeps tables of its own. Orders and what belongs to them are written by the
repository alone, because a change of theirs is judged by rules and told in their history.

TinyDB's `Table` does all its work through `_read_table` and `_update_table`. Here the first gives a
view that reads what is asked for, the second one that writes what was changed: no other method has
to know. What is new is that several processes share a table: ids are given and conditions are
judged under the store's lock, and the query cache is cleared by what anybody wrote.
"""

import json
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    Sequence,
)
from contextlib import contextmanager
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from store import kinds
from store.documents.shop_storage import (
    Ready,
    ShopStorage,
    conflict,
    ready_of,
    refuse_reserved,
    reserved,
)
from store.documents.table_views import ReadView, WriteView
from store.engines.protocol import Ahead, Engine, Kept
from store.engines.sealing import canonical, ensure_whole, sealed

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class ShopTable(Table):
    """A table of a ShopStorage; it behaves as TinyDB documents for `Table`.

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
        if not isinstance(storage, ShopStorage):
            raise TypeError(f"{type(self).__name__} needs a ShopStorage")
        self._engine = storage.engine
        self._encode = storage.encode
        self._pending: WriteView | None = None
        self._cached_at: int | None = None
        self._is_reserved = name in kinds.ALL
        super().__init__(storage, name, 0 if self._is_reserved else cache_size)
        if persist_empty and name not in self._engine.kinds():
            self._update_table(lambda _table: None)

    # The repository's documents

    def get_key(self, key: str) -> Kept | None:
        """The document with this key, as it is kept; raises StoreTrouble when it is damaged."""
        kept = self._engine.document_with(self.name, key)
        return None if kept is None else ensure_whole(self.name, kept)

    def get_id(self, number: int) -> Kept | None:
        """The document with this id, as it is kept; raises StoreTrouble when it is damaged."""
        kept = self._engine.document(self.name, number)
        return None if kept is None else ensure_whole(self.name, kept)

    def get_keys(self, keys: Collection[str]) -> dict[str, Kept]:
        """The documents with these keys, as they are kept, as far as there are."""
        found = self._engine.documents_with(self.name, keys)
        return {key: ensure_whole(self.name, kept) for key, kept in found.items()}

    def get_under(self, keys: Collection[str]) -> list[Kept]:
        """The documents whose keys go on after one of these and a colon, as they are kept."""
        found = self._engine.documents_under(self.name, keys)
        return [ensure_whole(self.name, kept) for kept in found]

    def kept(self) -> Iterator[Kept]:
        """Every document by id, as it is kept; raises StoreTrouble at one that is damaged."""
        return (ensure_whole(self.name, kept) for kept in self._engine.documents(self.name))

    def put(self, document: Any, version: int, head: str | None = None) -> None:
        """Write the next version of a document and its rows, inside `ShopDB.writing`.

        `version` is the one it was made from, 0 for a new one; `head` the hash of its last event,
        left as it was where none is given. Raises StoreTrouble (`conflict`) when the stored version
        is another, and Refused outside the repository.
        """
        self.put_many([self.ready(document, version, head)])

    def ready(self, document: Any, version: int, head: str | None = None) -> Ready:
        """What `put_many` takes; with a head it is made of the document alone, without the lock."""
        if self._encode is None:
            raise reserved(self.name)
        encoded = self._encode(document)
        if head is None:
            head = (self._engine.head_of(self.name, encoded.key) if version else None) or ""
        return ready_of(self.name, encoded, version, head)

    def put_many(self, given: Sequence[Ready]) -> list[int]:
        """Write the next versions of documents and their rows, inside `ShopDB.writing`; their ids.

        Raises StoreTrouble (`conflict`) where the stored version is not the one before.
        """
        ids: list[int] = []
        fresh: list[Kept] = []
        later: list[Kept] = []
        places = self._engine.places(self.name, [_key(one) for one in given])
        following = 0 if len(places) == len(given) else self._engine.next_id(self.name)
        for one in given:
            number, version = places.get(_key(one), (following + len(fresh), 0))
            if version != one.kept.version - 1:
                raise conflict(_key(one))
            (later if version else fresh).append(one.kept._replace(id=number))
            ids.append(number)
        self._engine.put_all(self.name, later)
        self._engine.add_all(self.name, fresh)
        for number, one in zip(ids, given, strict=True):
            self._engine.put_rows(self.name, number, one.lists)
        return ids

    def put_head(self, key: str, head: str) -> None:
        """Note the hash of the last event of a document that is otherwise as it was.

        Raises StoreTrouble (`conflict`) where there is none.
        """
        if self._encode is None:
            raise reserved(self.name)
        known = self._engine.document_with(self.name, key)
        if known is None:
            raise conflict(key)
        noted = sealed(self.name, ensure_whole(self.name, known)._replace(head=head))
        self._engine.replace(self.name, noted, known.version)

    def put_rows(self, document: Any) -> None:
        """Make the rows of a document anew; document and version stay as they are."""
        if self._encode is None:
            raise reserved(self.name)
        encoded = self._encode(document)
        known = self._engine.document_with(self.name, encoded.key)
        if known is not None:
            self._engine.put_rows(self.name, known.id, encoded.lists)

    # TinyDB's own ways

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document; the id is given under the lock."""
        with self._engine.writing():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents in one commit."""
        with self._engine.writing():
            return super().insert_multiple(documents)

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Update what matches, in one commit; unlike TinyDB's it takes an iterator too."""
        return super().update_multiple(list(updates))

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update what matches or insert it; nobody comes between."""
        with self._engine.writing():
            return super().upsert(document, cond)

    def search(self, cond: QueryLike) -> list[Document]:
        """What matches; from the query cache only as long as nobody wrote to the store."""
        if self._is_reserved or self._engine.is_writing:
            # What is being written has no number yet that it could be cached under.
            return [found for found in self if cond(found)]
        stamp = self._engine.commits()
        if stamp != self._cached_at:
            self.clear_cache()
            self._cached_at = stamp
        return [self._own(found) for found in super().search(cond)]

    def _own(self, document: Document) -> Document:
        """A copy that the caller may do with as he likes; the cache keeps the other one."""
        return self.document_class(json.loads(canonical(document)), document.doc_id)

    def _get_next_id(self) -> int:
        """The next id that no process gave, at or above what TinyDB would give."""
        following = max(
            self._next_id or 0,
            self._engine.next_id(self.name),
            self._pending.highest() + 1 if self._pending else 0,
        )
        self._next_id = following + 1  # type: ignore[assignment] # TinyDB types it as None
        return following

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", ReadView(self._engine, self.name))

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        refuse_reserved(self.name)
        with self._engine.writing():
            view = WriteView(self._engine, self.name)
            self._pending = view
            try:
                updater(cast("dict[int, Mapping[str, Any]]", view))
            finally:
                self._pending = None
            self._engine.found(self.name)
            view.write()
        self.clear_cache()


def _key(ready: Ready) -> str:
    return str(ready.kept.key)


class ShopDB(TinyDB):
    """`ShopDB(folder)`: a TinyDB for several processes, whose every change is durable."""

    table_class = ShopTable
    # TinyDB documents this attribute for any storage and types it for its own.
    default_storage_class = ShopStorage  # type: ignore[assignment]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """What ShopStorage takes, or `storage=` a middleware around one.

        A middleware sees whole stores, so it gets TinyDB's own tables.
        """
        super().__init__(*arguments, **options)
        self._is_direct = isinstance(self.storage, ShopStorage)
        if not self._is_direct:
            self.table_class = Table  # type: ignore[assignment] # TinyDB documents it so

    @property
    def engine(self) -> Engine:
        """What keeps the documents."""
        return cast("ShopStorage", self.storage).engine

    @contextmanager
    def writing(self, ahead: Ahead | None = None) -> Iterator[None]:
        """One commit for everything that is written inside; it nests."""
        with self.engine.writing(ahead):
            yield

    def kind(self, name: str) -> ShopTable:
        """A table, as what it is."""
        return cast("ShopTable", self.table(name))

    def tables(self) -> set[str]:
        """The names of all tables."""
        return self.engine.kinds() if self._is_direct else super().tables()

    def drop_tables(self) -> None:
        """Drop all tables that are a script's own, in one commit."""
        self._drop(self.tables() - kinds.ALL)

    def drop_table(self, name: str) -> None:
        """Drop one table; raises Refused for one of the repository's."""
        if name in kinds.ALL:
            raise reserved(name)
        self._drop({name})

    def _drop(self, names: set[str]) -> None:
        if not self._is_direct:
            for name in names:
                super().drop_table(name)
            return
        with self.engine.writing():
            for name in sorted(names):
                self.engine.drop(name)
        for name in names:
            self._tables.pop(name, None)
