"""CaseState (售后状态): how far a case is, how it ended, and how it stood before that."""

from enum import StrEnum

from store.models.axes import Party
from store.models.base import Instant, Record
from store.models.money import Fen


class CaseState(StrEnum):
    """How far a case is; `closed` is the only finished state, `outcome` says how it ended."""

    SELLER_TO_ANSWER = "seller_to_answer"
    BUYER_TO_ANSWER = "buyer_to_answer"
    """We said no; the buyer may change the case, withdraw it or call the platform in."""
    BUYER_TO_RETURN = "buyer_to_return"
    PARCEL_TO_COME_BACK = "parcel_to_come_back"
    """The buyer refuses the parcel, and the carrier brings it back."""
    SELLER_TO_RECEIVE = "seller_to_receive"
    SELLER_TO_REFUND = "seller_to_refund"
    """Agreed; the money has to go back."""
    SELLER_TO_SEND = "seller_to_send"
    """Agreed; the goods have to go out."""
    BUYER_TO_CONFIRM = "buyer_to_confirm"
    """Sent; the buyer has to confirm the receipt."""
    PLATFORM_TO_RULE = "platform_to_rule"
    OPEN = "open"
    """Open, with a platform's word that does not say whose turn it is."""
    CLOSED = "closed"


class CaseOutcome(StrEnum):
    """How a closed case ended."""

    REFUNDED = "refunded"
    FULFILLED = "fulfilled"
    """Exchanged, sent again or repaired."""
    WITHDRAWN = "withdrawn"
    """Closed without money or goods."""
    REJECTED = "rejected"
    """We, or the platform, said no, and it stayed so."""
    EXPIRED = "expired"
    """The buyer let a time pass."""


GAVE_NOTHING = (CaseOutcome.WITHDRAWN, CaseOutcome.REJECTED, CaseOutcome.EXPIRED)
"""Ends at which the buyer has neither money nor goods of it."""


class Stood(Record):
    """How a case stood when an action ended it, and stands again where that is taken back."""

    state: CaseState
    waits_for: Party | None
    since: Instant | None
    platform_deadline: Instant | None
    agreed_fen: Fen | None
    agreed_at: Instant | None
    ended: CaseOutcome | None
    """How it ended then."""
