"""Stock (库存, place 4): every product beside what orders ask of it, and what to do about that."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from store.models.subject import Subject
from store.reading.stock import Stock, StockRow, waiting_for
from store.search.listed import Shown
from store.search.stock_list import STOCK
from store.words import N_, _, counts
from tui.actions import bindings
from tui.places.list_place import ListPlace
from tui.places.stock_columns import STOCK_COLUMNS
from tui.said import Finds
from tui.screens.listing import show_in
from tui.widgets.rows_read import Found

if TYPE_CHECKING:
    from store.repository import Repository
    from tui.order_text.preview_parts import Summary


class StockPlace(ListPlace[StockRow]):
    """The list of products."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("stock")]
    place = "stock"
    kind = "products"
    listed = STOCK
    columns = STOCK_COLUMNS
    example = N_("/ search: short to-ship unshipped:>10 stock:<5")
    nothing = N_(
        "No product fits. Products come with the platform's order export, their stock with a stock"
        " file or “Set the stock”."
    )
    views = (
        ("", N_("All products, by how long they last")),
        ("short", N_("Short of goods")),
        ("restock", N_("To restock within a week")),
        ("to-ship", N_("Orders wait for them")),
        ("onsale:no", N_("Off sale")),
        ("task", N_("The platform has to be told")),
    )
    sorts: ClassVar[dict[str, str]] = {
        "lasts": N_("how long it lasts"),
        "unshipped": N_("units to ship"),
        "sold": N_("units sold a day"),
        "stock": N_("units there"),
        "sku": N_("SKU"),
        "name": N_("product"),
    }

    _stock: Stock | None = None
    """As it was read last."""

    def subject_of(self, row: StockRow) -> Subject:
        return Subject("products", row.key)

    @property
    def number(self) -> str:
        return self.table.row.product.sku if self.table.row else ""

    async def _find(self) -> Found[StockRow]:
        await self.desk.opened()
        return await super()._find()

    def narrowed(self, text: str) -> Shown[StockRow]:
        """What is asked of every product is counted anew."""
        repository = self.desk.repository
        self._stock = stock = Stock(repository)
        return stock.find(repository.parsed(text, STOCK), self._sort)

    def counts_of(self, queries: Sequence[str]) -> Sequence[int]:
        lists = self.desk.lists
        stock = self._stock or Stock(self.desk.repository)
        return stock.counts([lists.parsed(query, STOCK) for query in queries])

    def previewed(self, subject: Subject, _about: str) -> "Summary | None":
        from tui.order_text.stock_preview import stock_preview

        stock = self._stock
        row = stock.row(subject.key) if stock else None
        if stock is None or row is None:
            return None
        return stock_preview(self.desk.repository, row, stock.query_of(row), self.desk.keys)

    def may_be_done(self, name: str) -> bool:
        row = self.table.row
        if name == "delist-product" and row and not row.product.on_sale and not self.table.marked:
            return False
        return super().may_be_done(name)

    def press_open(self) -> None:
        """The orders that wait for it, in their place, those marked that are short."""
        row, stock = self.table.row, self._stock
        if row is None or stock is None:
            return
        if not row.orders:
            self.notify(_("No order waits for {sku}.").format(sku=row.product.sku))
            return
        self.answers.leave_for(partial(self._show_orders, stock.query_of(row), row))

    async def _show_orders(self, query: str, row: StockRow) -> None:
        repository, sku = self.desk.repository, row.product.sku
        keys = await self.desk.threads.read(lambda: _short(repository, query, row))
        await show_in(self.desk, Finds(query), keys, goods=sku)
        if 0 < len(keys) < row.orders:
            said = _("Marked: {count} short of {sku}; others have theirs, or are applied for.")
            self.desk.notify(said.format(count=counts.orders(len(keys)), sku=sku))


def _short(repository: "Repository", query: str, row: StockRow) -> frozenset[str]:
    """The orders that are short of it, by their keys; none where that is not known."""
    if row.outlook is None or not row.missing:
        return frozenset()
    found = waiting_for(repository, repository, query, row.product.sku)
    return frozenset(one.key for one in row.outlook.short(found))
