"""Douyin Shop's order export (抖店订单导出): a row is a sub-order, or all of an order joined."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce

from store.exchange.incoming import cells
from store.exchange.incoming.douyin.lines import (
    SubOrder,
    money,
    shared,
    sub_orders,
    without_freight,
)
from store.exchange.incoming.douyin.words import AFTER_SALES
from store.exchange.incoming.row_view import RowView
from store.models.axes import AfterSales, Payment, Platform
from store.models.facts import OrderFacts, ParcelFacts
from store.models.made import made
from store.models.order import Knowledge, Money
from store.models.receiver import Receiver
from store.words import _
from store.words.excerpts import excerpt
from store.words.masks import fuller

ORDER_NO = re.compile(r"\d{10,25}", re.ASCII)
_BETWEEN_PARCELS = re.compile(r"[,;、，；\s]+")
_BOTH = " / "
_AFTER_SALES_ORDER = (AfterSales.OPEN, AfterSales.REFUNDED, AfterSales.CLOSED, AfterSales.NONE)


def order(rows: Sequence[RowView], exported_at: datetime | None) -> OrderFacts:
    """The order of all rows with its number; a row that stands twice counts once."""
    first = rows[0]
    order_no = order_number(first)
    distinct = tuple({_identity(row): row for row in rows}.values())
    by_row = [(row, tuple(sub_orders(row))) for row in distinct]
    lines = [line for _row, of_row in by_row for line in of_row]
    times = {name: _times(distinct, name) for name in _TIMES}
    return made(
        OrderFacts,
        platform=Platform.DOUYIN,
        order_no=order_no,
        rows=tuple(row.number for row in rows),
        lines=without_freight(lines),
        money=_money(distinct),
        receiver=_receiver(distinct),
        payment=_payment(lines),
        after_sales=_after_sales(distinct),
        ordered_at=min(times["ordered_at"], default=None),
        paid_at=min(times["paid_at"], default=None),
        ship_by_deadline=min(_times(distinct, "ship_by"), default=None),
        shipped_at=max(times["shipped_at"], default=None),
        received_at=max(times["received_at"], default=None),
        buyer_note=_joined(row.text("buyer_note") for row in distinct),
        seller_note=_joined(row.text("seller_note") for row in distinct),
        parcels=tuple(_parcels(by_row)),
        platform_status=_together(row.status() for row in distinct),
        unknown_words=tuple(dict.fromkeys(word for line in lines for word in line.unknown_words)),
        extra=_together(row.extra() for row in distinct),
        knowledge=made(
            Knowledge,
            exported_at=exported_at,
            instants={name: max(found) for name, found in times.items() if found},
            line_progress=_progress(lines),
        ),
    )


_TIMES = ("ordered_at", "paid_at", "shipped_at", "received_at")


def order_number(row: RowView) -> str:
    """The 19 digits of an order, or of a case's order."""
    order_no = row.number_of("order_no").removeprefix("'")
    if not ORDER_NO.fullmatch(order_no):
        said = _("an order number such as 6956488938693643482 was expected, “{found}” was found")
        row.fail("order_no", said.format(found=excerpt(order_no)))
    return order_no


def _identity(row: RowView) -> object:
    return row.text("line_no") or tuple(row.cells)


def _times(rows: Sequence[RowView], field: str) -> list[datetime]:
    return [moment for row in rows if (moment := row.instant(field))]


def _progress(lines: Sequence[SubOrder]) -> dict[str, int]:
    """By sub-order; several without a number are as far as the last of them."""
    found: dict[str, int] = {}
    for line in lines:
        number, step = line.facts.line_no, line.status.progress
        found[number] = min(step, found.get(number, step))
    return found


def _money(rows: Sequence[RowView]) -> Money:
    parts = [money(row) for row in rows]
    return made(
        Money,
        goods_fen=sum(part.goods_fen for part in parts),
        freight_fen=sum(part.freight_fen for part in parts),
        shop_discount_fen=sum(part.shop_discount_fen for part in parts),
        platform_discount_fen=sum(part.platform_discount_fen for part in parts),
        paid_fen=sum(part.paid_fen for part in parts),
    )


def _payment(lines: Sequence[SubOrder]) -> Payment | None:
    said = {line.status.payment for line in lines}
    return next((one for one in (Payment.PAID, Payment.UNPAID) if one in said), None)


def _after_sales(rows: Sequence[RowView]) -> AfterSales | None:
    if not rows[0].has("after_sales"):
        return None
    said = {AFTER_SALES.get(row.text("after_sales")) for row in rows}
    return next((one for one in _AFTER_SALES_ORDER if one in said), None)


def _receiver(rows: Sequence[RowView]) -> Receiver:
    def fullest(field: str) -> str:
        return reduce(lambda known, row: fuller(row.text(field), known), rows, "")

    return made(
        Receiver,
        name=fullest("receiver"),
        phone=cells.plain(fullest("phone")),
        province=fullest("province"),
        city=fullest("city"),
        district=fullest("district"),
        street=fullest("street"),
        detail=fullest("detail"),
    )


def _parcels(rows: Iterable[tuple[RowView, Sequence[SubOrder]]]) -> Iterator[ParcelFacts]:
    """快递信息: `SF123-顺丰速运`, several after one another; each row names those of its own."""
    carriers: dict[str, str] = {}
    lines: dict[str, list[str]] = {}
    for row, of_row in rows:
        texts = shared(row, "parcel", len(of_row))
        for line, joined in zip(of_row, texts, strict=True):
            for text in filter(None, dict.fromkeys(_BETWEEN_PARCELS.split(joined))):
                number, carrier = _number_and_carrier(text)
                carriers[number] = carriers.get(number) or carrier
                lines.setdefault(number, []).append(line.facts.line_no)
    # `-顺丰速运`: a carrier before there is a number.
    for number in filter(None, carriers):
        about = tuple(lines[number]) if all(lines[number]) else ()
        yield made(ParcelFacts, tracking_no=number, carrier=carriers[number], line_nos=about)


def _number_and_carrier(text: str) -> tuple[str, str]:
    number, dash, carrier = text.rpartition("-")
    # A number may hold a dash of its own; no carrier's name is made of ASCII.
    return (text, "") if not dash or carrier.isascii() else (number, carrier)


def _together(parts: Iterable[dict[str, str]]) -> dict[str, str]:
    found: dict[str, dict[str, None]] = {}
    for part in parts:
        for column, text in part.items():
            found.setdefault(column, {})[text] = None
    return {column: _BOTH.join(texts) for column, texts in found.items()}


def _joined(texts: Iterable[str]) -> str:
    return _BOTH.join(dict.fromkeys(filter(None, texts)))
