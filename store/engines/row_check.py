"""Checking rows: what a list is filtered, sorted and searched by is what its rows say.

The checksum is over the whole row; its narrow columns, the text and the words made of it are not
covered by one, so they are made once more and compared.
"""

from collections.abc import Iterator
from types import SimpleNamespace

import msgspec

from store.engines.dialect import Session
from store.engines.protocol import PAGE
from store.search.fields import checksum, maker_of
from store.search.lists import LISTS
from store.search.sql import ours
from store.search.table import ListTable
from store.words import _


def broken_row(session: Session) -> str | None:
    """What is wrong with the first row that is not as it was made; None where all are right."""
    for table in LISTS.values():
        for number in (*_strange(session, table), *_unlike(session, table)):
            return _("row {number} of the list {name} is not as it was made").format(
                number=number, name=table.name
            )
    return None


def _strange(session: Session, table: ListTable) -> Iterator[int]:
    """Rows without a document or without one of their parts, and words that are nobody's."""
    name = table.name
    of = "of" if table.parent else "id"
    kind = "r.of_kind" if table.is_mixed else f"'{(table.parent or table).name}'"
    yield from _ids(
        session,
        f"select id from {ours(f'{name}_row', 'r')} where not exists"
        f" (select 1 from {ours('document', 'd')} where d.kind = {kind} and d.id = r.{of}) limit 1",
    )
    parts = ("body",) if table.parent else ("body", "find")
    for part in parts:
        for one, other in ((part, "row"), ("row", part)):
            yield from _ids(
                session,
                f"select id from {ours(f'{name}_{one}', 'one')} where id not in"
                f" (select id from {ours(f'{name}_{other}', 'other')}) limit 1",
            )
    if table.parent is None:
        found = ours(f"{name}_body", "a")
        bodies = f"(select id, words from {found} where words <> '') b"
        yield from _ids(
            session,
            f"select b.id from {bodies}, @each(b.words) e where not exists"
            f" (select 1 from {ours(f'{name}_word', 'w')} where w.field = e.value ->> 0"
            " and w.word = e.value ->> 1 and w.id = b.id) limit 1",
        )
        yield from _ids(
            session,
            f"select 0 where (select count(*) from {ours(f'{name}_word', 'w')}) <>"
            f" (select coalesce(sum(@length(b.words)), 0) from {bodies})",
        )


def _unlike(session: Session, table: ListTable) -> Iterator[int]:
    """Rows whose columns, or whose text to search in, are not those of the whole row."""
    name, last = table.name, -(2**63)
    maker = maker_of(name)
    columns = ", ".join(f"r.{column.name}" for column in table.columns)
    finds = f" join {ours(f'{name}_find', 'f')} on f.id = b.id"
    find = ("''", "") if table.parent else ("f.text", finds)
    while True:
        page = session.read(
            f"select b.id, b.row, b.words, b.crc, {find[0]}, {columns}"
            f" from {ours(f'{name}_body', 'b')} join {ours(f'{name}_row', 'r')} on r.id = b.id"
            f"{find[1]} where b.id > ? order by b.id limit {PAGE}",
            (last,),
        )
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


def _ids(session: Session, sql: str) -> list[int]:
    return [number for (number,) in session.read(sql)]
