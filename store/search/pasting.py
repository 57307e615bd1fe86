"""Pasting (粘贴): what is searched for of a text that somebody pasted on a list.

A column of numbers is searched for as it stands, and so is a query that has no such number or says
in each word where to look. Of all else only the order numbers in it are, else the tracking numbers,
else the phones, else the cases.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from store.search.folding import folded
from store.search.language import pasted_list
from store.search.lists import LISTS
from store.search.names import field_named
from store.words import N_

_FIELD = re.compile(r"[!！]?([^\s:：<>=＜＞＝]+)[:：<>=＜＞＝][^\s]*[0-9A-Za-z]")
"""A word that may say where it is looked for; a page has such a label before each number."""


class _Number(NamedTuple):
    """A kind of number that a chat may hold."""

    pattern: re.Pattern[str]
    between: str
    """What stands between several of them in a query."""
    said: str
    plain: Callable[[str], str] = str
    """As it is searched for."""


def _alone(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z-])(?:{pattern})(?![0-9A-Za-z-])")


_ORDER = _alone("[0-9]{6}-[0-9]{6,}|[0-9]{15,}")
_NUMBERS = (
    _Number(
        _ORDER,
        " ",
        N_("Of what was pasted, only the order number is searched for."),
    ),
    _Number(
        _alone("[A-Za-z]{1,4}[0-9]{9,}|[0-9]{12,14}"),
        "|",
        N_("Of what was pasted, only the tracking number is searched for."),
    ),
    _Number(
        _alone(r"1[3-9][0-9](?:(?:[ -]?[0-9]{4}){2}|\*{4}[0-9]{4})"),
        "|",
        N_("Of what was pasted, only the phone is searched for."),
        lambda phone: re.sub("[ -]", "", phone),
    ),
    _Number(
        _alone("[0-9]{10,11}"),
        "|",
        N_("Of what was pasted, only the case number is searched for."),
    ),
)
"""The kinds, the one first that finds best."""


_PAIR = re.compile(
    r"([0-9]{6}-[0-9]{6,}|[0-9]{15,})[\s,，;；]+(?!1[3-9][0-9]{9}$)[A-Za-z]{0,4}[0-9]{9,15}"
)
"""An order's number and that of its parcel, which is no phone."""
TO_SHIP = N_(
    "The orders of these lines are searched for; to ship them, mark all ({mark}), press {ship}, and"
    " paste the same lines into its form."
)


class Sought(NamedTuple):
    """The query that a pasted text comes to."""

    query: str
    said: str = ""
    """What to say of it, a text of the catalogue; nothing where all of the text is in it."""
    is_number: bool = False
    """Is it searched for by numbers, of which an order has one?"""

    @property
    def of_orders(self) -> tuple[str, ...]:
        """The queries that may find its order, the best first: none where it is no number. That of
        a case is none of an order's texts, and is looked for by its field where it is alone.
        """
        if not self.is_number:
            return ()
        is_alone = not set(self.query) & set(" |")
        return (self.query, f"case:{self.query}") if is_alone else (self.query,)


def names_orders(text: str) -> bool:
    """Is a pasted text nothing but the numbers of orders?"""
    words = [word for word in re.split(r"[\s,，;；、]+", text) if word]
    return bool(words) and all(map(_ORDER.fullmatch, words))


def _to_ship(text: str) -> tuple[str, ...]:
    """The orders of a list of which each line is one and its tracking number, below any heading;
    none where it is another text.
    """
    lines = [line.strip() for line in text.splitlines() if re.search("[0-9]", line)]
    pairs = [*filter(None, map(_PAIR.fullmatch, lines))]
    return tuple(dict.fromkeys(one[1] for one in pairs)) if len(pairs) == len(lines) else ()


def sought_in(text: str) -> Sought:
    """What a pasted text is searched for."""
    words = text.split()
    whole = Sought(" ".join(words))
    if orders := _to_ship(text):
        return Sought(" ".join(orders), TO_SHIP, is_number=True)
    if pasted_list(text):
        return whole._replace(is_number=True)
    for number in _NUMBERS:
        found = [*dict.fromkeys(number.pattern.findall(text))]
        if found and all(map(_is_of_a_field, words)):
            return whole._replace(is_number=True)
        if found:
            said = "" if found == words else number.said
            return Sought(number.between.join(map(number.plain, found)), said, is_number=True)
    return whole


def _is_of_a_field(word: str) -> bool:
    """Is it a word of a query, whose field some list has?"""
    label = _FIELD.fullmatch(word)
    return label is not None and any(field_named(folded(label[1]), one) for one in LISTS.values())
