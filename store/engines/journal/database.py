"""JournalDB: TinyDB on the journal store."""

from typing import Any

from tinydb import TinyDB
from tinydb.table import Table

from store.engines.journal.record import GONE, Change
from store.engines.journal.storage import JournalStorage
from store.engines.journal.table import JournalTable


class JournalDB(TinyDB):
    """`JournalDB(folder)`: a TinyDB for several processes, whose every change is durable.

    Keyword arguments go to JournalStorage. With another storage, or one inside a middleware, it
    is plain TinyDB.
    """

    table_class = JournalTable
    # TinyDB documents this attribute for any storage and types it for its own.
    default_storage_class = JournalStorage  # type: ignore[assignment]

    def table(self, name: str, **kwargs: Any) -> Table:
        """A table, the same object each time."""
        if self._journal is None and name not in self._tables:
            self._tables[name] = Table(self.storage, name, **kwargs)
        return super().table(name, **kwargs)

    def tables(self) -> set[str]:
        """The names of all tables."""
        journal = self._journal
        if journal is None:
            return super().tables()
        journal.store.refresh()
        return set(journal.store.tables.documents)

    def drop_tables(self) -> None:
        """Drop all tables, in one commit."""
        self._drop(self.tables())
        self._tables.clear()

    def drop_table(self, name: str) -> None:
        """Drop one table."""
        self._drop({name})
        self._tables.pop(name, None)

    def _drop(self, names: set[str]) -> None:
        journal = self._journal
        if journal is None:
            data = self.storage.read() or {}
            self.storage.write({name: table for name, table in data.items() if name not in names})
            return
        with journal.store.writing():
            there = names & journal.store.tables.documents.keys()
            if there:
                journal.store.commit([Change(name, None, None, GONE) for name in sorted(there)])

    @property
    def _journal(self) -> JournalStorage | None:
        return self.storage if isinstance(self.storage, JournalStorage) else None
