"""Writing rows: what changed is written, a page of documents at a time."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from store.engines.dialect import Asked, Session
from store.engines.protocol import ListRows
from store.search.fields import Found, checksum, maker_of
from store.search.lists import LISTS
from store.search.sql import listed, ours
from store.search.table import ListTable

_encoder = msgspec.json.Encoder()


class MadeRow(NamedTuple):
    """A row with all that is made of it alone, so that this need not be done under the lock."""

    key: str
    text: str
    found: Sequence[Found]
    """The words it is found by; of a list of another list's documents there are none."""
    words: str
    """The same as they are kept beside it."""
    crc: int
    cells: Sequence[Any]
    find: str


Given = tuple[int, Sequence[msgspec.Struct | MadeRow], Sequence[Found]]
"""A document's id, its rows, and words it is found by besides."""


def made_row(table: ListTable, row: msgspec.Struct | MadeRow, besides: Sequence[Found]) -> MadeRow:
    """A row of this list as it is written; `besides` are words that it does not show."""
    if isinstance(row, MadeRow):
        return row
    maker = maker_of(table.name)
    is_own = table.parent is None
    text = _encoder.encode(row).decode()
    found = [*dict.fromkeys((*maker.words(row), *besides))] if is_own else []
    words = _encoder.encode(found).decode() if found else ""
    return MadeRow(
        key=row.key,  # type: ignore[attr-defined] # every row has one
        text=text,
        found=found,
        words=words,
        crc=checksum(text, words),
        cells=maker.cells(row),
        find=maker.find_text(row) if is_own else "",
    )


def made_rows(lists: Sequence[ListRows]) -> tuple[ListRows, ...]:
    """The same rows, made."""
    return tuple(
        ListRows(name, [made_row(LISTS[name], row, words) for row in rows], words)
        for name, rows, words in lists
    )


class _Kept(NamedTuple):
    """A row as it lies in the store."""

    id: int
    key: str
    row: str
    words: str
    crc: int
    cells: Sequence[Any]
    """None of them, where that part of it is gone."""

    def is_(self, row: MadeRow) -> bool:
        """Is it this one, and whole?"""
        return (self.row, self.words, self.crc) == (row.text, row.words, row.crc)


def kept_rows(table: ListTable, kind: str, numbers: Sequence[int]) -> Asked:
    """The statement that finds the rows that documents of a kind have in a list so far.

    Where rows have ids of their own it tells the highest one last, of no document.
    """
    chosen = listed("r.of" if table.parent else "b.id", numbers)
    also, kinds = table.of_documents(kind)
    return _kept_text(table.name, chosen.text + also), (*chosen.parameters, *kinds)


@lru_cache
def _kept_text(name: str, chosen: str) -> str:
    table = LISTS[name]
    columns = ", ".join(f"r.{column.name}" for column in table.columns)
    bodies, rows = ours(f"{name}_body", "b"), ours(f"{name}_row", "r")
    if table.parent is None:
        # A row of which only the body is left is made whole again.
        found = f"{bodies} left join {rows} on r.id = b.id where {chosen}"
        of, last = "b.id, b.id, ''", ""
    else:
        found = f"{rows} join {bodies} on b.id = r.id where {chosen}"
        nothing = ", ".join(["null"] * (1 + len(table.columns)))
        last = f" union all select null, coalesce(max(id), 0), '', '', '', 0, {nothing} from {rows}"
        of = "r.of, b.id, r.key"
    return f"select {of}, b.row, b.words, b.crc, r.id, {columns} from {found}{last} order by 2"


class RowWriter:
    """Writes rows of one list."""

    def __init__(self, session: Session, table: ListTable) -> None:
        self._session = session
        self.table = table
        self._name = table.name
        self._columns = [column.name for column in table.columns]

    def write(
        self, documents: Sequence[Given], found: Iterable[Sequence[Any]], ids: Iterator[int]
    ) -> None:
        """Make these rows those of their documents.

        `found` is what the statement of `kept_rows` finds; `ids` are those that new rows of another
        list's documents get.
        """
        kept: dict[int, list[_Kept]] = {}
        for of, number, key, row, words, crc, there, *cells in found:
            old_cells = () if there is None else cells
            kept.setdefault(of, []).append(_Kept(number, key, row, words, crc, old_cells))
        fresh: list[tuple[int | None, int, MadeRow]] = []
        gone: list[_Kept] = []
        for number, rows, words in documents:
            before = kept.get(number, [])
            made = [made_row(self.table, row, words) for row in rows]
            if _same(before, made):
                continue
            by_key = {one.key: one for one in before} if self.table.parent else {}
            left = list(before)
            for row in made:
                old = by_key.pop(row.key, None) if self.table.parent else _first_of(before)
                if old is None or old not in left:
                    fresh.append((None if self.table.parent else number, number, row))
                    continue
                left.remove(old)
                if not old.is_(row):
                    self._replace(old, number, row)
            gone.extend(left)
        self._remove(gone)
        self._insert(fresh, ids)

    def _insert(self, fresh: Sequence[tuple[int | None, int, MadeRow]], ids: Iterator[int]) -> None:
        if not fresh:
            return
        numbered = [(next(ids) if given is None else given, of, row) for given, of, row in fresh]
        self._add_cells(numbered)
        self._many(
            _insert(f"{self._name}_body", ("id", "row", "words", "crc")),
            ((number, row.text, row.words, row.crc) for number, _of, row in numbered),
        )
        if self.table.parent is None:
            self._many(
                _insert(f"{self._name}_find", ("id", "text")),
                ((number, row.find) for number, _of, row in numbered),
            )
            self._add_words((f, w, n) for n, _of, row in numbered for f, w in row.found)

    def _replace(self, old: _Kept, of: int, row: MadeRow) -> None:
        self._replace_cells(old, of, row)
        self._many(
            f"update {self._name}_body set row = ?, words = ?, crc = ? where @in_shop id = ?",
            [(row.text, row.words, row.crc, old.id)],
        )
        if self.table.parent is None:
            self._many(
                f"update {self._name}_find set text = ?1 where @in_shop id = ?2 and text <> ?1",
                [(row.find, old.id)],
            )
            before, after = self._old_words(old), set(row.found)
            self._take_words((f, w, old.id) for f, w in before - after)
            self._add_words((f, w, old.id) for f, w in after - before)

    def _replace_cells(self, old: _Kept, of: int, row: MadeRow) -> None:
        """Only columns that changed are named, so that only their indexes are written."""
        if not old.cells:
            self._add_cells([(old.id, of, row)])
            return
        changed = [
            (name, value)
            for name, value, before in zip(self._columns, row.cells, old.cells, strict=True)
            if value != before
        ]
        if changed:
            settings = ", ".join(f"{name} = ?" for name, _value in changed)
            self._many(
                f"update {self._name}_row set {settings} where @in_shop id = ?",
                [(*(value for _name, value in changed), old.id)],
            )

    def _add_cells(self, numbered: Sequence[tuple[int, int, MadeRow]]) -> None:
        is_of = self.table.parent is not None
        names = ["id", *(["of"] if is_of else []), *self._columns]
        self._many(
            _insert(f"{self._name}_row", names),
            (
                (number, of, *row.cells) if is_of else (number, *row.cells)
                for number, of, row in numbered
            ),
        )

    def _remove(self, gone: Sequence[_Kept]) -> None:
        if not gone:
            return
        parts = ("row", "body") if self.table.parent else ("row", "body", "find")
        for part in parts:
            sql = f"delete from {self._name}_{part} where @in_shop id = ?"
            self._many(sql, ((k.id,) for k in gone))
        if self.table.parent is None:
            self._take_words((f, w, k.id) for k in gone for f, w in self._old_words(k))

    def _old_words(self, old: _Kept) -> set[Found]:
        """What it was found by; where that is damaged, all of it is taken away at once."""
        if checksum(old.row, old.words) == old.crc:
            pairs = msgspec.json.decode(old.words) if old.words else []
            return {(field, word) for field, word in pairs}
        self._many(f"delete from {self._name}_word where @in_shop id = ?", [(old.id,)])
        return set()

    def _add_words(self, words: Iterable[tuple[str, str, int]]) -> None:
        # In the order of the index: neighbours share its pages.
        sql = _insert(f"{self._name}_word", ("field", "word", "id"))
        self._many(f"{sql} @unless_there", sorted(words))

    def _take_words(self, words: Iterable[tuple[str, str, int]]) -> None:
        sql = (
            f"delete from {self._name}_word where @in_shop field = ?"
            " and @start(word) = @start(?2) and word = ?2 and id = ?"
        )
        self._many(sql, words)

    def _many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._session.write(sql, list(parameters))


def _same(before: Sequence[_Kept], rows: Sequence[MadeRow]) -> bool:
    return len(before) == len(rows) and all(
        old.is_(row) for old, row in zip(before, rows, strict=True)
    )


def _first_of(before: list[_Kept]) -> _Kept | None:
    return before[0] if before else None


def _insert(table: str, names: Sequence[str]) -> str:
    marks = ", ".join("?" * len(names))
    return f"insert into {table} (@shop_column {', '.join(names)}) values (@shop_value {marks})"
