"""A store of lists alone, in memory, to ask what a query finds."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from store.engines import rows as list_rows
from store.engines.dialect import for_sqlite
from store.engines.sqlite.session import SqliteSession
from store.search.fields import Found
from store.search.language import parse
from store.search.lists import ORDERS
from store.search.selection import Selection
from store.search.table import ListTable
from tests.build import NOW

Given = tuple[int, Sequence[msgspec.Struct], Sequence[Found]]


class Lists:
    """The tables of every list."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.asked: list[tuple[str, Sequence[Any]]] = []
        self.session = SqliteSession(self.connection)
        for statement in list_rows.statements():
            self.connection.execute(statement)

    def put(self, table: ListTable, *documents: Given, kind: str = "orders") -> None:
        list_rows.put_all(self.session, [(table.name, kind, documents)])

    def put_rows(self, table: ListTable, rows: Iterable[msgspec.Struct]) -> None:
        self.put(table, *((number, [row], ()) for number, row in enumerate(rows, 1)))

    def fetch(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        self.asked.append(for_sqlite(sql, parameters))
        return self.session.read(sql, parameters)

    def select(
        self, text: str = "", sort: str = "", table: ListTable = ORDERS, now: datetime = NOW
    ) -> Selection[Any]:
        return Selection(table, parse(text, now, table), sort, now, self.fetch)

    def keys(self, text: str = "", sort: str = "", table: ListTable = ORDERS) -> list[str]:
        return [row.key for row in self.select(text, sort, table)]

    def plans(self) -> list[str]:
        """How the statements asked so far are run."""
        return [
            step
            for sql, parameters in self.asked
            for (*_ids, step) in self.connection.execute(f"explain query plan {sql}", parameters)
        ]

    def count(self, sql: str) -> int:
        ((number,),) = self.connection.execute(sql).fetchall()
        return int(number)
