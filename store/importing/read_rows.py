"""ReadRows: the rows of all files of one import by order, in a table on the disk.

They lie in a file of their own in the store's folder, which only its owner can read and which loses
its name as soon as it is open: whatever becomes of the process, nothing of it stays.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from store.engines.sqlite.trouble import told
from store.errors import BadInput
from store.exchange.incoming.tables import BETWEEN, TableRow
from store.files.durable import private
from store.files.trouble import unwritten
from store.files.working import clear_left, working_name
from store.models.facts import RejectedRow
from store.words import _
from store.words.excerpts import excerpt

CACHE_KIB = 4000
MOST_OF_AN_ORDER = 10_000
"""Rows about one order, which are in memory together: a year of exports of its lines has less."""
MOST_AT_ONCE = 5_000
"""Rows of several orders that are in memory together, beyond those of the last of them."""
Order = TypeVar("Order", bound=Sized)
"""All rows about one order."""
FUNDS = 4
"""The turn of rows about money: they are kept beside the order, and never met with it."""
_ROWS = "select r.order_no, turn, file, number, text, fault, is_cut, as_found from"
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_TABLES = (
    """create table row (order_no text not null, turn integer not null, file integer not null,
    number integer not null, fault text not null, is_cut integer not null, as_found text not null,
    text text not null)""",
    "create index by_order on row (order_no, turn, file, number)",
    "create table wanted (order_no text primary key) without rowid",
    """create table rejected (file integer not null, number integer not null, field text not null,
    reason text not null, text text not null, as_found text not null)""",
)


class Entry(NamedTuple):
    """A row of a file, with the order that it is about and the turn in which it is met with it."""

    order_no: str
    turn: int
    file: int
    row: TableRow


def some_of(orders: Iterator[Order], many: int) -> list[Order]:
    """The next orders, at most `many`, and no more once they have MOST_AT_ONCE rows."""
    some: list[Order] = []
    rows = 0
    for order in islice(orders, many):
        some.append(order)
        rows += len(order)
        if rows >= MOST_AT_ONCE:
            break
    return some


class ReadRows:
    """The rows, and what became of them before they were met with the store."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: Sequence[int] = ()
        self._database = sqlite3.connect(path, isolation_level=None)
        for pragma in (
            "journal_mode = off",
            "synchronous = off",
            "locking_mode = exclusive",
            f"cache_size = -{CACHE_KIB}",
        ):
            self._database.execute(f"pragma {pragma}")
        for statement in _TABLES:
            self._database.execute(statement)

    def close(self) -> None:
        """Let go of the file, which is gone then."""
        self._database.close()

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep rows, of whichever file, with the orders that they are about."""
        self._many(
            "insert into row (order_no, turn, file, number, fault, is_cut, as_found, text)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (order_no, turn, file, row.number, row.fault, row.is_cut, row.as_found, row.text)
                for order_no, turn, file, row in entries
            ),
        )

    def meet_in(self, places: Sequence[int]) -> None:
        """Give the rows of an order in this turn from now on: `places` has that of each file."""
        self._places = places

    def want(self, order_nos: Iterable[str]) -> None:
        """Note the orders that have to be met with the store."""
        self._many("insert into wanted values (?)", ((one,) for one in order_nos))

    def orders(self) -> Iterator[list[Entry]]:
        """All rows about orders, order by order, in the order of their numbers.

        Raises BadInput for an order that stands in more rows than any.
        """
        found = self._read(
            "select order_no from row where turn <> ?"
            " group by order_no having count(*) > ? limit 1",
            (FUNDS, MOST_OF_AN_ORDER),
        )
        for (order_no,) in found:
            said = _("Order {order} stands in more than {count} rows, which no export has.")
            raise BadInput(said.format(order=excerpt(order_no), count=MOST_OF_AN_ORDER))
        yield from self._grouped(f"{_ROWS} row r where turn <> ?")

    def funds(self) -> Iterator[list[Entry]]:
        """The rows about money, in the same way."""
        return self._grouped(f"{_ROWS} row r where turn = ?")

    def wanted_orders(self) -> Iterator[list[Entry]]:
        """The same of the orders that were noted."""
        return self._grouped(
            f"{_ROWS} wanted w join row r on r.order_no = w.order_no where turn <> ?"
        )

    def reject(self, file: int, row: RejectedRow) -> None:
        """Keep a row that was not taken."""
        text = BETWEEN.join(row.cells.values())
        kept = (file, row.row, row.field, row.reason, text, BETWEEN.join(row.as_found))
        self._many("insert into rejected values (?, ?, ?, ?, ?, ?)", [kept])

    def rejected(
        self, file: int, name: str, columns: Sequence[str], most: int = -1
    ) -> Iterator[RejectedRow]:
        """The rows of a file that were not taken, by number; the first `most` of them."""
        found = self._read(
            "select number, field, reason, text, as_found from rejected where file = ?"
            " order by number limit ?",
            (file, most),
        )
        for number, field, reason, text, as_found in found:
            yield RejectedRow(
                file=name,
                row=number,
                field=field,
                reason=reason,
                cells=dict(zip(columns, text.split(BETWEEN), strict=True)),
                as_found=tuple(as_found.split(BETWEEN)) if as_found else (),
            )

    def _grouped(self, sql: str) -> Iterator[list[Entry]]:
        found = self._read(f"{sql} order by r.order_no, turn, file, number", (FUNDS,))
        for _order_no, rows in groupby(found, itemgetter(0)):
            entries = [
                Entry(order_no, turn, file, TableRow(number, text, fault, bool(is_cut), as_found))
                for order_no, turn, file, number, text, fault, is_cut, as_found in rows
            ]
            if self._places and entries[0].turn != FUNDS:
                entries.sort(key=lambda one: (one.turn, self._places[one.file]))
            yield entries

    def _read(self, sql: str, parameters: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        with told(self._path):
            # Not `yield from`, which closes the cursor when it is left before the end: that fails
            # where the database is closed already.
            for row in self._database.execute(sql, parameters):  # noqa: UP028
                yield row

    def _many(self, sql: str, parameters: Iterable[Sequence[object]]) -> None:
        with told(self._path):
            self._database.executemany(sql, parameters)


@contextmanager
def read_rows(folder: Path) -> Iterator[ReadRows]:
    """A table for one import, in this folder; it is gone afterwards."""
    clear_left(folder)
    path = folder / working_name()
    try:
        os.close(private(path, _NEW))
        try:
            with told(path):
                rows = ReadRows(path)
        finally:
            path.unlink()
    except OSError as error:
        raise unwritten(path, error.strerror or error) from error
    try:
        yield rows
    finally:
        rows.close()
