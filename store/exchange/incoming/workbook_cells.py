"""The cells of a workbook as the texts they stand for, without loss.

Whole numbers are read as they are written, so that an order number of 19 digits stays exact; one
that a spreadsheet has rounded as what it shows for it, `6.95E+18`; others to the 15 digits that a
spreadsheet knows. What looks like a date by its style is one.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from store.exchange.incoming.workbook_messages import EXACT_DIGITS
from store.exchange.incoming.workbook_xml import plain

RECENT = 4096
"""So many texts are at hand: most cells of a column say what another one has said."""
_EXACT_BELOW = 10**EXACT_DIGITS
_SECONDS = 24 * 60 * 60
_LEAP_DAY = 60
"""Excel counts a 29 February 1900, so that its first days are one off."""
_HALF = timedelta(microseconds=500_000)
_DATE = len("2026-11-20")


class Styles(NamedTuple):
    """What the styles of a workbook say of its numbers."""

    dates: Collection[str]
    """The styles, by their number as text, that show a number as a date or a time."""
    durations: Collection[str]
    epoch: datetime


Read = Callable[[str], str]
"""Gives the text that what is written in a cell stands for."""


class CellReader:
    """How cells of each kind and style are read."""

    def __init__(self, string: Read, styles: Styles) -> None:
        """`string` gives a shared string by its number."""
        self._styles = styles
        self._by_kind: dict[str, Read] = {
            "s": string,
            "str": plain,
            "inlineStr": plain,
            "b": lambda found: "TRUE" if int(found) else "FALSE",
            "d": iso_text,
        }
        self._number = lru_cache(maxsize=RECENT)(number_text)
        self._date = lru_cache(maxsize=RECENT)(lambda found: date_text(float(found), styles.epoch))

    def reads(self, kind: str | None, style: str | None) -> Read:
        """How such a cell is read; one that is an error says so by itself."""
        if kind is not None and kind != "n":
            return self._by_kind.get(kind, str)
        if style in self._styles.dates:
            return self._date
        return _duration_text if style in self._styles.durations else self._number


def _duration_text(found: str) -> str:
    return str(timedelta(milliseconds=round(float(found) * _SECONDS * 1000)))


def number_text(written: str) -> str:
    """A number as a spreadsheet shows it: 89.69999999999999 is its 89.7."""
    if written.isdecimal() or not any(sign in written for sign in ".eE"):
        whole = str(int(written))
        lost = whole.lstrip("-")[EXACT_DIGITS:]
        return repr(float(whole)) if lost and not lost.strip("0") else whole
    value = float(written)
    if abs(value) >= _EXACT_BELOW:
        return repr(value)
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


def date_text(days: float, epoch: datetime) -> str:
    """A number as a day and a time, to the second; a fraction of a day alone is a time.

    What is no day of the calendar is what a spreadsheet shows for it.
    """
    day, fraction = divmod(days, 1)
    spent = timedelta(milliseconds=round(fraction * _SECONDS * 1000))
    if not day and not spent.days:
        return f"{(epoch + spent + _HALF):%H:%M:%S}"
    if 0 < days < _LEAP_DAY and epoch.year == 1899:  # noqa: PLR2004
        day += 1
    try:
        return (epoch + timedelta(days=day) + spent + _HALF).isoformat(" ", "seconds")
    except OverflowError:
        return "#VALUE!"


def iso_text(written: str) -> str:
    """A date that is written as one (ISO 8601)."""
    if len(written) <= _DATE:
        return written
    return f"{(datetime.fromisoformat(written) + _HALF):%Y-%m-%d %H:%M:%S}"
