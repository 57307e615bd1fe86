"""Checking rows: what a list is filtered, sorted and searched by is what its rows say.

The checksum is over the whole row; its narrow columns, the text and the words made of it are not
covered by one, so they are made once more and compared.
"""

import sqlite3
from collections.abc import Iterator
from types import SimpleNamespace

import msgspec

from store.engines.protocol import PAGE
from store.search.fields import checksum, maker_of
from store.search.lists import LISTS
from store.search.table import ListTable
from store.words import _


def broken_row(connection: sqlite3.Connection) -> str | None:
    """What is wrong with the first row that is not as it was made; None where all are right."""
    for table in LISTS.values():
        for number in (*_strange(connection, table), *_unlike(connection, table)):
            return _("row {number} of the list {name} is not as it was made").format(
                number=number, name=table.name
            )
    return None


def _strange(connection: sqlite3.Connection, table: ListTable) -> Iterator[int]:
    """Rows without a document or without one of their parts, and words that are nobody's."""
    name = table.name
    of = "of" if table.parent else "id"
    kind = "r.of_kind" if table.is_mixed else f"'{(table.parent or table).name}'"
    yield from _ids(
        connection,
        f"select id from {name}_row r where not exists"
        f" (select 1 from document d where d.kind = {kind} and d.id = r.{of}) limit 1",
    )
    parts = ("body",) if table.parent else ("body", "find")
    for part in parts:
        for one, other in ((part, "row"), ("row", part)):
            yield from _ids(
                connection,
                f"select id from {name}_{one} where id not in (select id from {name}_{other})"
                " limit 1",
            )
    if table.parent is None:
        yield from _ids(
            connection,
            f"select b.id from {name}_body b, json_each(b.words) e where b.words <> '' and not"
            f" exists (select 1 from {name}_word w where w.field = e.value ->> 0"
            " and w.word = e.value ->> 1 and w.id = b.id) limit 1",
        )
        yield from _ids(
            connection,
            f"select 0 where (select count(*) from {name}_word) <> (select"
            f" ifnull(sum(json_array_length(words)), 0) from {name}_body where words <> '')",
        )


def _unlike(connection: sqlite3.Connection, table: ListTable) -> Iterator[int]:
    """Rows whose columns, or whose text to search in, are not those of the whole row."""
    name, last = table.name, -(2**63)
    maker = maker_of(name)
    columns = ", ".join(f"r.{column.name}" for column in table.columns)
    find = ("''", "") if table.parent else ("f.text", f" join {name}_find f on f.id = b.id")
    while True:
        page = connection.execute(
            f"select b.id, b.row, b.words, b.crc, {find[0]}, {columns} from {name}_body b"
            f" join {name}_row r on r.id = b.id{find[1]} where b.id > ? order by b.id limit {PAGE}",
            (last,),
        ).fetchall()
        for number, row, words, crc, text, *kept in page:
            if checksum(row, words) != crc:
                yield number
                continue
            made = SimpleNamespace(**msgspec.json.decode(row))
            try:
                alike = maker.cells(made) == kept and maker.find_text(made) == text
            except AttributeError:
                continue  # of an earlier form, and made anew when the store is opened
            if not alike:
                yield number
        if len(page) < PAGE:
            return
        last = page[-1][0]


def _ids(connection: sqlite3.Connection, sql: str) -> list[int]:
    return [number for (number,) in connection.execute(sql)]
