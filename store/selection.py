"""Selection: the result of a search, as a length and windows of rows on demand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from store.errors import BadInput
from store.models.row import OrderRow
from store.words import _

SORTS: dict[str, Callable[[OrderRow, float], Any]] = {
    "due": lambda row, now: row.due(now),
    "ordered": lambda row, _now: row.ordered_at,
    "paid": lambda row, _now: row.paid_at,
    "shipped": lambda row, _now: row.shipped_at,
    "amount": lambda row, _now: row.amount_fen,
    "order": lambda row, _now: row.order_no,
    "goods": lambda row, _now: row.goods,
    "buyer": lambda row, _now: row.buyer,
}
"""By what a list can be sorted; a `-` in front turns it around. Unknown times stand last."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows in order; `total` counts the whole store."""

    rows: Sequence[OrderRow]
    total: int
    misses: tuple[str, ...] = ()
    """Pasted order numbers that the store does not have."""

    def __len__(self) -> int:
        return len(self.rows)

    def window(self, start: int, stop: int) -> Sequence[OrderRow]:
        """The rows from `start` up to, not including, `stop`."""
        return self.rows[start:stop]

    def position(self, key: str) -> int | None:
        """Where the order with this key stands."""
        return next((index for index, row in enumerate(self.rows) if row.key == key), None)


def sort_rows(rows: list[OrderRow], sort: str, now: datetime) -> list[OrderRow]:
    """Sort by a field of SORTS as it is now, `-field` downwards; raise BadInput for another one."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise BadInput(
            _("There is no order by {field}; there is: {fields}.").format(
                field=name, fields=", ".join(SORTS)
            ),
            field="sort",
        )
    value_of, seconds = SORTS[name], now.timestamp()
    by_number = sorted(rows, key=lambda row: row.order_no)
    values = [(value_of(row, seconds), row) for row in by_number]
    known = [one for one in values if one[0] is not None]
    unknown = [row for value, row in values if value is None]
    known.sort(key=itemgetter(0), reverse=sort.startswith("-"))
    return [*(row for _value, row in known), *unknown]
