"""Along the order (循序): the places of what fits, from any place either way.

Without conditions an index is followed. With conditions it is followed too while enough of what
stands along it fits; where too little does, which rows fit is worked out first, a byte a row, and
then it is followed with that beside it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from store.search.conditions import Condition
from store.search.ordering import Ordering, Piece, Place
from store.search.reading import Fetch
from store.search.sql import Sql
from store.search.walking import ids_of, number, places_of, walk
from store.search.where import Where

PROBED = 250
"""Rows looked at before it is said how many of them fit."""
SCANNED = 6000
"""Rows that are asked one after the other where so many are likely to hold what is wanted."""
WALKED = 20_000
"""Rows that are passed with the bytes of those that fit beside them."""
PAGE = 10_000
_LEAST = -(2**63)


class Walked(NamedTuple):
    """The next places of a list."""

    places: list[Place]
    ended: bool
    """It has no more in this direction."""


class Along:
    """The order of one list under conditions."""

    def __init__(
        self, fetch: Fetch, where: Where, ordering: Ordering, conditions: Sequence[Condition]
    ) -> None:
        self.ordering = ordering
        self.fits: bytearray | None = None
        """Which ids fit, once that was worked out."""
        self._fetch = fetch
        self._where = where
        self._conditions = conditions
        self._known: int | None = None

    def whole(self) -> Iterator[list[int]]:
        """The ids of the whole list in order, in pages; nothing is left open in between."""
        return walk(self._fetch, self.ordering, self._where.source(), self._where.standing())

    def walk(self, after: Place | None, wanted: int, *, backwards: bool) -> Walked | None:
        """The next places; nothing where too few of those looked at would fit."""
        if not self._conditions:
            return self.straight(after, wanted, backwards=backwards)
        if self.fits is not None:
            return self._beside(self.fits, after, wanted, backwards=backwards)
        if any(map(self._where.is_set, self._conditions)):
            return None
        found: list[Place] = []
        scanned, at_once = 0, PROBED
        while len(found) < wanted:
            for piece in self.ordering.pieces(after, backwards=backwards):
                page = self._asked(piece, at_once, backwards=backwards)
                scanned += len(page)
                found += [place for place, fits in page if fits]
                if page:
                    after = page[-1][0]
                if len(page) == at_once:
                    break
            else:
                return Walked(found[:wanted], ended=len(found) <= wanted)
            expected = scanned * wanted // (len(found) or 1)
            if len(found) < wanted and expected > SCANNED:
                return None
            at_once = max(PROBED, expected - scanned)
        return Walked(found[:wanted], ended=False)

    def straight(self, after: Place | None, wanted: int, *, backwards: bool) -> Walked:
        """The next places of the whole list."""
        found: list[Place] = []
        for piece in self.ordering.pieces(after, backwards=backwards):
            found += self._look(piece, wanted - len(found), backwards=backwards)
            if len(found) == wanted:
                return Walked(found, ended=False)
        return Walked(found, ended=True)

    def at(self, index: int, length: int) -> Place | None:
        """What stands at a place of the whole list, whose length is known."""
        if index >= length:
            return None
        known = self._count_known()
        if index >= known:
            return self._nearer(Piece(known=False), index - known, length - known)
        if not self.ordering.downwards:
            return self._nearer(Piece(known=True), index, known)
        # Equal values stand by their tie upwards, which no index has beside values downwards: the
        # value at the place does not depend on that, and where its run begins is a count.
        value = self._value_at(index, known)
        above = self._count(Piece(True, ">", Place(value, "", 0)))
        run = Piece(True, "=", Place(value, "", _LEAST))
        return self._nth(run, index - above, backwards=False)

    def before(self, number: int) -> int | None:
        """How many rows of the whole list stand before the row with this id, if it stands there."""
        if not self.has(number):
            return None
        (place,) = places_of(self._fetch, self.ordering, [number])
        return sum(map(self._count, self.ordering.pieces(place, backwards=True)))

    def has(self, number: int) -> bool:
        """Does the row with this id fit?"""
        matching = self._where.matching(self._conditions, row_by_row=True)
        source = self._where.source(self._conditions)
        sql = f"select 1 from {source} where r.id = ? and ({matching.text})"
        return bool(self._fetch(sql, (number, *matching.parameters)))

    def _beside(
        self, fits: bytearray, after: Place | None, wanted: int, *, backwards: bool
    ) -> Walked | None:
        """The next places of those that fit, passing the others by their ids alone."""
        found: list[int] = []
        likely = wanted * len(fits) // (fits.count(1) or 1) * 5 // 4
        scanned, at_once = 0, max(PROBED, min(PAGE, likely))
        while len(found) < wanted:
            if scanned > WALKED:
                return None
            for piece in self.ordering.pieces(after, backwards=backwards):
                sql = self._statement(piece, at_once, backwards=backwards)
                ids = ids_of(self._fetch, sql)
                scanned += len(ids)
                found += [number for number in ids if number < len(fits) and fits[number]]
                if ids:
                    (after,) = places_of(self._fetch, self.ordering, ids[-1:])
                if len(ids) == at_once:
                    break
            else:
                places = places_of(self._fetch, self.ordering, found[:wanted])
                return Walked(places, ended=len(found) <= wanted)
            at_once = PAGE
        return Walked(places_of(self._fetch, self.ordering, found[:wanted]), ended=False)

    def _asked(self, piece: Piece, limit: int, *, backwards: bool) -> list[tuple[Place, Any]]:
        also = self._where.matching(self._conditions, row_by_row=True)
        source = self._where.source(self._conditions)
        sql = self._statement(piece, limit, backwards=backwards, source=source, also=also)
        return [(Place(*row[:3]), row[3]) for row in self._fetch(*sql)]

    def _look(self, piece: Piece, limit: int, *, backwards: bool, offset: int = 0) -> list[Place]:
        sql = self._statement(piece, limit, backwards=backwards, offset=offset)
        return [Place(*row) for row in self._fetch(*sql)]

    def _statement(
        self, piece: Piece, limit: int, *, backwards: bool, source: str = "", **more: Any
    ) -> Sql:
        source = source or self._where.source()
        where = self._where.standing()
        return self.ordering.statement(
            piece, source, where, backwards=backwards, limit=limit, **more
        )

    def _nearer(self, piece: Piece, index: int, length: int) -> Place | None:
        if index * 2 <= length:
            return self._nth(piece, index, backwards=False)
        return self._nth(piece, length - 1 - index, backwards=True)

    def _nth(self, piece: Piece, offset: int, *, backwards: bool) -> Place | None:
        found = self._look(piece, 1, backwards=backwards, offset=offset)
        return found[0] if found else None

    def _value_at(self, index: int, known: int) -> Any:
        """The value at a place of the known ones downwards."""
        upwards = index * 2 > known
        offset = known - 1 - index if upwards else index
        source, where = self._where.source(), self._where.standing()
        sql = self.ordering.straight(1, offset, source=source, where=where, upwards=upwards)
        return self._fetch(*sql)[0][0]

    def _count_known(self) -> int:
        if self._known is None:
            self._known = self._count(Piece(known=True))
        return self._known

    def _count(self, piece: Piece) -> int:
        counts = self.ordering.count(piece, self._where.source(), self._where.standing())
        return sum(number(self._fetch, sql) for sql in counts)
