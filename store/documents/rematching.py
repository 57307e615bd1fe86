"""Rematching (重新对账): payments are compared anew in the commit that changes their order.

An order that was never paid out (未回款) has no row in any funds file, so nothing but the order
itself says that something is missing: it gets payments without a row once the funds tell so.
"""

from collections.abc import Callable, Iterable

from store.documents.kinds import KINDS, decode
from store.models.coverage import Coverage, coverage_key
from store.models.keys import BILL, bill_key, parts_of_key
from store.models.order import Order
from store.models.payment import Payments, ToldSpan
from store.rules.money.beside import rematched, side_of
from store.rules.money.matching import differences
from store.rules.money.told_spans import told_of
from store.rules.timing.policy import Policy
from store.shopdb import ShopDB


def rematch(
    db: ShopDB,
    keys: Iterable[str],
    order: Callable[[str], Order],
    policy: Policy,
    but: Iterable[str] = (),
) -> None:
    """Note in the payments of these orders what the orders say now, inside `ShopDB.writing`.

    `order` gives one by its key; `but` has the keys of payments that the commit writes itself.
    """
    table = db.kind(KINDS[Payments])
    left_out = set(but)
    by_key = {bill: key for key in keys if (bill := bill_key(key)) not in left_out}
    found = table.get_keys(by_key.keys())
    told = _Told(db)
    changed = []
    for bill, key in by_key.items():
        if kept := found.get(bill):
            before = decode(Payments, kept)
            after = rematched(before, order(key))
            if not after.payments and after.told != (spans := told.of(key)):
                after = after.model_copy(update={"told": spans})
            if after is not before:
                changed.append(table.ready(after, kept.version, kept.head))
        elif (spans := told.of(key)) and (never := never_paid(order(key), spans, policy)):
            changed.append(table.ready(never, 0, ""))
    if changed:
        table.put_many(changed)


def never_paid(order: Order, told: tuple[ToldSpan, ...], policy: Policy) -> Payments | None:
    """Payments without a row, where an order was received and files of these times lack its money.

    The account of an order that nobody has received yet is not whole.
    """
    beside = side_of(order)
    if beside.received_at is None:
        return None
    payments = Payments(
        platform=order.platform,
        shop=order.shop,
        name=f"{BILL}{order.order_no}",
        order_no=order.order_no,
        beside=beside,
        told=told,
    )
    return payments if differences(payments, policy) else None


class _Told:
    """Of which time the money of each shop is known, asked once a commit."""

    def __init__(self, db: ShopDB) -> None:
        self._coverage = db.kind(KINDS[Coverage])
        self._known: dict[str, tuple[ToldSpan, ...]] = {}

    def of(self, order: str) -> tuple[ToldSpan, ...]:
        """That of the shop of the order with this key."""
        platform, shop, _order_no = parts_of_key(order)
        key = coverage_key(platform, shop, "funds")
        if key not in self._known:
            kept = self._coverage.get_key(key)
            self._known[key] = told_of(decode(Coverage, kept)) if kept else ()
        return self._known[key]
