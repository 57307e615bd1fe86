"""Documents (文书): read and written one statement each, the same ones on every engine."""

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from store.engines.protocol import PAGE, Digest, Kept
from store.search.sql import listed, ours

KEPT = "id, key, version, head, body, crc"
_DOCUMENTS, _IDS, _DIGESTS = ours("document", "d"), ours("next_id", "n"), ours("digest", "g")
_ADD = (
    "insert into document (@shop_column id, key, version, head, body, crc, kind)"
    " values (@shop_value ?, ?, ?, ?, ?, ?, ?)"
)
_SET = "update document set version = ?, head = ?, body = ?, crc = ? where @in_shop"


class Documents(ABC):
    """The documents of one store; how a statement gets to them is the engine's."""

    def __init__(self) -> None:
        self._turn = threading.local()
        """`process` is this one while this thread is writing."""

    @property
    def is_writing(self) -> bool:
        """Is this thread inside `writing`? One of a process that was forked meanwhile is not."""
        return getattr(self._turn, "process", 0) == os.getpid()

    @contextmanager
    def _dooming(self) -> Iterator[None]:
        """What fails inside, whoever catches it, dooms the change of this thread."""
        try:
            yield
        except BaseException:
            self._turn.is_doomed = True
            raise

    @abstractmethod
    def _read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Every row that a statement finds."""

    @abstractmethod
    def _change(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """Run a statement that changes something now; what it returns."""

    @abstractmethod
    def _write(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each of these parameters, at the latest before one that reads.

        What fails here, or in `_change`, dooms the change.
        """

    @abstractmethod
    def _guarded(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        """The same of a statement that has to change a row with each of these parameters.

        Raises TryAgain, at the latest before the commit, where it does not.
        """

    # By id and by key

    def document(self, kind: str, number: int) -> Kept | None:
        """The document with this id."""
        sql = f"select {KEPT} from {_DOCUMENTS} where kind = ? and id = ?"
        found = self._read(sql, (kind, number))
        return Kept(*found[0]) if found else None

    def document_with(self, kind: str, key: str) -> Kept | None:
        """The document with this key."""
        return self.documents_with(kind, [key]).get(key)

    def head_of(self, kind: str, key: str) -> str | None:
        """The hash of the last event of the document with this key; none where it is not there."""
        found = self._with_keys("head", kind, [key])
        return str(found[0][0]) if found else None

    def documents(self, kind: str) -> Iterator[Kept]:
        """Every document of a kind by id, read a page at a time."""
        last = -(2**63)
        sql = f"select {KEPT} from {_DOCUMENTS} where kind = ? and id > ? order by id limit {PAGE}"
        while True:
            page = self._read(sql, (kind, last))
            yield from (Kept(*found) for found in page)
            if len(page) < PAGE:
                return
            last = page[-1][0]

    def count(self, kind: str) -> int:
        """How many documents of a kind there are."""
        return self._number(f"select count(*) from {_DOCUMENTS} where kind = ?", kind)

    def kinds(self) -> set[str]:
        """The kinds there are, empty ones that were asked to be kept among them."""
        return {kind for (kind,) in self._read(f"select kind from {_IDS}")}

    def next_id(self, kind: str) -> int:
        """The id that the next new document gets; looking does not use it up."""
        found = self._read(f"select id from {_IDS} where kind = ?", (kind,))
        return int(found[0][0]) if found else 1

    def keys_from(self, kind: str, start: str) -> list[str]:
        """The first key of a kind at or after a text, if there is any."""
        sql = f"select key from {_DOCUMENTS} where kind = ? and key >= ? order by key limit 1"
        return [key for (key,) in self._read(sql, (kind, start))]

    # Many at once

    def documents_with(self, kind: str, keys: Collection[str]) -> dict[str, Kept]:
        """The documents with these keys, as far as there are."""
        return {kept[1]: Kept(*kept) for kept in self._with_keys(KEPT, kind, keys)}

    def documents_under(self, kind: str, keys: Collection[str]) -> list[Kept]:
        """The documents whose keys go on after one of these and a colon, by id."""
        columns = ", ".join(f"d.{column}" for column in KEPT.split(", "))
        found = self._read(
            f"select {columns} from @many_k join {_DOCUMENTS} on d.kind = ?"
            " and d.key >= k.value || ':' and d.key < k.value || ';' order by d.id",
            (list(keys), kind),
        )
        return [Kept(*kept) for kept in found]

    def versions(self, kind: str, keys: Collection[str]) -> dict[str, tuple[int, str]]:
        """Version and head of the documents with these keys, as far as there are."""
        found = self._with_keys("key, version, head", kind, keys)
        return {key: (version, head) for key, version, head in found}

    def places(self, kind: str, keys: Collection[str]) -> dict[str, tuple[int, int]]:
        """Id and version of the documents with these keys, as far as there are."""
        found = self._with_keys("key, id, version", kind, keys)
        return {key: (number, version) for key, number, version in found}

    def digests(self, kind: str, keys: Collection[str]) -> dict[str, dict[str, bytes]]:
        """What the documents with these keys, as far as there are, were last made of, as they are.

        By what it was about; nothing that was noted of an earlier version.
        """
        chosen = listed("d.key", list(keys))
        found = self._read(
            f"select d.key, g.about, g.digest from {_DOCUMENTS} left join {_DIGESTS}"
            " on g.kind = d.kind and g.id = d.id and g.version = d.version"
            f" where d.kind = ? and {chosen.text}",
            (kind, *chosen.parameters),
        )
        known: dict[str, dict[str, bytes]] = {}
        for key, about, digest in found:
            of_key = known.setdefault(key, {})
            if about is not None:
                of_key[about] = digest
        return known

    # Writing

    def add(self, kind: str, kept: Kept) -> None:
        """Add a document under its id, which nothing has."""
        self.add_all(kind, [kept])

    def add_all(self, kind: str, documents: Sequence[Kept]) -> None:
        """Add documents under their ids, which nothing has."""
        if documents:
            self._write(_ADD, [(*kept, kind) for kept in documents])
            self.found(kind, max(kept.id for kept in documents) + 1)

    def replace(self, kind: str, kept: Kept, version: int) -> bool:
        """Put a document in place of the one with its id, if that has this version; had it?"""
        done = self._change(
            f"{_SET} kind = ? and id = ? and version = ? returning id",
            (kept.version, kept.head, kept.body, kept.crc, kind, kept.id, version),
        )
        return bool(done)

    def put_all(self, kind: str, documents: Sequence[Kept]) -> None:
        """Put documents in place of those with their ids, each of which has the version before."""
        if documents:
            self._guarded(
                f"{_SET} kind = ? and id = ? and version = ?",
                [
                    (one.version, one.head, one.body, one.crc, kind, one.id, one.version - 1)
                    for one in documents
                ],
            )

    def remove(self, kind: str, ids: Sequence[int]) -> None:
        """Remove documents; their ids are not given again."""
        for table in ("document", "digest"):
            sql = f"delete from {table} where @in_shop kind = ? and id = ?"
            self._write(sql, [(kind, number) for number in ids])

    def found(self, kind: str, following: int = 1) -> None:
        """Have the kind, be it empty; its next id is this one at least."""
        self._write(
            "insert into next_id (@shop_column kind, id) values (@shop_value ?, ?)"
            " on conflict (@shop_column kind) do update set id = excluded.id"
            " where next_id.id < excluded.id",
            [(kind, following)],
        )

    def empty(self, kind: str) -> None:
        """Remove every document of a kind and count its ids from 1 again."""
        self._clear(kind)
        self._write(
            "insert into next_id (@shop_column kind, id) values (@shop_value ?, 1)"
            " on conflict (@shop_column kind) do update set id = excluded.id",
            [(kind,)],
        )

    def drop(self, kind: str) -> None:
        """Remove a kind with all its documents."""
        self._clear(kind)
        self._write("delete from next_id where @in_shop kind = ?", [(kind,)])

    def put_digests(self, kind: str, digests: Iterable[Digest]) -> None:
        """Note what versions of documents were made of."""
        self._write(
            "insert into digest (@shop_column id, about, version, digest, kind)"
            " values (@shop_value ?, ?, ?, ?, ?) on conflict (@shop_column kind, id, about)"
            " do update set version = excluded.version, digest = excluded.digest",
            [(*digest, kind) for digest in digests],
        )

    def _clear(self, kind: str) -> None:
        for table in ("document", "digest"):
            self._write(f"delete from {table} where @in_shop kind = ?", [(kind,)])

    def _with_keys(self, columns: str, kind: str, keys: Collection[str]) -> list[Any]:
        chosen = listed("key", list(keys))
        sql = f"select {columns} from {_DOCUMENTS} where kind = ? and {chosen.text}"
        return self._read(sql, (kind, *chosen.parameters))

    def _number(self, sql: str, *parameters: Any) -> int:
        ((number,),) = self._read(sql, parameters)
        return int(number)
