"""Ordering (排序成句): a list in order as statements along its indexes, from any place either way.

Rows are ordered by a value, then by the list's tie, then by id, both upwards also where the value
runs downwards; unknown values stand last. A value that is the earlier of two columns once one has
passed, or another column's once a time is over, is two legs, each in the order of an index, merged
by `union all`: nothing is worked out of the present instant row by row.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from store.search.sql import TRUE, Sql, both, replaced
from store.search.table import ListTable


class Place(NamedTuple):
    """Where a row stands in an order; one whose value is not known has none."""

    value: Any
    tie: str
    id: int


class Leg(NamedTuple):
    """Rows that come in the order of an index."""

    value: str
    where: Sql
    apart: tuple[Sql, Sql] | None = None
    """The same in two that are counted apart: all such rows, and those few of them that are not of
    it by now, which have an index of their own.
    """


class Piece(NamedTuple):
    """A stretch of the order: legs, a bound on their values, and one on tie and id."""

    known: bool
    than: Literal["", "=", "<", ">"] = ""
    place: Place | None = None


class Ordering:
    """One list in one order at one instant."""

    def __init__(self, table: ListTable, sort: str, now: datetime) -> None:
        self.table = table
        self.name = sort.removeprefix("-")
        self.downwards = sort.startswith("-")
        self._sort = table.sorts[self.name]
        self._tie = f"r.{table.tie}"
        self._is_tie = self._sort.column == table.tie
        seconds = int(now.timestamp() // 1)
        column = f"r.{self._sort.column}"
        known = Sql(f"{column} is not null") if self._sort.nullable else TRUE
        self.unknown: Leg | None = None
        if self._sort.nullable:
            self.unknown = Leg("null", Sql(f"{column} is null"))
        self.legs = [Leg(column, known)]
        self.value = Sql(column)
        if passing := self._sort.passing:
            falls = f"r.{passing}"
            still = Sql(f"{falls} is null or {falls} > ? or {falls} >= {column}", (seconds,))
            passed = Sql(f"{falls} <= ? and ({column} is null or {falls} < {column})", (seconds,))
            self.legs = [Leg(column, both((known, still))), Leg(falls, passed)]
            self.unknown = Leg(
                "null",
                Sql(f"{column} is null and ({falls} is null or {falls} > ?)", (seconds,)),
                (Sql(f"{column} is null"), Sql(f"{falls} <= ?", (seconds,))),
            )
            self.value = Sql(
                f"case when {passed.text} then {falls} else {column} end", passed.parameters
            )

        if self._sort.later:
            found = replaced(self._sort.column, self._sort.later, seconds)
            self.legs = [Leg(column, both((known, found.still))), Leg(found.then, found.over)]
            self.unknown = Leg("null", both((Sql(f"{column} is null"), found.still)))
            self.value = found.value

    def columns(self, value: str) -> str:
        """What is selected of a row to know its place."""
        return f"{value} as value, {self._tie} as tie, r.id as id"

    def sorted(self, places: list[Place]) -> list[Place]:
        """Places in this order."""
        places.sort(key=lambda place: (place.tie, place.id))
        known = [place for place in places if place.value is not None]
        known.sort(key=lambda place: place.value, reverse=self.downwards)
        if len(known) == len(places):
            return known
        return [*known, *(place for place in places if place.value is None)]

    def pieces(self, after: Place | None, *, backwards: bool) -> list[Piece]:
        """The stretches after a place, or with `backwards` before it, the nearest first.

        Without a place they start at the beginning, or at the end.
        """
        unknown = [Piece(known=False)] if self.unknown else []
        beyond: Literal["<", ">"] = ">" if self.downwards == backwards else "<"
        if after is None:
            known = Piece(known=True)
            return [*unknown, known] if backwards else [known, *unknown]
        if after.value is None:
            rest = Piece(known=False, than="=", place=after)
            return [rest, Piece(known=True)] if backwards else [rest]
        near = [Piece(True, "=", after), Piece(True, beyond, after)]
        return near if backwards else [*near, *unknown]

    def statement(  # noqa: PLR0913 - each is a part of the one statement
        self,
        piece: Piece,
        source: str,
        where: Sql,
        *,
        backwards: bool,
        limit: int,
        offset: int = 0,
        also: Sql | None = None,
    ) -> Sql:
        """The places of a piece, with what `also` says of each."""
        legs = self.legs if piece.known else [self.unknown] if self.unknown else []
        parts = [self._leg(leg, piece, source, where, also, backwards) for leg in legs]
        text = " union all ".join(part.text for part in parts)
        parameters = tuple(value for part in parts for value in part.parameters)
        order = self._order(piece, legs, backwards)
        return Sql(f"{text} order by {order} limit ? offset ?", (*parameters, limit, offset))

    def count(self, piece: Piece, source: str, where: Sql) -> list[Sql]:
        """How many rows a piece before a place has, a statement a stretch of an index."""
        legs = self.legs if piece.known else [self.unknown] if self.unknown else []
        ties = self._tie, f"@unindexed({self._tie})"
        counts = []
        for leg in legs:
            for bound, beside in zip(
                *(self._stretches(leg, piece, tie) for tie in ties), strict=True
            ):
                if leg.apart:
                    whole, gone = leg.apart
                    less = _count(source, both((whole, gone, beside, where)))
                    more = _count(source, both((whole, bound, where)))
                    text = f"select ({more.text}) - ({less.text})"
                    counts.append(Sql(text, (*more.parameters, *less.parameters)))
                else:
                    counts.append(_count(source, both((leg.where, bound, where))))
        return counts

    def _stretches(self, leg: Leg, piece: Piece, tie: str) -> list[Sql]:
        """The bound before a place in two parts where it is on tie and id: what comes before an
        equal tie is counted without comparing both row by row, in two thirds of the time.
        """
        place = piece.place
        if place is None or piece.than != "=" or (piece.known and self._is_tie):
            return [self._bound(leg, piece, backwards=True)]
        same = Sql(f"{leg.value} = ?", (place.value,)) if piece.known else TRUE
        before = Sql(f"{tie} < ?", (place.tie,))
        equal = Sql(f"{tie} = ? and r.id < ?", (place.tie, place.id))
        return [both((same, part)) for part in (before, equal)]

    def straight(self, limit: int, offset: int, *, source: str, where: Sql, upwards: bool) -> Sql:
        """Known values alone, in the plain order of the index."""
        parts = [
            Sql(
                f"select {leg.value} as value, {self._tie} as tie from {source} where {w.text}",
                w.parameters,
            )
            for leg in self.legs
            for w in (both((leg.where, where)),)
        ]
        text = " union all ".join(part.text for part in parts)
        parameters = tuple(value for part in parts for value in part.parameters)
        way = "" if upwards else " desc"
        first = self.legs[0].value if len(self.legs) == 1 else "1"
        tie = self._tie if len(self.legs) == 1 else "2"
        order = f"{first}{way}" if self._is_tie else f"{first}{way}, {tie}{way}"
        return Sql(f"{text} order by {order} limit ? offset ?", (*parameters, limit, offset))

    def _leg(  # noqa: PLR0913, PLR0917 - as of `statement`
        self, leg: Leg, piece: Piece, source: str, where: Sql, also: Sql | None, backwards: bool
    ) -> Sql:
        matching = self._where(leg, piece, where, backwards=backwards)
        said = f", ({also.text})" if also else ""
        return Sql(
            f"select {self.columns(leg.value)}{said} from {source} where {matching.text}",
            ((*also.parameters, *matching.parameters) if also else matching.parameters),
        )

    def _where(self, leg: Leg, piece: Piece, where: Sql, *, backwards: bool) -> Sql:
        return both((leg.where, self._bound(leg, piece, backwards=backwards), where))

    def _bound(self, leg: Leg, piece: Piece, *, backwards: bool) -> Sql:
        place = piece.place
        if place is None:
            return TRUE
        if piece.than != "=":
            return Sql(f"{leg.value} {piece.than} ?", (place.value,))
        sign = "<" if backwards else ">"
        if piece.known and self._is_tie:
            return Sql(f"{leg.value} = ? and r.id {sign} ?", (place.value, place.id))
        rest = Sql(f"({self._tie}, r.id) {sign} (?, ?)", (place.tie, place.id))
        same = Sql(f"{leg.value} = ?", (place.value,)) if piece.known else TRUE
        return both((same, rest))

    def _order(self, piece: Piece, legs: Sequence[Leg], backwards: bool) -> str:
        single = len(legs) == 1
        value, tie, number = (legs[0].value, self._tie, "r.id") if single else ("1", "2", "3")
        way = " desc" if self.downwards != backwards else ""
        back = " desc" if backwards else ""
        parts = []
        if piece.known and piece.than != "=":
            parts.append(f"{value}{way}")
        if not (piece.known and self._is_tie):
            parts.append(f"{tie}{back}")
        parts.append(f"{number}{back}")
        return ", ".join(parts)


def _count(source: str, matching: Sql) -> Sql:
    return Sql(f"select count(*) from {source} where {matching.text}", matching.parameters)
