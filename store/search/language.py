"""The search language (搜索语法): one for the lists, views, exports and the command line.

Bare words have to stand in the order number, goods, buyer, end of the phone, tracking number or
SKU. `field:value` compares one field: `amount:>50`, `amount:50..100`, `due:<24h`, `sku:A,B`; `!`
turns a word around; state words stand alone: `to-ship due:<24h !review`. A pasted list of order
numbers finds exactly those, and says which are not there.
"""

import re
from datetime import datetime

from store.errors import BadInput
from store.search.conditions import (
    Anywhere,
    Between,
    Condition,
    Holds,
    Is,
    Not,
    Pasted,
    Query,
    State,
)
from store.search.folding import folded
from store.search.lists import ORDERS
from store.search.ranges import number_range, time_range, unclear
from store.search.table import Choice, ListTable, Moment, Number, Turned
from store.words import _, listed
from store.words.labels import label

FIELDS = ORDERS.field_names
STATES = ORDERS.state_names
LONGEST = 2_000_000
"""Characters; a pasted list of 50,000 order numbers has half of that."""
MOST_WORDS = 100
"""Each is a condition of one statement; SQLite's own limit is 1,000 levels of an expression."""
_WORD = re.compile(r'(?:[^\s"]+|"[^"]*")+')
_NUMBER = re.compile(r"[0-9]{6}-[0-9]{6,}|[0-9]{15,}")
_TWIN_NAMES = {"owner": "claim", "agent": "claim"}
_TWINS = str.maketrans("：＞＜！，；", ":><!,;")


def parse(text: str, now: datetime, table: ListTable = ORDERS) -> Query:
    """Understand a query of a list.

    Raises BadInput (`query`) with the sentence about the first word that is wrong.
    """
    _refuse_endless(len(text), LONGEST, _("A search has at most {most} signs; this has {count}."))
    plain = text.translate(_TWINS)
    parts = [part for part in re.split(r"[\s,;、]+", plain) if part]
    numbers = sum(_NUMBER.fullmatch(part) is not None for part in parts)
    if table.numbered and numbers > 1 and numbers * 2 >= len(parts):
        # A column with its heading, or with a cell of another kind, is a pasted list too.
        wanted = tuple(dict.fromkeys(parts))
        return Query(text, (Pasted(wanted),), wanted)
    words = [word.replace('"', "") for word in _WORD.findall(plain)]
    _refuse_endless(
        len(words), MOST_WORDS, _("A search has at most {most} words; this has {count}.")
    )
    return Query(text, tuple(_condition(word, now, table) for word in words))


def _refuse_endless(count: int, most: int, sentence: str) -> None:
    if count > most:
        raise BadInput(sentence.format(most=most, count=count), field="query")


def _condition(word: str, now: datetime, table: ListTable) -> Condition:
    bare = word.lstrip("!")
    turns = len(word) - len(bare)
    if not bare and word:
        bare, turns = "!", turns - 1
    condition = _upright(bare, now, table)
    return Not(condition) if turns % 2 else condition


def _upright(word: str, now: datetime, table: ListTable) -> Condition:
    name, colon, value = word.partition(":")
    name = name.lower()
    if not colon:
        return _state(word, table) or Anywhere(folded(word))
    if table.field_of(name) is None:
        name = _TWIN_NAMES.get(name, name)
    if table.field_of(name) is None:
        raise BadInput(
            _("There is no field {field} to search; the fields are: {fields}.").format(
                field=name, fields=listed(table.field_names)
            ),
            field="query",
            code="unknown_search_field",
        )
    if not value:
        raise BadInput(_("After {field}: a value is needed.").format(field=name), field="query")
    return _compared(name, value, now, table)


def _state(word: str, table: ListTable) -> State | None:
    """A state by its name, or by what it is called in the language spoken."""
    if word.lower() in table.state_names:
        return State(word.lower())
    return next((State(name) for name in table.state_names if label(name) == word), None)


def _compared(name: str, value: str, now: datetime, table: ListTable) -> Condition:
    known = table.field_of(name)
    field = known[1] if known else None
    if isinstance(field, Number):
        return Between(name, *number_range(value.lower(), field.scale))
    if isinstance(field, Moment):
        return Between(name, *time_range(value.lower(), now, forward=field.forward))
    options = [part for part in value.split(",") if part]
    if not isinstance(field, Choice | Turned):
        return Holds(name, tuple(dict.fromkeys(map(folded, options))))
    meant = tuple(_meant(part.lower(), field.vocabulary) for part in options)
    strange = next((word for word in meant if word not in field.vocabulary), None)
    if strange:
        raise unclear(strange, listed(field.vocabulary))
    return Is(name, tuple(dict.fromkeys(meant)))


def _meant(part: str, vocabulary: tuple[str, ...]) -> str:
    return next((word for word in vocabulary if part in (word, label(word).lower())), part)
