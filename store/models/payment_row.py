"""The row of payments (账务行), as `store.models.row` has the others."""

import msgspec

from store.models.keys import BILL
from store.models.money import Fen

OF_NO_ORDER = ("no_order", "unclear")
"""The states of what is no order's here: what moved is theirs alone."""


class Differing(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One thing in which an order and the platform's money are not the same."""

    state: str
    ours_fen: Fen
    theirs_fen: Fen
    """What the order says, and what the platform says; of no order, what it took, below 0 what it
    gave."""


class PaymentRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What the funds files say of one order, or one row of theirs that names none (账务)."""

    key: str
    name: str
    """What a person calls it by."""
    order_no: str
    platform: str
    shop: str
    kinds: tuple[str, ...]
    """What it consists of, each kind once."""
    text: str
    """The platform's own words."""
    at: int
    """When money last moved."""
    in_fen: Fen
    out_fen: Fen
    states: tuple[str, ...]
    """What came of comparing it with its order: a word for each thing in which they differ and that
    is open, else the one for all of it."""
    differing: tuple[Differing, ...]
    """All in which they differ, but what a person has set aside."""
    open: bool
    """Is anybody to look at it?"""
    awaited: int | None = None
    """Of when the funds have to be known, before what the platform does not show is missing."""
    form: int = 0
    policy: int = 0

    @property
    def state(self) -> str:
        """The first of its states."""
        return self.states[0]

    @property
    def ours_fen(self) -> Fen | None:
        """Where they differ: what the order says of the first."""
        return self.differing[0].ours_fen if self.differing else None

    @property
    def theirs_fen(self) -> Fen | None:
        """And what the platform says of it."""
        return self.differing[0].theirs_fen if self.differing else None

    @property
    def among(self) -> str:
        """The payments of an order among which it counts since a person matched it; else empty."""
        bill = f"{BILL}{self.order_no}"
        return bill if self.order_no and self.name != bill else ""
