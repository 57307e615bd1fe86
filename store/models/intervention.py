"""Intervention (平台介入): either side calls the platform in; evidence, ruling, appeal."""

from typing import Literal

from store.models.base import Instant, Record
from store.models.money import Fen

Ruling = Literal["for_buyer", "for_seller", "split"]


class Appeal(Record):
    """One appeal (申诉) against a ruling."""

    at: Instant
    text: str
    by: str


class Intervention(Record):
    """The platform decides a case."""

    id: str
    asked_by: Literal["seller", "buyer"] | None = None
    """None, and no time, where only an export shows that the platform decides: it says neither."""
    text: str = ""
    requested_at: Instant | None = None
    evidence_deadline: Instant | None = None
    """Until when the seller's evidence counts."""
    submitted_at: Instant | None = None
    submitted: tuple[str, ...] = ()
    """The evidence that was handed in, once, by id."""
    statement: str = ""
    ruling: Ruling | None = None
    ruled_at: Instant | None = None
    amount_fen: Fen | None = None
    """What the ruling gives to the buyer."""
    agreed_before_fen: Fen | None = None
    """What we had agreed to give back before it was ruled, be it that nobody told the platform."""
    read: bool = False
    """Nobody recorded the ruling: it is read from what the platform's file says of the case."""
    appeal: Appeal | None = None
