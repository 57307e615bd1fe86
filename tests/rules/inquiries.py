"""Inquiries for tests: somebody paid 50.00 the day before yesterday, and no order is here."""

from datetime import date
from typing import Any

from store.models.contact import Contact
from store.models.inquiry import Inquiry, Resolution, Tie
from store.models.order import Order
from tests.build import HOUR, NOW, ORDER_NO, SHOP, order

NUMBER = "Q-20261122-1"
KNOWN = "周** 50.00"
"""What a person calls it by."""
PAID_ON = date(2026, 11, 20)


def inquiry(**changes: Any) -> Inquiry:
    """Asked about an hour ago, by 周晓明, whose phone ends in 5600; nothing was promised."""
    given = {
        "number": NUMBER,
        "shop": SHOP,
        "opened_at": NOW - HOUR,
        "opened_by": "小李 (li)",
        "buyer": "周晓明",
        "phone": "13900005600",
        "day": PAID_ON,
        "amount_fen": 5000,
        "goods": "东北大米",
    }
    return Inquiry.model_validate(given | changes)


def heard(text: str = "钱付了，没有订单", **changes: Any) -> Contact:
    """What the buyer said an hour ago."""
    given = {"id": "h1", "at": NOW - HOUR, "channel": "platform_chat", "direction": "in"}
    return Contact.model_validate({**given, "text": text, "by": "小李 (li)"} | changes)


def bought(number: str = ORDER_NO, **changes: Any) -> Order:
    """The order it is: 50.00, paid on that day, the phone ending in 5600."""
    return order(order_no=number, **changes)


def tie(given: Order | None = None) -> Tie:
    """Tied an hour ago to the order."""
    of = given or bought()
    return Tie(order=of.key, order_no=of.order_no, at=NOW - HOUR, by="小李 (li)")


def ended(**changes: Any) -> Resolution:
    """It was resolved an hour ago: nobody had paid."""
    given = {"outcome": "never_paid", "at": NOW - HOUR, "by": "小李 (li)"}
    return Resolution.model_validate(given | changes)
