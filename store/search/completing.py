"""Completing (补全): how the word that is being typed may go on, in the language it is typed in."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.search.chinese_names import STATES_IN_CHINESE
from store.search.folding import folded
from store.search.initials import initials
from store.search.names import (
    field_named,
    names_in_chinese,
    names_of_state,
    names_of_word,
    plain_name,
    shown_word,
    words_standing,
)
from store.search.people import OWNERS
from store.search.phrases import LONGEST
from store.search.ranges import times_in_chinese
from store.search.table import Choice, Field, ListTable, Moment, Number, Turned
from store.words import spoken
from store.words.labels import brief, label

MOST = 8
_ENDS = re.compile(r"[\s　|｜]")
_QUOTES = re.compile('["＂“”]')
_AHEAD, _BACK = ("<2h", "<24h", "today", "tomorrow"), ("<24h", ">4d", "today", "yesterday")
_NUMBERS = (">0", ">50", "50..100")


class Completion(NamedTuple):
    """How a word may go on."""

    text: str
    """What stands in place of it then."""
    title: str
    """What that means."""
    is_whole: bool = True
    """Nothing has to follow in the same word."""


class Completions(NamedTuple):
    """How what is typed may go on."""

    start: int
    """Where the part of it begins that a completion stands in place of."""
    found: Sequence[Completion] = ()


def completions(typed: str, table: ListTable, people: Sequence[str] = ()) -> Completions:
    """How what stands before the cursor may go on; `people` are those who may own something."""
    start = _start(typed, table)
    start += len(typed[start:]) - len(typed[start:].lstrip("!！"))
    part = typed[start:]
    if not part or len(_QUOTES.findall(typed)) % 2 or _QUOTES.search(part):
        return Completions(start)
    said, colon, value = part.replace("：", ":").partition(":")
    found = _words(said, value, table, people) if colon else _names(part, table)
    ordered = sorted(found, key=lambda one: not folded(one.text).startswith(folded(part)))
    whole = any(folded(one.text) == folded(part) for one in ordered)
    return Completions(start, () if whole else tuple(dict.fromkeys(ordered))[:MOST])


def _start(typed: str, table: ListTable) -> int:
    """Where the word begins that is being typed; behind its field a name of several is one."""
    starts = [0, *(end.end() for end in _ENDS.finditer(typed))]
    names = (start for start in starts[-LONGEST:-1] if _begins_name(typed[start:], table))
    return next(names, starts[-1])


def _begins_name(part: str, table: ListTable) -> bool:
    """Is it a field and the first words of a name: `kind:check r`?"""
    said, colon, value = part.lstrip("!！").replace("：", ":").partition(":")
    name = field_named(folded(said), table) if colon and not value.endswith(" ") else None
    known = table.field_of(name) if name else None
    if known is None or not isinstance(known[1], Choice | Turned):
        return False
    begun = plain_name(value.replace("，", ",").rpartition(",")[2])
    return any(
        plain_name(one).startswith(begun)
        for word in known[1].vocabulary
        for one in names_of_word(word)
    )


def _names(part: str, table: ListTable) -> Iterator[Completion]:
    """States and fields that are called so."""
    sought, is_chinese = folded(part), _is_chinese(part)
    for state in table.state_names:
        chinese = STATES_IN_CHINESE[state]
        if _is_meant(sought, names_of_state(state)):
            text = _typed(chinese, sought)
            if is_chinese:
                yield Completion(text, _if_typed(state, sought))
            else:
                yield Completion(state, chinese[0])
    for word in words_standing(table):
        shown = shown_word(word, is_chinese=is_chinese)
        if _is_meant(sought, (shown, brief(word), plain_name(word), label(word))):
            yield Completion(shown, brief(word) if brief(word) != shown else "")
    for name in table.field_names:
        chinese = names_in_chinese(name, table)
        if _is_meant(sought, (name, *chinese)):
            text = _typed(chinese, sought)
            text, other = (text, _if_typed(name, sought)) if is_chinese else (name, chinese[0])
            title = "  ".join(filter(None, (other, example_of(name, table))))
            yield Completion(f"{text}:", title, is_whole=False)


def _if_typed(word: str, sought: str) -> str:
    """A word of the search's own: who speaks Chinese sees what was meant by those letters alone."""
    return word if spoken() != "zh" or sought in word else ""


def _typed(chinese: Sequence[str], sought: str) -> str:
    """Of a shop's names the one that is typed, else the first."""
    return next((one for one in chinese if sought in one and not one.isascii()), chinese[0])


def _is_chinese(part: str) -> bool:
    """Does it go on in Chinese: where that is spoken, whatever letters are typed, or typed?"""
    return spoken() == "zh" or not part.isascii()


def _words(said: str, value: str, table: ListTable, people: Sequence[str]) -> Iterator[Completion]:
    """What a field may be compared with."""
    name = field_named(folded(said), table)
    known = table.field_of(name) if name else None
    if name is None or known is None:
        return
    before, _comma, last = value.replace("，", ",").rpartition(",")
    head = f"{said}:{before}," if before else f"{said}:"
    sought, field = folded(last), known[1]
    if name in OWNERS:
        yield from (Completion(head + one, "") for one in people if _is_meant(sought, (one,)))
    elif isinstance(field, Choice | Turned):
        is_chinese = _is_chinese(said + last)
        for word in field.vocabulary:
            shown = shown_word(word, is_chinese=is_chinese)
            names = (word, label(word), brief(word), shown)
            if not sought or _is_meant(sought, (*names, *map(plain_name, names))):
                said_so = (one for one in (brief(word), label(word)) if one != shown)
                yield Completion(head + shown, next(said_so, ""))
    else:
        values = _values(field)
        if isinstance(field, Moment) and _is_chinese(said + last):
            values = map(times_in_chinese, values)
        yield from (Completion(said + ":" + one, "") for one in values if sought in one)


def example_of(name: str, table: ListTable) -> str:
    """What a field may be compared with, where that has a form of its own; else its first word."""
    known = table.field_of(name)
    field = known[1] if known else None
    is_chinese = spoken() == "zh"
    if isinstance(field, Choice | Turned):
        return shown_word(field.vocabulary[0], is_chinese=is_chinese)
    value = next(_values(field), "") if field else ""
    return times_in_chinese(value) if is_chinese and isinstance(field, Moment) else value


def _values(field: Field) -> Iterator[str]:
    if isinstance(field, Moment):
        yield from _AHEAD if field.forward else _BACK
    elif isinstance(field, Number):
        yield from _NUMBERS


def _is_meant(sought: str, names: Sequence[str]) -> bool:
    return any(sought in name or initials(name).startswith(sought) for name in map(folded, names))
