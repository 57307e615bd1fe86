"""The columns that an export may have: those for people, those of the desk's own file, of a list.

`people` is what is written where nothing else is asked for, `full` the desk's own file. `list`
stands for what a list shows. Masked it needs no order: 100,000 rows take seconds. What
somebody typed (goods, tags) belongs to it when it is revealed, and then the orders are read for the
buyer's name; masked, goods and tags stand in the file when they are named themselves.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter

from store.errors import BadInput
from store.exchange.desk_columns import COLUMNS, Column
from store.exchange.desk_values import Kind, Value
from store.exchange.outgoing.people_columns import OF_DUTY, people_columns
from store.models.order import Order
from store.rules.order.row import goods
from store.words import _, listed


def _row(key: str, label: str, kind: Kind, name: str = "") -> Column:
    return Column(key, label, kind, of_row=name or key)


def _typed(
    key: str, label: str, kind: Kind, value: Callable[[Order], Value], name: str = ""
) -> Column:
    return Column(key, label, kind, value, of_row=name or key, is_typed=True)


ONLY_LISTED: tuple[Column, ...] = (
    _typed("summary", "商品概要", "text", goods, "goods"),
    _row("skus", "全部商家编码", "list"),
    _row("units", "总件数", "number"),
    _row("units_to_ship", "待发总件数", "number", "to_ship"),
    _row("placed_at", "下单或成交时间", "time", "ordered_at"),
    _row("ship_by", "发货期限", "time"),
    _row("due_at", "最近期限", "time", "due"),
    _row("open_tasks", "待办平台任务", "number"),
    _row("open_cases", "进行中售后", "number"),
    _row("flag", "旗帜", "text"),
    Column("tags", "标签", "list", attrgetter("tags"), is_personal=True, is_typed=True),
    _row("owner", "负责人", "text"),
)
"""What no file is read back from: the desk works it out."""

PEOPLE, FULL, LIST = "people", "full", "list"
_BY_KEY = {column.key: column for column in (*COLUMNS, *ONLY_LISTED)}
_LISTED = (
    *("platform", "shop", "order_no", "due_at", "ship_by", "payment", "fulfilment"),
    *("after_sales", "stock_out", "paid", "refunded", "receiver_name", "summary", "skus"),
    *("units", "units_to_ship", "placed_at", "paid_at", "cases", "under_review"),
    *("open_tasks", "flag", "tags", "owner"),
)


def columns_named(names: Sequence[str], *, reveal: bool) -> tuple[Column, ...]:
    """The columns with these keys or headers, in this order, or all of a form by its name.

    `reveal` says whether personal data is shown, which `list` depends on.
    BadInput: one of them is unknown.
    """
    known: dict[str, tuple[Column, ...]] = {
        name: (column,)
        for column in (*OF_DUTY, *_BY_KEY.values())
        for name in (column.key, column.label)
    }
    of_list = (_BY_KEY[key] for key in _LISTED)
    known[LIST] = tuple(
        column
        for column in of_list
        if column.is_of_rows(reveal=reveal) or (reveal and column.is_personal)
    )
    known[FULL], known[PEOPLE] = COLUMNS, people_columns(_BY_KEY)
    wanted = [name.strip() for name in names]
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        said = _("There is no column {unknown}; the columns are: {known}.")
        keys = listed([PEOPLE, FULL, LIST, *(column.key for column in OF_DUTY), *_BY_KEY])
        raise BadInput(said.format(unknown=listed(unknown), known=keys), field="columns")
    return tuple(dict.fromkeys(column for name in wanted for column in known[name]))
