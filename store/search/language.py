"""The search language (搜索语法): one for the lists, views, exports and the command line.

Bare words have to stand in the order number, goods, buyer, end of the phone, tracking number or
SKU; one that is the whole of a number finds what has that (`store.search.whole`). `field:value`
compares one field: `amount:>50`, `amount:50..100`, `due:<24h`, `sku:A,B`; `!` turns a word around;
state words stand alone: `to-ship due:<24h !review`, and in a list of cases their kinds: `exchange`,
`return and refund`.
`a|b` is one word, of which any part has to fit. Fields, states and their words may be Chinese:
`金额:>50 缺货`. A pasted list of order numbers finds exactly those, and says which are not there.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from store.errors import BadInput
from store.search.conditions import (
    AnyOf,
    Anywhere,
    Condition,
    Is,
    Not,
    Pasted,
    Query,
    State,
)
from store.search.field_values import compared_with
from store.search.folding import folded
from store.search.lists import LISTS, ORDERS
from store.search.names import (
    CARRIER,
    field_named,
    field_shown,
    standing,
    state_named,
)
from store.search.phrases import LONGEST as LONGEST_PHRASE
from store.search.phrases import joined
from store.search.plain_words import (
    carrier_said,
    rows_saying,
    said_together,
)
from store.search.quoting import as_typed, bare, refuse_lonely_quote
from store.search.ranges import no_value
from store.search.stock_list import STOCK
from store.search.table import ListTable
from store.words import _, listed
from store.words.excerpts import excerpt

LONGEST_SAID = 200
"""Signs of a query that are said as it should be written."""
FIELDS = ORDERS.field_names
STATES = ORDERS.state_names
IN_PLACES = tuple(one for one in (*LISTS.values(), STOCK) if one.place)
"""The lists that a place of the desk shows."""
LONGEST = 2_000_000
"""Characters; a pasted list of 50,000 order numbers has half of that."""
MOST_WORDS = 100
"""Each is a condition of one statement; SQLite's own limit is 1,000 levels of an expression."""
_WORD = re.compile(r'(?:[^\s"]+|"[^"]*")+')
_NUMBER = re.compile(r"[0-9]{6}-[0-9]{6,}|[0-9]{15,}")
_PART = re.compile(r'(?:[^|"]|"[^"]*"|"(?=[^"]*$))+')
_COMPARED = re.compile(r"([^<>=]+)([<>=].*)")
_NUMBERED = re.compile(r"[<>]=?[0-9.]+")
"""What is compared so has no field that is known: what it is called, and no goods, was meant."""
_OWNER = "owner"
_OR = ("或", "或者", "or")
_TWINS = str.maketrans("：＞＜＝！，；｜＂“”", ':><=!,;|"""')


def parse(text: str, now: datetime, table: ListTable = ORDERS) -> Query:
    """Understand a query of a list.

    Raises BadInput (`query`) with the sentence about the first word that is wrong.
    """
    _refuse_endless(len(text), LONGEST, _("A search has at most {most} signs; this has {count}."))
    plain = text.translate(_TWINS)
    if table.numbered and (wanted := pasted_list(plain)):
        return Query(text, (Pasted(wanted),), wanted)
    found = _WORD.findall(plain)
    too_many = _("A search has at most {most} words; this has {count}.")
    if len(found) > MOST_WORDS * LONGEST_PHRASE:
        _refuse_endless(len(found), MOST_WORDS, too_many)
    refuse_lonely_quote(plain)
    _refuse_lonely_bar(plain, found)
    typed = [word for word, _count in joined(found, table)]
    _refuse_spelled_or(typed)
    words = [_parts_of(one) for word in typed for one in _sides(word, table)]
    count = sum(map(len, words))
    _refuse_endless(count, MOST_WORDS, too_many)
    return Query(text, tuple(_condition(parts, now, table) for parts in words))


def pasted_list(text: str) -> tuple[str, ...]:
    """The order numbers of a pasted column, each once; nothing where it is none.

    With its heading, or with a cell of another kind, it is one too.
    """
    parts = [part for part in re.split(r"[\s,;、]+", text.translate(_TWINS)) if part]
    numbers = sum(_NUMBER.fullmatch(part) is not None for part in parts)
    return tuple(dict.fromkeys(parts)) if numbers > 1 and numbers * 2 >= len(parts) else ()


def words_of(text: str, table: ListTable = ORDERS) -> list[str]:
    """The words of a query as they were typed, those of a phrase as one."""
    found = list(_WORD.finditer(text.translate(_TWINS)))
    words, at = [], 0
    for _word, count in joined([one[0] for one in found], table):
        words.append(text[found[at].start() : found[at + count - 1].end()])
        at += count
    return words


def _sides(word: str, table: ListTable) -> list[str]:
    """What a comma parts, as a row does, where both stand alone."""
    sides = [side for side in word.split(",") if side]
    stand = "," in word and all(state_named(one, table) or standing(one, table) for one in sides)
    return sides if stand and sides else [word]


def _parts_of(word: str) -> list[str]:
    """The parts of a word of which any has to fit; what is quoted stays whole."""
    return [*map(bare, _PART.findall(word))] or [bare(word)]


def _refuse_lonely_bar(text: str, words: Sequence[str]) -> None:
    """`a | b` is three words, and finds nothing that somebody means who writes it; `a|` is half of
    what somebody means.
    """
    if any(word[0] == "|" or word[-1] == "|" for word in words):
        meant = re.sub(r"(\s*\|)+\s*", "|", text).strip()
        if meant.startswith("|") or meant.endswith("|"):
            said = _("“|” finds any of two words: one stands before it, and one behind it.")
            raise BadInput(said, field="query", code="lonely_bar")
        raise _lonely_bar(meant)


def _refuse_spelled_or(words: Sequence[str]) -> None:
    """Between two words an `or` is no third one; within quotes it is."""
    if any(word.lower() in _OR for word in words[1:-1]):
        sides = [[words[0]]]
        for before, word in pairwise(words):
            if before.lower() in _OR:
                sides[-1].append(word)
            elif word.lower() not in _OR:
                sides.append([word])
        raise _lonely_bar(" ".join(map("|".join, sides)))


def _lonely_bar(meant: str) -> BadInput:
    said = _("“|” finds any of two, and no blank stands beside it: {meant}")
    said = said.format(meant=excerpt(meant, LONGEST_SAID))
    return BadInput(said, field="query", code="lonely_bar")


def _refuse_endless(count: int, most: int, sentence: str) -> None:
    if count > most:
        raise BadInput(sentence.format(most=most, count=count), field="query")


def _condition(parts: Sequence[str], now: datetime, table: ListTable) -> Condition:
    """A sign before the first part turns the whole word round, one before another only that."""
    if len(parts) == 1:
        return _turned(parts[0], now, table)
    first = parts[0].lstrip("!")
    turns = len(parts[0]) - len(first)
    if parts[0] and not first:
        raise _lonely_turn()
    condition = AnyOf(tuple(_turned(part, now, table) for part in (first, *parts[1:]) if part))
    return Not(condition) if turns % 2 else condition


def _lonely_turn() -> BadInput:
    said = _("“!” finds what a word does not fit: the word stands behind it.")
    return BadInput(said, field="query", code="lonely_turn")


def _turned(word: str, now: datetime, table: ListTable) -> Condition:
    rest = word.lstrip("!")
    turns = len(word) - len(rest)
    if not rest and word:
        raise _lonely_turn()
    condition = _upright(rest, now, table)
    return Not(condition) if turns % 2 else condition


def _upright(word: str, now: datetime, table: ListTable) -> Condition:
    said, colon, value = word.partition(":")
    owner = field_named(_OWNER, table)
    if said[1:] and said.startswith("@") and owner:  # as a row says whose it is
        has = compared_with(owner, said[1:], now, table)
        if not value:
            return has
        both = (has, _standing(as_typed(value), now, table))
        return Not(AnyOf(tuple(map(Not, both))))
    if not colon:
        return _standing(as_typed(word), now, table)
    said = folded(said)
    name = field_named(said, table)
    if name is None:
        raise _no_field(said, table)
    if not value:
        raise no_value(f"{said}:")
    return compared_with(name, value, now, table)


def _no_field(said: str, table: ListTable) -> BadInput:
    """Why nothing is called so: which fields there are, or where it is one."""
    places = [_(one.place) for one in IN_PLACES if field_named(said, one)]
    sentence = _("There is no field {field} to search; the fields are: {fields}.")
    if places and table.place:
        sentence = _("{place} cannot be searched by {field}; {places} can.")
    fields = listed(field_shown(one, table) for one in table.field_names)
    told = {
        "field": excerpt(said),
        "place": _(table.place),
        "places": listed(places),
        "fields": fields,
    }
    return BadInput(sentence.format(**told), field="query", code="unknown_search_field")


def _standing(word: str, now: datetime, table: ListTable) -> Condition:
    """What a word means that compares no field."""
    if state := state_named(word, table):
        return State(state)
    if alone := standing(word, table):
        return Is(*alone)
    if together := said_together(word, table):
        return compared_with(*together, now, table)
    if carrier_said(word, table):
        return AnyOf((compared_with(CARRIER, word, now, table), Anywhere(folded(word))))
    compared = _COMPARED.fullmatch(word)
    name = field_named(folded(compared[1]), table) if compared else None
    if (
        compared
        and name is None
        and any(map(str.isalpha, compared[1]))
        and _NUMBERED.fullmatch(compared[2])
    ):
        raise _no_field(compared[1], table)
    if compared and name:
        meant = f"{compared[1]}:{compared[2].removeprefix('=')}"
        raise BadInput(
            _("{word} lacks its colon; write {meant}").format(
                word=excerpt(word), meant=excerpt(meant)
            ),
            field="query",
            code="no_colon",
        )
    said = tuple(rows_saying(word, table))
    return AnyOf((*said, Anywhere(folded(word)))) if said else Anywhere(folded(word))
