"""Settling (定序): which rows conditions find, a byte each, and all of them in order, eight bytes.

Which ids fit is worked out a condition on texts at a time. Few are then looked up and sorted; of
many the order of the index is walked and the others are left out. Everything is read in pages.
"""

from array import array
from collections.abc import Iterator, Sequence

from store.search.conditions import Anywhere, Condition, upright
from store.search.ordering import Ordering
from store.search.reading import Fetch
from store.search.sql import TRUE, Sql, both, listed, ours
from store.search.walking import PAGE, number, pages_of_ids, places_of, walk
from store.search.where import Where

FEW = 2_000
"""So many places are looked up and sorted whatever the size of the list."""
LOOKED_UP = 20
"""Above one row in so many, reading all rows is quicker than asking each of those."""
SHARE = 8
"""Above one row in so many, walking the index is quicker than looking up each."""


class Settling:
    """What conditions find of a list, as a whole."""

    def __init__(
        self, fetch: Fetch, where: Where, ordering: Ordering, conditions: Sequence[Condition]
    ) -> None:
        self._fetch = fetch
        self._where = where
        self._ordering = ordering
        self._conditions = conditions
        self._source = where.source(conditions)

    def fits(self) -> bytearray:
        """Which ids fit: 1 at their place, 0 at others."""
        # Words that are not to stand there are asked of the others' rows, where there are others.
        words, rest = self._where.bare_words(self._conditions, turned_too=False)
        if not words and all(isinstance(upright(c)[0], Anywhere) for c in rest):
            words, rest = self._where.bare_words(self._conditions)
        sets: list[tuple[Sql, bool]] = []
        others: list[Condition] = []
        for condition in rest:
            plain, turned = upright(condition)
            ids = None if self._where.table.parent else self._where.ids_of(plain)
            if ids and not isinstance(plain, Anywhere):
                sets.append((ids, turned))
            else:
                others.append(condition)
        rows = ours(f"{self._where.table.name}_row", "r")
        most = number(self._fetch, Sql(f"select coalesce(max(id), 0) from {rows}"))
        fits: bytearray | None = None
        for ids in self._where.ids_with(words) if words else ():
            fits = _or(fits, self._bits(ids, most))
        for ids, turned in sets:
            if not turned:
                fits = _and(fits, self._bits(ids, most))
        fits = self._narrowed(fits, others, most)
        for ids, turned in sets:
            if turned:
                fits = _and_not(fits, self._bits(ids, most))
        return fits

    def ids(self, fits: bytearray) -> "array[int]":
        """All that fit, in order."""
        if fits.count(1) <= max(FEW, len(fits) // SHARE):
            places = [
                place
                for page in self._pages_of(fits)
                for place in places_of(self._fetch, self._ordering, page)
            ]
            return array("q", (place.id for place in self._ordering.sorted(places)))
        ids: array[int] = array("q")
        standing = self._where.standing()
        for page in walk(self._fetch, self._ordering, self._where.source(), standing):
            ids.extend(found for found in page if found < len(fits) and fits[found])
        return ids

    def _narrowed(
        self, fits: bytearray | None, others: Sequence[Condition], most: int
    ) -> bytearray:
        """Those of them for which the other conditions hold."""
        matching = self._where.matching(others, row_by_row=True)
        if fits is not None and matching == TRUE:
            return fits
        select = f"select r.id as id from {self._source} where"
        if fits is None or fits.count(1) > max(FEW, most // LOOKED_UP):
            asked = Sql(f"{select} ({matching.text})", matching.parameters)
            return _and(fits, self._bits(asked, most))
        narrowed = bytearray(most + 1)
        for page in self._pages_of(fits):
            chosen = both((listed("r.id", page), matching))
            for part in pages_of_ids(
                self._fetch, Sql(f"{select} {chosen.text}", chosen.parameters)
            ):
                _set(narrowed, part)
        return narrowed

    def _bits(self, found: Sql, most: int) -> bytearray:
        """What a statement of ids finds."""
        bits = bytearray(most + 1)
        for page in pages_of_ids(self._fetch, found):
            _set(bits, page)
        return bits

    def _pages_of(self, fits: bytearray) -> Iterator[list[int]]:
        ids, place = [], fits.find(1)
        while place >= 0:
            ids.append(place)
            place = fits.find(1, place + 1)
        return (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))


def _set(bits: bytearray, found: list[int]) -> None:
    size = len(bits)
    for place in found:
        if place < size:
            bits[place] = 1


def _or(one: bytearray | None, other: bytearray) -> bytearray:
    if one is None:
        return other
    bits = int.from_bytes(one, "big") | int.from_bytes(other, "big")
    return bytearray(bits.to_bytes(len(other), "big"))


def _and(one: bytearray | None, other: bytearray) -> bytearray:
    if one is None:
        return other
    bits = int.from_bytes(one, "big") & int.from_bytes(other, "big")
    return bytearray(bits.to_bytes(len(other), "big"))


def _and_not(one: bytearray, other: bytearray) -> bytearray:
    bits = int.from_bytes(one, "big")
    bits &= ~int.from_bytes(other, "big")
    return bytearray(bits.to_bytes(len(one), "big"))
