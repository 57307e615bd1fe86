"""ShopStorage: a whole store as a TinyDB storage, and what its tables are made of."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tinydb.storages import Storage

from store import kinds
from store.documents.table_views import WriteView
from store.engines.addresses import is_address
from store.engines.opening import engine_at
from store.engines.protocol import Engine, Kept, ListRows
from store.engines.row_writer import made_rows
from store.engines.sealing import ensure_whole, sealed
from store.errors import Refused, StoreTrouble
from store.words import _

DUMP_KINDS = ("_store", "_documents", "_events", "_end")
"""What a dump says of itself stands in tables of these names; no script's table may have one."""
LOOKS = {"create_dirs", "encoding", "ensure_ascii", "indent", "separators", "sort_keys"}
"""What TinyDB's own storage takes and what only says how its text looks."""


class Encoded(NamedTuple):
    """A document of the repository as its table takes it."""

    key: str
    body: str
    """Canonical JSON."""
    lists: tuple[ListRows, ...] = ()
    """What lists show of it."""


class Ready(NamedTuple):
    """The next version of a document, made before the lock is taken."""

    kept: Kept
    """Its id is not known yet."""
    lists: tuple[ListRows, ...]


def ready_of(table: str, encoded: Encoded, version: int, head: str) -> Ready:
    """The version of a document that follows this one, 0 for a new one; no store is asked."""
    kept = Kept(0, encoded.key, version + 1, head, encoded.body, 0)
    return Ready(sealed(table, kept), made_rows(encoded.lists))


Encode = Callable[[Any], Encoded]
"""What makes a body and rows of a document; it knows the rules in force."""


class ShopStorage(Storage):
    """A whole store as TinyDB's own `Table` would read and write it.

    That works and costs what it costs; `ShopTable` asks for single documents instead.
    """

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        engine: Engine | None = None,
        encode: Encode | None = None,
        **options: Any,
    ) -> None:
        """Open the store in the folder `path` or at that address, or the one an engine keeps.

        With `encode` it is the repository's. Options of TinyDB's JSONStorage that only say how a
        text looks are taken and left; TypeError is raised for others.
        """
        if unknown := options.keys() - LOOKS:
            raise TypeError(f"unexpected keyword arguments {sorted(unknown)}")
        if (path is None) == (engine is None):
            raise TypeError("either the folder of a store or an engine is needed")
        super().__init__()
        self.engine: Engine = engine if engine is not None else engine_at(_named(str(path)))
        self.encode = encode
        self._read_at: int | None = None

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Everything, decoded; nothing where no table is."""
        with self.engine.moment():
            self._read_at = self.engine.commits()
            tables = {
                kind: {
                    str(kept.id): json.loads(ensure_whole(kind, kept).body) for kept in documents
                }
                for kind in sorted(self.engine.kinds())
                for documents in [self.engine.documents(kind)]
            }
        return tables or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the tables that are a script's own what `data` says, in one commit.

        Raises Refused when `data` says something else of a table that is the repository's, and
        StoreTrouble (`conflict`) when somebody wrote since the store was read here.
        """
        with self.engine.writing():
            before = self.engine.commits()
            if self._read_at not in (None, before):
                raise conflict(str(self.engine.folder))
            for kind in self.engine.kinds() - data.keys() - kinds.ALL:
                self.engine.drop(kind)
            for kind, documents in data.items():
                view = WriteView(self.engine, kind)
                given = {int(number): document for number, document in documents.items()}
                for number in [number for number in view if number not in given]:
                    del view[number]
                for number, document in given.items():
                    if number not in view or view[number] != document:
                        view[number] = document
                if view.is_changed:
                    refuse_reserved(kind)
                self.engine.found(kind)
                view.write()
        self._read_at = min(self.engine.commits(), before + 1)

    def close(self) -> None:
        """Let go of every file."""
        self.engine.close()


def refuse_reserved(name: str) -> None:
    """Raise Refused for a table that a script may not write."""
    if name in kinds.ALL:
        raise reserved(name)
    if name in DUMP_KINDS:
        raise Refused(
            _("A dump has a table {table} of its own; give yours another name.").format(table=name),
            code="reserved",
        )


def reserved(name: str) -> Refused:
    """The sentence for a table that only the repository writes."""
    return Refused(
        _(
            "{table} is written by the desk alone, which judges and records each change: use"
            " `shouhou do ACTION SUBJECT field=value`. Tables of your own may have any other name."
        ).format(table=name),
        code="reserved",
    )


def conflict(key: str) -> StoreTrouble:
    """The sentence for a document that is not what the change was made from."""
    return StoreTrouble(
        _("{key} was changed by somebody else; nothing was written.").format(
            key=key.rpartition(":")[2]
        ),
        code="conflict",
    )


def _named(path: str) -> str | Path:
    """A path as a script gives it: no home of anybody is looked for in it."""
    return path if is_address(path) else Path(path)
