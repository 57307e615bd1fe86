"""Stock (库存), read: every product beside what orders ask of it, searched and sorted.

The products are read whole: a shop has hundreds of them, where it has a hundred thousand orders.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from types import MappingProxyType

from store.models.axes import Platform
from store.models.order import Order
from store.models.row import OrderRow, ProductRow
from store.reading.records import Records
from store.reading.shop_lists import Lists
from store.rules.stock.no_goods import is_no_goods
from store.rules.stock.outlook import PACE_DAYS, Outlook, Queued, days_text
from store.rules.stock.products import Asked, days_to_ship, plan_of
from store.rules.stock.wanted import units_under_review
from store.search.conditions import AnyOf, Between, Condition, Not, Query, State
from store.search.folding import folded
from store.search.listed import Listed
from store.search.lists import PRODUCTS
from store.search.quoting import quoted
from store.search.stock_list import COUNTED, COUNTED_STATES
from store.search.wanted import Wanted, asked_since, first_ordered, sku_key, units_said

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StockRow:
    """One SKU of the shop beside what is asked of it."""

    product: ProductRow
    owed: int
    """Units that orders wait for."""
    orders: int
    pace: Fraction
    """Units sold a day."""
    outlook: Outlook | None
    """None as long as nobody has counted it."""
    is_goods: bool = True
    """Is there something to count and to send?"""
    shop: str = ""
    """Whose it is, where the products are those of several shops."""

    @property
    def key(self) -> str:
        """The key of the product."""
        return self.product.key

    @property
    def pace_text(self) -> str:
        """Units sold a day; nothing where none are."""
        return days_text(self.pace) if self.pace else ""

    @property
    def lasts_text(self) -> str:
        """For how many days it is enough; nothing where that is not known, or without an end."""
        lasts = self.outlook.lasts if self.outlook else None
        return "" if lasts is None else days_text(lasts)

    @property
    def missing(self) -> int:
        """Units that waiting orders need, and that are neither there nor made in time."""
        return self.outlook.plan.missing if self.outlook else 0

    @property
    def sellable(self) -> int | None:
        """Units that can be put on sale, where that is known."""
        return self.outlook.plan.sellable if self.outlook else None

    @property
    def restock(self) -> int:
        """Units that have to come in."""
        return self.outlook.restock if self.outlook else 0


Key = Callable[[StockRow], object]
COLUMNS: Mapping[str, Callable[[StockRow], int | None]] = MappingProxyType(
    {
        "missing": lambda row: row.missing,
        "owed": lambda row: row.owed,
        "sold": lambda row: int(row.pace * 10),
        "sellable": lambda row: row.sellable,
        "restock": lambda row: row.restock,
    }
)
"""What fields and states are asked of."""


def _lasts(row: StockRow) -> tuple[int, Fraction] | None:
    """Short ones first, the most units before; then what orders wait for though it has still to be
    made, or nobody has counted it; then what ends soonest.
    """
    if row.outlook is None:
        return (1, Fraction(-row.owed)) if row.owed else None
    if row.missing:
        return 0, Fraction(-row.missing)
    if row.outlook.to_make:
        return 1, Fraction(-row.outlook.to_make)
    lasts = row.outlook.lasts
    return (3, Fraction(0)) if lasts is None else (2, lasts)


SORTS: Mapping[str, Callable[[StockRow], object]] = MappingProxyType(
    {
        "lasts": _lasts,
        "unshipped": lambda row: row.owed,
        "sold": lambda row: row.pace,
        "stock": lambda row: row.product.on_hand,
        "sku": lambda row: row.product.sku,
        "name": lambda row: row.product.name,
    }
)


class Stock:
    """All products as they stand now."""

    def __init__(self, records: Records) -> None:
        """Reads everything."""
        self._records, self.now = records, records.now
        rows = tuple(_rows(records))
        self._is_of_several = len({row.product.shop for row in rows}) > 1
        named = (replace(row, shop=row.product.shop) for row in rows)
        self.rows = tuple(named) if self._is_of_several else rows

    def row(self, key: str) -> StockRow | None:
        """The product with this key."""
        return next((row for row in self.rows if row.key == key), None)

    def query_of(self, row: StockRow) -> str:
        """What finds the orders that wait for it, as they are counted here, among the orders."""
        meant = {"waits": row.product.sku}
        if self._is_of_several:
            meant["shop"] = row.product.shop
        # What no query can have is left to the reader.
        found = ((field, quoted(value)) for field, value in meant.items())
        return " ".join(f"{field}:{value}" for field, value in found if value)

    def find(self, query: Query, sort: str) -> Listed[StockRow]:
        """The products that a query of `STOCK` finds, in this order."""
        keys = self._keys(query.conditions)
        found = [row for row in self.rows if row.key in keys]
        return Listed(query, self.now, sort, _sorted(found, sort), len(self.rows))

    def counts(self, queries: Sequence[Query]) -> tuple[int, ...]:
        """How many products each query finds."""
        return tuple(len(self._keys(query.conditions)) for query in queries)

    def _keys(self, conditions: Sequence[Condition]) -> frozenset[str]:
        keys = frozenset(row.key for row in self.rows)
        for condition in conditions:
            keys &= self._fitting(condition)
        return keys

    def _fitting(self, condition: Condition) -> frozenset[str]:
        match condition:
            case Not(inner):
                return frozenset(row.key for row in self.rows) - self._fitting(inner)
            case AnyOf(parts):
                return frozenset[str]().union(*map(self._fitting, parts))
            case Between(field, low, high) if field in COUNTED:
                value = COLUMNS[COUNTED[field].column]
                return self._where(lambda row: _within(value(row), low, high))
            case State(name) if name in COUNTED_STATES:
                (term,) = COUNTED_STATES[name]
                value = COLUMNS[term.column]
                return self._where(lambda row: bool(value(row)))
        return frozenset(row.key for row in self._records.rows_where(PRODUCTS, condition))

    def _where(self, fits: Callable[[StockRow], bool]) -> frozenset[str]:
        return frozenset(row.key for row in self.rows if fits(row))


def waiting(lists: Lists, text: str, sku: str) -> Iterator[tuple[OrderRow, int]]:
    """The orders among those that a query finds that wait for a SKU, with their units."""
    sought = _called(sku)
    for row in lists.search(text):
        units = sum(many for said, many in units_said(row.waits) if _called(said) == sought)
        if units:
            yield row, units


def waiting_for(records: Records, lists: Lists, text: str, sku: str) -> tuple[Queued, ...]:
    """The same, each with until when it has to leave, and what of it is under review."""
    return tuple(
        Queued(
            key=row.key,
            units=units,
            ship_by=row.ship_by,
            paid_at=row.paid_at,
            under_review=_under_review(records, row, sku) if row.stock_out == "applied" else 0,
        )
        for row, units in waiting(lists, text, sku)
    )


def _under_review(records: Records, row: OrderRow, sku: str) -> int:
    order = records.get(Order, row.key)
    return units_under_review(order).get(sku, 0) if order else 0


def _called(sku: str) -> str:
    """A SKU as `waits:` finds it."""
    return folded(sku)


def _within(value: int | None, low: int | None, high: int | None) -> bool:
    """Is it in the half-open range? What is not known is in none."""
    if value is None:
        return False
    return (low is None or value >= low) and (high is None or value < high)


def _sorted(rows: list[StockRow], sort: str) -> list[StockRow]:
    """By this sort, unknown values last whichever way, equal ones by SKU."""
    key = SORTS[sort.removeprefix("-")]
    by_sku = sorted(rows, key=lambda row: (row.product.sku, row.key))
    known = [row for row in by_sku if key(row) is not None]
    known.sort(key=key, reverse=sort.startswith("-"))  # type: ignore[arg-type] # each is ordered
    return [*known, *(row for row in by_sku if key(row) is None)]


def _rows(records: Records) -> Iterator[StockRow]:
    now, fetch = records.now, records.engine.fetch
    asked = asked_since(fetch, now - PACE_DAYS * DAY)
    span = _days_known(first_ordered(fetch), now)
    for product in records.rows_where(PRODUCTS):
        key = sku_key(product.shop, product.sku)
        wanted = asked.wanted.get(key)
        yield _row(records, product, wanted, Fraction(asked.sold[key], span))


def _row(records: Records, product: ProductRow, wanted: Wanted | None, pace: Fraction) -> StockRow:
    platforms = frozenset(map(Platform, wanted.platforms)) if wanted else frozenset()
    days = days_to_ship(platforms, records.policy, records.today)
    asked = Asked(wanted.units if wanted else 0, wanted.orders if wanted else 0, days)
    if is_no_goods(product.name):
        return StockRow(product, 0, asked.orders, pace, None, is_goods=False)
    plan = plan_of(product, asked)
    outlook = Outlook(plan, pace) if plan else None
    return StockRow(product, asked.units, asked.orders, pace, outlook)


def _days_known(first: int | None, now: datetime) -> int:
    """Over how many days the pace is counted: fewer where the oldest order is younger."""
    known = 0 if first is None else ceil((now.timestamp() - first) / DAY.total_seconds())
    return max(1, min(PACE_DAYS, known))
