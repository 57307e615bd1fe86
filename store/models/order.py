"""Order (订单): one order is one document; everything that belongs to it changes with it."""

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales, Fulfilment, Payment, Platform, StockOut
from store.models.base import Instant, Record, with_record
from store.models.cancellation import Cancellation, VerifiedCause
from store.models.contact import Contact, Flag, Note
from store.models.discrepancy import Discrepancy, DiscrepancyKind
from store.models.evidence import Evidence
from store.models.first_import import FirstImport
from store.models.inquiry import TiedInquiry
from store.models.keys import order_key
from store.models.money import Fen
from store.models.owners import BothSay, DeskSays, Names, PlatformSays
from store.models.parcel import Parcel
from store.models.penalty import Penalty
from store.models.platform_task import PlatformTask, Tasked
from store.models.receiver import AddressChange, Receiver
from store.models.refund import Refund
from store.models.reissue import Loss, Reissue
from store.models.shown import Shown
from store.models.solution_offer import SolutionOffer
from store.models.stock_out import StockOutApplication
from store.models.work import Claim, Hold, Snooze


class Line(Record):
    """One SKU of an order, as it was bought; gifts are lines of their own."""

    line: Names[int]
    """1, 2, 3 … in the order the platform first named them."""
    line_no: PlatformSays[str] = ""
    """The platform's own number of the line (子订单编号); PDD has none."""
    sku: PlatformSays[str]
    product_code: PlatformSays[str] = ""
    product_id: PlatformSays[str] = ""
    name: PlatformSays[str]
    spec: PlatformSays[str] = ""
    ordered: PlatformSays[int] = Field(ge=0)
    cancelled: BothSay[int] = Field(default=0, ge=0)
    """Units the platform closed before they were shipped."""
    amount_fen: PlatformSays[Fen]
    """What the buyer paid for this line, discounts taken off."""
    case_shown: BothSay[Shown | None] = None
    """The word that a case of it is open (售后处理中); None where the last file that names the line
    shows none."""

    @property
    def full_name(self) -> str:
        """The goods, and behind a blank their specification."""
        return f"{self.name} {self.spec}".strip()

    @property
    def unit_fen(self) -> Fen:
        """What one unit of it was sold for."""
        return self.amount_fen // max(1, self.ordered)


class Money(Record):
    """What the order cost, in fen: goods + freight − discounts = paid."""

    goods_fen: Fen = 0
    freight_fen: Fen = 0
    shop_discount_fen: Fen = 0
    platform_discount_fen: Fen = 0
    """The platform's and the author's discounts and payment coupons together."""
    paid_fen: Fen = 0
    seller_receives_fen: Fen | None = None


class Knowledge(Record):
    """How new the platform facts of an order are (docs/imports.md, rule 1)."""

    exported_at: Instant | None = None
    imported: FirstImport | None = None
    """By which import the file came first that changed these facts last."""
    made_after: Instant | None = None
    """A file that told of these facts was surely made no earlier: something in it, of whatever
    order, had happened by then."""
    instants: dict[str, Instant] = {}
    """When what happened, by name: paid_at, shipped_at … as far as an export said it."""
    progress: int = 0
    """How far an order whose lines have no number was through its life cycle, 0 to 5."""
    line_progress: dict[str, int] = {}
    """The same of each line, by the platform's number of the line."""
    line_exported_at: dict[str, Instant | None] = {}
    """When the newest export that names a line was made, of each that newer ones leave out."""

    def line_known_at(self, line_no: str) -> Instant | None:
        """When the newest export that names the line was made, if it says so."""
        return self.line_exported_at.get(line_no, self.exported_at)

    @property
    def steps(self) -> dict[str, int]:
        """How far each line was, by its number; the order by none."""
        return self.line_progress or {"": self.progress}

    @property
    def business_at(self) -> Instant | None:
        """The latest of the instants."""
        return max(self.instants.values(), default=None)


class Order(Tasked):
    """One order with all that belongs to it.

    The first block comes by import, the second from the desk; each field says whose word it is.
    """

    platform: Names[Platform]
    shop: Names[str]
    order_no: Names[str]
    known_from: BothSay[Literal["platform", "buyer"]] = "platform"
    """`buyer`: recorded here as the buyer tells it, until an export confirms it."""

    lines: BothSay[tuple[Line, ...]]
    money: PlatformSays[Money]
    receiver: BothSay[Receiver] = Receiver()
    platform_payment: BothSay[Payment] = Payment.UNPAID
    platform_fulfilment: BothSay[Fulfilment] = Fulfilment.WAITING
    platform_after_sales: BothSay[AfterSales] = AfterSales.NONE
    under_review: PlatformSays[bool] = False
    """风控审核中: the platform checks the order and nothing may be shipped."""
    ordered_at: PlatformSays[Instant | None] = None
    deal_at: PlatformSays[Instant | None] = None
    """成交时间: when the group formed."""
    paid_at: PlatformSays[Instant | None] = None
    ship_by_deadline: PlatformSays[Instant | None] = None
    """承诺发货时间, the platform's own; it always wins over a computed one."""
    shipped_at: PlatformSays[Instant | None] = None
    received_at: PlatformSays[Instant | None] = None
    insured: PlatformSays[bool | None] = None
    """Is the freight of a return insured (运费险, 退货包运费)? None where no file has said so."""
    insured_at: PlatformSays[Instant | None] = None
    insurance_status: PlatformSays[str] = ""
    """The platform's word for the state of the insurance."""
    buyer_note: PlatformSays[str] = ""
    seller_note: PlatformSays[str] = ""
    platform_status: BothSay[dict[str, str]] = {}
    """The platform's own status words, by column; shown, never the truth of the desk."""
    extra: BothSay[dict[str, str]] = {}
    """Columns of the export that the desk has no field for."""
    knowledge: BothSay[Knowledge] = Knowledge()

    confirmed_at: BothSay[Instant | None] = None
    confirmed_by: DeskSays[str] = ""
    receipt_confirmed_at: DeskSays[Instant | None] = None
    """确认收货, as the desk was told; the platform's own word is `platform_fulfilment`."""
    address_changes: DeskSays[tuple[AddressChange, ...]] = ()
    hold: DeskSays[Hold | None] = None
    claim: DeskSays[Claim | None] = None
    snoozes: DeskSays[tuple[Snooze, ...]] = ()
    tags: DeskSays[tuple[str, ...]] = ()
    parcels: BothSay[tuple[Parcel, ...]] = ()
    refunds: BothSay[tuple[Refund, ...]] = ()
    cases: BothSay[tuple[AfterSalesCase, ...]] = ()
    losses: DeskSays[tuple[Loss, ...]] = ()
    reissues: DeskSays[tuple[Reissue, ...]] = ()
    stock_outs: BothSay[tuple[StockOutApplication, ...]] = ()
    cancellation: DeskSays[Cancellation | None] = None
    offers: DeskSays[tuple[SolutionOffer, ...]] = ()
    causes: DeskSays[tuple[VerifiedCause, ...]] = ()
    penalties: DeskSays[tuple[Penalty, ...]] = ()
    evidence: DeskSays[tuple[Evidence, ...]] = ()
    contacts: DeskSays[tuple[Contact, ...]] = ()
    notes: DeskSays[tuple[Note, ...]] = ()
    inquiries: DeskSays[tuple[TiedInquiry, ...]] = ()
    """What the buyer asked before anybody knew the order."""
    flag: DeskSays[Flag | None] = None
    tasks: BothSay[tuple[PlatformTask, ...]] = ()
    discrepancies: BothSay[tuple[Discrepancy, ...]] = ()

    @classmethod
    def blank(cls, _new_id: str) -> Self:
        """One of which nothing is known yet; what records it says where it was bought."""
        return cls(platform=Platform.PINDUODUO, shop="", order_no="", lines=(), money=Money())

    @property
    def key(self) -> str:
        return order_key(self.platform, self.shop, self.order_no)

    @property
    def placed_at(self) -> Instant | None:
        """When the buyer placed it, by what of it is known."""
        return self.ordered_at or self.deal_at or self.paid_at

    @property
    def formed_at(self) -> Instant | None:
        """From when on the time to ship runs: since its group formed, where it is of one."""
        return self.deal_at or self.paid_at or self.ordered_at

    @property
    def counts_as_paid_at(self) -> Instant | None:
        """When it was paid; where nothing says that, when it was placed."""
        return self.paid_at or self.placed_at

    def line_named(self, number: int) -> Line | None:
        """The line with this number."""
        return next((line for line in self.lines if line.line == number), None)

    @property
    def stock_out(self) -> StockOut:
        """The state of the latest application."""
        return StockOut(self.stock_outs[-1].state) if self.stock_outs else StockOut.NONE

    @property
    def open_stock_out(self) -> StockOutApplication | None:
        """The application whose verdict is still out."""
        return next((one for one in self.stock_outs if one.state == "applied"), None)

    @property
    def shipments(self) -> tuple[Parcel, ...]:
        """The parcels of what was bought; what left once more is in others."""
        return tuple(one for one in self.parcels if one.kind == "shipment")

    def contact_named(self, contact: str | None) -> Contact | None:
        """The communication with this id."""
        return next((one for one in self.contacts if one.id == contact), None)

    def case_named(self, case: str | None) -> AfterSalesCase | None:
        """The case with this number."""
        return next((one for one in self.cases if one.id == case), None)

    def parcel_named(self, parcel: str | None) -> Parcel | None:
        """The parcel with this id."""
        return next((one for one in self.parcels if one.id == parcel), None)

    def refund_named(self, refund: str | None) -> Refund | None:
        """The refund with this id."""
        return next((one for one in self.refunds if one.id == refund), None)

    def reissue_named(self, reissue: str | None) -> Reissue | None:
        """The reissue with this id."""
        return next((one for one in self.reissues if one.id == reissue), None)

    def task_named(self, task: str | None) -> PlatformTask | None:
        """The platform task with this id."""
        return next((one for one in self.tasks if one.id == task), None)

    def stock_out_named(self, application: str | None) -> StockOutApplication | None:
        """The out-of-stock application with this id."""
        return next((one for one in self.stock_outs if one.id == application), None)

    def with_case(self, case: AfterSalesCase) -> Self:
        """The order with this case in place of the one of the same number, or behind the others."""
        return self.model_copy(update={"cases": with_record(self.cases, case)})

    def with_parcel(self, parcel: Parcel) -> Self:
        """The order with this parcel in place of the one of the same id, or behind the others."""
        return self.model_copy(update={"parcels": with_record(self.parcels, parcel)})

    def with_refund(self, refund: Refund) -> Self:
        """The order with this refund in the same way."""
        return self.model_copy(update={"refunds": with_record(self.refunds, refund)})

    def without_refunds(self, refunds: Iterable[Refund]) -> Self:
        """The order without these refunds."""
        ids = {one.id for one in refunds}
        kept = tuple(one for one in self.refunds if one.id not in ids)
        return self.model_copy(update={"refunds": kept})

    def with_reissue(self, reissue: Reissue) -> Self:
        """The order with this reissue in the same way."""
        return self.model_copy(update={"reissues": with_record(self.reissues, reissue)})

    def with_stock_out(self, application: StockOutApplication) -> Self:
        """The order with this out-of-stock application in the same way."""
        return self.model_copy(update={"stock_outs": with_record(self.stock_outs, application)})

    @property
    def open_discrepancies(self) -> tuple[Discrepancy, ...]:
        """What the platform and the desk still disagree about."""
        return tuple(one for one in self.discrepancies if one.resolved_at is None)

    def contradicted(self, kind: DiscrepancyKind) -> tuple[str, ...]:
        """What its open discrepancies of this kind are about."""
        return tuple(one.about for one in self.open_discrepancies if one.kind == kind)

    def is_asked(self, kind: DiscrepancyKind) -> bool:
        """Is one of this kind open?"""
        return any(one.kind == kind for one in self.open_discrepancies)

    @property
    def stops_shipping(self) -> bool:
        """Do they disagree about something for which nothing of it may ship?"""
        return any(one.stops_shipping for one in self.open_discrepancies)

    @property
    def open_cases(self) -> tuple[AfterSalesCase, ...]:
        """The cases that are not finished."""
        return tuple(one for one in self.cases if one.state != "closed")
