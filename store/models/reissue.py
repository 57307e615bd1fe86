"""Reissue (补发): the shop sends goods again, on its own part.

Not to be mixed up with SupplementaryShipment (补寄), which the buyer asks for through the platform.
"""

from collections.abc import Iterable
from typing import Literal

from store.models.base import Instant, Record
from store.models.parcel import LineQuantity

ReissueOrigin = Literal[
    "withdrawn_case", "intercepted", "damaged_refused", "missing_goods", "lost_parcel"
]
LossKind = Literal["come_back", "damaged", "missing", "lost"]

LOSS_OF_ORIGIN: dict[str, LossKind] = {
    "withdrawn_case": "come_back",
    "intercepted": "come_back",
    "damaged_refused": "damaged",
    "missing_goods": "missing",
    "lost_parcel": "lost",
}
"""What the units of a reissue are recorded as, by its origin."""


class Loss(Record):
    """Units that were shipped but are not with the buyer in good order."""

    line: int
    quantity: int
    kind: LossKind
    at: Instant
    reissue: str = ""
    """The reissue that recorded it, if one did."""
    parcel: str = ""
    """The parcel it was in, where that is known."""
    case: str = ""
    """The case whose returned goods it was, where they lay here."""


class Reissue(Record):
    """One 补发单 of an order; the first is number 1."""

    id: str
    number: int
    origin: ReissueOrigin
    reason: str
    lines: tuple[LineQuantity, ...]
    created_at: Instant
    state: Literal["open", "shipped", "cancelled"] = "open"
    parcel: str | None = None
    cancelled_at: Instant | None = None
    cancel_reason: str = ""
    both: bool = False
    """Is the buyer to have these goods although money, or other goods, went for the same units?"""


def losses_now(losses: Iterable[Loss], reissues: Iterable[Reissue]) -> tuple[Loss, ...]:
    """These losses, but what a case brought and a reissue was to send that is cancelled: that lies
    here for the case as before.
    """
    cancelled = {one.id for one in reissues if one.state == "cancelled"}
    return tuple(one for one in losses if not (one.case and one.reissue in cancelled))
