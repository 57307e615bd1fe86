"""Hints (提示): what finds what somebody may have meant whose query finds nothing."""

from collections.abc import Iterator, Sequence

from store.search.language import TOLD, kind_shown, words_of
from store.search.lists import CASES, OBLIGATIONS, ORDERS
from store.search.names import (
    TASK,
    field_shown,
    names_a_task,
    shown_word,
    standing,
    state_named,
    state_shown,
    word_meant,
)
from store.search.quoting import unquoted
from store.search.table import Choice, Field, ListTable, Turned
from store.words import _, listed, sentences, spoken

COMMAS = frozenset(",，")
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
    for word in (unquoted(one).strip(" !！-") for one in words):
        if not word or ":" in word or "：" in word or state_named(word, table):
            continue
        if table is ORDERS and (meant := standing(word, CASES)) and not standing(word, table):
            shown = shown_word(meant[1][0], is_chinese=spoken() == "zh")
            said = _("{word} is said of a case: Cases finds it by {query}.")
            return said.format(word=word, query=f"{field_shown(meant[0], CASES)}:{shown}")
        if standing(word, table) or word.isascii() or len(word) < LEAST:
            continue
        near = [name for name in _names(table) if word in name or name in word]
        if near:
            said = _("{word} was looked for in numbers, goods, buyers and SKUs; or is it {near}?")
            return said.format(word=word, near=listed(near[:MOST]))
    return ""


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
    if names_a_task(word, kinds):
        query = kind_shown(TASK) if table is OBLIGATIONS else state_shown(TASKS)
        return _(TOLD).format(task=word, query=query)
    meant = word_meant(word, kinds) if table is not OBLIGATIONS else None
    said = _("{duty} is what is owed: the board finds it by {query}.")
    return said.format(duty=word, query=kind_shown(meant)) if meant else ""
