"""Orders (订单, place 2): all orders that a query finds, and the files about them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from store.models.row import OrderRow
from store.models.subject import Subject, of_order
from store.search.lists import ORDERS
from store.words import N_
from tui.actions import bindings
from tui.places.list_place import ListPlace
from tui.places.order_columns import ORDER_COLUMNS

if TYPE_CHECKING:
    from tui.file_work import Rows


class OrdersPlace(ListPlace[OrderRow]):
    """The list of orders."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("orders")]
    place = "orders"
    counted_as = ("orders",)
    listed = ORDERS
    columns = ORDER_COLUMNS
    example = N_("/ search: to-ship due:<24h")
    nothing = N_("No order is here.")
    views = (
        ("", N_("All orders")),
        ("late", N_("Late orders")),
        ("to-ship shipby:<24h", N_("To ship within 24 hours")),
        ("to-ship", N_("To ship")),
        ("shipped", N_("Shipped")),
        ("shipped moved:>4d", N_("Not moved for four days")),
        ("after-sales", N_("In after-sales")),
        ("stock-out", N_("Stock-out under review")),
        ("task", N_("The platform has to be told")),
        ("discrepancy", N_("Discrepancies")),
        ("hold", N_("Held back")),
        ("claimed", N_("Claimed by somebody")),
        ("flagged", N_("Flagged")),
    )
    sorts: ClassVar[dict[str, str]] = {
        "due": N_("time left"),
        "ordered": N_("time ordered"),
        "paid": N_("time paid"),
        "shipped": N_("time shipped"),
        "amount": N_("amount"),
        "order": N_("order number"),
        "goods": N_("goods"),
        "buyer": N_("buyer"),
    }

    def subject_of(self, row: OrderRow) -> Subject:
        return of_order(row.key)

    def may_be_done(self, name: str) -> bool:
        if name == "ship" and not self.any_meant(self._may_ship):
            return False
        return super().may_be_done(name)

    def _may_ship(self, row: OrderRow) -> bool:
        """Is anything left to ship that is neither held back nor under review?"""
        now = self.desk.lists.now.timestamp()
        is_held = row.held_until is not None and now < row.held_until
        is_locked = row.stock_out == "applied" and row.next_at(now).kind != "ship"
        # Some of it is being refunded before it left.
        is_refunding = row.going_back_fen > 0 and row.shipped + row.to_ship < row.units
        is_barred = is_held or row.review or is_locked or is_refunding
        return row.to_ship > row.not_sent and not is_barred

    # Files

    def chosen_rows(self) -> "Callable[[], Rows]":
        """What reads the marked orders, else all that are shown."""
        lists, marked, query, sort = self.desk.lists, self.table.marked, self._query, self._sort
        if not marked:
            return lambda: lists.search(query, sort)
        return lambda: lists.rows_with_keys(marked)

    rows_to_pack = chosen_rows

    def rows_to_tell(self) -> "Callable[[], Rows]":
        """What reads the marked orders, else all with something to be told: what a search hides
        has its time too.
        """
        return self.chosen_rows() if self.tells_only_marked else super().rows_to_tell()

    @property
    def tells_only_marked(self) -> bool:
        return bool(self.table.marked)
