"""Keys: what the store calls orders, the cases that wait for them, and what belongs to a shop.

Whoever has not got the document yet asks by them; the documents ask here as well.
"""

from typing import NamedTuple


def order_key(platform: str, shop: str, order_no: str) -> str:
    """The key of an order; `platform` is a value of `store.models.axes.Platform`."""
    return f"{platform}:{shop}:{order_no}"


class OrderKey(NamedTuple):
    """What the key of an order says of it."""

    platform: str
    shop: str
    order_no: str


def parts_of_key(order: str) -> OrderKey:
    """The parts of the key of an order; none but the number may hold a colon."""
    return OrderKey(*order.split(":", 2))


def waiting_key(order: str, case: str) -> str:
    """The key of a case that waits for the order with this key, which it begins with."""
    return f"{order}:{case}"


def product_key(shop: str, sku: str) -> str:
    """The key of the SKU of a shop."""
    return f"{shop}:{sku}"


DEFAULT_SHOP = "shop"
"""The name of the first shop where nobody gives it one."""
ANY_SHOP = ""
"""Stands for the shop where nobody knows at which a buyer paid: it may be any."""
BILL = "bill-"
"""What the payments of an order are called begins with this, so that it is no order's number."""


def may_be_one_shop(one: str, other: str) -> bool:
    """May both names mean one shop?"""
    return ANY_SHOP in (one, other) or one == other


def payments_key(platform: str, shop: str, name: str) -> str:
    """The key of payments that are called so."""
    return f"{platform}:{shop}:{name}"


def bill_key(order: str) -> str:
    """The key of the payments of the order with this key."""
    before, colon, order_no = order.rpartition(":")
    return f"{before}{colon}{BILL}{order_no}"


def order_waited_for(waiting: str) -> str:
    """The key of the order that the case with this key waits for; its parts hold no colon."""
    platform, shop, order_no, *_case = waiting.split(":", 3)
    return order_key(platform, shop, order_no)
