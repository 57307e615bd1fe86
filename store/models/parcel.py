"""Parcel (包裹): goods on their way to the buyer."""

from typing import Literal

from store.models.axes import Source
from store.models.base import Instant, Record


class LineQuantity(Record):
    """So many units of one line of the order."""

    line: int
    quantity: int


class TrackingCorrection(Record):
    """The number a parcel had before somebody corrected it."""

    tracking_no: str
    carrier: str
    corrected_at: Instant


TraceState = Literal[
    "picked_up",
    "sorted",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "returned",
    "abnormal",
]


class Trace(Record):
    """One scan of the carrier (物流轨迹)."""

    at: Instant
    state: TraceState
    text: str = ""
    source: str = ""
    """Who entered it, or the file it came from."""


class Interception(Record):
    """The carrier was asked to stop a parcel (快递拦截)."""

    asked_at: Instant
    reason: str = ""
    outcome: Literal["returned", "failed"] | None = None
    outcome_at: Instant | None = None


ParcelKind = Literal["shipment", "reissue", "replacement", "supplementary", "repaired"]


class Parcel(Record):
    """One parcel with its contents; `kind` says what it carries."""

    id: str
    kind: ParcelKind = "shipment"
    tracking_no: str
    """Empty when the platform says "shipped" without naming a number."""
    carrier: str
    """The carrier's short code (`store.rules.carriers`), or the platform's word where unknown."""
    lines: tuple[LineQuantity, ...]
    shipped_at: Instant | None
    source: Source
    confirmed: bool = False
    """The platform's own export shows this parcel."""
    reissue: str | None = None
    case: str | None = None
    """The after-sales case for which it was sent."""
    substitute: str = ""
    """The SKU that was sent instead, with the buyer's consent."""
    old_address: bool = False
    """It was made out before the address was changed."""
    traces: tuple[Trace, ...] = ()
    """By time, the oldest first."""
    interception: Interception | None = None
    corrections: tuple[TrackingCorrection, ...] = ()
