"""Rematching (重新对账): payments are compared anew in the commit that changes their order."""

from collections.abc import Callable, Iterable

from store.documents.kinds import KINDS, decode
from store.models.keys import bill_key
from store.models.order import Order
from store.models.payment import Payments
from store.rules.money.matching import rematched
from store.shopdb import ShopDB


def rematch(
    db: ShopDB, keys: Iterable[str], order: Callable[[str], Order], but: Iterable[str] = ()
) -> None:
    """Note in the payments of these orders what the orders say now, inside `ShopDB.writing`.

    `order` gives one by its key; `but` has the keys of payments that the commit writes itself.
    """
    table = db.kind(KINDS[Payments])
    left_out = set(but)
    by_key = {bill_key(key): key for key in keys}
    found = table.get_keys([key for key in by_key if key not in left_out])
    changed = []
    for key, kept in found.items():
        before = decode(Payments, kept)
        after = rematched(before, order(by_key[key]))
        if after is not before:
            changed.append(table.ready(after, kept.version, kept.head))
    if changed:
        table.put_many(changed)
