"""The desk's own file of stock (库存): what was counted of each SKU, one SKU a row.

`sku,on_hand,per_day_made,per_day_shipped`, or with Chinese headers (docs/imports.md); a column or a
cell that is left out leaves the number as it is.
"""

from collections.abc import Sequence

from store.exchange.incoming.cells import plain
from store.exchange.incoming.columns import ColumnsFound, named
from store.exchange.incoming.reading import Facts, Reading, Unit, UnreadableRows
from store.exchange.incoming.tables import Table, TableRow

COLUMNS = {
    "sku": ("sku", "商家编码", "规格编码"),
    "on_hand": ("on_hand", "现有库存", "实际库存"),
    "per_day_made": ("per_day_made", "每天生产", "每天到货"),
    "per_day_shipped": ("per_day_shipped", "每天发货", "每天可发"),
}


def recognises(columns: Sequence[str]) -> bool:
    """Is this the header of a file of stock?"""
    found = named(columns, COLUMNS)
    return "sku" in found and len(found) > 1


class StockReading(Reading):
    """A file of stock; no row of it is about an order."""

    kind = "stock"
    platform = None
    variant = "shouhou"

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._found = ColumnsFound(table.columns, COLUMNS)
        self.unknown_columns = self._found.unknown

    def order_no(self, row: TableRow) -> str:
        """There is none."""
        return ""

    def facts(self, unit: Unit) -> Sequence[Facts]:
        """Nothing of an order."""
        raise UnreadableRows([self.rejected(row, "", "") for row in unit.rows])

    def values(self, row: TableRow) -> dict[str, str]:
        """The cells of a row by field, those that say something; a SKU of digits as orders have
        it.
        """
        typed = {field: cell.strip() for field, cell in self._found.cells(row.cells).items()}
        return {field: plain(text.removeprefix("'")) for field, text in typed.items() if text}

    def column(self, field: str) -> str:
        """What the file calls the column of a field; empty where it has none."""
        return self._found.names.get(field, "")
