"""Conditions asked of a row in plain Python: what the compiled ones have to find."""

from math import floor
from typing import Any

from store.search.conditions import (
    AnyOf,
    Anywhere,
    Between,
    Condition,
    Holds,
    Is,
    Not,
    Pasted,
    State,
)
from store.search.fields import Maker
from store.search.folding import folded, sought_digits
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


class Evaluator:
    """Asks conditions of rows of one list, each with the row of its order and its phone's words."""

    def __init__(self, table: ListTable, now: float) -> None:
        self.table, self.seconds = table, floor(now)

    def fits(
        self, conditions: tuple[Condition, ...], row: Any, parent: Any, phone: str = ""
    ) -> bool:
        self._row, self._parent, self._phone = row, parent, phone
        lapsed = self.table.lapses and row.lapses and row.due_at is not None
        if lapsed and row.due_at <= self.seconds:
            return False
        return all(map(self._holds, conditions))

    def _of(self, owner: ListTable, column: str) -> Any:
        row = self._row if owner is self.table else self._parent
        found = next(c for c in owner.columns if c.name == column)
        value = getattr(row, found.attribute)
        return folded(value) if found.folded else value

    def _holds(self, condition: Condition) -> bool:
        match condition:
            case Not(inner):
                return not self._holds(inner)
            case AnyOf(conditions):
                return any(map(self._holds, conditions))
            case Pasted(numbers):
                return self._row.order_no in numbers
            case State(name):
                owner, terms = self.table.state_of(name) or (self.table, ())
                return all(self._term(owner, term) for term in terms)
            case Between(name, low, high):
                return self._between(name, low, high)
            case Anywhere(word):
                listed = self.table.searchable
                row = self._row if listed is self.table else self._parent
                found = word in Maker(listed).find_text(row) or not word
                found = found or any(
                    word in self._of(self.table, name) for name in self.table.besides
                )
                end = sought_digits(word) if word.isdigit() or "*" in word else ""
                return found or bool(
                    listed.tail_field and len(end) >= 4 and self._phone.startswith(end)
                )
            case Holds(name, parts):
                return self._text(name, parts, whole=False)
            case Is(name, values):
                return self._is(name, values)
        raise TypeError(condition)

    def _is(self, name: str, values: tuple[str, ...]) -> bool:
        owner, field = self._field(name)
        if isinstance(field, Turned):
            at = self._of(owner, field.at)
            when = self._of(owner, field.when)
            if when and at is not None and at <= self.seconds:
                return (field.value or when) in values
            return (self._of(owner, field.column) or field.blank) in values
        if isinstance(field, Choice):
            value = self._of(owner, field.column)
            if field.several:
                return any(one in values for one in value)
            word = field.vocabulary[value] if field.counted else value or field.blank
            return word in values
        if isinstance(field, First):
            return self._of(owner, owner.numbered) in values
        return self._text(name, tuple(map(folded, values)), whole=True)

    def _field(self, name: str) -> tuple[ListTable, Any]:
        found = self.table.field_of(name)
        assert found
        return found

    def _text(self, name: str, parts: tuple[str, ...], *, whole: bool) -> bool:
        owner, field = self._field(name)
        row = self._row if owner is self.table else self._parent
        if isinstance(field, Words) and field.how == "tail":
            digits = filter(None, map(sought_digits, parts))
            return any(self._phone.startswith(sought) for sought in digits)
        if isinstance(field, Words):
            whole = whole or field.how == "exact"
            texts = [word for of, word in Maker(owner).words(row) if of == name]
        elif isinstance(field, First):
            texts = [folded(getattr(row, field.source))]
        elif isinstance(field, Lines):
            whole = True
            value = self._of(owner, field.column)
            texts = list(map(folded, (value,) if isinstance(value, str) else value)) or [""]
            parts = tuple("" if part == UNKNOWN else part for part in parts)
        else:
            assert isinstance(field, Text)
            whole = whole or field.whole
            texts = [self._of(owner, field.column)]
        return any(part == text if whole else part in text for text in texts for part in parts)

    def _between(self, name: str, low: int | None, high: int | None) -> bool:
        owner, field = self._field(name)
        assert isinstance(field, Number | Moment)
        value = self._of(owner, field.column)
        if isinstance(field, Number) and field.later:
            then, at = self._of(owner, field.later.column), self._of(owner, field.later.at)
            value = then if then is not None and at is not None and at <= self.seconds else value
        if isinstance(field, Moment) and field.passing:
            passed = self._of(owner, field.passing)
            if passed is not None and passed <= self.seconds:
                value = passed if value is None else min(value, passed)
        if value is None:
            return False
        return (low is None or low <= value) and (high is None or value < high)

    def _term(self, owner: ListTable, term: Term | Reached) -> bool:
        if isinstance(term, Reached):
            return self._between(term.field, None, self.seconds + 1)
        value = self._of(owner, term.column)
        against: Any = self.seconds if isinstance(term.value, Now) else term.value
        match term.sign:
            case "=":
                return bool(value == against)
            case "<>":
                return bool(value != against)
            case ">":
                return value is not None and bool(value > against)
            case "in":
                return value in against
            case "not in":
                return value not in against
