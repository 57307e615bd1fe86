"""Moving (搬迁): everything but files from one engine into another, whichever each of them is.

What is there already and the same is left as it is, so that a move that was broken off is simply
begun again. Rows of lists are taken as they lie: no rule is asked. The source is only read, as it
is at one moment.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

import msgspec

from store.engines.protocol import PAGE, Engine, Kept, KeptEvent, ListRows
from store.engines.row_writer import MadeRow
from store.engines.rows import lists_of
from store.engines.sealing import ensure_whole
from store.errors import StoreTrouble
from store.pages import in_pages
from store.search.sql import ours
from store.search.table import ListTable
from store.words import _

_words = msgspec.json.Decoder(list[tuple[str, str]])
Told = Callable[[int], None]
"""Is told how many documents and events were gone through so far."""


class Counted(NamedTuple):
    """What a store holds, counted and hashed."""

    documents: int
    events: int
    digest: str


def move(source: Engine, target: Engine, told: Told = lambda _count: None) -> Counted:
    """Make what the target holds what the source holds; raises StoreTrouble where it is not then.

    Each page is a commit of the target, documents together with their rows.
    """
    with source.moment():
        moving = _Moving(source, target, told)
        for kind in sorted(source.kinds() | target.kinds()):
            moving.documents(kind)
        moving.events()
    target.note_many()
    expected, found = moving.gone_through.counted, counted(target)
    if found != expected:
        said = _(
            "What was moved is not what was there: {found} documents and events of {expected}"
            " came out alike. Begin the move again; the source is as it was."
        )
        raise StoreTrouble(
            said.format(
                found=found.documents + found.events,
                expected=expected.documents + expected.events,
            ),
            code="unlike",
        )
    return found


def counted(engine: Engine) -> Counted:
    """Count and hash every document and event of a store, and which id each kind gives next."""
    counting = _Counting()
    with engine.moment():
        for kind in sorted(engine.kinds()):
            counting.kind(kind, engine.next_id(kind))
            counting.documents(engine.documents(kind))
        counting.events(engine.all_events())
    return counting.counted


class _Counting:
    """Counts and hashes what it is shown of a store, in order."""

    def __init__(self) -> None:
        self._digest = sha256()
        self._documents = self._events = 0

    @property
    def counted(self) -> Counted:
        return Counted(self._documents, self._events, self._digest.hexdigest())

    def kind(self, kind: str, following: int) -> None:
        self._digest.update(repr((kind, following)).encode())

    def documents(self, documents: Iterable[Kept]) -> None:
        for kept in documents:
            self._digest.update(repr(tuple(kept)).encode("utf-8", "surrogatepass"))
            self._documents += 1

    def events(self, events: Iterable[KeptEvent]) -> None:
        for event in events:
            self._digest.update(repr(tuple(event)).encode("utf-8", "surrogatepass"))
            self._events += 1


class _Moving:
    """One move, a page at a time."""

    def __init__(self, source: Engine, target: Engine, told: Told) -> None:
        self._source, self._target, self._told = source, target, told
        self._count = 0
        self._kinds = source.kinds()
        self.gone_through = _Counting()

    def documents(self, kind: str) -> None:
        """Move the documents of a kind, and take away those that the source does not have."""
        source, target = self._source, self._target
        if kind in self._kinds:
            self.gone_through.kind(kind, source.next_id(kind))
        if target.next_id(kind) > source.next_id(kind):
            # It was emptied there since: its ids are counted from 1 again.
            with target.writing():
                self._take_rows(kind)
                target.empty(kind)
        for page in in_pages(source.documents(kind), PAGE):
            self.gone_through.documents(page)
            first, last = page[0].id, page[-1].id
            there = {kept.id: kept for kept in between(target, kind, first, last)}
            new = [ensure_whole(kind, kept) for kept in page if there.get(kept.id) != kept]
            gone = there.keys() - {kept.id for kept in page}
            if new or gone:
                rows = rows_between(source, kind, first, last)
                with target.writing():
                    # Another may have their keys by now, so all of them go before any comes.
                    target.remove(kind, sorted(gone | (there.keys() & {one.id for one in new})))
                    for number in gone:
                        target.put_rows(kind, number, _no_rows(kind))
                    target.add_all(kind, new)
                    for kept in new:
                        target.put_rows(kind, kept.id, rows.get(kept.id, ()) or _no_rows(kind))
            self._go_on(len(page))
        self._end(kind)

    def _end(self, kind: str) -> None:
        """Nothing stands outside of what the source has, and the next id is the same."""
        source, target = self._source, self._target
        if kind not in self._kinds:
            with target.writing():
                self._take_rows(kind)
                target.drop(kind)
            return
        if target.count(kind) > source.count(kind):
            known = {kept.id for kept in source.documents(kind)}
            more = [kept.id for kept in target.documents(kind) if kept.id not in known]
            with target.writing():
                target.remove(kind, more)
                for number in more:
                    target.put_rows(kind, number, _no_rows(kind))
        if target.next_id(kind) != source.next_id(kind):
            with target.writing():
                target.found(kind, source.next_id(kind))

    def _take_rows(self, kind: str) -> None:
        for kept in self._target.documents(kind):
            self._target.put_rows(kind, kept.id, _no_rows(kind))

    def events(self) -> None:
        """Move the events; one is never changed, so what is there stays."""
        for page in in_pages(self._source.all_events(), PAGE):
            self.gone_through.events(page)
            there = places_between(self._target, page[0], page[-1])
            new = [event for event in page if (event.subject, event.number) not in there]
            if new:
                with self._target.writing():
                    self._target.add_events(new)
            self._go_on(len(page))

    def _go_on(self, count: int) -> None:
        self._count += count
        self._told(self._count)


def between(engine: Engine, kind: str, first: int, last: int) -> list[Kept]:
    """The documents of a kind with ids from the first to the last."""
    columns = ", ".join(Kept._fields)
    sql = f"select {columns} from {ours('document', 'd')} where kind = ? and id between ? and ?"
    return [Kept(*found) for found in engine.fetch(sql, (kind, first, last))]


def holding(engine: Engine, kind: str, part: str) -> Iterator[Kept]:
    """The documents of a kind with a part in their body, read a page at a time."""
    columns, last = ", ".join(Kept._fields), 0
    sql = (
        f"select {columns} from {ours('document', 'd')} where kind = ? and id > ?"
        f" and @position(body, ?) > 0 order by id limit {PAGE}"
    )
    while page := [Kept(*found) for found in engine.fetch(sql, (kind, last, part))]:
        yield from page
        last = page[-1].id


def places_between(engine: Engine, first: KeptEvent, last: KeptEvent) -> set[tuple[str, int]]:
    """Subject and number of the events from the first to the last, in the order of `all_events`."""
    sql = (
        f"select subject, number from {ours('event', 'e')}"
        " where (subject, number) >= (?, ?) and (subject, number) <= (?, ?)"
    )
    ends = (first.subject, first.number, last.subject, last.number)
    return {(subject, number) for subject, number in engine.fetch(sql, ends)}


def rows_between(engine: Engine, kind: str, first: int, last: int) -> dict[int, list[ListRows]]:
    """The rows in all lists of the documents with ids from the first to the last, by document."""
    found: dict[int, dict[str, list[MadeRow]]] = {}
    for table in lists_of(kind):
        for number, row in _made_rows(engine, table, kind, first, last):
            found.setdefault(number, {}).setdefault(table.name, []).append(row)
    names = [table.name for table in lists_of(kind)]
    return {
        number: [ListRows(name, rows.get(name, ())) for name in names]
        for number, rows in found.items()
    }


def _made_rows(
    engine: Engine, table: ListTable, kind: str, first: int, last: int
) -> Iterator[tuple[int, MadeRow]]:
    name = table.name
    columns = ", ".join(f"r.{column.name}" for column in table.columns)
    also, kinds = table.of_documents(kind)
    finds = f" join {ours(f'{name}_find', 'f')} on f.id = r.id"
    of, text, joined = ("r.of", "''", "") if table.parent else ("r.id", "f.text", finds)
    key = "r.key" if "key" in {column.name for column in table.columns} else "''"
    sql = (
        f"select {of}, {key}, b.row, b.words, b.crc, {text}, {columns}"
        f" from {ours(f'{name}_row', 'r')} join {ours(f'{name}_body', 'b')} on b.id = r.id{joined}"
        f" where {of} between ? and ?{also} order by r.id"
    )
    for number, row_key, row, words, crc, find, *cells in engine.fetch(sql, (first, last, *kinds)):
        pairs = _words.decode(words) if words else []
        yield number, MadeRow(row_key, row, pairs, words, crc, cells, find)


def _no_rows(kind: str) -> Sequence[ListRows]:
    return [ListRows(table.name, ()) for table in lists_of(kind)]
