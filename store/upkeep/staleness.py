"""Staleness (陈旧行): which rows an earlier version of the desk, or other rules, made.

Nothing here loads a model, so that a list can be shown at once where nothing is stale.
"""

from collections.abc import Iterator
from itertools import chain

from store.models.axes import Platform
from store.models.row import FORM
from store.policy.shop import NAME, ShopPolicy
from store.reading.shop_lists import Lists
from store.rules.timing.calendar import published
from store.rules.timing.policy import Policy
from store.search.conditions import Between
from store.search.lists import OBLIGATIONS, ORDERS, PRODUCTS


def is_fresh(lists: Lists) -> bool:
    """Is every row as the rules in force and this version of the desk would make it?

    It costs a few looks at indexes.
    """
    policy = ShopPolicy(lists.engine.folder / NAME).current
    stale = (stale_orders(lists, policy, 1), newly_announced(lists, 1), stale_products(lists, 1))
    return not any(chain.from_iterable(stale))


def stale_orders(lists: Lists, policy: Policy, at_once: int) -> Iterator[list[int]]:
    """The ids of the orders whose rows these rules might make otherwise, so many at a time."""
    digests = {str(platform): policy.digest(platform) for platform in Platform}
    return lists.engine.stale_rows(ORDERS.name, FORM, digests, at_once)


def newly_announced(lists: Lists, at_once: int) -> Iterator[list[int]]:
    """The orders with a deadline in a year that was not announced, and is now."""
    found: dict[str, None] = {}
    for row in lists.rows_where(OBLIGATIONS, Between("unannounced", 1, None)):
        if published(row.unannounced):
            found[row.order_key] = None
    keys = list(found)
    for start in range(0, len(keys), at_once):
        some = (
            lists.engine.document_with(ORDERS.name, key) for key in keys[start : start + at_once]
        )
        yield [kept.id for kept in some if kept]


def stale_products(lists: Lists, at_once: int) -> Iterator[list[int]]:
    """The ids of the products whose rows an earlier version made."""
    return lists.engine.stale_rows(PRODUCTS.name, FORM, {}, at_once)
