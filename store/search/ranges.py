"""Ranges (范围): `50`, `>50`, `50..100`, `<24h`, `today` as half-open ranges of whole units."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from math import ceil

from store.errors import BadInput
from store.words import _
from store.words.excerpts import excerpt
from store.words.senses import AHEAD, BEHIND
from store.words.times import day_begins, parse_day, shop_day

Edges = tuple[int, int]
Range = tuple[int | None, int | None]
SPAN = {"m": 60, "h": 3600, "d": 86400}
SPANS_SAID = {"分钟": "m", "小时": "h", "天": "d"}
DAYS = {
    0: ("today", "今天", "今日"),
    1: ("tomorrow", "明天", "明日"),
    -1: ("yesterday", "昨天", "昨日"),
}
"""What days are called, by how many of them they lie from this one."""
WEEKS = {
    -1: ("last-week", "上周"),
    0: ("this-week", "本周", "这周"),
    1: ("next-week", "下周"),
}
"""What weeks are called, from Monday on, by how many of them they lie from this one."""
NO_VALUE = "no_value"
"""The code of the refusal of a word that ends where its value should begin."""
LARGEST = 2**62
"""Whatever is written, no bound is beyond it: an integer of the database holds it."""
_SPOKEN_DAY = re.compile(
    r"[0-9]{1,2}[-/][0-9]{1,2}|(?:[0-9]{1,2}月)?[0-9]{1,2}[日号]|前天|后天|(?:周|星期)[一二三四五六日天]"
)
"""A day without its year."""
_SPAN_SAID = re.compile(f"(?<=[0-9])(?:{'|'.join(SPANS_SAID)})")
"""Of a span its unit, as it is said: `4天`."""
_UNIT_SAID = re.compile(r"(?<=[0-9])(?:yuan|元|块钱?|件|个|单|次)|[¥￥](?=[0-9])")
"""Of a number what it counts, as it is said: `50元`."""
_SPANNED = re.compile(r"^([0-9.]+)(?:-|~|—+|–|至|到)([0-9.]+)$")
"""From a number to another, as it is said: `50-60`."""
_EXACT = Context(prec=2000, Emax=10**6)
_DIGITS = 1000
"""A number of more digits is not read digit by digit."""


def number_range(value: str, scale: int) -> Range:
    """A range of numbers in the unit that is stored, `scale` of which make what is written."""

    def edges(text: str) -> Edges:
        if not re.fullmatch(r"-?\d+(\.\d+)?", text) or len(text) > _DIGITS:
            raise unclear(text, _("a number such as 50, >50 or 50..100"))
        number = _EXACT.multiply(Decimal(text), Decimal(scale))
        low = int(number.to_integral_value(ROUND_CEILING))
        return low, int(number.to_integral_value(ROUND_FLOOR)) + 1

    return _within(*_range(_SPANNED.sub(r"\1..\2", _UNIT_SAID.sub("", value)), edges))


def time_range(value: str, now: datetime, *, forward: bool) -> Range:
    """A range of instants, in whole seconds; a span counts from now into the future, or back."""

    def edges(text: str) -> Edges:
        return _instant(text, now, forward=forward)

    value = _SPAN_SAID.sub(lambda said: SPANS_SAID[said[0]], value)
    if re.fullmatch(r"\d+[mhd]", value):
        # Just that instant, which no order ever hits: surely a sign was forgotten.
        raise _no_time(value)
    low, high = _range(value, edges)
    if re.fullmatch(r"\d+[mhd]\.\.\d+[mhd]", value) and not forward:
        return _within(high, low)
    span = re.fullmatch(r"([<>]=?)\d+[mhd]", value)
    if span and not forward:
        # `paid:<24h` is "less than 24 hours ago": later than that instant.
        turned = (high, None) if span[1].startswith("<") else (None, low)
        return _within(*turned)
    return _within(low, high)


def _range(value: str, edges: Callable[[str], Edges]) -> Range:
    """`50`, `>50`, `>=50`, `<50`, `<=50`, `50..100` as a half-open range."""
    sign = re.match(r"[<>]=?", value)
    if sign:
        low, high = edges(value[sign.end() :] or value)
        return {">": (high, None), ">=": (low, None), "<": (None, low), "<=": (None, high)}[sign[0]]
    first, dots, last = value.partition("..")
    if not first and not last:
        edges(value)
    return (
        edges(first)[0] if first else None,
        edges(last or first)[1] if last or not dots else None,
    )


def _within(low: int | None, high: int | None) -> Range:
    if low is not None and high is not None and low > high:
        said = _("This range ends before it begins; write the other end first.")
        raise BadInput(said, field="query")
    return (
        None if low is None else max(-LARGEST, min(LARGEST, low)),
        None if high is None else max(-LARGEST, min(LARGEST, high)),
    )


def _instant(text: str, now: datetime, *, forward: bool) -> Edges:
    """A span from now, a day, or a minute, as a half-open range of seconds."""
    span = re.fullmatch(r"(-?\d+)([mhd])", text)
    if span and len(text) <= _DIGITS:
        seconds = int(span[1]) * SPAN[span[2]]
        # A whole second is at or after an instant when it is at or after the next whole one.
        at = ceil(now.timestamp()) + (seconds if forward else -seconds)
        return at, at
    today = shop_day(now)
    weeks = {name: by for by, names in WEEKS.items() for name in names}
    try:
        if text in weeks:
            first, days = today + timedelta(days=7 * weeks[text] - today.weekday()), 7
        else:
            first, days = _day(text, now, today, forward=forward), 1
        start = int(day_begins(first).timestamp())
    except (ValueError, OverflowError):
        # A word that is none, or a day beyond the calendar's last one.
        raise _no_time(text) from None
    return start, start + days * SPAN["d"]


def _day(text: str, now: datetime, today: date, *, forward: bool) -> date:
    """A day as it is called, with its year, or as a form understands it: `11-20`, `周三`."""
    days = {name: by for by, names in DAYS.items() for name in names}
    if text in days:
        return today + timedelta(days=days[text])
    if _SPOKEN_DAY.fullmatch(text):
        return parse_day(text, now, AHEAD if forward else BEHIND)
    return date.fromisoformat(text)


def _no_time(text: str) -> BadInput:
    return unclear(text, _("a time such as <24h, today or 2026-11-22"))


def times_in_chinese(value: str) -> str:
    """A range of times, its days and its units called as the shop calls them."""
    chinese = {own: said for own, said, *_more in (*DAYS.values(), *WEEKS.values())}
    chinese |= {unit: said for said, unit in SPANS_SAID.items()}
    return re.sub("[a-z]+(?:-week)?", lambda word: chinese.get(word[0], word[0]), value)


def unclear(text: str, expected: str) -> BadInput:
    """The refusal of a value that is not of the kind its field asks for."""
    return BadInput(
        _("{text} cannot be understood; expected is {expected}.").format(
            text=excerpt(text), expected=expected
        ),
        field="query",
    )


def no_value(word: str) -> BadInput:
    """The refusal of a word that ends where its value should begin."""
    sentence = _("After “{word}” a value is needed.")
    return BadInput(sentence.format(word=excerpt(word)), field="query", code=NO_VALUE)
