"""Phones in free text: found however they are written, and masked.

People write the digits so that no program finds them: `(139)12345679`, `138。1234。5678`, `①③⑨…`,
`一三九…`. What is hidden too much is hidden only from who did not ask to see it; what is hidden too
little shows a buyer's phone. So eleven digits are a phone where they stand as people group them,
whatever is between the groups, and where each stands alone; grouped in another way, where the same
sign is between all groups, because amounts, times and dates beside one another differ in theirs.
"""

import re
import unicodedata
from collections.abc import Callable, Collection

from store.words.masks import mask_phone

_SIGN = r"(?:[^\w*]|_)"
_MAYBE, _APART = f"{_SIGN}{{0,3}}", f"{_SIGN}{{1,3}}"
"""What people and programs put between the digits of a number, the invisible too."""
_MAY_BE_PHONE = re.compile(f"1{_MAYBE}[3-9]|0{_MAYBE}[1-9]")
"""Looked for first, because it is found ten times as fast."""
_CHINA = rf"(?:(?:\+|00)?86{_MAYBE})?"
_USUAL = re.compile(
    rf"(?<!\d)(?:{_CHINA}|0(?=1[3-9]))[(（\[【]?(?P<mobile>"
    rf"1[3-9]\d{_MAYBE}\d{{4}}{_MAYBE}\d{{4}}"
    rf"|1[3-9]\d{_MAYBE}\d{{3}}{_MAYBE}\d{{5}}"
    rf"|1[3-9]\d\d{_MAYBE}\d{{3}}{_MAYBE}\d{{4}}"
    rf"|1{_APART}[3-9](?:{_APART}\d){{9}})(?!\d)"
    # A landline: its area code, and seven or eight digits that begin with no 0 or 1.
    rf"|(?<!\d)[(（\[【]?(?P<landline>0[1-9]\d{{1,2}}{_MAYBE}[2-9]\d{{2,3}}{_MAYBE}\d{{4}}"
    rf"|0{_APART}[1-9](?:{_APART}\d){{8,10}})(?!\d)"
)
_OTHERWISE = re.compile(
    rf"(?<!\d){_CHINA}(?P<mobile>1\d{{0,9}}(?P<sign>{_APART})\d(?:(?P=sign)?\d){{0,9}})"
    r"(?!(?P=sign)?\d)"
)
"""Any groups with the same sign between them."""
_BRACKETS = frozenset("(（[【")
_SECOND = frozenset("3456789")
_DIGITS = 11
_SHORTEST_PHONE = 10


class _Plain(dict[int, str]):
    """The digit that a sign stands for, of any script and in any circle (`９`, `⑨`, `九`, `玖`).

    Any other sign stands for itself, so that a place in the text stays the same place.
    """

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        value = unicodedata.numeric(sign, -1)
        plain = str(int(value)) if value in range(10) else sign
        return self.setdefault(code, plain)


_PLAIN = _Plain({ord("幺"): "1"})


def hide_phones(text: str, numbers: Collection[str] = ()) -> str:
    """The text with every mobile number and landline in it masked, however it is written.

    What stands within one of these `numbers` is no phone, where the text has it as it is.
    """
    if len(text) < _SHORTEST_PHONE:
        return text
    plain = text if text.isascii() else text.translate(_PLAIN)
    if not _MAY_BE_PHONE.search(plain):
        return text

    def is_no_number(found: re.Match[str]) -> bool:
        begin = found.start() + (found[0][:1] in _BRACKETS)
        return not any(_names(text, number, begin, found.end()) for number in numbers)

    shown, plain = _hidden(text, plain, _USUAL, is_no_number)
    return _hidden(shown, plain, _OTHERWISE, _is_mobile)[0]


def _hidden(
    text: str, plain: str, pattern: re.Pattern[str], is_phone: Callable[[re.Match[str]], bool]
) -> tuple[str, str]:
    """The text, and the same with plain digits, without the phones that are written like this."""
    shown: list[str] = []
    shown_plain: list[str] = []
    taken = at = 0
    while found := pattern.search(plain, at):
        if not is_phone(found):
            at = found.start() + 1
            continue
        mask = mask_phone(found["mobile"] or found["landline"])
        shown += text[taken : found.start()], mask
        shown_plain += plain[taken : found.start()], mask
        taken = at = found.end()
    if not taken:
        return text, plain
    return "".join((*shown, text[taken:])), "".join((*shown_plain, plain[taken:]))


def _names(text: str, number: str, begin: int, end: int) -> bool:
    """Does the number stand in the text by itself, from here or before until there or beyond?"""
    at = text.find(number, max(0, end - len(number)), begin + len(number))
    if at < 0:
        return False
    return not any(map(_goes_on, (text[max(0, at - 1) : at], text[at + len(number) :][:1])))


def _goes_on(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _is_mobile(found: re.Match[str]) -> bool:
    """Are these groups one phone, and no part of a longer row of numbers, and no fraction?"""
    sign = found["sign"]
    groups = found["mobile"].split(sign)
    digits = "".join(groups)
    if len(digits) != _DIGITS or digits[1] not in _SECOND:
        return False
    before = found.string[max(0, found.start() - len(sign) - 1) : found.start()]
    if before.endswith(sign) and before.removesuffix(sign)[-1:].isdigit():
        return False
    return len(groups) > 2 or (sign != "." and min(map(len, groups)) > 1)  # noqa: PLR2004
