"""Parcel (包裹): goods on their way to the buyer."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal, Protocol

from store.models.axes import Source
from store.models.base import Instant, Record


class LineQuantity(Record):
    """So many units of one line of the order."""

    line: int
    quantity: int


class OfLine(Protocol):
    """Units of one line, whether they are ordered, sent, refunded or lost."""

    @property
    def line(self) -> int:
        """Its number."""

    @property
    def quantity(self) -> int:
        """How many units."""


def units_by_line(parts: Iterable[OfLine]) -> Counter[int]:
    """How many units of each line these are together."""
    units = Counter[int]()
    for part in parts:
        units[part.line] += part.quantity
    return units


def line_quantities(units: Iterable[tuple[int, int]]) -> tuple[LineQuantity, ...]:
    """The lines of which there are any units, each with how many; by pairs of the two."""
    return tuple(LineQuantity(line=line, quantity=many) for line, many in units if many > 0)


TraceState = Literal[
    "picked_up",
    "sorted",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "returning",
    "returned",
    "abnormal",
]
"""`returning` is on its way back to us, `returned` is here again."""


class Trace(Record):
    """One scan of the carrier (物流轨迹)."""

    at: Instant
    state: TraceState
    text: str = ""
    source: str = ""
    """Who entered it, or the file it came from."""


InterceptOutcome = Literal["stopped", "returned", "failed", "redirected"]
"""`stopped`: it was taken out of its way and comes back; `returned`: it is here again;
`redirected`: the carrier takes it to the address that the order has now."""


class Interception(Record):
    """The carrier was asked to stop a parcel (快递拦截)."""

    asked_at: Instant
    reason: str = ""
    outcome: InterceptOutcome | None = None
    outcome_at: Instant | None = None
    stopped_at: Instant | None = None
    """Since when it was known to be stopped, whatever became of it afterwards."""


class TrackingCorrection(Record):
    """The number a parcel had before somebody corrected it, and what was seen under it.

    Those scans are of somebody else's parcel: they say nothing of where this one is.
    """

    tracking_no: str
    carrier: str
    corrected_at: Instant
    traces: tuple[Trace, ...] = ()
    interception: Interception | None = None
    """One that such a scan answered."""


ParcelKind = Literal["shipment", "reissue", "replacement", "supplementary", "repaired"]


HandOverWay = Literal["virtual", "own_delivery", "pick_up"]


class Parcel(Record):
    """One parcel with its contents; `kind` says what it carries."""

    id: str
    kind: ParcelKind = "shipment"
    tracking_no: str
    """Empty when the platform says "shipped" without naming a number."""
    carrier: str
    """The carrier's short code (`parcels.carriers`), or the platform's word where unknown."""
    lines: tuple[LineQuantity, ...]
    """What counts as in it: of several numbers that came without goods, the first has them all."""
    rows: tuple[int, ...] | None = None
    """The lines whose rows in the platform's newest word name it; none where no row names goods."""
    contents_set_at: Instant | None = None
    """When somebody here said last what is in it; none where nobody did, or it is not so any more.
    One that was packed here and said to hold something else keeps it: it is not as it was packed.
    """
    damaged: tuple[LineQuantity, ...] = ()
    """What of it was found damaged once the carrier had brought it back, for no case."""
    missing: tuple[LineQuantity, ...] = ()
    """The same of what was not in it any more."""
    shipped_at: Instant | None
    source: Source
    confirmed: bool = False
    """The platform's own export shows this parcel."""
    number_shown: bool = False
    """It has named its number too, and not only said that its goods left."""
    reissue: str | None = None
    case: str | None = None
    """The after-sales case for which it was sent."""
    handed_over: HandOverWay | None = None
    """It went without a number, and this is how; its way is not watched."""
    substitute: str = ""
    """The SKU that was sent instead, with the buyer's consent."""
    old_address_since: Instant | None = None
    """The change of address by which it goes elsewhere than the order; none while it goes there."""
    traces: tuple[Trace, ...] = ()
    """By time, the oldest first."""
    interception: Interception | None = None
    corrections: tuple[TrackingCorrection, ...] = ()

    @property
    def old_address(self) -> bool:
        """Was it made out to an address that is not the order's any more?"""
        return self.old_address_since is not None


def units_in_parcels(parcels: Iterable[Parcel]) -> Counter[int]:
    """How many units of each line count as in these parcels together."""
    return units_by_line(part for parcel in parcels for part in parcel.lines)
