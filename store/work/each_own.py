"""EachOwn (各自的值): what no two orders share, such as a tracking number, as a pasted list has it.

A line for each: the order's number and the value, as a sheet or a label printer gives them, with
blanks, tabs or commas between; what else a line has, such as a phone or a day, is passed over.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from unicodedata import normalize

from store.errors import BadInput
from store.rules.action.base import Action
from store.rules.action.fields import plain_tracking_no
from store.rules.action.kinds import TRACKING, kind_of
from store.words import _, listed
from store.words.excerpts import excerpt

MOST_NAMED = 3
"""Orders that a sentence names."""
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{5,39}")
_NO_VALUE = re.compile(r"[^0-9]+|1[3-9][0-9]{9}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
"""A carrier by its letters, a mobile phone, a day."""
_BETWEEN = re.compile(r"[\s,;，；、]+")


def own_field(action: type[Action[Any]]) -> str:
    """The field of an action whose value is another one for each; empty where it has none."""
    fields = action.model_fields.items()
    return next(
        (name for name, info in fields if info.is_required() and kind_of(info) is TRACKING), ""
    )


def is_list(text: str) -> bool:
    """Does a text have more than one value?"""
    return len(_words(text)) > 1


class EachOwn:
    """The values of a list, by what each order is called."""

    def __init__(self, field: str, text: str, called: Iterable[str]) -> None:
        """`called` are the orders that are meant.

        Raises BadInput about the field for a line that names none of them, or no value or several,
        and for an order that has two. Only the first line may be a heading.
        """
        self.field = field
        self._values: dict[str, str] = {}
        others: list[str] = []
        meant = frozenset(called)
        may_be_heading = True
        for number, line in enumerate(text.splitlines(), start=1):
            words = _words(line)
            if not words:
                continue
            is_heading, may_be_heading = may_be_heading, False
            if not any(map(_has_digit, words)):
                if is_heading:
                    continue
                said = _("Line {line} names no order: {found}")
                raise self._wrong(said.format(line=number, found=" ".join(words)))
            orders = {word for word in words if word in meant}
            if not orders:
                others.append(words[0])
                continue
            if len(orders) > 1:
                said = _("Line {line} names several orders: {orders}.")
                raise self._wrong(said.format(line=number, orders=listed(sorted(orders))))
            order = orders.pop()
            self._add(order, self._only_value(words, order, number))
        if others:
            raise self._wrong(_not_meant(others))

    def _only_value(self, words: list[str], order: str, line: int) -> str:
        found = {word for word in words if word != order and _may_be_value(word)}
        if len(found) == 1:
            return found.pop()
        said = _("Line {line}: one number is expected beside {order}.")
        raise self._wrong(said.format(line=line, order=excerpt(order)))

    def _add(self, order: str, value: str) -> None:
        if self._values.setdefault(order, value) != value:
            said = _("{order} stands there twice, with two numbers.")
            raise self._wrong(said.format(order=excerpt(order)))

    def _wrong(self, sentence: str) -> BadInput:
        return BadInput(sentence, field=self.field)

    @property
    def shared(self) -> frozenset[str]:
        """The values that stand beside several."""
        counted = Counter(map(plain_tracking_no, self._values.values()))
        return frozenset(value for value, count in counted.items() if count > 1)

    def value_of(self, called: str) -> str:
        """That of one; empty where the list has none."""
        return self._values.get(called, "")


def without_own(values: Mapping[str, str], field: str) -> dict[str, str]:
    """The values that are the same for all."""
    return {name: text for name, text in values.items() if name != field}


def _not_meant(orders: list[str]) -> str:
    """Said of lines whose numbers would be lost."""
    shown = listed(orders[:MOST_NAMED])
    more = len(orders) - MOST_NAMED
    named = _("{names} and {count} more").format(names=shown, count=more) if more > 0 else shown
    return _("Not meant here: {orders}. Mark them too, or take their lines away.").format(
        orders=named
    )


def _words(text: str) -> list[str]:
    """The words of a text, in half width, without the apostrophe of a sheet."""
    parts: Iterator[str] = (part.strip("'‘’\"") for part in _BETWEEN.split(normalize("NFKC", text)))
    return [part for part in parts if part]


def _may_be_value(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word)) and not _NO_VALUE.fullmatch(word)


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)
