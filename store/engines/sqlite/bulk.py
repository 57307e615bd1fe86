"""Bulk (批量): many documents at once, a statement for all of them."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from store.engines.protocol import Digest, Kept
from store.engines.sqlite.connections import CACHE_KIB
from store.engines.sqlite.statements import KEPT, Statements

SEVERAL_CACHE_KIB = 16_000
"""What many changes after each other take of memory for pages."""
_KEYS = "select value from json_each(?)"


class Bulk(Statements):
    """What imports ask of one database, on the connection of whichever thread asks."""

    @contextmanager
    def following(self) -> Iterator[None]:
        """While this thread makes many changes, one after the other."""
        self._turn.is_followed = True
        try:
            yield
        finally:
            self._turn.is_followed = False
            self._connections.remember()

    @property
    def _is_followed(self) -> bool:
        return getattr(self._turn, "is_followed", False)

    @property
    def _cache_kib(self) -> int:
        """What this thread may take of memory for pages between its changes."""
        return SEVERAL_CACHE_KIB if self._is_followed else CACHE_KIB

    def documents_with(self, kind: str, keys: Collection[str]) -> dict[str, Kept]:
        """The documents with these keys, as far as there are."""
        found = self._read(
            f"select {KEPT} from document where kind = ? and key in ({_KEYS})",
            (kind, json.dumps(list(keys))),
        )
        return {kept[1]: Kept(*kept) for kept in found}

    def documents_under(self, kind: str, keys: Collection[str]) -> list[Kept]:
        """The documents whose keys go on after one of these and a colon, by id."""
        columns = ", ".join(f"d.{column}" for column in KEPT.split(", "))
        found = self._read(
            f"select {columns} from json_each(?) k join document d on d.kind = ?"
            " and d.key >= k.value || ':' and d.key < k.value || ';' order by d.id",
            (json.dumps(list(keys)), kind),
        )
        return [Kept(*kept) for kept in found]

    def versions(self, kind: str, keys: Collection[str]) -> dict[str, tuple[int, str]]:
        """Version and head of the documents with these keys, as far as there are."""
        found = self._read(
            f"select key, version, head from document where kind = ? and key in ({_KEYS})",
            (kind, json.dumps(list(keys))),
        )
        return {key: (version, head) for key, version, head in found}

    def add_all(self, kind: str, documents: Sequence[Kept]) -> None:
        """Add documents under their ids, which nothing has."""
        if not documents:
            return
        with self._writable() as connection:
            connection.executemany(
                "insert into document (id, key, version, head, body, crc, kind)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                ((*kept, kind) for kept in documents),
            )
        self.found(kind, max(kept.id for kept in documents) + 1)

    def digests(self, kind: str, keys: Collection[str]) -> dict[str, dict[str, bytes]]:
        """What the documents with these keys, as far as there are, were last made of, as they are.

        By what it was about; nothing that was noted of an earlier version.
        """
        found = self._read(
            "select d.key, g.about, g.digest from document d left join digest g on g.kind = d.kind"
            f" and g.id = d.id and g.version = d.version where d.kind = ? and d.key in ({_KEYS})",
            (kind, json.dumps(list(keys))),
        )
        known: dict[str, dict[str, bytes]] = {}
        for key, about, digest in found:
            of_key = known.setdefault(key, {})
            if about is not None:
                of_key[about] = digest
        return known

    def put_digests(self, kind: str, digests: Iterable[Digest]) -> None:
        """Note what versions of documents were made of."""
        with self._writable() as connection:
            connection.executemany(
                "insert or replace into digest (id, about, version, digest, kind)"
                " values (?, ?, ?, ?, ?)",
                ((*digest, kind) for digest in digests),
            )
