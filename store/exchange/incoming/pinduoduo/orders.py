"""Pinduoduo's order export (拼多多订单导出): one row is one order, with its goods and a gift."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from store.exchange.incoming import cells
from store.exchange.incoming.pinduoduo.words import AFTER_SALES, STATUSES, plain_word
from store.exchange.incoming.row_view import RowView
from store.exchange.incoming.status import Status
from store.models.axes import Fulfilment, Payment, Platform
from store.models.facts import LineFacts, OrderFacts, ParcelFacts
from store.models.made import made
from store.models.order import Knowledge, Money
from store.models.receiver import Receiver
from store.words import _
from store.words.excerpts import excerpt

ORDER_NO = re.compile(r"\d{6}-\d{1,30}", re.ASCII)
_BETWEEN_NUMBERS = re.compile(r"[,;、，；\s]+")


class _Times(NamedTuple):
    deal_at: datetime | None
    paid_at: datetime | None
    confirmed_at: datetime | None
    shipped_at: datetime | None
    received_at: datetime | None


def order(rows: Sequence[RowView]) -> OrderFacts:
    """The order of one row, which may stand in the file more than once."""
    row = rows[0]
    order_no = order_number(row)
    parcels = tuple(_parcels(row))
    times = _Times(*(row.instant(name) for name in _Times._fields))
    known = STATUSES.get(plain_word(row.text("status")))
    status = known or _unknown(times, has_number=bool(parcels))
    after_sales = AFTER_SALES.get(plain_word(row.text("after_sales")))
    strange = (("status", known), ("after_sales", after_sales))
    payment = _payment(row, status)
    money = _money(row)
    return made(
        OrderFacts,
        platform=Platform.PINDUODUO,
        order_no=order_no,
        rows=tuple(one.number for one in rows),
        lines=tuple(_lines(row, status, money)),
        money=money,
        receiver=_receiver(row),
        payment=payment,
        after_sales=after_sales,
        stock_out_applied=status.stock_out,
        under_review=row.read("under_review", cells.yes_or_no),
        deal_at=times.deal_at,
        paid_at=times.paid_at,
        confirmed_at=times.confirmed_at,
        ship_by_deadline=row.instant("ship_by"),
        shipped_at=times.shipped_at,
        received_at=times.received_at,
        buyer_note=row.text("buyer_note"),
        seller_note=row.text("seller_note"),
        parcels=parcels,
        platform_status=row.status(),
        unknown_words=tuple(
            text for name, meaning in strange if meaning is None and (text := row.text(name))
        ),
        extra=row.extra(),
        knowledge=made(
            Knowledge,
            instants={name: at for name, at in times._asdict().items() if at},
            progress=status.progress,
        ),
    )


def order_number(row: RowView) -> str:
    """`YYMMDD-` and digits, of an order or of a case's order."""
    order_no = row.number_of("order_no").removeprefix("'")
    if not ORDER_NO.fullmatch(order_no):
        row.fail("order_no", no_order_number(order_no))
    return order_no


def no_order_number(text: str) -> str:
    """Why something is not taken for the number of an order."""
    said = _("an order number such as 261120-969798332074707 was expected, “{found}” was found")
    return said.format(found=excerpt(text))


def _unknown(times: _Times, *, has_number: bool) -> Status:
    """A word the desk does not know: only what the row's times and numbers prove."""
    if times.received_at:
        return Status(None, Fulfilment.RECEIVED, stock_out=None)
    if times.shipped_at or has_number:
        return Status(None, Fulfilment.SHIPPED, stock_out=None)
    return Status(stock_out=None)


def _payment(row: RowView, status: Status) -> Payment | None:
    # 已取消 does not say whether it had been paid; the time of payment does.
    if status.fulfilment is Fulfilment.CANCELLED and row.has("paid_at"):
        return Payment.PAID if row.text("paid_at") else Payment.UNPAID
    if status.payment is None and status.fulfilment is not Fulfilment.CANCELLED:
        # A word nobody knows: a payment, or a group that formed, is a fact all the same.
        return Payment.PAID if row.text("paid_at") or row.text("deal_at") else None
    return status.payment


def _money(row: RowView) -> Money:
    goods = row.money("goods")
    freight = row.money("freight") or 0
    shop_discount = row.discount("shop_discount")
    platform_discount = row.discount("platform_discount") + row.discount("payment_discount")
    paid = row.money("paid")
    seller_receives = row.read("seller_receives", cells.signed_money)
    if paid is None and goods is not None:
        paid = goods + freight - shop_discount - platform_discount
    if paid is None:
        paid = seller_receives
    if paid is None:
        row.fail("paid", _("an amount was expected, nothing was found"))
    return made(
        Money,
        goods_fen=paid - freight + shop_discount + platform_discount if goods is None else goods,
        freight_fen=freight,
        shop_discount_fen=shop_discount,
        platform_discount_fen=platform_discount,
        paid_fen=paid,
        seller_receives_fen=seller_receives,
    )


def _lines(row: RowView, status: Status, money: Money) -> Iterator[LineFacts]:
    ordered = row.read("ordered", cells.quantity)
    if ordered is None:
        row.fail("ordered", _("a whole number of at least 1 was expected, nothing was found"))
    yield made(
        LineFacts,
        sku=cells.plain(row.text("sku")),
        product_code=cells.plain(row.text("product_code")),
        product_id=cells.plain(row.text("product_id")),
        name=row.text("name"),
        spec=row.text("spec"),
        ordered=ordered,
        amount_fen=max(0, money.paid_fen - money.freight_fen),
        fulfilment=status.fulfilment,
        refunded=status.refunded,
    )
    gifts = row.read("gift_ordered", cells.count)
    if gifts:
        yield made(
            LineFacts,
            product_id=cells.plain(row.text("gift_id")),
            name=row.text("gift_name"),
            spec=row.text("gift_spec"),
            ordered=gifts,
            amount_fen=0,
            fulfilment=status.fulfilment,
            refunded=status.refunded,
        )


def _receiver(row: RowView) -> Receiver:
    return made(
        Receiver,
        name=row.text("receiver"),
        phone=cells.plain(row.text("phone")),
        province=row.text("province"),
        city=row.text("city"),
        district=row.text("district"),
        street=row.text("street"),
        detail=row.text("detail"),
    )


def _parcels(row: RowView) -> Iterator[ParcelFacts]:
    """快递单号 may name several parcels; 快递公司 then one carrier for each, or for all."""
    written = row.read("tracking_no", cells.exact)
    if not written:
        return
    if written.isalnum():
        carrier, *_others = _BETWEEN_NUMBERS.split(row.text("carrier"), 1)
        yield made(ParcelFacts, tracking_no=written, carrier=carrier)
        return
    numbers = _BETWEEN_NUMBERS.split(written)
    carriers = _BETWEEN_NUMBERS.split(row.text("carrier"))
    numbers = list(dict.fromkeys(filter(None, numbers)))
    for place, number in enumerate(numbers):
        carrier = carriers[place if len(carriers) == len(numbers) else 0]
        yield made(ParcelFacts, tracking_no=number, carrier=carrier)
