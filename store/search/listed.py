"""Listed (列出): rows that were found, as whoever shows them asks for them.

A `Selection` reads them from the store as they are needed; a `Listed` has all of them at once.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from store.search.conditions import Query

Row = TypeVar("Row")
Seen_co = TypeVar("Seen_co", covariant=True)


class Shown(Protocol[Seen_co]):
    """What a list needs of what it shows."""

    query: Query
    now: datetime
    sort: str

    def __len__(self) -> int:
        """How many rows there are."""

    def __iter__(self) -> Iterator[Seen_co]:
        """Every row; another thread may go through them."""

    @property
    def count(self) -> int | None:
        """How many rows there are, where that is known yet."""

    @property
    def loaded(self) -> int:
        """How many rows are known to be there."""

    def counted(self) -> int:
        """How many rows there are; another thread may count."""

    @property
    def total(self) -> int:
        """How many rows the whole list has."""

    @property
    def misses(self) -> tuple[str, ...]:
        """The pasted numbers that no row has."""

    def window(self, start: int, stop: int) -> Sequence[Seen_co]:
        """The rows from `start` up to, not including, `stop`."""

    def row_at(self, index: int) -> Seen_co | None:
        """The row at a place, or nothing beyond the end."""

    def position(self, key: str) -> int | None:
        """Where the row with this key stands; nothing where it is not among them."""

    def row_of(self, key: str) -> Seen_co | None:
        """The row with this key as it is now, whether it is found or not."""

    def count_among(self, keys: Collection[str]) -> int:
        """How many of the rows with these keys are found; another thread may count."""


class Listed(Generic[Row]):
    """Rows that are all there."""

    misses: tuple[str, ...] = ()

    def __init__(
        self, query: Query, now: datetime, sort: str, rows: Sequence[Any], total: int
    ) -> None:
        """`rows` are in their order, each with its `key`; `total` counts the whole list."""
        self.query, self.now, self.sort = query, now, sort
        self._rows = tuple(rows)
        self.total = total
        self._places = {row.key: place for place, row in enumerate(self._rows)}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    loaded = count

    def counted(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def window(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from `start` up to, not including, `stop`."""
        return self._rows[max(start, 0) : max(stop, 0)]

    def row_at(self, index: int) -> Row | None:
        """The row at a place, or nothing beyond the end."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def position(self, key: str) -> int | None:
        """Where the row with this key stands; nothing where it is not among them."""
        return self._places.get(key)

    def row_of(self, key: str) -> Row | None:
        """The row with this key."""
        place = self._places.get(key)
        return None if place is None else self._rows[place]

    def count_among(self, keys: Collection[str]) -> int:
        """How many of the rows with these keys are found."""
        return len(self._places.keys() & set(keys))
