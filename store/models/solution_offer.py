"""SolutionOffer (解决方案): what was offered to the buyer, and what they answered."""

from datetime import datetime
from typing import Literal

from store.models.base import Instant, Record
from store.models.money import Fen
from store.models.parcel import LineQuantity

Solution = Literal[
    "reship",
    "full_refund",
    "partial_refund",
    "return_and_refund",
    "exchange",
    "substitute",
    "coupon",
    "compensation",
    "wait",
]


class OfferAnswer(Record):
    """An answer of the buyer that a later one took back."""

    accepted: bool
    at: Instant
    contact: str | None = None
    """The communication in which the buyer said so."""


class SolutionOffer(Record):
    """One offer; open until the buyer's answer is recorded, or until it lapses."""

    id: str
    solution: Solution
    at: Instant
    by: str
    amount_fen: Fen | None = None
    valid_until: Instant | None = None
    text: str = ""
    case: str | None = None
    sku: str = ""
    """Of a substitute: the SKU that would be sent instead."""
    lines: tuple[LineQuantity, ...] = ()
    """Of a substitute: the lines it would stand for; empty means everything left to ship."""
    accepted: bool | None = None
    """None until the buyer has answered."""
    answered_at: Instant | None = None
    replaced_at: Instant | None = None
    """When the buyer took another offer instead of this one, which they had taken."""
    withdrawn_at: Instant | None = None
    """When we rejected the case that was to carry it out, though the buyer had taken it."""
    contact: str | None = None
    """The communication in which the buyer said so."""

    answered_before: tuple[OfferAnswer, ...] = ()
    """What they had answered before, the oldest first."""

    def holds(self, now: datetime) -> bool:
        """May the buyer still take it up by its time? Half-open, as every span."""
        return self.valid_until is None or now < self.valid_until

    @property
    def line_numbers(self) -> frozenset[int]:
        """The lines that another article would stand for, by their numbers."""
        return frozenset(part.line for part in self.lines)

    def answered_with(
        self, *, accepted: bool, at: datetime, contact: str | None
    ) -> "SolutionOffer":
        """The offer with this answer; what was answered before is kept."""
        before = self.answered_before
        if self.accepted is not None:
            answered_at = self.answered_at or self.at
            said = OfferAnswer(accepted=self.accepted, at=answered_at, contact=self.contact)
            before = (*before, said)
        return self.model_copy(
            update={
                "answered_before": before,
                "accepted": accepted,
                "answered_at": at,
                "replaced_at": None,
                "contact": contact,
            }
        )

    @property
    def was_taken(self) -> bool:
        """Did the buyer take it once, whatever they said since?"""
        return bool(self.accepted) or any(one.accepted for one in self.answered_before)

    @property
    def stands(self) -> bool:
        """Was it taken, and neither replaced nor withdrawn since?"""
        return bool(self.accepted) and self.replaced_at is None and self.withdrawn_at is None
