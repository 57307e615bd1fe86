"""Facts: what one export file says, before the desk has looked at it.

A value of None, or an empty text, means "the file does not say" and never replaces what is known
(docs/imports.md, rule 2).
"""

from typing import Literal

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales, Fulfilment, Payment, Platform, Source
from store.models.base import Instant, Record
from store.models.made import made
from store.models.money import Fen
from store.models.order import Knowledge, Money
from store.models.parcel import Trace
from store.models.receiver import Receiver
from store.models.shown import Shown


class LineFacts(Record):
    """What the export says about one line of an order."""

    line_no: str = ""
    sku: str = ""
    product_code: str = ""
    product_id: str = ""
    name: str = ""
    spec: str = ""
    ordered: int
    amount_fen: Fen
    freight_fen: Fen = 0
    """What stands as freight beside it; it is the order's and no part of `amount_fen`."""
    fulfilment: Fulfilment | None = None
    """TO_SHIP, SHIPPED, RECEIVED or CANCELLED, as far as the platform's word says."""
    refunded: bool = False
    """The word says that the money of the line went back (the amount may be unknown)."""
    partly_refunded: bool = False
    """The word says that money of it went back, and that it is to be shipped all the same."""
    after_sales: AfterSales | None = None
    """None where the word is said of the whole order."""


class ParcelFacts(Record):
    """A tracking number that the export names."""

    tracking_no: str
    carrier: str = ""
    """The platform's word for the carrier, as it stands in the file."""
    line_nos: tuple[str, ...] = ()
    """The platform's numbers of the lines whose rows name it; none where it names no goods."""


class OrderFacts(Record):
    """What the export says about one order."""

    platform: Platform
    order_no: str
    rows: tuple[int, ...]
    """The rows of the file it was read from, counted as a spreadsheet counts them (header = 1)."""
    lines: tuple[LineFacts, ...]
    money: Money
    receiver: Receiver = Receiver()
    payment: Payment | None = None
    """UNPAID, DEPOSIT or PAID; refunds are told by the lines."""
    after_sales: AfterSales | None = None
    stock_out_applied: bool | None = None
    under_review: bool | None = None
    ordered_at: Instant | None = None
    deal_at: Instant | None = None
    paid_at: Instant | None = None
    ship_by_deadline: Instant | None = None
    shipped_at: Instant | None = None
    received_at: Instant | None = None
    confirmed_at: Instant | None = None
    insured: bool | None = None
    insured_at: Instant | None = None
    insurance_status: str = ""
    buyer_note: str = ""
    seller_note: str = ""
    parcels: tuple[ParcelFacts, ...] = ()
    platform_status: dict[str, str] = {}
    unknown_words: tuple[str, ...] = ()
    """The words for a status that the desk does not know."""
    extra: dict[str, str] = {}
    knowledge: Knowledge = Knowledge()
    source: Source = Source.PLATFORM
    """DESK in a file of the desk's own: it repeats what a desk knew, which proves nothing."""
    sent_numbers: tuple[str, ...] = ()
    """Of a file of the desk's own: the parcels that it names and the platform had not shown."""

    @property
    def word(self) -> Shown:
        """Whatever it says, by when its file was made."""
        known = self.knowledge
        return made(
            Shown,
            exported_at=known.exported_at,
            made_after=known.made_after,
            imported=known.imported,
        )


class CaseFacts(Record):
    """What the export says about one after-sales case."""

    platform: Platform
    order_no: str
    line_no: str = ""
    """The platform's number of the line (商品单号), where it names one."""
    row: int
    case: AfterSalesCase
    tracking_no: str = ""
    """The number of the parcel the goods went out in (发货物流单号), missing in order exports."""
    shipped: bool | None = None
    knowledge: Knowledge = Knowledge()
    source: Source = Source.PLATFORM
    """As OrderFacts have it."""


class InsuranceFacts(Record):
    """What a file of freight insurance says about one order."""

    platform: Platform
    order_no: str
    row: int
    insured: bool
    insured_at: Instant | None = None
    insurance_status: str
    """The platform's word."""
    shipped_at: Instant | None = None
    columns: dict[str, str]
    """As TraceFacts have them, and below."""
    cells: dict[str, str]


class TraceFacts(Record):
    """What a file of traces says about one parcel."""

    order_no: str
    tracking_no: str
    row: int
    trace: Trace
    columns: dict[str, str]
    """What the file calls its columns, by the desk's names; a rejection names the file's."""
    cells: dict[str, str]
    """The row as it stood in the file, should the order or the parcel not be known."""


Doubt = Literal[
    "closed_here",
    "gone_back",
    "ended_there",
    "ended_before",
    "refused_here",
    "asked_anew",
    "asked_before",
    "asked_over",
]
"""Why nobody can tell what a row says of a case: was it closed before that, or refused? Did it end
once more? Was what it asks for asked since our answer, or before, or though something went by it?
"""


class RejectedRow(Record):
    """A row that could not be read; the rest of the file was."""

    file: str
    row: int
    field: str
    reason: str
    cells: dict[str, str] = {}
    as_found: tuple[str, ...] = ()
    """The cells that it had, where they are fewer or more than the columns."""
