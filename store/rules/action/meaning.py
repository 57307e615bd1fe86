"""Meaning (含义): what a text of a field means, of which there are several spellings."""

from collections.abc import Callable
from typing import Any

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from store.rules.action.base import Action
from store.rules.action.fields import chosen_word, literal_words, read_amount, read_count
from store.rules.action.kinds import parts_of
from store.rules.action.markers import Spellings, marker_of

NUMBERS = (read_amount, read_count)
"""What reads the fields whose value has several spellings and is no word."""


def means_same(action: type[Action[Any]], name: str, one: str, other: str) -> bool:
    """Do two texts mean the same value of this field, as 20 and 20.00 do?"""
    info = action.model_fields[name]
    return _meaning(info, one) == _meaning(info, other)


def _meaning(info: FieldInfo, text: str) -> object:
    words = literal_words(info.annotation)
    if words:
        return chosen_word(text, words, marker_of(info, Spellings))
    try:
        return _reader(info)(text)
    except PydanticCustomError:
        return text.strip()


def _reader(info: FieldInfo) -> Callable[[str], object]:
    """What reads a text of such a field."""
    readers = (one.func for one in parts_of(info) if isinstance(one, BeforeValidator))
    found: Callable[[str], object] = next((one for one in readers if one in NUMBERS), str.strip)
    return found
