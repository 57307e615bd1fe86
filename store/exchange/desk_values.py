"""Values of the desk's own file (shouhou 表格): what each kind of column holds, as text and back.

| kind | in a .csv or .xlsx | in a .json |
|---|---|---|
| text | the text | the text |
| number | `3` | 3 |
| money | `12.50`, yuan | 1250, fen |
| time | `2026-11-20 12:08:23`, Asia/Shanghai | `2026-11-20T12:08:23+08:00` |
| flag | 是, 否 | true, false |
| word | 待发货 | `to-ship` |
| list | one after the other, with a comma | a list |
| data | JSON | the data |
| moment | as a time; in an .xlsx a date | as a time |
| hours | `-3.5`; in an .xlsx a number | -3.5 |
| label | as the desk says the word, in the language it speaks | the word |

The last three are for people: nothing is read back from them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Literal

import msgspec

from store.exchange.incoming import cells
from store.models.axes import AfterSales, Fulfilment, Payment, Platform, StockOut
from store.words import _
from store.words.excerpts import excerpt
from store.words.labels import label
from store.words.times import SHOP_TIME

Kind = Literal[
    "text", "number", "money", "time", "flag", "word", "list", "data", "moment", "hours", "label"
]
Value = str | int | float | datetime | StrEnum | tuple[str, ...] | list[Any] | dict[str, Any] | None

WORDS: dict[type[StrEnum], dict[str, str]] = {
    Platform: {Platform.PINDUODUO: "拼多多", Platform.DOUYIN: "抖音"},
    Payment: {
        Payment.UNPAID: "待付款",
        Payment.DEPOSIT: "已付定金",
        Payment.PAID: "已付款",
        Payment.PART_REFUNDED: "部分退款",
        Payment.REFUNDED: "已全部退款",
    },
    Fulfilment: {
        Fulfilment.WAITING: "未到发货",
        Fulfilment.TO_SHIP: "待发货",
        Fulfilment.PART_SHIPPED: "部分发货",
        Fulfilment.SHIPPED: "已发货",
        Fulfilment.RECEIVED: "已收货",
        Fulfilment.CANCELLED: "已取消",
    },
    AfterSales: {
        AfterSales.NONE: "无售后",
        AfterSales.OPEN: "售后中",
        AfterSales.REFUNDED: "退款成功",
        AfterSales.CLOSED: "售后关闭",
    },
    StockOut: {
        StockOut.NONE: "无缺货",
        StockOut.APPLIED: "缺货申请中",
        StockOut.APPROVED: "缺货已同意",
        StockOut.REJECTED: "缺货被驳回",
        StockOut.WITHDRAWN: "缺货已撤回",
    },
}
"""What each state is called in the file; no word stands for two states, so that it reads back."""

_CODES = {word: code for words in WORDS.values() for code, word in words.items()}
_EXACT = len("2026-11-20 12:08:23.000001")


_SHOP_OFFSET = timedelta(hours=8)
_NONE = timedelta()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 24 * 60 * 60
_DAYS_TO_1970 = 25_569
_FIXED_YEAR = 1991
"""The last one in which Shanghai had summer time."""
_FIXED_SINCE = datetime(_FIXED_YEAR + 1, 1, 1, tzinfo=SHOP_TIME).timestamp()
_FIXED_DAYS = (datetime(_FIXED_YEAR + 1, 1, 1, tzinfo=UTC) - _EPOCH).days
_TIMES = ("time", "moment")
_MANY = 1 << 16
_FLAGS = {None: "", True: "是", False: "否"}


def texts(kind: Kind, values: Sequence[Any], states: type[StrEnum] | None = None) -> Sequence[str]:
    """The values of a column as a person reads them in a spreadsheet; nothing for None.

    `states` says what the words of a column of states are, where they are plain texts.
    A whole column at once: to ask each cell what it is would cost as much as to write it.
    """
    if kind == "text":
        return values if None not in values else [text or "" for text in values]
    known = next((value for value in values if value is not None), None)
    if known is None:
        return [""] * len(values)
    if kind == "word":
        words = WORDS[states or type(known)]
        return [words.get(value, "") for value in values]
    if kind in _TIMES:
        return _texts_of_seconds(values) if isinstance(known, int) else _texts_of_times(values)
    return list(map(_TEXT_OF[kind], values))


class _Remembered(dict[Any, str]):
    """Texts of values of which few differ."""

    def __init__(self, text: Callable[[Any], str]) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, value: Any) -> str:
        if len(self) > _MANY:
            self.clear()
        text = self[value] = "" if value is None else self._text(value)
        return text


def _day_text(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).strftime("%Y-%m-%d ")


@cache
def _clocks() -> list[str]:
    """`12:08:23` for every second of a day."""
    parts = [f"{part:02}" for part in range(60)]
    minutes = [f"{hour}:{minute}:" for hour in parts[:24] for minute in parts]
    return [minute + second for minute in minutes for second in parts]


_days = _Remembered(_day_text)


def _texts_of_seconds(values: Sequence[int | None]) -> list[str]:
    """Of seconds since the epoch, as rows of lists have them: orders are of few days."""
    if min(filter(None, values), default=0) < _FIXED_SINCE:
        moments = (None if at is None else datetime.fromtimestamp(at, UTC) for at in values)
        return list(map(time_text, moments))
    days, clocks, offset, day = _days, _clocks(), _SHOP_OFFSET.seconds, _DAY
    return [
        "" if at is None else days[(later := at + offset) // day] + clocks[later % day]
        for at in values
    ]


def _texts_of_times(values: Sequence[datetime | None]) -> list[str]:
    """The same of times: nearly all are of whole seconds."""
    days, clocks, found = _days, _clocks(), list[str]()
    for at in values:
        since = None if at is None else at - _EPOCH
        if since is None or since.microseconds or since.days < _FIXED_DAYS:
            found.append(time_text(at))
            continue
        later, second = divmod(since.seconds + _SHOP_OFFSET.seconds, _DAY)
        found.append(days[since.days + later] + clocks[second])
    return found


def time_text(at: datetime | None) -> str:
    """`2026-11-20 12:08:23`, the shop's time, as exact as it is known."""
    if at is None:
        return ""
    if at.year > _FIXED_YEAR and at.utcoffset() == _NONE:
        return (at.replace(tzinfo=None) + _SHOP_OFFSET).isoformat(" ")
    return at.astimezone(SHOP_TIME).replace(tzinfo=None).isoformat(sep=" ")


def _data_text(data: Any) -> str:
    if not data:
        return ""
    try:
        return msgspec.json.encode(data).decode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON can hold
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _label_text(word: str | None) -> str:
    return label(str(word)) if word else ""


_TEXT_OF: Mapping[str, Callable[[Any], str]] = {
    "number": _Remembered(str).__getitem__,
    "money": _Remembered(lambda fen: str(yuan(fen))).__getitem__,
    "hours": lambda hours: "" if hours is None else f"{hours:.1f}",
    "label": _label_text,
    "flag": _FLAGS.__getitem__,
    "list": _Remembered(", ".join).__getitem__,
    "data": _data_text,
}


def as_json(kind: Kind, value: Value) -> Value:
    """The value as a program reads it: fen, codes, and times with +08:00."""
    if kind in _TIMES and isinstance(value, int):
        return datetime.fromtimestamp(value, SHOP_TIME).isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if kind == "data":
        told: Value = msgspec.to_builtins(value)  # times in it are texts
        return told
    if isinstance(value, datetime):
        return value.astimezone(SHOP_TIME).isoformat()
    return value


def serial(at: datetime | int | None) -> float | None:
    """A time as a spreadsheet counts it: days since 1899-12-30 on the shop's clock."""
    if at is None:
        return None
    seconds = at if isinstance(at, int) else at.timestamp()
    if seconds >= _FIXED_SINCE:
        offset = _SHOP_OFFSET
    else:
        offset = datetime.fromtimestamp(seconds, SHOP_TIME).utcoffset() or _NONE
    return (seconds + offset.total_seconds()) / _DAY + _DAYS_TO_1970


def yuan(fen: int) -> Decimal:
    """Fen as yuan with two decimals."""
    return Decimal(fen).scaleb(-2)


def parse(kind: Kind, text: str) -> Value:
    """The value that `texts` wrote, or a spreadsheet's spelling of it; None for an empty cell.

    Raises UnreadableCellError.
    """
    plain = text.strip()
    if kind == "text" or not plain:
        return text or None
    if kind == "number":
        return cells.count(plain)
    if kind == "money":
        return cells.signed_money(plain)
    if kind == "time":
        return _moment(plain)
    if kind == "flag":
        return cells.yes_or_no(plain)
    if kind == "list":
        return tuple(plain.split(", "))
    return _CODES.get(plain, plain) if kind == "word" else _data(plain)


def _moment(text: str) -> datetime:
    # `instant` reads to the second, which is all a platform writes; ours may know it finer.
    if len(text) == _EXACT and "." in text:
        with suppress(ValueError):
            return datetime.fromisoformat(text).replace(tzinfo=SHOP_TIME)
    return cells.instant(text)


def _data(text: str) -> Value:
    try:
        data: Value = json.loads(text)
    except (ValueError, RecursionError) as error:
        said = _("JSON as the desk wrote it was expected, “{found}” was found")
        raise cells.UnreadableCellError(said.format(found=excerpt(text))) from error
    return data
