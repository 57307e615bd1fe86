"""Hints (提示): what finds what somebody may have meant whose query finds nothing."""

from store.search.language import TOLD, kind_shown, words_of
from store.search.lists import CASES, OBLIGATIONS, ORDERS
from store.search.names import TASK, names_a_task, state_shown, word_meant
from store.search.quoting import unquoted
from store.search.table import Choice, Field, ListTable, Turned
from store.words import _, sentences

COMMAS = frozenset(",，")
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
    return sentences(next(filter(None, said), ""), any_of)


def _of_owed(word: str, kinds: Field, table: ListTable) -> str:
    """What is said of a word that is called as something is that is owed."""
    assert isinstance(kinds, Choice | Turned)
    if names_a_task(word, kinds):
        query = kind_shown(TASK) if table is OBLIGATIONS else state_shown(TASKS)
        return _(TOLD).format(task=word, query=query)
    meant = word_meant(word, kinds) if table is not OBLIGATIONS else None
    said = _("{duty} is what is owed: the board finds it by {query}.")
    return said.format(duty=word, query=kind_shown(meant)) if meant else ""
