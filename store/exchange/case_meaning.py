"""CaseMeaning: what a platform's word for the state of an after-sales case says to the desk."""

from datetime import datetime
from typing import NamedTuple

from store.models.after_sales_case import BuyerReason, CaseOutcome, CaseState
from store.models.axes import Party, Source
from store.models.order import Knowledge

_FINISHED = 5


class CaseMeaning(NamedTuple):
    """How far the case is, whose turn it is and, once closed, how it ended."""

    state: CaseState
    waits_for: Party | None = None
    outcome: CaseOutcome | None = None


SELLER_TO_ANSWER = CaseMeaning(CaseState.SELLER_TO_ANSWER, Party.US)
BUYER_TO_RETURN = CaseMeaning(CaseState.BUYER_TO_RETURN, Party.BUYER)
SELLER_TO_RECEIVE = CaseMeaning(CaseState.SELLER_TO_RECEIVE, Party.US)
PLATFORM_TO_RULE = CaseMeaning(CaseState.PLATFORM_TO_RULE, Party.PLATFORM)
SELLER_TO_PROVE = CaseMeaning(CaseState.PLATFORM_TO_RULE, Party.US)
SELLER_TO_SEND = CaseMeaning(CaseState.OPEN, Party.US)
MONEY_ON_ITS_WAY = CaseMeaning(CaseState.OPEN, Party.PLATFORM)
REFUNDED = CaseMeaning(CaseState.CLOSED, outcome=CaseOutcome.REFUNDED)
FULFILLED = CaseMeaning(CaseState.CLOSED, outcome=CaseOutcome.FULFILLED)
WITHDRAWN = CaseMeaning(CaseState.CLOSED, outcome=CaseOutcome.WITHDRAWN)
UNKNOWN = CaseMeaning(CaseState.OPEN)


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
