"""The packing list (配货单): what the warehouse takes from the shelves, as a table."""

from pathlib import Path

from store.errors import BadInput
from store.exchange.outgoing.plain_table import ENDINGS, write_table
from store.exchange.outgoing.workbook_out import SheetColumn
from store.rules.stock.packing import Packing
from store.words import _


def write_packing(packing: Packing, to: Path, *, replaces: bool = False) -> None:
    """Write it. BadInput: the ending is neither, or the file is there or cannot be written."""
    if to.suffix.lower() not in ENDINGS:
        said = _("{name}: a packing list is a .csv or .xlsx file; choose one of these endings.")
        raise BadInput(said.format(name=to.name), field="to")
    columns = (
        SheetColumn(_("SKU"), 20),
        SheetColumn(_("Goods"), 36),
        SheetColumn(_("Spec"), 24),
        SheetColumn(_("Units"), 9),
        SheetColumn(_("Orders"), 9),
        SheetColumn(_("Shop"), 14),
    )
    rows = [
        (one.sku, one.name, one.spec, one.units, len(one.orders), one.shop) for one in packing.goods
    ]
    write_table(to, columns, rows, sheet=_("To pack"), replaces=replaces)
