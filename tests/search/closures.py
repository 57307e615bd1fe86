"""The search language as it was: closures over rows, kept as the oracle of the compiled one."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Any, get_args

from store.errors import BadInput
from store.models.axes import AfterSales, Fulfilment, Payment, Platform, StockOut
from store.models.contact import FlagColour
from store.models.row import OrderRow
from store.words import _
from store.words.labels import label
from store.words.times import SHOP_TIME

Test = Callable[[OrderRow], bool]

TEXTS: dict[str, Callable[[OrderRow], tuple[str, ...]]] = {
    "order": lambda row: (row.order_no,),
    "goods": lambda row: (row.goods,),
    "buyer": lambda row: (row.buyer,),
    "phone": lambda row: (row.phone_tail,),
    "tracking": lambda row: row.tracking_nos,
    "sku": lambda row: row.skus,
    "waits": lambda row: tuple(said.split(" ", 1)[1] for said in row.waits),
    "case": lambda row: row.cases,
    "note": lambda row: (row.seller_note,),
    "tag": lambda row: (row.tag, *row.tags),
    "claim": lambda row: (row.owner, row.login),
    "shop": lambda row: (row.shop,),
    "carrier": lambda row: row.carriers or ("none",),
    "region": lambda row: (row.region or "none",),
    "cause": lambda row: row.causes or ("none",),
    "agreedby": lambda row: tuple(name or "none" for name in row.agreers or ("",)),
}
EXACT = frozenset(
    {"sku", "waits", "phone", "tag", "shop", "carrier", "cause", "agreedby", "region"}
)
WORDS: dict[str, Callable[[OrderRow], str]] = {
    "platform": lambda row: row.platform,
    "pay": lambda row: row.payment,
    "ship": lambda row: row.fulfilment,
    "after": lambda row: row.after_sales,
    "stock": lambda row: row.stock_out,
    "flag": lambda row: row.flag or "none",
}
VOCABULARY: dict[str, tuple[str, ...]] = {
    "platform": tuple(Platform),
    "pay": tuple(Payment),
    "ship": tuple(Fulfilment),
    "after": tuple(AfterSales),
    "stock": tuple(StockOut),
    "flag": get_args(FlagColour),
}
NUMBERS: dict[str, Callable[[OrderRow], float]] = {
    "amount": lambda row: row.amount_fen / 100,
    "refunded": lambda row: row.refunded_fen / 100,
    "units": lambda row: row.units,
    "unshipped": lambda row: row.to_ship,
    "tasks": lambda row: row.open_tasks,
    "cases": lambda row: row.open_cases,
    "reissues": lambda row: row.reissues,
    "penalty": lambda row: row.penalty_fen / 100,
}
TIMES: dict[str, Callable[[OrderRow, float], int | None]] = {
    "deducted": lambda row, _now: row.deducted_at,
    "due": lambda row, now: row.due(now),
    "left": lambda row, now: row.due(now),
    "shipby": lambda row, _now: row.ship_by,
    "ordered": lambda row, _now: row.ordered_at,
    "paid": lambda row, _now: row.paid_at,
    "shipped": lambda row, _now: row.shipped_at,
}
"""Each with the present instant, because what is ours changes with it."""
FORWARD = frozenset({"due", "left", "shipby"})
"""Fields in which a span counts from now into the future; in the others it counts back."""


def states(now: datetime) -> dict[str, Test]:
    """The words that stand alone, each with its test."""
    seconds = now.timestamp()
    return {
        "late": lambda row: (due := row.due(seconds)) is not None and seconds >= due,
        "to-ship": lambda row: row.to_ship > 0 and row.payment not in ("unpaid", "deposit"),
        "part-shipped": lambda row: row.fulfilment == "part-shipped",
        "shipped": lambda row: row.fulfilment == "shipped",
        "received": lambda row: row.fulfilment == "received",
        "cancelled": lambda row: row.fulfilment == "cancelled",
        "unpaid": lambda row: row.payment == "unpaid",
        "deposit": lambda row: row.payment == "deposit",
        "paid": lambda row: row.payment == "paid",
        "refunded": lambda row: row.payment in ("refunded", "part-refunded"),
        "refunding": lambda row: row.going_back_fen > 0,
        "after-sales": lambda row: row.after_sales == "open",
        "stock-out": lambda row: row.stock_out == "applied",
        "review": lambda row: row.review,
        "reissue": lambda row: row.reissues > 0,
        "task": lambda row: row.open_tasks > 0,
        "discrepancy": lambda row: row.open_discrepancies > 0,
        "flagged": lambda row: bool(row.flag),
        "hold": lambda row: row.held_until is not None and seconds < row.held_until,
        "claimed": lambda row: bool(row.owner),
        "penalty": lambda row: row.penalties > 0,
        "deducted": lambda row: row.deducted_at is not None and seconds >= row.deducted_at,
        "estimated": lambda row: row.ship_by_estimated,
        "unconfirmed": lambda row: row.unconfirmed,
    }


FIELDS = (*TEXTS, *WORDS, *NUMBERS, *TIMES)

SPAN = {"m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True)
class Query:
    """A text, understood: the tests a row has to pass, and the numbers that were pasted."""

    text: str
    tests: tuple[Test, ...] = ()
    pasted: tuple[str, ...] = field(default=())

    def matches(self, row: OrderRow) -> bool:
        """Does the row pass every test?"""
        return all(test(row) for test in self.tests)


def parse(text: str, now: datetime) -> Query:
    """Understand a query; raise BadInput with the sentence about the first word that is wrong."""
    words = [_unquote(word) for word in re.findall(r'(?:[^\s"]|"[^"]*")+', _plain(text))]
    numbers = [one for one in re.split(r"[\s,;、]+", _plain(text)) if one]
    if len(numbers) > 1 and all(re.fullmatch(r"\d{6}-\d{6,}|\d{15,}", one) for one in numbers):
        wanted = tuple(dict.fromkeys(numbers))
        return Query(text, (lambda row: row.order_no in wanted,), wanted)
    known = states(now)
    return Query(text, tuple(_test(word, now, known) for word in words))


def _plain(text: str) -> str:
    """Full-width signs that an input method leaves behind count as their half-width twins."""
    return text.translate(str.maketrans("：＞＜！，；", ":><!,;"))


def _folded(text: str) -> str:
    """A text of a row as the words of a query are written."""
    return _plain(text).lower()


def _unquote(word: str) -> str:
    return word.replace('"', "")


STATES = tuple(states(datetime.fromtimestamp(0, SHOP_TIME)))


def _test(word: str, now: datetime, known: dict[str, Test]) -> Test:
    if word.startswith("!") and len(word) > 1:
        inner = _test(word[1:], now, known)
        return lambda row: not inner(row)
    name, colon, value = word.partition(":")
    name = name.lower()
    if not colon:
        return _state(word, known) or _anywhere(word)
    if name not in FIELDS:
        raise BadInput(
            _("There is no field {field} to search; the fields are: {fields}.").format(
                field=name, fields=", ".join(FIELDS)
            ),
            field="query",
            code="unknown_search_field",
        )
    if not value:
        raise BadInput(
            _("After “{word}” a value is needed.").format(word=f"{name}:"), field="query"
        )
    return _field_test(name, value, now)


def _state(word: str, known: dict[str, Test]) -> Test | None:
    """A state by its name, or by what it is called in the language spoken."""
    named = known.get(word.lower())
    return named or next((known[name] for name in known if label(name) == word), None)


def _meant(part: str, vocabulary: tuple[str, ...]) -> str:
    return next((word for word in vocabulary if part in (word, label(word).lower())), part)


def _field_test(name: str, value: str, now: datetime) -> Test:
    value = value.lower()
    options = [part for part in value.split(",") if part]
    if name in TEXTS:
        texts, whole = TEXTS[name], name in EXACT
        return lambda row: any(
            (part == _folded(text) if whole else part in _folded(text))
            for text in texts(row)
            for part in options
        )
    if name in WORDS:
        word_of = WORDS[name]
        options = [_meant(part, VOCABULARY[name]) for part in options]
        strange = next((part for part in options if part not in VOCABULARY[name]), None)
        if strange:
            raise _unclear(strange, ", ".join(VOCABULARY[name]))
        return lambda row: word_of(row) in options
    if name in NUMBERS:
        low, high = _range(value, _number)
        number_of = NUMBERS[name]
        return lambda row: low <= number_of(row) < high
    start, end = _time_range(name, value, now)
    instant_of, seconds = TIMES[name], now.timestamp()
    return lambda row: (at := instant_of(row, seconds)) is not None and start <= at < end


def _anywhere(word: str) -> Test:
    part = word.lower()

    def found(row: OrderRow) -> bool:
        return (
            part in row.order_no
            or part in _folded(row.goods)
            or part in _folded(row.buyer)
            or part == row.phone_tail
            or any(part in number.lower() for number in row.tracking_nos)
            or any(part in sku.lower() for sku in row.skus)
        )

    return found


def _number(text: str) -> tuple[float, float]:
    """A number, as the smallest half-open range that holds just it."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise _unclear(text, _("a number such as 50, >50 or 50..100"))
    number = float(text)
    return number, number + 1e-9


def _range(value: str, edges: Callable[[str], tuple[Any, Any]]) -> tuple[Any, Any]:
    """`50`, `>50`, `>=50`, `<50`, `<=50`, `50..100` as a half-open range."""
    sign = re.match(r"[<>]=?", value)
    if sign:
        low, high = edges(value[sign.end() :] or value)
        return {
            ">": (high, float("inf")),
            ">=": (low, float("inf")),
            "<": (float("-inf"), low),
            "<=": (float("-inf"), high),
        }[sign[0]]
    first, dots, last = value.partition("..")
    if not first and not last:
        edges(value)
    low = edges(first)[0] if first else float("-inf")
    high = edges(last or first)[1] if last or not dots else float("inf")
    return low, high


def _time_range(name: str, value: str, now: datetime) -> tuple[float, float]:
    def edges(text: str) -> tuple[float, float]:
        return _instant(text, name, now)

    if re.fullmatch(r"\d+[mhd]", value):
        # Just that instant, which no order ever hits: surely a sign was forgotten.
        raise _unclear(value, _("a time such as <24h, today or 2026-11-22"))
    low, high = _range(value, edges)
    if re.fullmatch(r"\d+[mhd]\.\.\d+[mhd]", value) and name not in FORWARD:
        return high, low
    span = re.fullmatch(r"([<>]=?)\d+[mhd]", value)
    if span and name not in FORWARD:
        # `paid:<24h` is "less than 24 hours ago": later than that instant.
        return (high, float("inf")) if span[1].startswith("<") else (float("-inf"), low)
    return low, high


def _instant(text: str, name: str, now: datetime) -> tuple[float, float]:
    """A span from now, a day, or a minute, as a half-open range of seconds."""
    span = re.fullmatch(r"(-?\d+)([mhd])", text)
    if span:
        seconds = int(span[1]) * SPAN[span[2]]
        at = now.timestamp() + (seconds if name in FORWARD else -seconds)
        return at, at
    days = {"today": 0, "tomorrow": 1, "yesterday": -1}
    today = now.astimezone(SHOP_TIME).date()
    try:
        day = today + timedelta(days=days[text]) if text in days else date.fromisoformat(text)
    except ValueError:
        raise _unclear(text, _("a time such as <24h, today or 2026-11-22")) from None
    start = datetime.combine(day, time(), SHOP_TIME).timestamp()
    return start, start + SPAN["d"]


def _unclear(text: str, expected: str) -> BadInput:
    return BadInput(
        _("{text} cannot be understood; expected is {expected}.").format(
            text=text, expected=expected
        ),
        field="query",
    )


def misses(query: Query, rows: Iterable[OrderRow]) -> tuple[str, ...]:
    """Which of the pasted numbers no row has."""
    found = {row.order_no for row in rows}
    return tuple(number for number in query.pasted if number not in found)


SORTS: dict[str, Callable[[OrderRow, float], Any]] = {
    "deducted": lambda row, _now: row.deducted_at,
    "due": lambda row, now: row.due(now),
    "ordered": lambda row, _now: row.ordered_at,
    "paid": lambda row, _now: row.paid_at,
    "shipped": lambda row, _now: row.shipped_at,
    "amount": lambda row, _now: row.amount_fen,
    "order": lambda row, _now: row.order_no,
    "goods": lambda row, _now: row.goods,
    "buyer": lambda row, _now: row.buyer,
}
"""By what a list can be sorted; a `-` in front turns it around. Unknown times stand last."""


def sort_rows(rows: list[OrderRow], sort: str, now: datetime) -> list[OrderRow]:
    """Sort by a field of SORTS as it is now, `-field` downwards; raise BadInput for another one."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise BadInput(
            _("There is no order by {field}; there is: {fields}.").format(
                field=name, fields=", ".join(SORTS)
            ),
            field="sort",
        )
    value_of, seconds = SORTS[name], now.timestamp()
    by_number = sorted(rows, key=lambda row: row.order_no)
    values = [(value_of(row, seconds), row) for row in by_number]
    known = [one for one in values if one[0] is not None]
    unknown = [row for value, row in values if value is None]
    known.sort(key=itemgetter(0), reverse=sort.startswith("-"))
    return [*(row for _value, row in known), *unknown]
