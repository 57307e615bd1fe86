"""OrderRow (行): the small flat record of an order that lists, filters, boards and search read."""

import msgspec

from store.models.base import Fen


class OrderRow(msgspec.Struct, frozen=True, gc=False):
    """One order in one line. Instants are whole seconds since the epoch; none means "not known"."""

    key: str
    order_no: str
    platform: str
    shop: str
    buyer: str
    """The receiver's name as the export gave it; masked where it is shown."""
    phone_tail: str
    goods: str
    skus: tuple[str, ...]
    units: int
    to_ship: int
    amount_fen: Fen
    refunded_fen: Fen
    payment: str
    fulfilment: str
    after_sales: str
    stock_out: str
    review: bool
    tracking_nos: tuple[str, ...]
    cases: tuple[str, ...]
    """The numbers of its after-sales cases."""
    ordered_at: int | None
    paid_at: int | None
    shipped_at: int | None
    ship_by: int | None
    """When it has to be shipped; none when nothing is left to ship."""
    ship_by_estimated: bool
    due_at: int | None
    """The earliest deadline that is ours: to ship, or an answer that was promised."""
    open_tasks: int
    open_cases: int
    open_discrepancies: int
    reissues: int
    flag: str
    tag: str
    seller_note: str

    @property
    def due_estimated(self) -> bool:
        """The earliest deadline is the one to ship, and that one is computed."""
        return self.ship_by_estimated and self.due_at == self.ship_by
