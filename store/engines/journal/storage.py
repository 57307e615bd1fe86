"""JournalStorage: the store as a TinyDB storage.

TinyDB's own `Table` hands over the whole database at each change; that works here and costs what it
costs. `JournalTable` asks for single documents instead.
"""

from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from store.engines.journal.disk import Disk
from store.engines.journal.record import EMPTIED, GONE, Change, to_json
from store.engines.journal.store import Store
from store.engines.journal.tables import Undecoded, from_json
from store.engines.journal.trouble import overtaken

LOOKS = {"create_dirs", "encoding", "ensure_ascii", "indent", "separators", "sort_keys"}


class JournalStorage(Storage):
    """A folder with a snapshot and journals, as what TinyDB reads and writes."""

    def __init__(
        self,
        path: str | Path,
        disk: Disk | None = None,
        *,
        checkpoint_after: int | None = None,
        **options: Any,
    ) -> None:
        """Open the store in the folder `path`; it is made by the first change.

        `options` of TinyDB's JSONStorage that only say how the text looks are taken and left.
        """
        if unknown := options.keys() - LOOKS:
            raise TypeError(f"unexpected keyword arguments {sorted(unknown)}")
        super().__init__()
        self.store = Store(Path(path), disk, checkpoint_after=checkpoint_after)
        self._read_at: int | None = None

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Everything, decoded; nothing where no table is."""
        self.store.refresh()
        self._read_at = self.store.sequence
        found = {
            name: {key: from_json(one) for key, one in table.items()}
            for name, table in self.store.tables.documents.items()
        }
        return found or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the store what `data` says, in one commit of what is different.

        Raises StoreTrouble when another process changed the store since it was read.
        """
        with self.store.writing():
            if self._read_at is not None and self._read_at != self.store.sequence:
                raise overtaken()
            changes = _differences(self.store.tables.documents, data)
            if changes:
                self.store.commit(changes)
            self._read_at = self.store.sequence

    def close(self) -> None:
        """Let go of every file."""
        self.store.close()


def _differences(
    known: dict[str, dict[str, Undecoded]], data: dict[str, dict[str, Any]]
) -> list[Change]:
    changes = [Change(name, None, None, GONE) for name in known.keys() - data.keys()]
    for name, table in data.items():
        before = known.get(name)
        if before is None or (before and not table):
            changes.append(Change(name, None, None, EMPTIED))
            before = {}
        now = {str(key): to_json(one) for key, one in table.items()}
        changes += [Change(name, key, None, GONE) for key in before.keys() - now.keys()]
        changes += [
            Change(name, key, None, text)
            for key, text in now.items()
            if key not in before or not same(before[key], text)
        ]
    return changes


def same(before: Undecoded, now: bytes) -> bool:
    """Do both texts hold the same document, to the type of each number?"""
    return bytes(before) == now or to_json(from_json(before)) == now
