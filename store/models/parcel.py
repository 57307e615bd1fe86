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


class Parcel(Record):
    """One parcel with its contents; `kind` says what it carries."""

    id: str
    kind: Literal["shipment", "reissue"] = "shipment"
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
    corrections: tuple[TrackingCorrection, ...] = ()
