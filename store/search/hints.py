"""Hints (提示): what finds what somebody may have meant whose query finds nothing."""

import re
from collections.abc import Iterator, Sequence

from store.search.folding import folded
from store.search.language import words_of
from store.search.lists import CASES, OBLIGATIONS, ORDERS
from store.search.names import (
    field_named,
    field_shown,
    shown_word,
    standing,
    state_named,
    state_shown,
    tasks_called,
    word_meant,
)
from store.search.quoting import unquoted
from store.search.table import Choice, Field, ListTable, Number, Turned
from store.words import N_, _, listed, readings, sentences, spoken

COMMAS = frozenset(",，")
MINUS = frozenset("-－")
_SPAN = re.compile(r"([0-9.]{1,9})[-~～—－至到]([0-9.]{1,9})")
"""Two amounts of a shop, and no number of an order."""
_MINE = N_("mine")
LEAST = 2
"""Characters of a word that may be a part of another."""
MOST = 3
"""So many words are proposed."""
TASKS = "task"
"""The state of orders, and of their cases, of which the platform is to be told something."""


def hint(query: str, table: ListTable) -> str:
    """Where what rows show as next is found, and how any of several words; mostly nothing."""
    may_mean_any = COMMAS & {*query} and "|" not in query
    any_of = _("a|b finds either of two.") if may_mean_any else ""
    known = OBLIGATIONS.field_of("kind")
    if table not in (OBLIGATIONS, ORDERS, CASES) or known is None:
        return any_of
    # What rows show may be of several words, which only are one where they are told apart.
    words = (query, *words_of(query, OBLIGATIONS))
    said = (_of_owed(unquoted(word).strip(" !！"), known[1], table) for word in words)
    told = next(filter(None, said), "")
    return sentences(told or _of_bare(words[1:], table), any_of)


def _of_bare(words: Sequence[str], table: ListTable) -> str:
    """What a bare word may mean beside the text it was looked for as; mostly nothing."""
    bare = [unquoted(one).strip(" !！") for one in words]
    bare = [one for one in bare if one and ":" not in one and "：" not in one]
    unknown = [one for one in bare if not (state_named(one, table) or standing(one, table))]
    ways = (_left_out, _of_amount, _of_number, _of_case, _of_mine, _near, _of_note)
    return next(filter(None, (way(word, table) for way in ways for word in unknown)), "")


def _left_out(word: str, _table: ListTable) -> str:
    if word[0] not in MINUS or not word[1:]:
        return ""
    said = _("{word} was looked for as it stands; {query} leaves out what has it.")
    return said.format(word=word, query=f"!{word[1:]}")


def _of_amount(word: str, table: ListTable) -> str:
    span = _SPAN.fullmatch(word)
    if span is None or "amount" not in table.field_names:
        return ""
    said = _("{word} was looked for in numbers; an amount is found by {query}.")
    query = f"{field_shown('amount', table)}:{span[1]}-{span[2]}"
    return said.format(word=word, query=query)


def _of_case(word: str, table: ListTable) -> str:
    if table is not ORDERS:
        return ""
    said = _("{word} is said of a case: Cases finds it by {query}.")
    if meant := standing(word, CASES):
        shown = shown_word(meant[1][0], is_chinese=spoken() == "zh")
        return said.format(word=word, query=f"{field_shown(meant[0], CASES)}:{shown}")
    state = state_named(word, CASES)
    return said.format(word=word, query=state_shown(state)) if state else ""


def _of_number(word: str, table: ListTable) -> str:
    name = field_named(word, table)
    known = table.field_of(name) if name else None
    if name is None or known is None or not isinstance(known[1], Number):
        return ""
    said = _("{word} is a number of each here: {query} finds what has some.")
    return said.format(word=word, query=f"{field_shown(name, table)}:>0")


def _of_mine(word: str, table: ListTable) -> str:
    if folded(word) not in map(folded, readings(_MINE)) or "claim" not in table.field_names:
        return ""
    said = _("What is yours is found by {query} and your name behind it.")
    return said.format(query=f"{field_shown('claim', table)}:")


def _near(word: str, table: ListTable) -> str:
    if word.isascii() or len(word) < LEAST:
        return ""
    near = [name for name in _names(table) if word in name or name in word]
    said = _("{word} was looked for in numbers, goods, buyers and SKUs; or is it {near}?")
    return said.format(word=word, near=listed(near[:MOST])) if near else ""


def _of_note(word: str, table: ListTable) -> str:
    is_text = len(word) >= LEAST and not word.isdecimal() and {*word}.isdisjoint({"|", *COMMAS})
    if not is_text or "note" not in table.field_names:
        return ""
    said = _("{query} looks for it in notes.")
    return said.format(query=f"{field_shown('note', table)}:{word}")


def _names(table: ListTable) -> Iterator[str]:
    """What its states and the words of its fields are called, as they are typed."""
    is_chinese = spoken() == "zh"
    yield from map(state_shown, table.state_names)
    for name in table.field_names:
        known = table.field_of(name)
        if known and isinstance(known[1], Choice | Turned):
            for word in known[1].vocabulary:
                yield f"{field_shown(name, table)}:{shown_word(word, is_chinese=is_chinese)}"


def _of_owed(word: str, kinds: Field, table: ListTable) -> str:
    """What is said of a word that is called as something is that is owed."""
    assert isinstance(kinds, Choice | Turned)
    if table is OBLIGATIONS:
        return ""
    if tasks_called(word, kinds):
        said = _("{task} is for the platform; {query} finds all that is.")
        return said.format(task=word, query=state_shown(TASKS))
    meant = word_meant(word, kinds)
    said = _("{duty} is what is owed: the board finds it by {query}.")
    return said.format(duty=word, query=_kind_shown(meant)) if meant else ""


def _kind_shown(kind: str) -> str:
    """The word of a query that finds a kind of what is owed, as it is typed."""
    shown = shown_word(kind, is_chinese=spoken() == "zh")
    return f"{field_shown('kind', OBLIGATIONS)}:{shown}"
