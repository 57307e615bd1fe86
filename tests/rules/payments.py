"""Payments for tests: rows of a funds file about the order of `tests.build`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from store.models.axes import Platform
from store.models.keys import BILL
from store.models.order import Order
from store.models.payment import Payment, PaymentKind, Payments
from store.rules.money.beside import side_of
from tests.build import DAY, NOW, ORDER_NO, SHOP, order

PAID = order().money.paid_fen


def income(fen: int = PAID, **given: Any) -> Payment:
    """What came in."""
    return row("order_income", fen, **given)


def taken(kind: PaymentKind, fen: int, **given: Any) -> Payment:
    """What went out."""
    return row(kind, -fen, **given)


def row(kind: PaymentKind, fen: int, at: datetime = NOW - DAY, **given: Any) -> Payment:
    """A row; below zero it goes out."""
    return Payment(at=at, kind=kind, in_fen=max(fen, 0), out_fen=max(-fen, 0), **given)


def bill(
    *payments: Payment,
    of: Order | None = None,
    order_no: str = ORDER_NO,
    until: datetime = NOW,
    **given: Any,
) -> Payments:
    """The payments of the order, which is here where it is given; funds are known until then."""
    values: dict[str, Any] = {
        "platform": Platform.PINDUODUO,
        "shop": SHOP,
        "name": f"{BILL}{order_no or '7769b1b8f9'}",
        "order_no": order_no,
        "payments": payments,
        "beside": side_of(of) if of else None,
        "told": ({"begin": NOW - 60 * DAY, "end": until},),
    }
    return Payments.model_validate(values | given)


def nameless(*payments: Payment, **given: Any) -> Payments:
    """A row that names no order."""
    return bill(*payments, order_no="", **given)


def kinds(found: Iterable[Any]) -> list[str]:
    """The kinds of differences."""
    return [one.kind for one in found]
