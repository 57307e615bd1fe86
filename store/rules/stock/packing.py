"""Packing (配货): what to take from the shelves now, by SKU, for the orders that may go out."""

from collections.abc import Iterable
from typing import NamedTuple

from store.models.order import Line, Order
from store.rules.action.context import Context
from store.rules.action.refusing import why_not
from store.rules.order.veil import veil_of
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.shipping import lines_to_send


class ToPack(NamedTuple):
    """The units of one SKU that are to be packed, and for which orders."""

    sku: str
    name: str
    spec: str
    shop: str
    units: int
    orders: tuple[str, ...]
    """The keys of the orders that they are for."""


class LeftOut(NamedTuple):
    """An order that is to be shipped and may not go out now."""

    key: str
    order_no: str
    why: str


class Packing(NamedTuple):
    """What is to be packed of some orders, and which of them may not go out."""

    goods: tuple[ToPack, ...]
    """By SKU, then name and spec."""
    left_out: tuple[LeftOut, ...]

    @property
    def units(self) -> int:
        """How many there are to pack."""
        return sum(one.units for one in self.goods)

    @property
    def orders(self) -> int:
        """How many orders they are for."""
        return len({key for one in self.goods for key in one.orders})


Goods = tuple[str, str, str, str]


def packing(orders: Iterable[Order], context: Context) -> Packing:
    """What is to be packed for these orders; a buyer's name in the text of a line is hidden."""
    units: dict[Goods, dict[str, int]] = {}
    left_out: list[LeftOut] = []
    for order in orders:
        why = why_not(Ship, order, context)
        if why:
            left_out.append(LeftOut(order.key, order.order_no, why))
            continue
        lines = {line.line: line for line in order.lines}
        for part in lines_to_send(order):
            of_orders = units.setdefault(_goods(order, lines[part.line]), {})
            of_orders[order.key] = of_orders.get(order.key, 0) + part.quantity
    goods = (ToPack(*one, sum(found.values()), tuple(found)) for one, found in units.items())
    return Packing(tuple(sorted(goods)), tuple(left_out))


def _goods(order: Order, line: Line) -> Goods:
    hide = veil_of(order)
    return line.sku, hide.within(line.name), hide.within(line.spec), order.shop
