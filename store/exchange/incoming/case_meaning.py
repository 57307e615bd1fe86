"""CaseMeaning: what a platform's word for the state of an after-sales case says to the desk."""

from datetime import datetime
from typing import NamedTuple

from store.models.after_sales_case import BuyerReason, CaseKind
from store.models.axes import Party, Source
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Knowledge

_FINISHED = 5


class CaseMeaning(NamedTuple):
    """How far the case is, whose turn it is and, once closed, how it ended."""

    state: CaseState
    waits_for: Party | None = None
    outcome: CaseOutcome | None = None


SELLER_TO_ANSWER = CaseMeaning(CaseState.SELLER_TO_ANSWER, Party.US)
BUYER_TO_ANSWER = CaseMeaning(CaseState.BUYER_TO_ANSWER, Party.BUYER)
BUYER_TO_RETURN = CaseMeaning(CaseState.BUYER_TO_RETURN, Party.BUYER)
BUYER_TO_REFUSE = CaseMeaning(CaseState.PARCEL_TO_COME_BACK, Party.BUYER)
"""Agreed to a refused delivery; the buyer has not refused the parcel yet."""
PARCEL_TO_COME_BACK = CaseMeaning(CaseState.PARCEL_TO_COME_BACK, Party.CARRIER)
SELLER_TO_RECEIVE = CaseMeaning(CaseState.SELLER_TO_RECEIVE, Party.US)
PLATFORM_TO_RULE = CaseMeaning(CaseState.PLATFORM_TO_RULE, Party.PLATFORM)
PLATFORM_IS_IN = CaseMeaning(CaseState.PLATFORM_TO_RULE)
"""The platform rules, and the word does not say whether it still waits for our evidence."""
SELLER_TO_PROVE = CaseMeaning(CaseState.PLATFORM_TO_RULE, Party.US)
SELLER_TO_SEND = CaseMeaning(CaseState.SELLER_TO_SEND, Party.US)
SELLER_TO_REFUND = CaseMeaning(CaseState.SELLER_TO_REFUND, Party.US)
MONEY_ON_ITS_WAY = CaseMeaning(CaseState.SELLER_TO_REFUND, Party.PLATFORM)
"""The platform pays; nothing is left for us to do."""
BUYER_TO_CONFIRM = CaseMeaning(CaseState.BUYER_TO_CONFIRM, Party.BUYER)
REFUNDED = CaseMeaning(CaseState.CLOSED, outcome=CaseOutcome.REFUNDED)
FULFILLED = CaseMeaning(CaseState.CLOSED, outcome=CaseOutcome.FULFILLED)
WITHDRAWN = CaseMeaning(CaseState.CLOSED, outcome=CaseOutcome.WITHDRAWN)
REJECTED = CaseMeaning(CaseState.CLOSED, outcome=CaseOutcome.REJECTED)
EXPIRED = CaseMeaning(CaseState.CLOSED, outcome=CaseOutcome.EXPIRED)
SELLER_TO_ACT = CaseMeaning(CaseState.OPEN, Party.US)
"""It is our turn, but the word does not say for what."""
UNKNOWN = CaseMeaning(CaseState.OPEN)


class Code(NamedTuple):
    """A number of an open platform: the platform's own text, and what that says to the desk."""

    text: str
    meaning: CaseMeaning | None
    """None where the number says nothing about how far the case is."""


def kind_by_state(kind: CaseKind, meaning: CaseMeaning) -> CaseKind:
    """A refund for which the parcel has to come back is a refused delivery, whatever it is called.

    Pinduoduo's export has one word for both (退款); only the state tells them apart.
    """
    comes_back = meaning.state is CaseState.PARCEL_TO_COME_BACK
    return CaseKind.REFUSED_DELIVERY if comes_back and kind is CaseKind.REFUND_ONLY else kind


def reasons(text: str, at: datetime | None) -> tuple[BuyerReason, ...]:
    """The reason that the export shows; which one came first, the merge knows."""
    return (BuyerReason(text=text, at=at, source=Source.PLATFORM),) if text else ()


def knowledge(
    exported_at: datetime | None, business_at: datetime | None, meaning: CaseMeaning
) -> Knowledge:
    """How new this is. Open states may follow in any order; only closed is further than open."""
    progress = _FINISHED if meaning.state is CaseState.CLOSED else 0
    instants = {"case": business_at} if business_at else {}
    return Knowledge(exported_at=exported_at, instants=instants, progress=progress)
