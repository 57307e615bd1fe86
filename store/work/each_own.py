"""EachOwn (各自的值): what no two orders share, such as a tracking number, as a pasted list has it.

A line for each: the order's number and the value, as a sheet or a label printer gives them, with
blanks, tabs, commas or other signs between. Where a heading says in which column the value stands,
it is that; else what a line has besides, such as a phone, a day or a sub-order, is passed over.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from unicodedata import category, normalize

from store.errors import BadInput
from store.rules.action.base import Action
from store.rules.action.fields import plain_tracking_no
from store.rules.action.kinds import TRACKING, kind_of
from store.words import _, listed, listed_first
from store.words.excerpts import excerpt

MOST_NAMED = 3
"""Orders that a sentence names."""
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{5,39}")
_NO_VALUE = re.compile(
    r"[^0-9]+|1[3-9][0-9]{9}|(?:19|20)[0-9]{2}(?:-[0-9]{1,2}-[0-9]{1,2}|[01][0-9][0-3][0-9])"
    r"|[0-9]{16,}"
)
"""A carrier by its letters, a mobile phone, a day, an id of the platform's (sub-order, product)."""
_BETWEEN = re.compile(r"[\s,;、|:/]+|-(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])-")
"""Between two words; a dash, where a carrier's name stands beside it."""
_COLUMNS = ("\t", ",", ";", "|")
"""What divides the columns of a sheet, the likeliest first."""
_HOLDS_VALUES = re.compile(
    r"(?<!退货)(?:快递单号|运单号|物流单号|快递信息|tracking[ _]no)", re.IGNORECASE
)
"""What sheets call the column of the tracking number."""


def own_field(action: type[Action[Any]]) -> str:
    """The field of an action whose value is another one for each; empty where it has none."""
    fields = action.model_fields.items()
    return next(
        (name for name, info in fields if info.is_required() and kind_of(info) is TRACKING), ""
    )


def is_list(text: str) -> bool:
    """Does a text have more than one value?"""
    return len(_words(_plain(text))) > 1


class EachOwn:
    """The values of a list, by what each order is called."""

    def __init__(self, field: str, text: str, called: Iterable[str]) -> None:
        """`called` are the orders that are meant.

        Raises BadInput about the field for a line that names none of them, or no value or several,
        and for an order that has two. Only the first line may be a heading.
        """
        self.field = field
        self._values: dict[str, str] = {}
        self._column = _Column("", 0)
        others: list[str] = []
        meant = frozenset(called)
        may_be_heading = True
        for number, line in enumerate(_plain(text).splitlines(), start=1):
            words = _words(line)
            if not words:
                continue
            is_heading, may_be_heading = may_be_heading, False
            if not any(_is_number(word) or word in meant for word in words):
                if is_heading:
                    self._column = _column_in(line)
                    continue
                said = _("Line {line} names no order: {found}")
                raise self._wrong(said.format(line=number, found=" ".join(line.split())))
            orders = {word for word in words if word in meant}
            if not orders:
                others.append(words[0])
                continue
            if len(orders) > 1:
                said = _("Line {line} names several orders: {orders}.")
                raise self._wrong(said.format(line=number, orders=listed(sorted(orders))))
            order = orders.pop()
            self._add(order, self._only_value(self._column.words_in(line), order, number))
        if others:
            raise self._wrong(_not_meant(others))

    def _only_value(self, words: list[str], order: str, line: int) -> str:
        found = {word for word in words if word != order and _may_be_value(word)}
        if len(found) == 1:
            return found.pop()
        said = _("Line {line}: one number is expected beside {order}.")
        if found:
            said = _("Line {line}: one number is expected beside {order}, and there are {found}.")
        raise self._wrong(said.format(line=line, order=excerpt(order), found=listed(sorted(found))))

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
    said = _("Not meant here: {orders}. Mark them too, or take their lines away.")
    return said.format(orders=listed_first(orders, MOST_NAMED))


class _Column(NamedTuple):
    """Where the values of a sheet stand; without a sign between its columns, anywhere."""

    between: str
    place: int

    def words_in(self, line: str) -> list[str]:
        """What a line has there; all of it where it has no such columns."""
        cells = line.split(self.between) if self.between else [line]
        return _words(cells[self.place] if len(cells) > max(1, self.place) else line)


def _column_in(heading: str) -> _Column:
    """The only column of a heading that holds the values."""
    for between in _COLUMNS:
        places = [
            place for place, name in enumerate(heading.split(between)) if _HOLDS_VALUES.search(name)
        ]
        if between in heading and len(places) == 1:
            return _Column(between, places[0])
    return _Column("", 0)


def _plain(text: str) -> str:
    """A text in half width, without what is invisible in it."""
    return "".join(sign for sign in normalize("NFKC", text) if category(sign) != "Cf")


def _words(line: str) -> list[str]:
    """The words of a line, without the apostrophe of a sheet."""
    parts: Iterator[str] = (part.strip("'‘’\"") for part in _BETWEEN.split(line))
    return [part for part in parts if part]


def _is_number(word: str) -> bool:
    """Is it a number of anything, and no amount or count?"""
    return bool(_NUMBER.fullmatch(word)) and any(sign.isdigit() for sign in word)


def _may_be_value(word: str) -> bool:
    return bool(_NUMBER.fullmatch(word)) and not _NO_VALUE.fullmatch(word)
