"""Whole numbers (整号): a bare number that is all of an order's, a parcel's or a phone's.

A part of a number is enough to be found, so every text of a list has to be read for it. The whole
of one is looked up along an index instead, and what has it as a part of something else is left out.
"""

from msgspec.structs import replace

from store.search.conditions import AnyOf, Anywhere, Condition, Is, Pasted, Query
from store.search.folding import sought_digits
from store.search.reading import Fetch
from store.search.texts import is_number
from store.search.where import Where

PHONE_DIGITS = 11
"""Fewer may be the end of a phone, or a part of any number."""


def with_whole_numbers(query: Query, where: Where, fetch: Fetch) -> Query:
    """The query with its bare numbers meant as whole ones, those that there are.

    One that is not to stand there (`!`) is a part, too. Lists of an order's records ask its texts
    row by row, which is quick enough.
    """
    if where.table.parent or not any(map(_has_number, query.conditions)):
        return query
    return replace(query, conditions=tuple(_meant(one, where, fetch) for one in query.conditions))


def _has_number(condition: Condition) -> bool:
    if isinstance(condition, AnyOf):
        return any(map(_has_number, condition.conditions))
    return isinstance(condition, Anywhere) and is_number(condition.word)


def _meant(condition: Condition, where: Where, fetch: Fetch) -> Condition:
    if isinstance(condition, AnyOf):
        return AnyOf(tuple(_meant(part, where, fetch) for part in condition.conditions))
    if not isinstance(condition, Anywhere) or not is_number(condition.word):
        return condition
    whole = _whole(condition.word, where)
    ids = where.ids_of(whole)
    if ids and fetch(f"select 1 from ({ids.text}) found limit 1", ids.parameters):
        return whole
    return condition


def _whole(word: str, where: Where) -> AnyOf:
    """Everything that this may be the whole number of."""
    table = where.table
    is_phone = len(sought_digits(word)) >= PHONE_DIGITS
    fields = [name for name in table.numbers if name != table.tail_field or is_phone]
    numbered = [Pasted((word,))] if table.numbered else []
    return AnyOf((*numbered, *(Is(name, (word,)) for name in fields)))
