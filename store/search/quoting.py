"""Quoting (引号): a value of a query that stands as one, whatever signs it has."""

import re

from store.errors import BadInput
from store.words import _

COMMA = "\x1e"
"""Stands for a comma within quotes while a query is taken apart; no query has it."""
_QUOTED = re.compile(r'"[^"]*"')
_PHRASE = re.compile(r'"[^"]+"')
_LONELY = re.compile(r'(?<!\S)"+(?!\S)')
_SPECIAL = re.compile(r"[\s,，|｜]")
_MARKS = frozenset('"＂“”')


def quoted(text: str) -> str | None:
    """A value as a query has it behind its field; None where no query can have it."""
    if _MARKS & {*text}:
        return None
    return f'"{text}"' if not text or _SPECIAL.search(text) else text


def refuse_lonely_quote(text: str) -> None:
    """A quote with nothing beside it is no word, and what stands without it would find all."""
    if _LONELY.search(_PHRASE.sub("-", text)):
        said = _('“"” holds words together: they stand between two of them.')
        raise BadInput(said, field="query", code="lonely_quote")


def unquoted(text: str) -> str:
    """A text without any quotes, of whatever width."""
    return "".join(sign for sign in text if sign not in _MARKS)


def bare(part: str) -> str:
    """A part of a query without its quotes; what they held together stays so."""
    kept = _QUOTED.sub(lambda found: found[0].replace(",", COMMA), part)
    return kept.replace('"', "")


def options(value: str) -> list[str]:
    """The values that commas part."""
    return [as_typed(part) for part in value.split(",") if part]


def as_typed(text: str) -> str:
    """A text as it was typed."""
    return text.replace(COMMA, ",")
