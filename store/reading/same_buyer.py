"""The other orders of a buyer (同一买家), as far as name and phone say that it is the same."""

from store.models.order import Order
from store.models.row import OrderRow
from store.reading.lookups import Readable
from store.search.conditions import Is
from store.search.lists import ORDERS
from store.words.masks import is_ciphered, is_masked, phone_tail


def orders_of_buyer(store: Readable, order: Order) -> tuple[OrderRow, ...]:
    """The orders of whoever receives this one, itself among them; none where nobody knows.

    The whole name and the end of the phone are the same; of what an export hid, nothing is said.
    """
    name, tail = order.receiver.name, phone_tail(order.receiver.phone)
    if not name or not tail or is_masked(name) or is_ciphered(name):
        return ()
    rows = store.rows_where(ORDERS, Is("phone", (tail,)))
    return tuple(row for row in rows if (row.buyer, row.phone_tail) == (name, tail))
