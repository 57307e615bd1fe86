"""Phrases (词组): words of a query that only mean something together: `return and refund`.

What a list prints may be typed as it stands there, without quotes: a state, or a word of a field
whose words stand alone; behind its field any word: `kind:contact carrier`. A comma may part two of
them, as a row does: `refund only, unshipped`. The longest name is meant: `kind:ship reissue` is
what the queue of that name has, not what is to ship and says reissue.
"""

from collections.abc import Iterator, Sequence

from store.search.folding import folded
from store.search.names import (
    TASK,
    TASKS_TOLD,
    field_named,
    names_of_state,
    names_of_task,
    tasks_called,
    word_meant,
    words_shown,
)
from store.search.plain_words import tasks_saying
from store.search.table import Choice, ListTable, Turned
from store.words import while_heard

LONGEST = 10
"""Words of the longest one: `send again or refund what was lost or came back`."""


@while_heard
def phrases_of(table: ListTable) -> frozenset[str]:
    """All of a list that have more than one word, folded, in every language."""
    named = [name for state in table.state_names for name in names_of_state(state)]
    hyphened = [name.replace("-", " ") for name in table.state_names]
    said = map(folded, (*named, *hyphened, *words_shown(table)))
    return frozenset(one for one in (*said, *_begun(table)) if " " in one)


def _begun(table: ListTable) -> Iterator[str]:
    """What is to be told to the platform as a row of this list calls it, and how that begins: short
    words of it are found nowhere alone (`add reissue`).
    """
    for task in TASKS_TOLD if TASK in table.field_names else ():
        for name in names_of_task(task):
            words = name.split()
            yield from (" ".join(words[:count]) for count in range(2, len(words) + 1))


def joined(words: Sequence[str], table: ListTable) -> Iterator[tuple[str, int]]:
    """These words of a query, those of a phrase as one; and how many of them each is."""
    at = 0
    while at < len(words):
        count = _length(words[at : at + LONGEST], table)
        yield " ".join(words[at : at + count]), count
        at += count


def _length(words: Sequence[str], table: ListTable) -> int:
    """How many of the first of these are a phrase; one where they are none."""
    for count in range(min(LONGEST, len(words)), 1, -1):
        phrase = folded(" ".join(words[:count])).lstrip("!").rstrip(",")
        if phrase in phrases_of(table) or _is_compared(phrase, table):
            return count
    return 1


def _is_compared(phrase: str, table: ListTable) -> bool:
    """Is it a field and words of it, as they are shown: `kind:contact carrier,ship`?"""
    said, _colon, value = phrase.partition(":")
    name = field_named(said, table) if value else None
    known = table.field_of(name) if name else None
    if name == TASK:
        return all(map(tasks_saying, value.split(",")))
    if known is None or not isinstance(known[1], Choice | Turned):
        return False
    field = known[1]
    return all(word_meant(one, field) or tasks_called(one, field) for one in value.split(","))
