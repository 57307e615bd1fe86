"""Payments (账务): what the funds files of a platform say of one order, kept beside its document.

A row that names no order is a document of its own. The order's document is never touched: what of
it the payments are compared with is noted here (`beside`), and again whenever either side changes.
"""

from typing import Literal

from store.models.axes import Platform
from store.models.base import Document, Instant, Record
from store.models.keys import payments_key
from store.models.money import Fen

PaymentKind = Literal[
    "order_income",
    "coupon_settlement",
    "refund",
    "platform_fee",
    "late_shipment",
    "stock_out",
    "false_shipment",
    "fraudulent_shipment",
    "trace_abnormal",
    "penalty",
    "compensation",
    "freight_compensation",
    "small_payment",
    "appeal_return",
    "transfer",
    "platform_deposit",
    "advertising",
    "insurance",
    "other",
    "unknown",
]


class Payment(Record):
    """One row of a funds file."""

    at: Instant
    kind: PaymentKind
    in_fen: Fen = 0
    out_fen: Fen = 0
    text: str = ""
    """The platform's own words for what it is."""
    flow: str = ""
    """The platform's number of it (动账流水号); Pinduoduo has none."""
    line: str = ""
    """The sub-order it is about, where it names one."""
    case: str = ""
    """The after-sales case it is about, where it names one."""
    settled: bool = False
    """A row of a settlement bill (结算账单), which tells of the same money as a row of funds."""
    penalty: str = ""
    """The id of the penalty that was recorded from it, or of what came back of one by it."""


class ToBuyer(Record):
    """Money that went, or is to go, to the buyer, as far as rows of funds are met with it."""

    amount_fen: Fen
    case: str = ""
    """The platform's number of its after-sales case, where it has one."""
    at: Instant | None = None
    """When it had gone, else when it was asked for; none where nobody had to ask."""
    since: Instant | None = None
    """No row of before then is it; none where that is not known."""
    until: Instant | None = None
    """No row of after then is it; none while it is not known to have gone."""
    estimated: bool = False
    """Only a word of the platform's is known of it, and no amount."""
    task: str = ""
    """The platform task by which it is still to be paid."""


class OrderSide(Record):
    """As much of an order as its payments are compared with."""

    paid_fen: Fen
    subsidy_fen: Fen = 0
    """What the platform adds for the discounts that it gave."""
    refunds: tuple[ToBuyer, ...] = ()
    """What went, or is going, back; not what is known to have failed."""
    compensations: tuple[ToBuyer, ...] = ()
    """What the buyer took as compensations beside any refund (小额打款)."""
    penalty_fen: Fen = 0
    """What the platform charged by the penalties recorded for it, and has not given back."""
    penalised_at: Instant | None = None
    returned_fen: Fen = 0
    """What came back of these penalties, as recorded here."""
    returned_at: Instant | None = None
    won_back_fen: Fen = 0
    """What an appeal brought back of refunds, as recorded here."""
    lines: int = 1
    paid_at: Instant | None = None
    received_at: Instant | None = None
    """When the buyer had it; a platform pays out by then, or with a day's delay."""

    @property
    def refunded_fen(self) -> Fen:
        """What went, or is going, back by all refunds together."""
        return sum(one.amount_fen for one in self.refunds)


class Aside(Record):
    """One difference that a person has looked at and left as it is."""

    reason: str
    at: Instant
    by: str
    difference: str
    """The difference that was looked at, in its amounts of then; with others it is another one."""


class ToldSpan(Record):
    """A span of which the imported funds files say everything, from the first until the last
    instant.
    """

    begin: Instant
    end: Instant


class Payments(Document):
    """What the funds files say of one order, or one row of theirs that names none."""

    platform: Platform
    shop: str
    name: str
    """What a person calls it by: `bill-` and the number of its order, or a digest."""
    order_no: str = ""
    """Empty for a row that names none."""
    payments: tuple[Payment, ...] = ()
    beside: OrderSide | None = None
    """None where the order is not here."""
    told: tuple[ToldSpan, ...] = ()
    """The spans of the files that were imported, in order; between two of them a day is missing."""
    moved_to: str = ""
    """The number of the order that a person matched it with, whose payments it is among."""
    asides: tuple[Aside, ...] = ()

    @property
    def key(self) -> str:
        return payments_key(self.platform, self.shop, self.name)
