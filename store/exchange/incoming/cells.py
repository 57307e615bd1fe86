"""Cells: what the text of one cell means as money, an instant, a quantity or a yes or no."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from store.exchange.incoming.workbook_messages import EXACT_DIGITS
from store.words import _, listed
from store.words.excerpts import excerpt
from store.words.times import SHOP_TIME

Value = TypeVar("Value")

_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "¥"}
_MONEY = re.compile(r"(-?)(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2})0*)?", re.ASCII)
_QUANTITY = re.compile(r"(\d{1,7}|\d{1,3},\d{3})(?:\.0+)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T]*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_WITH_FRACTION = re.compile(r"(\d+)\.0+", re.ASCII)
"""A program that takes a name made of digits for a number writes it so."""
_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=SHOP_TIME)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_AHEAD = timedelta(hours=8)
_ISO_LENGTH = len("2026-11-20 12:08:23")
_YES = frozenset({"是", "y", "yes", "true", "1"})
_NO = frozenset({"否", "n", "no", "false", "0"})


class UnreadableCellError(ValueError):
    """A cell that its column cannot hold; the text tells what was expected and found."""


class BadCellError(Exception):
    """A cell that spoils its row; the reason tells what was expected and found."""

    def __init__(self, row: int, column: str, reason: str) -> None:
        """`column` is what the file calls it; empty where the whole row is meant."""
        super().__init__(reason)
        self.row = row
        self.column = column
        self.reason = reason


def meant(text: str, meaning: Callable[[str], Value], row: int, column: str) -> Value:
    """What a cell means. Raises BadCellError."""
    try:
        return meaning(text)
    except UnreadableCellError as trouble:
        raise BadCellError(row, column, str(trouble)) from trouble


def none_of(words: Iterable[str], text: str) -> str:
    """What is said of a cell that holds none of the words that are known."""
    said = _("one of {words} was expected, “{found}” was found")
    return said.format(words=listed(words), found=excerpt(text))


def _half_width(text: str) -> str:
    # Not NFKC, which makes 52 of 5².
    return text if text.isascii() else text.translate(_HALF_WIDTH)


@lru_cache(maxsize=8192)
def signed_money(text: str) -> int:
    """Yuan with at most two decimals (`1,299.00`, `￥32.5`, `８元`, `-3.00`) → whole fen."""
    plain = _half_width(text).replace(" ", "").removeprefix("¥").removesuffix("元")
    found = _MONEY.fullmatch(plain)
    if not found:
        raise _no_amount(text)
    return int(Decimal(plain.replace(",", "")) * 100)


def money(text: str) -> int:
    """Yuan, not below zero → whole fen."""
    fen = signed_money(text)
    if fen < 0:
        raise _no_amount(text)
    return fen


def _no_amount(text: str) -> UnreadableCellError:
    return UnreadableCellError(
        _("an amount in yuan such as 1,299.00 was expected, “{found}” was found").format(
            found=excerpt(text)
        )
    )


def quantity(text: str) -> int:
    """A whole number of units, at least 1."""
    units = count(text)
    if units < 1:
        raise _no_quantity(text)
    return units


def count(text: str) -> int:
    """A whole number of units, or 0."""
    found = _QUANTITY.fullmatch(_half_width(text))
    if not found:
        raise _no_quantity(text)
    return int(found[1].replace(",", ""))


def _no_quantity(text: str) -> UnreadableCellError:
    return UnreadableCellError(
        _("a whole number of at least 1 was expected, “{found}” was found").format(
            found=excerpt(text)
        )
    )


def yes_or_no(text: str) -> bool:
    """是 or 否."""
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise UnreadableCellError(
        _("是 or 否 was expected, “{found}” was found").format(found=excerpt(text))
    )


def instant(text: str) -> datetime:
    """A time as the platforms or a spreadsheet write it; a naive one is Asia/Shanghai."""
    try:
        # The spelling of nearly every cell is read without the pattern: a file has half a million.
        # The zone's distance from UTC is what it was in all the years that are taken.
        if len(text) == _ISO_LENGTH and text[4] == text[7] == "-" and text[10] in " T":
            there = datetime.fromisoformat(f"{text}+00:00")
            if _FIRST_YEAR <= there.year <= _LAST_YEAR:
                return there - _AHEAD
        moment = _moment(text)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise UnreadableCellError(
            _("a time such as 2026-11-20 12:08:23 was expected, “{found}” was found").format(
                found=excerpt(text)
            )
        )
    return moment.astimezone(UTC)


def _moment(text: str) -> datetime | None:
    plain = " ".join(_half_width(text).split())
    if _SERIAL.fullmatch(plain):
        return _SERIAL_ZERO + timedelta(seconds=round(Decimal(plain) * 86400))
    found = _INSTANT.fullmatch(plain)
    if not found:
        return None
    moment = datetime(*(int(part or 0) for part in found.groups()[:6]), tzinfo=SHOP_TIME)  # type: ignore[misc, arg-type]
    return moment if not found[7] else moment.replace(tzinfo=_zone(found[7]))


def _zone(text: str) -> tzinfo | None:
    return datetime.strptime(text, "%z").tzinfo


def exact(text: str) -> str:
    """A number that names something, such as a parcel, without the `.0` of programs; one that a
    spreadsheet has rounded is refused.
    """
    if "." not in text and "E" not in text and "e" not in text:
        return text
    if _ROUNDED.fullmatch(text):
        raise UnreadableCellError(rounded(text))
    fraction = _WITH_FRACTION.fullmatch(text)
    if not fraction:
        return text
    if len(fraction[1]) > EXACT_DIGITS:
        raise UnreadableCellError(rounded(text))
    return fraction[1]


def plain(text: str) -> str:
    """A text that names something without the `.0` that programs put behind digits; any other text
    as it is.
    """
    fraction = _WITH_FRACTION.fullmatch(text)
    return fraction[1] if fraction and len(fraction[1]) <= EXACT_DIGITS else text


def rounded(text: str) -> str:
    """Why a number that names something is not taken: its last digits are lost."""
    said = _(
        "the number itself was expected, “{found}” was found: "
        "a spreadsheet program has rounded it away"
    )
    return said.format(found=excerpt(text))
