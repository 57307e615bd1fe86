"""The row of an inquiry (询问行), as the list of cases and inquiries searches it."""

import msgspec

from store.models.money import Fen


class InquiryRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One inquiry of a buyer (买家询问) for which no order was known."""

    key: str
    """Its number."""
    shop: str
    platform: str
    """By whose rules its clock runs: the buyer's platform, where that is known."""
    state: str
    outcome: str
    """How it ended; empty while it is open."""
    buyer: str
    """Masked."""
    phone_tail: str
    paid_day: int | None
    """When the shop's day began on which the buyer paid."""
    amount_fen: Fen | None
    goods: str
    channel: str
    promise_due: int | None
    due_at: int | None
    """The promised answer, else the end of our own reminder; none once it is resolved."""
    owner: str
    login: str
    order_no: str
    """The order it is tied to, or the number that the buyer named."""
    order_key: str
    """The key of the order that it is tied to, or that is proposed; else empty."""
    opened_at: int
    form: int = 0
    policy: int = 0
