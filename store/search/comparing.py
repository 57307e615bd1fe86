"""Comparing (比较): what one field of a list, or a state, is compared with, as SQL."""

from datetime import datetime
from math import floor
from typing import Any

from store.search.conditions import Holds, Is
from store.search.folding import folded
from store.search.sql import (
    Sql,
    among,
    both,
    earlier,
    holds,
    one_line,
    replaced,
    term_text,
    within,
)
from store.search.table import (
    UNKNOWN,
    Choice,
    First,
    Lines,
    ListTable,
    Moment,
    Now,
    Number,
    Reached,
    Term,
    Text,
    Turned,
    Words,
)
from store.search.texts import Texts


class Comparing:
    """The fields of one list, and of the document its rows are of, at one instant."""

    def __init__(self, table: ListTable, now: datetime) -> None:
        self.table = table
        self.seconds = floor(now.timestamp())
        self._texts = Texts(table)

    def _field(self, name: str) -> tuple[ListTable, Any]:
        found = self.table.field_of(name)
        if found is None:
            raise LookupError(name)
        return found

    def _state_of(self, name: str) -> tuple[ListTable, tuple[Term | Reached, ...]]:
        found = self.table.state_of(name)
        if found is None:
            raise LookupError(name)
        return found

    def _column(self, owner: ListTable, name: str) -> str:
        return f"{'r' if owner is self.table else 'o'}.{name}"

    def _term(self, owner: ListTable, term: Term | Reached) -> Sql:
        if isinstance(term, Reached):
            return both(self._ranges(term.field, None, self.seconds + 1), "or")
        alias = self._column(owner, "")
        if isinstance(term.value, Now):
            return Sql(f"{alias}{term.column} {term.sign} ?", (self.seconds,))
        return Sql(term_text(term, alias))

    def _ranges(self, name: str, low: int | None, high: int | None) -> list[Sql]:
        """A number or an instant is in a range, in parts that exclude each other."""
        owner, field = self._field(name)
        assert isinstance(field, Number | Moment)
        column = self._column(owner, field.column)
        if isinstance(field, Number) and field.later:
            alias = self._column(owner, "")
            return replaced(field.column, field.later, self.seconds, alias).within(low, high)
        if isinstance(field, Moment) and field.passing:
            passing = self._column(owner, field.passing)
            return earlier(column, passing, low, high, self.seconds)
        return [within(column, low, high)]

    # Vocabularies and texts in columns

    def _compared(self, condition: Holds | Is) -> Sql:
        owner, field = self._field(condition.field)
        is_whole = isinstance(condition, Is)
        values = condition.values if isinstance(condition, Is) else condition.parts
        if isinstance(field, Turned):
            return both((self._turned(owner, field, value) for value in values), "or")
        if isinstance(field, First):
            return among(self._column(owner, owner.numbered), values)
        assert isinstance(field, Text | Choice | Lines)
        column = self._column(owner, field.column)
        if isinstance(field, Lines) or (isinstance(field, Choice) and field.several):
            lines = (folded("" if value == UNKNOWN else value) for value in values)
            return both((one_line(column, line) for line in lines), "or")
        if isinstance(field, Choice):
            return among(column, field.stored(values))
        if is_whole or field.whole:
            return among(column, values if field.as_given else tuple(map(folded, values)))
        ways = [holds(column, part) for part in values]
        if field.has_words:
            whole = Words((), "exact")
            ways.append(self._texts.within(self._texts.words(condition.field, whole, values)))
        return both(ways, "or")

    def _turned(self, owner: ListTable, field: Turned, value: str) -> Sql:
        column, when, at = (self._column(owner, n) for n in (field.column, field.when, field.at))
        kept = "" if value == field.blank else value
        still = Sql(
            f"{column} = ? and ({when} = '' or {at} is null or {at} > ?)", (kept, self.seconds)
        )
        if field.value and field.value != value:
            return still
        then = Sql(f"{when} <> ''") if field.value else Sql(f"{when} = ?", (value,))
        return both((still, both((then, Sql(f"{at} <= ?", (self.seconds,))))), "or")
