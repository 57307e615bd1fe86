"""The orders of one buyer (同一买家), as far as the phone says that it is the same."""

from itertools import islice

from store.models.order import Order
from store.models.row import OrderRow
from store.reading.lookups import Readable
from store.rules.action.context import SOME
from store.search.conditions import Is
from store.search.lists import ORDERS
from store.words.masks import is_ciphered, is_masked, phone_tail


def orders_of_buyer(store: Readable, order: Order) -> tuple[OrderRow, ...]:
    """The orders of whoever receives this one, itself among them; some where there are many.

    The whole phone is the same; where an export hid it, nobody knows, and there are none.
    """
    phone, tail = order.receiver.phone, phone_tail(order.receiver.phone)
    if not tail or is_masked(phone) or is_ciphered(phone):
        return ()
    found = store.rows_where(ORDERS, Is("phone", (tail,)))
    rows = tuple(islice((row for row in found if row.phone_tail == tail), SOME))
    same = {one.key for one in store.orders(rows) if one.receiver.phone == phone}
    return tuple(row for row in rows if row.key in same)
