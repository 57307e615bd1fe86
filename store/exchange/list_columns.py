"""The columns that an export may have: those of the desk's own file, and what only a list shows.

`list` stands for what a list shows. It needs no order: 100,000 rows take seconds.
"""

from collections.abc import Sequence

from store.errors import BadInput
from store.exchange.desk_columns import COLUMNS, Column
from store.exchange.desk_values import Kind
from store.words import _


def _row(key: str, label: str, kind: Kind, name: str = "") -> Column:
    return Column(key, label, kind, of_row=name or key)


ONLY_LISTED: tuple[Column, ...] = (
    _row("summary", "商品概要", "text", "goods"),
    _row("skus", "全部商家编码", "list"),
    _row("units", "总件数", "number"),
    _row("units_to_ship", "待发总件数", "number", "to_ship"),
    _row("placed_at", "下单或成交时间", "time", "ordered_at"),
    _row("ship_by", "发货期限", "time"),
    _row("due_at", "最近期限", "time", "due"),
    _row("open_tasks", "待办平台任务", "number"),
    _row("open_cases", "进行中售后", "number"),
    _row("flag", "旗帜", "text"),
    _row("tags", "标签", "list"),
    _row("owner", "负责人", "text"),
)
"""What no file is read back from: the desk works it out."""

LIST = "list"
_BY_KEY = {column.key: column for column in (*COLUMNS, *ONLY_LISTED)}
_LISTED = (
    *("platform", "shop", "order_no", "due_at", "ship_by", "payment", "fulfilment"),
    *("after_sales", "stock_out", "paid", "refunded", "receiver_name", "summary", "skus"),
    *("units", "units_to_ship", "placed_at", "paid_at", "cases", "under_review"),
    *("open_tasks", "flag", "tags", "owner"),
)


def columns_named(names: Sequence[str] | None) -> tuple[Column, ...]:
    """The columns with these keys or headers, in this order; the desk's own file for None.

    BadInput: one of them is unknown.
    """
    if names is None:
        return COLUMNS
    known: dict[str, tuple[Column, ...]] = {
        name: (column,) for column in _BY_KEY.values() for name in (column.key, column.label)
    }
    known[LIST] = tuple(_BY_KEY[key] for key in _LISTED)
    wanted = [name.strip() for name in names]
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        said = _("There is no column {unknown}; the columns are: {known}.")
        keys = ", ".join([LIST, *_BY_KEY])
        raise BadInput(said.format(unknown=", ".join(unknown), known=keys), field="columns")
    return tuple(dict.fromkeys(column for name in wanted for column in known[name]))
