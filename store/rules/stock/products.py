"""Products (商品): which orders need a SKU, what can be on sale of it, and taking it off sale."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from store.errors import Problem
from store.models.axes import Platform
from store.models.order import Order
from store.models.product import Product
from store.models.row import ProductRow
from store.rules.action.context import Context
from store.rules.stock.stock import StockPlan
from store.rules.stock.stock_out import locked_lines
from store.rules.stock.wanted import units_under_review, units_wanted
from store.rules.timing.policy import Policy
from store.words import _, counts, listed

Scope = Literal["sku", "product"]
MOST_NAMED = 20
"""So many order numbers stand in one sentence."""


class Need(NamedTuple):
    """An order that waits for units of a SKU."""

    order: Order
    units: int


def needs(shop: str, sku: str, context: Context) -> tuple[Need, ...]:
    """The orders that wait for a SKU, by their number."""
    orders = context.lookup.orders_with_sku(shop, sku)
    found = (Need(order, units_wanted(order).get(sku, 0)) for order in orders)
    return tuple(sorted((one for one in found if one.units), key=lambda one: one.order.order_no))


def affected(product: Product, context: Context) -> Iterator[str]:
    """Which orders to ship need it, as sentences."""
    found = needs(product.shop, product.sku, context)
    if not found:
        yield _("No order to ship needs {sku}.").format(sku=product.sku)
        return
    yield _("Orders to ship that need {sku}: {count}, with {units}: {orders}.").format(
        **_counted(product.sku, found)
    )
    yield from _too_many(product.sku, found)


def also_affected(order: Order, sku: str, context: Context) -> Iterator[str]:
    """Which other orders to ship that are not applied for need the SKU of one, as sentences."""
    others = (one for one in needs(order.shop, sku, context) if one.order.key != order.key)
    left = (
        Need(one.order, one.units - units_under_review(one.order).get(sku, 0)) for one in others
    )
    found = tuple(one for one in left if one.units > 0)
    if not found:
        yield _("No other order to ship needs {sku} that is not applied for.").format(sku=sku)
        return
    yield _("Other orders to ship that need {sku}: {count}, with {units}: {orders}.").format(
        **_counted(sku, found)
    )
    yield from _too_many(sku, found)


def _counted(sku: str, found: tuple[Need, ...]) -> dict[str, object]:
    numbers = [one.order.order_no for one in found[:MOST_NAMED]]
    return {
        "sku": sku,
        "count": len(found),
        "units": counts.units(sum(one.units for one in found)),
        "orders": listed(numbers),
    }


def _too_many(sku: str, found: tuple[Need, ...]) -> Iterator[str]:
    if len(found) > MOST_NAMED:
        yield _("Only the first {most} are named; “waits:{sku}” finds all of them.").format(
            most=MOST_NAMED, sku=sku
        )


def plan(product: Product, context: Context) -> StockPlan | None:
    """What can be on sale of a SKU; none as long as nobody has counted it.

    An order of now has to go within the time that the platform leaves, the shortest where several
    platforms sell it; a day that is not whole does not count.
    """
    found = needs(product.shop, product.sku, context)
    platforms = {one.order.platform for one in found}
    today = context.today
    asked = Asked(
        sum(one.units for one in found), len(found), days_to_ship(platforms, context.policy, today)
    )
    return plan_of(product, asked)


class Asked(NamedTuple):
    """What open orders ask of a SKU."""

    units: int
    orders: int
    days: int | None
    """Whole days that the platform leaves for shipping."""


def days_to_ship(platforms: Collection[Platform], policy: Policy, today: date) -> int | None:
    """Whole days within which an order of today has to go, on the strictest of these platforms.

    All of them count where none is named; none where no rule says how long.
    """
    rules = [policy.rule(one, "ship_by", today) for one in platforms or Platform]
    time = min((rule.span for rule in rules if rule), default=None)
    return None if time is None else max(1, time.days)


def plan_of(counted: Product | ProductRow, asked: Asked) -> StockPlan | None:
    """The same of a product, or its row, with what is asked of it."""
    if counted.on_hand is None or asked.days is None:
        return None
    return StockPlan(
        sku=counted.sku,
        on_hand=counted.on_hand,
        made=counted.per_day_made or 0,
        shipped=counted.per_day_shipped,
        days=asked.days,
        owed=asked.units,
        orders=asked.orders,
    )


def in_scope(product: Product, scope: Scope, context: Context) -> tuple[Product, ...]:
    """The SKU, or every SKU of its product."""
    if scope == "sku" or not product.product_id:
        return (product,)
    others = context.lookup.products_of(product.shop, product.product_id)
    return (product, *(one for one in others if one.key != product.key))


def scope_problem(product: Product, scope: Scope) -> Iterator[Problem]:
    """The whole product cannot be meant where nobody knows which one it is."""
    if scope == "product" and not product.product_id:
        yield Problem(
            "scope",
            _(
                "No export has named the product that {sku} belongs to; delist that SKU alone."
            ).format(sku=product.sku),
        )


def named(products: Iterable[Product]) -> str:
    """The SKUs as a sentence names them."""
    return listed(sorted(one.sku for one in products))


def under_review(product: Product, context: Context) -> Iterator[str]:
    """Orders whose application for this SKU waits for the verdict."""
    found = [
        order.order_no
        for order in context.lookup.orders_with_sku(product.shop, product.sku)
        if any(
            locked.application.state == "applied"
            and (line := order.line_named(number))
            and line.sku == product.sku
            for number, locked in locked_lines(order).items()
        )
    ]
    if found:
        yield _("Applications for out-of-stock of {sku} are still under review: {orders}.").format(
            sku=product.sku, orders=listed(sorted(found)[:MOST_NAMED])
        )
