"""Inquiry (买家询问): somebody paid, or says so, and no order of theirs is known here."""

from datetime import date
from typing import Literal, Self

from store.models.axes import Platform
from store.models.base import NOT_BEGUN, Document, Instant, Record
from store.models.contact import Channel, Contact
from store.models.keys import ANY_SHOP
from store.models.money import Fen
from store.models.owners import DeskSays, Names
from store.models.receiver import Receiver
from store.models.work import Claim, Snooze

InquiryOutcome = Literal["found", "refunded_by_platform", "never_paid", "other_shop", "other"]
InquiryState = Literal["open", "proposed", "tied", "resolved"]


class Tie(Record):
    """The order that an inquiry turned out to be about."""

    order: str
    """Its key."""
    order_no: str
    at: Instant
    by: str
    platform_before: Platform | None = None
    shop_before: str = ANY_SHOP
    """What was known of the platform and of the shop before it was tied."""


class Resolution(Record):
    """How an inquiry ended."""

    outcome: InquiryOutcome
    text: str = ""
    at: Instant
    by: str


class Inquiry(Document):
    """What a buyer asks about that no order is known for, with all that was said about it."""

    number: Names[str]
    """`Q-20261127-1`: the shop's day on which it was opened, and its place on that day."""
    shop: DeskSays[str] = ANY_SHOP
    """At which the buyer paid, where that is known."""
    platform: DeskSays[Platform | None] = None
    """None where nobody knows on which platform the buyer paid."""
    opened_at: DeskSays[Instant]
    opened_by: DeskSays[str]

    buyer: DeskSays[str] = ""
    phone: DeskSays[str] = ""
    """As far as it was given: the last four digits are enough."""
    order_no: DeskSays[str] = ""
    """The number of the order as the buyer names it."""
    day: DeskSays[date | None] = None
    """The shop's day on which the buyer paid."""
    amount_fen: DeskSays[Fen | None] = None
    goods: DeskSays[str] = ""
    channel: DeskSays[Channel] = "platform_chat"
    """On which way the buyer asked, and is answered."""
    contacts: DeskSays[tuple[Contact, ...]] = ()
    claim: DeskSays[Claim | None] = None
    snoozes: DeskSays[tuple[Snooze, ...]] = ()
    """What of it was put off; one that woke by itself may still stand here."""

    proposed: DeskSays[Tie | None] = None
    """The only order that fits by amount, day and phone; a person says whether it is the one."""
    declined: DeskSays[tuple[str, ...]] = ()
    """The keys of orders that were proposed, or tied by mistake, and are not the one."""
    tied: DeskSays[Tie | None] = None
    resolved: DeskSays[Resolution | None] = None

    @classmethod
    def blank(cls, _new_id: str) -> Self:
        """One of which nothing is known yet; what opens it gives it its number."""
        return cls(number="", opened_at=NOT_BEGUN, opened_by="")

    @property
    def key(self) -> str:
        return self.number

    @property
    def open(self) -> bool:
        """Is there still something to be done about it?"""
        return self.resolved is None

    @property
    def state(self) -> InquiryState:
        """How far it is."""
        if self.resolved:
            return "resolved"
        if self.tied:
            return "tied"
        return "proposed" if self.proposed else "open"

    @property
    def receiver(self) -> Receiver:
        """Who asks, as a receiver is hidden and found."""
        return Receiver(name=self.buyer, phone=self.phone)


class TiedInquiry(Record):
    """An inquiry as the order keeps it that it is tied to."""

    number: str
    at: Instant
    name: str = ""
    """Who asked, so that what was said is shown without them."""
    phone: str = ""
