"""Pieces of statements: joined with their parameters.

Where databases differ a mark stands in them (`store.engines.dialect`).
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from store.search.folding import PARTS
from store.search.table import Later, Now, Term


class Sql(NamedTuple):
    """A piece of a statement and its parameters."""

    text: str
    parameters: tuple[Any, ...] = ()


TRUE, FALSE = Sql("true"), Sql("false")


def ours(table: str, alias: str) -> str:
    """Those rows of a table that are this store's, under a name of their own."""
    return f"@ours({table}) {alias}"


def literal(value: int | str) -> str:
    """A constant of ours as it stands in a statement."""
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def both(parts: Iterable[Sql], word: str = "and") -> Sql:
    """All of them, or with `or` any."""
    given = [part for part in parts if part != TRUE or word == "or"]
    if not given:
        return TRUE if word == "and" else FALSE
    if len(given) == 1:
        return given[0]
    text = f" {word} ".join(f"({part.text})" for part in given)
    return Sql(text, tuple(value for part in given for value in part.parameters))


def term_text(term: Term, alias: str = "") -> str:
    """A term without an instant, the same in an index and in a query."""
    value = term.value
    column = f"{alias}{term.column}"
    if isinstance(value, tuple):
        return f"{column} {term.sign} ({', '.join(map(literal, value))})"
    if isinstance(value, Now):
        raise TypeError(term)
    return f"{column} {term.sign} {literal(value)}"


def holds(text: str, part: str) -> Sql:
    """A folded text has a part; never `like`, which has an idea of case of its own."""
    return Sql(f"@position({text}, ?) > 0", (part,))


def one_line(text: str, line: str) -> Sql:
    """A text of a line each has one that is this, folded; an empty one where nothing is known."""
    ends = "'\n'"
    sought = f"{ends} || ? || {ends}"
    return Sql(f"@position({ends} || lower({text}) || {ends}, {sought}) > 0", (line,))


def first_holds(parts: tuple[str, ...]) -> Sql:
    """A part of what stands before the first divider."""
    end = f"@position(f.text || '{PARTS}', '{PARTS}') - 1"
    return both(
        (both((holds("f.text", part), holds(f"substr(f.text, 1, {end})", part))) for part in parts),
        "or",
    )


def among(column: str, values: Sequence[Any]) -> Sql:
    """A column is one of few values."""
    if not values:
        return FALSE
    if len(values) == 1:
        return Sql(f"{column} = ?", tuple(values))
    return Sql(f"{column} in ({', '.join('?' * len(values))})", tuple(values))


def listed(column: str, values: Sequence[str] | Sequence[int]) -> Sql:
    """A column is one of many values, given as one parameter.

    Of a single one it is said plainly: PostgreSQL makes a plan anew each time for many.
    """
    if len(values) == 1:
        return Sql(f"{column} = ?", tuple(values))
    return Sql(f"{column} @in_many", (list(values),))


def joined_ids(found: Sql) -> Sql:
    """The ids that a statement finds, in its order, as one text with commas between them."""
    return Sql(f"select @joined_ids from ({found.text}) found", found.parameters)


def within(column: str, low: int | None, high: int | None) -> Sql:
    """A column is known and in a half-open range."""
    bounds = []
    if low is not None:
        bounds.append(Sql(f"{column} >= ?", (low,)))
    if high is not None:
        bounds.append(Sql(f"{column} < ?", (high,)))
    return both(bounds) if bounds else Sql(f"{column} is not null")


def earlier(due: str, falls: str, low: int | None, high: int | None, now: int) -> list[Sql]:
    """The earlier of two columns is in a range, where the second counts once it has passed.

    Two ranges: a row is in the first where its deadline is in the range and nothing passed before
    that; in the second where what passed is, and the deadline comes after the range.
    """
    reached = now + 1
    first = within(due, low, high)
    if low is not None:
        later = f"{falls} is null or {falls} > ? or {falls} >= ?"
        first = both((first, Sql(later, (now, low))))
    second = within(falls, low, reached if high is None else min(high, reached))
    if high is None:
        return [first, both((second, Sql(f"{due} is null")))]
    return [first, both((second, Sql(f"{due} is null or {due} >= ?", (high,))))]


class Replaced(NamedTuple):
    """A column, in whose place another one stands once a time is over."""

    column: str
    then: str
    still: Sql
    """That time is not over, or nothing else comes."""
    over: Sql
    """It is over, and another value stands there."""

    @property
    def value(self) -> Sql:
        """What stands there by now."""
        text = f"case when {self.over.text} then {self.then} else {self.column} end"
        return Sql(text, self.over.parameters)

    def within(self, low: int | None, high: int | None) -> list[Sql]:
        """It is in a range: of the one column, or else of the other one."""
        return [
            both((self.still, within(self.column, low, high))),
            both((self.over, within(self.then, low, high))),
        ]


def replaced(column: str, later: Later, now: int, alias: str = "r.") -> Replaced:
    """A column as it stands by now (seconds since the epoch)."""
    then, at = f"{alias}{later.column}", f"{alias}{later.at}"
    return Replaced(
        column=f"{alias}{column}",
        then=then,
        still=Sql(f"{then} is null or {at} is null or {at} > ?", (now,)),
        over=Sql(f"{then} is not null and {at} <= ?", (now,)),
    )
