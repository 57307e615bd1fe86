"""AfterSalesCase (售后单): what the buyer asked for, and how far it is."""

from enum import StrEnum

from store.models.axes import Party, Source
from store.models.base import Document, Fen, Instant, Record


class CaseKind(StrEnum):
    """售后类型, the desk's own; a platform's number or word is mapped at the door."""

    REFUND_ONLY = "refund_only"
    RETURN_AND_REFUND = "return_and_refund"
    EXCHANGE = "exchange"
    SUPPLEMENTARY = "supplementary"
    REPAIR = "repair"
    REFUSED_DELIVERY = "refused_delivery"
    OTHER = "other"
    """A platform's word the desk does not know; the word itself stands in `platform_kind`."""


class CaseState(StrEnum):
    """How far a case is; `closed` is the only finished state, `outcome` says how it ended."""

    SELLER_TO_ANSWER = "seller_to_answer"
    BUYER_TO_RETURN = "buyer_to_return"
    SELLER_TO_RECEIVE = "seller_to_receive"
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


class BuyerReason(Record):
    """A reason the buyer gave; the list of them only grows, and the first one counts.

    Douyin counts `用户首次申请售后原因` (rule 103956, 2026-05-07).
    """

    text: str
    at: Instant | None
    source: Source


class AfterSalesCase(Record):
    """One case of an order."""

    id: str
    """The platform's 售后编号, or the desk's own."""
    kind: CaseKind
    state: CaseState
    outcome: CaseOutcome | None = None
    waits_for: Party | None = None
    reasons: tuple[BuyerReason, ...] = ()
    unshipped: bool = False
    """It was asked for before the goods were shipped."""
    line: int | None = None
    """The line it is about; none means the whole order."""
    requested_fen: Fen = 0
    refunded_fen: Fen | None = None
    applied_at: Instant | None = None
    platform_deadline: Instant | None = None
    closed_at: Instant | None = None
    return_tracking_no: str = ""
    source: Source
    platform_kind: str = ""
    platform_status: tuple[tuple[str, str], ...] = ()
    """The platform's own words, column by column, as they stood in the export."""
    as_of: Instant | None = None
    """The instant this knowledge is from (the export's time, else the row's latest)."""


class WaitingCase(Document):
    """A case whose order has not been imported yet."""

    platform: str
    shop: str
    order_no: str
    line_no: str = ""
    """The platform's number of the line (子订单编号), where it names one."""
    tracking_no: str = ""
    shipped: bool = False
    case: AfterSalesCase

    @property
    def key(self) -> str:
        return f"{self.platform}:{self.shop}:{self.case.id}"
