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
"""

import json
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from store.exchange import cells
from store.models.axes import AfterSales, Fulfilment, Payment, Platform, StockOut
from store.times import SHOP_TIME
from store.words import _

Kind = Literal["text", "number", "money", "time", "flag", "word", "list", "data"]
Value = str | int | datetime | StrEnum | list[Any] | dict[str, Any] | None

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


def as_text(kind: Kind, value: Value) -> str:
    """The value as a person reads it in a spreadsheet; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return WORDS[type(value)][value]
    if isinstance(value, datetime):
        return value.astimezone(SHOP_TIME).replace(tzinfo=None).isoformat(sep=" ")
    if kind == "list" and isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if kind == "flag":
        return "是" if value else "否"
    return str(yuan(int(value))) if kind == "money" else str(value)


def as_json(value: Value) -> Value:
    """The value as a program reads it: fen, codes, and times with +08:00."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(SHOP_TIME).isoformat()
    return value


def yuan(fen: int) -> Decimal:
    """Fen as yuan with two decimals."""
    return Decimal(fen).scaleb(-2)


def parse(kind: Kind, text: str) -> Value:
    """The value that `as_text` wrote, or a spreadsheet's spelling of it; None for an empty cell.

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
        raise cells.UnreadableCellError(said.format(found=cells.quoted(text))) from error
    return data
