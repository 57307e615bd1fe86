"""AfterSalesCase (售后单): what the buyer asked for, and how far it is."""

from enum import StrEnum
from typing import Literal

from store.models.axes import Party, Source
from store.models.base import Document, Instant, Record
from store.models.case_state import GAVE_NOTHING, CaseOutcome, CaseState, Stood
from store.models.extension import Extension
from store.models.first_import import FirstImport
from store.models.intervention import Intervention
from store.models.keys import order_key, waiting_key
from store.models.money import Fen
from store.models.owners import BothSay, DeskSays, PlatformSays, StateSays
from store.models.parcel import LineQuantity
from store.models.shown import Shown


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


class BuyerReason(Record):
    """A reason the buyer gave; the list of them only grows, and the first one counts.

    Douyin counts `用户首次申请售后原因` (rule 103956, 2026-05-07).
    """

    text: str
    at: Instant | None
    source: Source
    contact: str | None = None
    """The incoming communication in which the buyer said so; a later reason needs one."""
    by: str = ""
    """Who entered it here."""


class ReturnedUnits(Record):
    """What came back of one line, unit by unit."""

    line: int
    good: int = 0
    damaged: int = 0
    missing: int = 0
    """Said to be in the parcel, and not there."""
    wrong: int = 0
    """Something else than what was sold."""

    @property
    def came_back(self) -> int:
        """Units of ours that are here again."""
        return self.good + self.damaged

    @property
    def named(self) -> int:
        """Units that were looked for, and found or not."""
        return self.came_back + self.missing + self.wrong


class GoodsReturn(Record):
    """GoodsReturn (退货): one parcel that comes back from the buyer."""

    id: str
    tracking_no: str = ""
    carrier: str = ""
    shipped_at: Instant | None = None
    received_at: Instant | None = None
    units: tuple[ReturnedUnits, ...] = ()
    """What was found in it; empty until it was received."""
    regraded_at: Instant | None = None
    """When the finding was corrected; that is possible once."""


class Rejection(Record):
    """We said no, with a reason and what proves it."""

    at: Instant
    reason: str
    text: str = ""
    evidence: tuple[str, ...] = ()
    by: str


class AfterSalesCase(Record):
    """One case of an order."""

    id: BothSay[str]
    """The platform's 售后编号, or the desk's own."""
    numbered: BothSay[bool] = False
    """Of a case opened at the desk: the id is the platform's number all the same."""
    kind: StateSays[CaseKind]
    state: StateSays[CaseState]
    outcome: StateSays[CaseOutcome | None] = None
    waits_for: StateSays[Party | None] = None
    reasons: BothSay[tuple[BuyerReason, ...]] = ()
    unshipped: StateSays[bool] = False
    """It was asked for before the goods were shipped."""
    line: PlatformSays[int | None] = None
    """The line it is about, as the platform says; none means the whole order."""
    lines: DeskSays[tuple[LineQuantity, ...]] = ()
    """The units it is about, where they are known."""
    opened_by: DeskSays[Literal["buyer", "seller", "service"]] = "buyer"
    explanation: PlatformSays[str] = ""
    address: DeskSays[str] = ""
    """Where goods are to be sent, where it is another place than the order's."""
    requested_fen: PlatformSays[Fen] = 0
    agreed_fen: DeskSays[Fen | None] = None
    """What we, or the platform's ruling, agreed to give back."""
    agreed_at: PlatformSays[Instant | None] = None
    agreed_by: PlatformSays[str] = ""
    """Who agreed to the refund there (同意退款人), as the platform names its people."""
    agreed_for: PlatformSays[Party | None] = None
    """Whose side that person is on; None where nobody is named, or a time that ran out agreed."""
    goods_due: BothSay[bool] = False
    """Goods were to come back, from the buyer or refused; after the money they are awaited all the
    same."""
    return_address: PlatformSays[str] = ""
    rejections: DeskSays[tuple[Rejection, ...]] = ()
    returns: DeskSays[tuple[GoodsReturn, ...]] = ()
    interventions: BothSay[tuple[Intervention, ...]] = ()
    extensions: DeskSays[tuple[Extension, ...]] = ()
    refunded_fen: StateSays[Fen | None] = None
    applied_at: PlatformSays[Instant | None] = None
    known_at: DeskSays[Instant | None] = None
    """When an import first told of it; none for a case that was opened here."""
    imported: BothSay[FirstImport | None] = None
    """By which import the file came first that changed last what the platform says of it."""
    made_after: BothSay[Instant | None] = None
    """That file was surely made no earlier: something in it, of whatever case, had happened."""
    platform_deadline: StateSays[Instant | None] = None
    since: StateSays[Instant | None] = None
    """Since when it is whose turn it is; the clock of the turn runs from here."""
    closed_at: StateSays[Instant | None] = None
    closed_by: StateSays[Source | None] = None
    """`desk` where an action closed it; what an export says has no such word."""
    stood: DeskSays[Stood | None] = None
    """How it stood when an action ended it last; none where no action did, or where its own row has
    shown it open since somebody saw one open there (`platform.cases.open_on_one_side`)."""
    return_tracking_no: PlatformSays[str] = ""
    tracking_no: PlatformSays[str] = ""
    """The number of the parcel of ours that its row names."""
    source: BothSay[Source]
    platform_kind: PlatformSays[str] = ""
    platform_fen: PlatformSays[Fen] = 0
    """What it asks for in the platform's own row; what is known here may be newer."""
    amounts_before: BothSay[tuple[Fen, ...]] = ()
    """What its rows asked for before that, each once."""
    deadlines_before: BothSay[tuple[str, ...]] = ()
    """The deadlines that its rows named before the last one, in the platform's own words."""
    platform_status: PlatformSays[tuple[tuple[str, str], ...]] = ()
    """The platform's own words, column by column, as they stood in the export."""
    open_words: BothSay[tuple[str, ...]] = ()
    """How far it was before it ended, by its rows; none where they never showed it open."""
    ends_named: BothSay[tuple[str, ...]] = ()
    """The ends that its rows named: a file of then may come once more, after it went on there."""
    latest_deadline: BothSay[Instant | None] = None
    """The latest deadline that its rows named, whatever ended that turn here."""
    end_shown: BothSay[Shown | None] = None
    """The first word of the end that the last of these say; none where they say that it is open."""
    as_of: StateSays[Instant | None] = None
    """The instant this knowledge is from (the export's time, else the row's latest)."""
    latest_at: StateSays[Instant | None] = None
    """The latest instant that the platform's row named; none where no later one than that of the
    application. What is as of that comes from a file that does not say when it was made."""

    @property
    def line_numbers(self) -> frozenset[int]:
        """The lines that it is about: the one that the platform names, whose word and money are of
        that alone, else those of its units; none where it may be any.
        """
        if self.line is not None:
            return frozenset((self.line,))
        return frozenset(part.line for part in self.lines)

    def is_about(self, line: int) -> bool:
        """Is it, or may it be, about the line with this number?"""
        return not self.line_numbers or line in self.line_numbers

    @property
    def open(self) -> bool:
        """Is there still something to do?"""
        return self.state is not CaseState.CLOSED

    @property
    def ended_there(self) -> bool:
        """Do the platform's last words say that it has ended?"""
        return self.end_shown is not None

    @property
    def closed_here(self) -> bool:
        """Did an action end it, rather than the platform?"""
        return self.closed_by is Source.DESK

    @property
    def first_reason(self) -> str:
        """The reason the buyer stated first, the one that counts; empty where none is known."""
        return self.reasons[0].text if self.reasons else ""

    @property
    def gave_nothing(self) -> bool:
        """Did it end without money or goods?"""
        return self.outcome in GAVE_NOTHING

    @property
    def returns_received_at(self) -> tuple[Instant, ...]:
        """When its returns were received here, of each that was."""
        return tuple(one.received_at for one in self.returns if one.received_at)

    @property
    def last_intervention(self) -> Intervention | None:
        """What the platform rules on, or ruled on last; None where nobody has called it in."""
        return self.interventions[-1] if self.interventions else None

    @property
    def waiting_extension(self) -> Extension | None:
        """The request for more time on the turn it stands at that nobody has answered yet."""
        last = self.extensions[-1] if self.extensions else None
        if last is None or last.granted is not None or not self.open:
            return None
        return last if self.since is None or last.asked_at >= self.since else None

    @property
    def platform_no(self) -> str:
        """The platform's 售后编号, where it is known."""
        return self.id if self.numbered or self.source is Source.PLATFORM else ""


class WaitingCase(Document):
    """A case whose order has not been imported yet."""

    platform: str
    shop: str
    order_no: str
    line_no: str = ""
    """The platform's number of the line (子订单编号), where it names one."""
    tracking_no: str = ""
    shipped: bool = False
    has_order: bool = False
    """Its order came, and has the case."""
    case: AfterSalesCase
    in_doubt: AfterSalesCase | None = None
    """What the last row shows that does not count, and may be right (`platform.cases.case_age`)."""

    @property
    def key(self) -> str:
        return waiting_key(self.order_key, self.case.id)

    @property
    def order_key(self) -> str:
        """The key that its order will have; its own key begins with it, so that it is found by
        that.
        """
        return order_key(self.platform, self.shop, self.order_no)
