"""Values of fields (字段的值): what stands behind the colon of a word of a query, understood."""

from collections.abc import Sequence
from datetime import datetime

from store.errors import BadInput
from store.search.conditions import AnyOf, Between, Condition, Holds, Is, Not, State
from store.search.folding import folded
from store.search.names import (
    TASK,
    field_shown,
    names_of_word,
    plain_name,
    shown_word,
    tasks_called,
    word_meant,
)
from store.search.people import NOBODY, OWNERS
from store.search.plain_words import KEPT, tasks_saying
from store.search.quoting import options
from store.search.ranges import no_value, number_range, time_range, unclear
from store.search.table import Choice, ListTable, Moment, Number, Turned
from store.words import listed, spoken


def compared_with(name: str, value: str, now: datetime, table: ListTable) -> Condition:
    """What finds the rows of a list whose field has such a value; what stands before the colon and
    what behind it, as they were typed.

    Raises BadInput (`query`) where the value is none of that field's.
    """
    known = table.field_of(name)
    field = known[1] if known else None
    if isinstance(field, Number | Moment) and not value.strip("<>=."):
        raise no_value(f"{field_shown(name, table)}:{value}")
    if isinstance(field, Number):
        return Between(name, *number_range(folded(value), field.scale))
    if isinstance(field, Moment):
        return Between(name, *time_range(folded(value), now, forward=field.forward))
    parts = options(value)
    if name in OWNERS and folded(value) in NOBODY and "claimed" in table.state_names:
        is_kept = "unclaimed" in table.state_names
        return State("unclaimed") if is_kept else Not(State("claimed"))
    if name in KEPT:
        parts = [*map(KEPT[name], parts)]
    if name == TASK:
        return Holds(name, tuple(one for part in parts for one in tasks_saying(part) or (part,)))
    if not isinstance(field, Choice | Turned):
        meant = ((field and word_meant(part, field)) or part for part in parts)
        return Holds(name, tuple(dict.fromkeys(map(folded, meant))))
    return _of_vocabulary(name, parts, field)


def _of_vocabulary(name: str, parts: Sequence[str], field: Choice | Turned) -> Condition:
    """Any of these words; what the platform is to be told is meant where one is called so."""
    words, tasks = list[str](), list[str]()
    for part in parts:
        if word := word_meant(part, field):
            words.append(word)
        elif told := tasks_called(part, field):
            tasks += told
        else:
            raise _not_known(part, field)
    ways: tuple[Condition, ...] = (Is(name, tuple(dict.fromkeys(words))),) if words else ()
    ways += (Holds(TASK, tuple(tasks)),) if tasks else ()
    return ways[0] if len(ways) == 1 else AnyOf(ways)


def _not_known(part: str, field: Choice | Turned) -> BadInput:
    """That it is no word of the field; of many those are named that are called nearly so."""
    begun = [one for one in field.vocabulary if _is_in_name(part, one)]
    words = begun or field.vocabulary
    known = (shown_word(one, is_chinese=spoken() == "zh") for one in words)
    return unclear(part.lower(), listed(known))


def _is_in_name(part: str, word: str) -> bool:
    return any(plain_name(part) in plain_name(name) for name in names_of_word(word))
