"""Long numbers (长数字): which of a column a spreadsheet program has rounded away."""

from store.exchange.incoming.workbook_messages import EXACT_DIGITS

_NEARLY_ALL = 0.9
"""A spreadsheet rounds a whole column. Where fewer than this part of its long numbers end in zeros,
they are numbers that end so by themselves, as one of 19 digits in ten thousand does."""


class LongNumbers:
    """The numbers of one column of a file, as far as they were noted."""

    def __init__(self) -> None:
        self._long = self._round = 0

    def note(self, number: str) -> None:
        """Count a number of the column; every one before any of them is judged."""
        if _is_long(number):
            self._long += 1
            self._round += _ends_in_zeros(number)

    def is_rounded(self, number: str) -> bool:
        """Are the last digits of one of them lost?"""
        if self._round < self._long * _NEARLY_ALL:
            return False
        return _is_long(number) and _ends_in_zeros(number)


def _is_long(number: str) -> bool:
    return len(number) > EXACT_DIGITS and number.isdecimal()


def _ends_in_zeros(long_number: str) -> bool:
    return not long_number[EXACT_DIGITS:].strip("0")
