"""Statements (语句): events and rows of lists, the same ones on every engine."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from store.engines import rows as list_rows
from store.engines.dialect import Session
from store.engines.documents import Documents
from store.engines.protocol import PAGE, KeptEvent, ListRows
from store.search.sql import ours

EVENT = "id, subject, number, at, action, key, body, hash"
_EVENTS = ours("event", "e")

Pending = dict[tuple[str, str], dict[int, list_rows.Given]]
"""Rows to be written, by list and kind of document, and by document."""


class Statements(Documents):
    """What is in one store, documents, events and rows."""

    @abstractmethod
    def _session(self) -> AbstractContextManager[Session]:
        """What this thread reads rows with, and writes them with inside `writing`."""

    def _expect_many(self) -> None:
        """Many more rows may come, all over the indexes."""

    # Events

    def events(self, subject: str) -> list[KeptEvent]:
        """The events of one subject, oldest first."""
        sql = f"select {EVENT} from {_EVENTS} where subject = ? order by number"
        return [KeptEvent(*event) for event in self._read(sql, (subject,))]

    def last_event(self, subject: str) -> KeptEvent | None:
        """The newest event of a subject."""
        sql = f"select {EVENT} from {_EVENTS} where subject = ? order by number desc limit 1"
        found = self._read(sql, (subject,))
        return KeptEvent(*found[0]) if found else None

    def event_with(self, key: str) -> KeptEvent | None:
        """The event that a change with this idempotency key wrote."""
        found = self._read(f"select {EVENT} from {_EVENTS} where key = ?", (key,))
        return KeptEvent(*found[0]) if found else None

    def all_events(self) -> Iterator[KeptEvent]:
        """Every event by subject and number, read a page at a time."""
        last: tuple[str, int] = ("", 0)
        sql = (
            f"select {EVENT} from {_EVENTS} where (subject, number) > (?, ?)"
            f" order by subject, number limit {PAGE}"
        )
        while True:
            page = self._read(sql, last)
            yield from (KeptEvent(*event) for event in page)
            if len(page) < PAGE:
                return
            last = page[-1][1], page[-1][2]

    def add_events(self, events: Sequence[KeptEvent]) -> None:
        """Add events; raises StoreTrouble when a number or key of theirs is taken."""
        if events:
            sql = f"insert into event (@shop_column {EVENT})"
            self._write(f"{sql} values (@shop_value ?, ?, ?, ?, ?, ?, ?, ?)", events)

    # Lists

    def put_rows(self, kind: str, number: int, lists: Sequence[ListRows]) -> None:
        """Make these the rows of the document of a kind with this id.

        They are written together with those of other documents: at the latest when rows are read
        or the change is committed.
        """
        assert self.is_writing, "only inside `writing`"
        for given in lists:
            page = self._pending_rows.setdefault((given.name, kind), {})
            page[number] = (number, given.rows, given.words)
            if len(page) == PAGE:
                self._expect_many()
                self._write_rows()

    def fetch(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """The rows that a statement of `store.search.where` finds."""
        self._write_rows()
        return self._read(sql, parameters)

    def stale_rows(
        self, kind: str, form: int, policies: Mapping[str, int], limit: int
    ) -> Iterator[list[int]]:
        """The ids of the documents of a kind whose rows are of another form, or by other rules."""
        self._write_rows()
        yield from list_rows.stale(self._read, kind, form, policies, limit)

    @property
    def _pending_rows(self) -> Pending:
        """Rows that this thread has to write still, by list, kind and document."""
        pending: Pending | None = getattr(self._turn, "rows", None)
        if pending is None:
            pending = self._turn.rows = {}
        return pending

    def _write_rows(self) -> None:
        pending = self._pending_rows
        if pending and self.is_writing:
            with self._session() as session:
                list_rows.put_all(
                    session, [(*of, [*page.values()]) for of, page in pending.items()]
                )
            pending.clear()
