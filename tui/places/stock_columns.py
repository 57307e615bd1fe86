"""The columns of stock: product, SKU, whose, on sale, there, sold a day, to ship, what to do."""

from datetime import datetime

from store.reading.stock import StockRow
from store.words import N_, _
from tui.widgets.column import Cell, Column
from tui.widgets.columns import Columns


def is_short(row: StockRow, _now: datetime) -> bool:
    """Waiting orders need more than there is."""
    return row.missing > 0


def _sale(row: StockRow, _now: datetime) -> Cell:
    return Cell(_("on sale")) if row.product.on_sale else Cell(_("off sale"), "soon")


def _there(row: StockRow, _now: datetime) -> Cell:
    counted = row.product.on_hand
    if counted is None:
        return Cell("?" if row.is_goods else "", "soon")
    return Cell(str(counted), "late" if row.missing else "soon" if counted < row.owed else "")


def _lasts(row: StockRow, _now: datetime) -> Cell:
    text = row.lasts_text
    return Cell(_("{days} d").format(days=text) if text else "", "late" if text == "0" else "")


def _short(row: StockRow, _now: datetime) -> Cell:
    if row.outlook is None and row.owed:
        return Cell("?", "soon")
    return Cell(str(row.missing) if row.missing else "", "late")


def _sellable(row: StockRow, _now: datetime) -> Cell:
    return Cell("" if row.sellable is None else str(row.sellable), "key")


def _advice(row: StockRow, _now: datetime) -> Cell:
    if not row.is_goods:
        return Cell(_("no goods"), "quiet")
    if row.outlook is None:
        return Cell(_("count it") if row.owed or row.pace else "", "soon")
    if not row.restock:
        made = row.outlook.to_make
        return Cell(_("make {units}").format(units=made), "soon") if made else Cell("")
    return Cell(_("restock {units}").format(units=row.restock), "soon" if row.missing else "")


STOCK_COLUMNS = Columns[StockRow](
    Column(N_("Product"), 24, lambda row, _now: Cell(row.product.name), grows=True, field="name"),
    Column(N_("SKU"), 10, lambda row, _now: Cell(row.product.sku, "quiet"), field="sku"),
    Column(N_("Shop"), 10, lambda row, _now: Cell(row.shop, "quiet"), if_any=True),
    Column(N_("Sale"), 8, _sale, drop=2),
    Column(N_("On hand"), 7, _there, "right", field="stock"),
    Column(
        N_("A day"),
        6,
        lambda row, _now: Cell(row.pace_text, "quiet"),
        "right",
        drop=3,
        field="sold",
    ),
    Column(
        N_("To ship"),
        7,
        lambda row, _now: Cell(str(row.owed) if row.owed else ""),
        "right",
        field="unshipped",
    ),
    Column(N_("Short by"), 8, _short, "right"),
    Column(N_("Lasts"), 7, _lasts, "right", 1, field="lasts"),
    Column(N_("Can be sold"), 11, _sellable, "right", 4),
    Column(N_("What to do"), 11, _advice),
    is_late=is_short,
)
