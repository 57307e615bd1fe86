"""The forecast of a shop (发货预测), from rows alone: its pace, what waits, what will be late."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from store.models.keys import product_key
from store.models.money import Fen
from store.models.row import ObligationRow, OrderRow, instant_of
from store.pages import in_pages
from store.reading.shop_lists import Lists
from store.rules.order.forecast import Expected, Pace, Waiting, expected, late_if_first, ship_first
from store.search.board import cost_by
from store.search.conditions import Between, Is
from store.search.lists import OBLIGATIONS, ORDERS, PRODUCTS

DAY = timedelta(days=1)
AT_ONCE = 500


class Forecast(NamedTuple):
    """What will be late at today's pace."""

    per_day: int
    """Orders that were shipped within the last 24 hours."""
    late: tuple[Expected, ...]
    """The orders that will be late, by deadline; those that are late already are among them."""
    first: tuple[Waiting, ...]
    """The orders to ship first, by deadline: those that can be in time and save most."""
    late_then: tuple[Expected, ...]
    """The orders that are late all the same, or for that, when those are shipped first."""
    rows: dict[str, OrderRow]
    """All that wait, by key."""

    @property
    def cost_fen(self) -> Fen:
        """What it costs as far as that is known."""
        return sum(one.waiting.cost_fen or 0 for one in self.late)

    @property
    def saved_fen(self) -> Fen:
        """How much less it costs when those that are named are shipped first.

        Others leave later for it: what that costs is taken off.
        """
        return self.cost_fen - sum(one.waiting.cost_fen or 0 for one in self.late_then)


def forecast(lists: Lists) -> Forecast | None:
    """What will be late; None where nothing says how fast orders leave."""
    now = lists.now
    shipped = Between("shipped", int((now - DAY).timestamp()), int(now.timestamp()) + 1)
    times = sorted(row.shipped_at for row in lists.rows_where(ORDERS, shipped))
    pace = Pace(tuple(datetime.fromtimestamp(at, UTC) for at in times))
    limits = {
        row.key: row.per_day_shipped
        for row in lists.rows_where(PRODUCTS)
        if row.per_day_shipped is not None
    }
    if not pace.left and not limits:
        return None
    duties = {
        row.of_key: row
        for row in lists.rows_where(OBLIGATIONS, Is("kind", ("ship", "ship-reviewed", "may-ship")))
    }
    duties = {key: row for key, row in duties.items() if row.due_at is not None}
    rows = {row.key: row for row in _rows(lists, duties)}
    waiting = [_waiting(rows[key], duty, now) for key, duty in duties.items() if key in rows]
    late = tuple(one for one in expected(waiting, now, pace, limits) if one.is_late)
    first, late_then = late_if_first(ship_first(waiting, now, pace), waiting, now, pace, limits)
    found = Forecast(len(times), late, first, late_then, rows)
    # Where a product holds up what is dear, the order of the deadlines may be the better one.
    return found if found.saved_fen >= 0 else found._replace(first=(), late_then=late)


def _rows(lists: Lists, duties: dict[str, ObligationRow]) -> Iterator[OrderRow]:
    for keys in in_pages(duties, AT_ONCE):
        yield from lists.rows_with_keys(keys)


def _waiting(row: OrderRow, duty: ObligationRow, now: datetime) -> Waiting:
    return Waiting(
        key=row.key,
        due_at=datetime.fromtimestamp(duty.due_at or 0, UTC),
        cost_fen=cost_by(duty, now),
        skus=tuple(product_key(row.shop, sku) for sku in row.skus),
        units=row.to_ship,
        begins_at=instant_of(row.held_until),
        is_stuck=row.review or row.stock_out == "applied" or bool(row.open_discrepancies),
    )
