"""Where (条件成句): conditions of any list as SQL.

Text is compared as it was folded when it was stored. What is not known is in no range, and `is not
true` turns that round. No statement works anything out of the present instant row by row: it is a
bound of an index's range. In every statement `r` is the list's row and `o` the row of the order
that it is of.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from store.search.comparing import Comparing
from store.search.conditions import (
    AnyOf,
    Anywhere,
    Between,
    Condition,
    Holds,
    Is,
    Pasted,
    State,
    upright,
)
from store.search.folding import folded
from store.search.sql import (
    TRUE,
    Sql,
    both,
    holds,
    listed,
    ours,
)
from store.search.table import (
    First,
    ListTable,
    Reached,
    Words,
)
from store.search.texts import is_number


class Where(Comparing):
    """The conditions of one list at one instant."""

    def __init__(self, table: ListTable, now: datetime) -> None:
        super().__init__(table, now)
        self._others = [Where(other, now) for other in table.others]

    def source(self, conditions: Sequence[Condition] = ()) -> str:
        """The tables that these conditions are asked of."""
        rows = ours(f"{self.table.name}_row", "r")
        if self.table.parent and any(map(self._asks_parent, conditions)):
            parent = ours(f"{self.table.parent.name}_row", "o")
            return f"{rows} @join {parent} on o.id = {self.table.parent_id}"
        return rows

    def standing(self) -> Sql:
        """The row is still there: its time is not over, or it does not lapse."""
        lapses = self.table.lapses
        if not lapses:
            return TRUE
        due = self.table.sorts[self.table.default_sort].column
        text = f"r.{lapses} = 0 or r.{due} is null or r.{due} > ?"
        return Sql(text, (self.seconds,))

    def matching(self, conditions: Iterable[Condition], *, row_by_row: bool = False) -> Sql:
        """All of these conditions; `row_by_row` where few rows are asked, one after the other."""
        return both(
            (self.standing(), *(self.condition(c, row_by_row=row_by_row) for c in conditions))
        )

    def condition(self, condition: Condition, *, row_by_row: bool = False) -> Sql:
        """One condition."""
        plain, turned = upright(condition)
        # The documents behind the rows of a small list are asked one after the other.
        sql = self._upright(plain, row_by_row=row_by_row or self.table.parent is not None)
        if others := [*self._by_others(plain)]:
            sql = both(
                (self._of_parent(sql) if self._compares_parent(plain) else sql, *others), "or"
            )
        return Sql(f"({sql.text}) is not true", sql.parameters) if turned else sql

    def ids_of(self, condition: Condition) -> Sql | None:
        """Which documents have words in a field, or a number, as a statement of their ids."""
        match condition:
            case Pasted(numbers) if not self.table.parent:
                numbered = listed(f"r.{self.table.numbered}", numbers)
                text = f"select r.id as id from {self.source()} where {numbered.text}"
                return Sql(text, numbered.parameters)
            case AnyOf(conditions) if self._are_looked_up(conditions):
                parts = [part for part in map(self.ids_of, conditions) if part]
                text = " union all ".join(part.text for part in parts)
                return Sql(text, tuple(value for part in parts for value in part.parameters))
            case Holds(name, parts):
                _owner, field = self._field(name)
                if isinstance(field, Words):
                    return self._texts.words(name, field, parts)
                return self._texts.first(parts) if isinstance(field, First) else None
            case Is(name, values):
                _owner, field = self._field(name)
                if isinstance(field, Words):
                    exact = field if field.how == "tail" else Words(field.sources, "exact")
                    return self._texts.words(name, exact, tuple(map(folded, values)))
        return None

    def bare_words(
        self, conditions: Sequence[Condition], *, turned_too: bool = True
    ) -> tuple[list[tuple[str, bool]], list[Condition]]:
        """The bare words among conditions, with whether they are turned round, and the rest.

        Only of a list with texts of its own; the others ask texts row by row.
        """
        words: list[tuple[str, bool]] = []
        rest: list[Condition] = []
        for condition in conditions:
            plain, turned = upright(condition)
            is_taken = isinstance(plain, Anywhere) and (turned_too or not turned)
            if is_taken and isinstance(plain, Anywhere) and not self.table.parent:
                words.append((plain.word, turned))
            else:
                rest.append(condition)
        return words, rest

    def ids_with(
        self, words: Sequence[tuple[str, bool]], beside: Sequence[Condition] = ()
    ) -> list[Sql]:
        """The ids of what all these bare words find, in parts that exclude each other.

        The texts are read once; `beside` is asked of the rows of those found alone.
        """
        return self._texts.anywhere(words, self.matching(beside) if beside else None)

    def is_set(self, condition: Condition) -> bool:
        """Is it asked of all rows together, as words or numbers are looked up?"""
        plain, turned = upright(condition)
        if isinstance(plain, AnyOf):
            return any(map(self.is_set, plain.conditions))
        if isinstance(plain, Anywhere):
            return not (turned or self.table.parent) and is_number(plain.word)
        if self.table.parent or not isinstance(plain, Holds | Is | Pasted):
            return False
        return isinstance(plain, Pasted) or isinstance(self._field(plain.field)[1], Words)

    def _are_looked_up(self, conditions: Sequence[Condition]) -> bool:
        """Of none there is nothing to look up: none of them holds."""
        return bool(conditions) and all(
            isinstance(one, Holds | Is | Pasted) and self.is_set(one) for one in conditions
        )

    def alternatives(self, conditions: Sequence[Condition]) -> list[Sql]:
        """The same as `matching`, in parts that exclude each other and are quickly counted."""
        ways = [TRUE]
        rest: list[Condition] = []
        for condition in conditions:
            asked = self._as_range(condition)
            ranges = self._ranges(asked.field, asked.low, asked.high) if asked else []
            if len(ranges) > 1 and len(ways) == 1:
                ways = ranges
            else:
                rest.append(condition)
        others = self.matching(rest)
        return [both((way, others)) for way in ways]

    def _by_others(self, condition: Condition) -> Iterator[Sql]:
        """The row is of a document of another kind, and that is found so in the list of its own."""
        for other in self._others:
            if isinstance(condition, Anywhere) or (
                isinstance(condition, Holds | Is)
                and condition.field not in self.table.fields
                and condition.field in other.table.fields
            ):
                found = other.condition(condition)
                ids = f"select r.id from {other.source()} where {found.text}"
                is_of = f"r.of_kind = '{other.table.name}' and r.of in ({ids})"
                yield Sql(is_of, found.parameters)

    def _asks_parent(self, condition: Condition) -> bool:
        """Does it compare columns of the parent's, whose rows have to be joined for that?"""
        plain, _turned = upright(condition)
        return self._compares_parent(plain) and not any(self._by_others(plain))

    def _compares_parent(self, plain: Condition) -> bool:
        match plain:
            case State(name):
                return self._state_of(name)[0] is not self.table
            case Holds(name) | Is(name) | Between(name):
                owner, field = self._field(name)
                return owner is not self.table and not isinstance(field, Words)
        return False

    def _upright(self, condition: Condition, *, row_by_row: bool) -> Sql:
        match condition:
            case AnyOf(conditions) if not self._are_looked_up(conditions):
                parts = (self._part(part, row_by_row=row_by_row) for part in conditions)
                return both(parts, "or")
            case Between(name, low, high):
                return both(self._ranges(name, low, high), "or")
            case State(name):
                owner, terms = self._state_of(name)
                return both(self._term(owner, term) for term in terms)
            case Pasted(numbers):
                return listed(f"r.{self.table.numbered}", numbers)
            case Anywhere(word) if row_by_row:
                besides = (holds(f"r.{column}", word) for column in self.table.besides)
                return both((self._texts.anywhere_here(word), *besides), "or")
            case Anywhere(word):
                return self._texts.anywhere_within(word)
            case Holds(name, parts) if row_by_row and isinstance(self._field(name)[1], First):
                return self._texts.first_here(parts)
        ids = self.ids_of(condition)
        if ids:
            return self._texts.within(ids)
        assert isinstance(condition, Holds | Is)
        return self._compared(condition)

    def _part(self, condition: Condition, *, row_by_row: bool) -> Sql:
        """One of several of which any may hold: it leaves out no row that has no order."""
        sql = self.condition(condition, row_by_row=row_by_row)
        return self._of_parent(sql) if self._asks_parent(condition) else sql

    def _of_parent(self, sql: Sql) -> Sql:
        """The row is of an order that is so."""
        assert self.table.parent is not None
        orders = ours(f"{self.table.parent.name}_row", "o")
        of = f"o.id = {self.table.parent_id}"
        return Sql(f"exists (select 1 from {orders} where {of} and ({sql.text}))", sql.parameters)

    def _as_range(self, condition: Condition) -> Between | None:
        if isinstance(condition, State):
            _owner, terms = self._state_of(condition.name)
            if len(terms) == 1 and isinstance(terms[0], Reached):
                return Between(terms[0].field, None, self.seconds + 1)
        return condition if isinstance(condition, Between) else None
