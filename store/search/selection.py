"""Selection (选集): what a query finds of a list, as a length and windows of rows on demand.

Nothing loads all rows. The windows around the screen are kept; the next and the previous one start
where their neighbour ends, a far one is reached by counting along the index. Where conditions are
given and a place in the middle is asked for, the ids of all that fit are kept in order.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from threading import RLock
from typing import Any, Generic, TypeVar

from store.errors import BadInput
from store.search.along import Along
from store.search.conditions import Pasted, Query
from store.search.counting import count
from store.search.ordering import Ordering, Place
from store.search.reading import Fetch, read
from store.search.settling import FEW, Settling
from store.search.sql import both, ours
from store.search.sql import listed as is_any_of
from store.search.table import ListTable
from store.search.where import Where
from store.search.whole import with_whole_numbers
from store.words import _, listed
from store.words.excerpts import excerpt

Row = TypeVar("Row")
PAGE = 500
"""Rows that are read at once where all are gone through."""
KEPT = 600
"""Rows kept around the screen."""
NEAR = 500
"""A window so far from what is kept, or from an end, is reached row by row."""


class Selection(Generic[Row]):
    """What a query finds, in order; any thread may read it, one at a time."""

    def __init__(
        self, table: ListTable, query: Query, sort: str, now: datetime, fetch: Fetch
    ) -> None:
        """Raises BadInput (`sort`) for an order that the list does not have; "" is its own."""
        self.table, self.query, self.now = table, query, now
        self.sort = sort or table.default_sort
        if self.sort.removeprefix("-") not in table.sorts:
            raise BadInput(
                _("There is no order by {field}; there is: {fields}.").format(
                    field=excerpt(self.sort.removeprefix("-")), fields=listed(table.sorts)
                ),
                field="sort",
            )
        self._fetch = fetch
        self._where = Where(table, now)
        self._guard = RLock()
        """Held while what is kept changes."""
        self._start = 0
        self._places: list[Place] = []
        self._rows: list[Any] = []
        self._ids: array[int] | None = None
        self._count: int | None = None
        self._total: int | None = None
        self._misses: tuple[str, ...] | None = None

    @cached_property
    def _meant(self) -> Query:
        """The query as it is asked; to know that may need a question itself."""
        return with_whole_numbers(self.query, self._where, self._fetch)

    @cached_property
    def _along(self) -> Along:
        ordering = Ordering(self.table, self.sort, self.now)
        return Along(self._fetch, self._where, ordering, self._meant.conditions)

    # How many

    def __len__(self) -> int:
        return self.counted()

    @property
    def count(self) -> int | None:
        """How many rows there are, where that is known yet."""
        return self._count

    @property
    def loaded(self) -> int:
        """How many rows are known to be there: all of them once they are counted."""
        return self._start + len(self._places) if self._count is None else self._count

    def counted(self) -> int:
        """How many rows there are; another thread may count."""
        if self._count is None:
            self._count = count(self.table, self._meant, self.now, self._fetch)
        return self._count

    def settled(self) -> int:
        """Work out the place of every row under conditions, so that any window is near; how many.

        Another thread may do it.
        """
        with self._guard:
            if self.query.conditions and self._ids is None:
                self._settle(whole=True)
        return self.counted()

    @property
    def total(self) -> int:
        """How many rows the whole list has; of the shop that the query is kept to."""
        if self._total is None:
            self._total = count(self.table, Query("", self.query.kept), self.now, self._fetch)
        return self._total

    @property
    def misses(self) -> tuple[str, ...]:
        """The pasted order numbers that no row has."""
        if self._misses is None:
            self._misses = tuple(self._missing()) if self.query.pasted else ()
        return self._misses

    def _missing(self) -> Iterator[str]:
        pasted = self._where.condition(Pasted(self.query.pasted))
        sql = f"select r.{self.table.numbered} from {self._where.source()} where {pasted.text}"
        found = {number for (number,) in self._fetch(sql, pasted.parameters)}
        return (number for number in self.query.pasted if number not in found)

    def _settle(self, *, whole: bool) -> None:
        """Which rows fit; where they are few, or with `whole`, each one's place too."""
        along, asked = self._along, self._meant.conditions
        settling = Settling(self._fetch, self._where, along.ordering, asked)
        fits = self._along.fits if self._along.fits is not None else settling.fits()
        found = fits.count(1)
        if whole or found <= FEW:
            self._ids = settling.ids(fits)
            found = len(self._ids)
        self._along.fits = fits
        self._count = found

    # Windows

    def window(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from `start` up to, not including, `stop`; fewer where the list ends."""
        start = max(start, 0)
        with self._guard:
            if self._count is not None:
                stop = min(stop, self._count)
            if stop <= start:
                return []
            if not self._has(start, stop) and not self._reach(start, stop):
                # First it is worked out which rows fit; if they stand too far apart, where each
                # stands.
                self._settle(whole=self._along.fits is not None)
                return self.window(start, stop)
            return self._rows[start - self._start : stop - self._start]

    def __iter__(self) -> Iterator[Row]:
        """Every row, read in pages; nothing is left open in between."""
        if self.query.conditions:
            self.settled()
            pages: Iterable[Sequence[int]] = [self._ids or array("q")]
        else:
            pages = self._along.whole()
        for ids in pages:
            for start in range(0, len(ids), PAGE):
                yield from self._read(ids[start : start + PAGE])

    def _has(self, start: int, stop: int) -> bool:
        return self._start <= start and stop <= self._start + len(self._rows)

    def _reach(self, start: int, stop: int) -> bool:
        """Read the window into what is kept; could it be reached without knowing every place?"""
        if self._ids is not None:
            self._keep(start, [], self._read(self._ids[start:stop]))
            return True
        end = self._start + len(self._places)
        if self._places and self._start <= start <= end and stop - end <= NEAR:
            return self._append(stop - end, start)
        if self._places and start < self._start <= stop and self._start - start <= NEAR:
            return self._prepend(self._start - start, stop)
        if stop <= NEAR:
            self._keep(0, [], [])
            return self._append(stop, start)
        if self._count is not None and self._count - start <= NEAR:
            self._keep(self._count, [], [])
            return self._prepend(self._count - start, stop)
        return not self.query.conditions and self._jump(start, stop)

    def _append(self, wanted: int, start: int) -> bool:
        """Read so many more; what stands from `start` on is kept."""
        after = self._places[-1] if self._places else None
        walked = self._along.walk(after, wanted, backwards=False)
        if walked is None:
            return False
        rows = self._read([place.id for place in walked.places])
        self._places += walked.places
        self._rows += rows
        if walked.ended:
            self._count = self._start + len(self._places)
        surplus = max(0, min(len(self._rows) - KEPT, start - self._start))
        self._keep(self._start + surplus, self._places[surplus:], self._rows[surplus:])
        return True

    def _prepend(self, wanted: int, stop: int) -> bool:
        """Read so many before; what stands up to `stop` is kept."""
        before = self._places[0] if self._places else None
        walked = self._along.walk(before, wanted, backwards=True)
        if walked is None:
            return False
        places = walked.places[::-1]
        rows = self._read([place.id for place in places]) + self._rows
        start = self._start - len(places)
        most = max(KEPT, stop - start)
        self._keep(start, (places + self._places)[:most], rows[:most])
        return True

    def _jump(self, start: int, stop: int) -> bool:
        """A far window of the whole list."""
        place = self._along.at(start, len(self))
        if place:
            walked = self._along.straight(place, stop - start - 1, backwards=False)
            places = [place, *walked.places]
            self._keep(start, places, self._read([one.id for one in places]))
        else:
            self._keep(start, [], [])
        return True

    def _keep(self, start: int, places: list[Place], rows: list[Any]) -> None:
        self._start, self._places, self._rows = start, places, rows

    def _read(self, ids: Sequence[int]) -> list[Any]:
        rows = read(self._fetch, self.table, ids)
        return [rows[number] for number in ids if number in rows]

    # Places of keys

    def position(self, key: str) -> int | None:
        """Where the row with this key stands; nothing where it is not among them."""
        number = self.id_of(key)
        if number is None:
            return None
        with self._guard:
            kept = [place.id for place in self._places]
            if number in kept:
                return self._start + kept.index(number)
            if not self.query.conditions:
                return self._along.before(number)
            if self._ids is None and self._along.has(number):
                self.settled()
            if self._ids is None or number not in self._ids:
                return None
            return self._ids.index(number)

    def row_of(self, key: str) -> Row | None:
        """The row with this key as it is now, whether it is found or not."""
        number = self.id_of(key)
        return None if number is None else next(iter(self._read([number])), None)

    def count_among(self, keys: Collection[str]) -> int:
        """How many of the rows with these keys are found, by one question; any thread may ask."""
        conditions = self._meant.conditions
        found = self._where.matching(conditions, row_by_row=True)
        among = is_any_of(f"r.{self.table.key}", [self._looked_up(key) for key in keys])
        sql = both((among, found))
        source = self._where.source(conditions)
        ((count,),) = self._fetch(f"select count(*) from {source} where {sql.text}", sql.parameters)
        return int(count)

    def _looked_up(self, key: str) -> str:
        """What its column has of a key."""
        return key if self.table.key == "key" else key.rpartition(":")[2]

    def id_of(self, key: str) -> int | None:
        """The id of the row with this key, whether it is found or not."""
        column, value = self.table.key, self._looked_up(key)
        listed_rows = ours(f"{self.table.name}_row", "r")
        sql = f"select id from {listed_rows} where {column} = ?"
        ids = [number for (number,) in self._fetch(sql, (value,))]
        if column == "key":
            return ids[0] if ids else None
        rows = read(self._fetch, self.table, ids)
        return next((number for number, row in rows.items() if row.key == key), None)
