"""Rows of lists (列表行): their tables, and writing them, on a connection inside a transaction.

A list L has four tables: `L_row`, narrow, to filter and sort; `L_body`, the whole row as JSON with
its crc and the words it is found by; `L_find`, what a bare word looks in; `L_word`, words of
fields. The last two only where the list is not of another list's documents. Where it is, a row has
an id of its own, and `of` is the document's; else the document's id is the row's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from store.engines.dialect import Read, Session
from store.engines.protocol import PAGE
from store.engines.row_writer import Given, RowWriter, kept_rows
from store.search.lists import LISTS, OBLIGATIONS, OWED_ALONE
from store.search.sql import literal, ours, term_text
from store.search.table import ListTable, Term


def statements() -> Iterator[str]:
    """What makes the tables and indexes of every list in SQLite."""
    for table in LISTS.values():
        yield from _tables(table)
        yield from _indexes(table)


def lists_of(kind: str) -> list[ListTable]:
    """The lists in which documents of a kind may have rows."""
    return [
        table
        for table in LISTS.values()
        if (table.name == kind if table.parent is None else _may_be_of(table, kind))
    ]


def _may_be_of(table: ListTable, kind: str) -> bool:
    return table.is_mixed or (table.parent is not None and table.parent.name == kind)


def put_all(session: Session, given: Iterable[tuple[str, str, Sequence[Given]]]) -> None:
    """Make these the rows of documents, by list and kind, some hundreds of each, none twice.

    The rows that they have so far are asked for together.
    """
    pages = [(LISTS[name], kind, documents) for name, kind, documents in given if documents]
    found = session.read_all(
        [kept_rows(table, kind, [one[0] for one in documents]) for table, kind, documents in pages]
    )
    following: dict[str, Iterator[int]] = {}
    for (table, _kind, documents), kept in zip(pages, found, strict=True):
        if table.parent:
            following.setdefault(table.name, count(kept[-1][1] + 1))
        ids = following.get(table.name, count())
        RowWriter(session, table).write(documents, kept[: -1 if table.parent else None], ids)


def stale(
    read: Read,
    kind: str,
    form: int,
    digests: Mapping[str, int],
    at_once: int = PAGE,
) -> Iterator[list[int]]:
    """Ids of documents of a kind whose rows are of another form, or by other rules than today's.

    A batch at a time; a platform's rules are known by their digest, and 0 means that no rule had a
    say. Rows may be written between two batches. What no list shows is known by what is owed for
    it.
    """
    rows = _Fresh(read, kind)
    for kept in rows.kinds():
        found = dict(zip(rows.columns, kept, strict=True))
        policy = found.get("policy", 0)
        if found["form"] == form and policy in (0, digests.get(found.get("platform", ""), policy)):
            continue
        last = -(2**63)
        while ids := rows.ids(kept, last, at_once):
            yield ids
            if len(ids) < at_once:
                break
            last = ids[-1]


class _Fresh:
    """By which form and rules the rows of documents of a kind were made, read along an index."""

    def __init__(self, read: Read, kind: str) -> None:
        self._read = read
        self._has_list = kind in LISTS
        table = LISTS[kind] if self._has_list else OBLIGATIONS
        self.columns = table.fresh
        self._rows = ours(f"{table.name}_row", "r")
        # The first is the index's own condition, without which it is not used.
        self._of_kind = (
            () if self._has_list else (term_text(OWED_ALONE), f"of_kind = {literal(kind)}")
        )

    def ids(self, kept: tuple[Any, ...], after: int, at_once: int) -> list[int]:
        """The documents, by id, whose rows were made so; some of those after an id."""
        of = "id" if self._has_list else "of"
        same = (*self._of_kind, *(f"{column} = ?" for column in self.columns))
        found = self._read(
            f"select distinct {of} from {self._rows} where {' and '.join(same)} and {of} > ?"
            f" order by {of} limit ?",
            (*kept, after, at_once),
        )
        return [number for (number,) in found]

    def kinds(self) -> list[tuple[Any, ...]]:
        """Each combination of form and rules there is, by jumps along an index."""
        found: list[tuple[Any, ...]] = []
        while (following := self._kind_after(found[-1] if found else ())) is not None:
            found.append(following)
        return found

    def _kind_after(self, last: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The next combination, column by column: SQLite compares all of them with each equal
        row.
        """
        columns = ", ".join(self.columns)
        for more in range(len(last), -1, -1):
            if last and not more:
                return None
            same = [f"{column} = ?" for column in self.columns[: more - 1]] if more else []
            after = [f"{self.columns[more - 1]} > ?"] if more else []
            terms = (*self._of_kind, *same, *after)
            where = f" where {' and '.join(terms)}" if terms else ""
            following = self._read(
                f"select {columns} from {self._rows}{where} order by {columns} limit 1",
                last[:more],
            )
            if following:
                return tuple(following[0])
        return None


def _tables(table: ListTable) -> Iterator[str]:
    name = table.name
    of = "of integer not null, " if table.parent else ""
    columns = ", ".join(
        f"{column.name} {column.type}{'' if column.nullable else ' not null'}"
        for column in table.columns
    )
    yield f"create table {name}_row (id integer primary key, {of}{columns}) strict"
    yield (
        f"create table {name}_body (id integer primary key, row text not null,"
        " words text not null, crc integer not null) strict"
    )
    if table.parent is None:
        yield f"create table {name}_find (id integer primary key, text text not null) strict"
        yield (
            f"create table {name}_word (field text not null, word text not null,"
            " id integer not null, primary key (field, word, id)) strict, without rowid"
        )


class IndexParts(NamedTuple):
    """What an index of a list is made of."""

    name: str
    columns: tuple[str, ...]
    limits: tuple[str, ...]
    """Only rows for which all of these hold are in it."""


def indexes_of(table: ListTable) -> Iterator[IndexParts]:
    """The indexes of a list's narrow columns."""
    for index in table.indexes:
        of_state = table.states.get(index.state, ())
        terms = [*(term for term in of_state if isinstance(term, Term)), *index.terms]
        limits = [term_text(term) for term in terms]
        # SQLite looks at the limiting columns once more: without them in it, it reads the table.
        columns = dict.fromkeys((*index.columns, *(term.column for term in terms)))
        if index.known:
            limits.append(f"{index.known} is not null")
        if index.unknown:
            limits.append(f"{index.unknown} is null")
        yield IndexParts(f"{table.name}_{index.name}", tuple(columns), tuple(limits))


def _indexes(table: ListTable) -> Iterator[str]:
    for index in indexes_of(table):
        where = f" where {' and '.join(index.limits)}" if index.limits else ""
        columns = ", ".join(index.columns)
        yield f"create index {index.name} on {table.name}_row ({columns}){where}"


__all__ = [
    "Given",
    "IndexParts",
    "indexes_of",
    "lists_of",
    "put_all",
    "stale",
    "statements",
]
