"""OrderRow (行): the small flat record of an order that lists, filters, boards and search read."""

import msgspec

from store.models.base import Fen
from store.models.owed import Owed

FORM = 2
"""Counted up whenever `store.rules.row` says more, or other things, about the same order."""


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
    """The earliest deadline that is ours: to ship, to answer a case, to keep a promise …

    What others let pass has become ours besides; `due` says both.
    """
    open_tasks: int
    open_cases: int
    open_discrepancies: int
    reissues: int
    flag: str
    tag: str
    seller_note: str
    owner: str = ""
    """Who has claimed it, or was given it."""
    tags: tuple[str, ...] = ()
    """Our own; `tag` is the flag's."""
    penalties: int = 0
    penalty_fen: Fen = 0
    """What the penalties recorded for it cost together."""
    owed: tuple[Owed, ...] = ()
    """What is owed for it, by anybody; `store.rules.obligations` reads it."""
    held_until: int | None = None
    form: int = 0
    """The FORM it was made in; one of an earlier version says less, and is made anew."""
    falls_to_us_at: int | None = None
    """The earliest instant from which something is ours because another party let it pass."""
    policy: int = 0
    """The digest of the platform's rules that it was made by; 0 where no rule had a say."""

    def due(self, now: float) -> int | None:
        """The earliest deadline that is ours by now (seconds since the epoch)."""
        passed = self.falls_to_us_at
        if passed is None or now < passed:
            return self.due_at
        return passed if self.due_at is None else min(passed, self.due_at)

    def due_estimated(self, now: float) -> bool:
        """The earliest deadline that is ours by now is computed, not given."""
        due = self.due(now)
        found = [
            estimated
            for _kind, who, at, estimated, _zero, _ref, _about, then, lapses in self.owed
            if at == due and (who == "us" or then) and not lapses
        ]
        return due is not None and bool(found) and all(found)
