"""OpenInquiry (登记买家询问): a buyer has paid, or says so, and no order of theirs is here."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from store.errors import Problem
from store.models.axes import Platform
from store.models.contact import Channel, Contact
from store.models.inquiry import Inquiry
from store.rules.action.base import Action, OneOf, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, PhonePart, Text, Word
from store.rules.action.numbers import next_number
from store.rules.action.time_fields import PastDay, When
from store.rules.inquiries.alike import alike_to
from store.rules.inquiries.fitting import possible_orders
from store.rules.inquiries.order_number import LOOKS_LIKE, OrderNumber
from store.rules.inquiries.sentences import alike_said, possible_said, proposed_said, tied_said
from store.rules.inquiries.shop import PLATFORM_NAMES, shop_meant, shop_problem
from store.rules.inquiries.tying import met
from store.rules.order.actions.log_contact import CHANNELS
from store.rules.order.promises import promise_problem
from store.words import N_


class OpenInquiry(Action[Inquiry]):
    """Note what a buyer asks about that no order is known for."""

    title = N_("Open an inquiry")
    place = 1310
    subject_type = Inquiry
    one_of = OneOf(
        ("buyer", "phone", "day", "amount", "text", "order", "goods"),
        N_("Nothing is known yet: give the buyer, a phone, an order, a day or an amount."),
    )
    starts = True

    buyer: Word | None = Field(default=None, title=N_("Buyer"))
    phone: PhonePart | None = Field(
        default=None, title=N_("Phone"), description=N_("or its last four digits")
    )
    day: PastDay | None = Field(
        default=None, title=N_("Paid on"), description=N_("a day such as yesterday or 11-20")
    )
    amount: Amount | None = Field(default=None, title=N_("Amount"))
    text: Text | None = Field(default=None, title=N_("What the buyer says"))
    promise_due: When | None = Field(
        default=None,
        title=N_("Answer promised by"),
        description=N_("such as +2h, tomorrow 9 or +3d; left out, nothing was promised"),
    )
    order: OrderNumber | None = Field(default=None, title=N_("Order no."), description=LOOKS_LIKE)
    goods: Word | None = Field(default=None, title=N_("Goods"))
    channel: Annotated[Channel, CHANNELS] = Field(default="platform_chat", title=N_("Channel"))
    platform: Annotated[Literal["pinduoduo", "douyin"] | None, PLATFORM_NAMES] = Field(
        default=None, title=N_("Platform"), description=N_("left out, the one of the shop")
    )
    shop: Word | None = Field(
        default=None, title=N_("Shop"), description=N_("left out, the only one there is")
    )

    @classmethod
    def why_not(cls, subject: Inquiry, context: Context) -> str | None:
        return None

    def problems(self, subject: Inquiry, context: Context) -> Iterator[Problem]:
        yield from promise_problem(self.promise_due, context)
        yield from shop_problem(self.shop, context)

    def apply(self, subject: Inquiry, context: Context) -> Outcome:
        named = Platform(self.platform) if self.platform else None
        shop, platform = shop_meant(self.shop, named, context)
        opened = subject.model_copy(
            update={
                "number": next_number("Q", Inquiry, context),
                "shop": shop,
                "platform": platform,
                "opened_at": context.now,
                "opened_by": str(context.actor),
                "buyer": self.buyer or "",
                "phone": self.phone or "",
                "order_no": self.order or "",
                "day": self.day,
                "amount_fen": self.amount,
                "goods": self.goods or "",
                "channel": self.channel,
                "contacts": self._contacts(context),
            }
        )
        inquiry, order = met(opened, context)
        said = (
            tied_said(inquiry),
            proposed_said(inquiry),
            possible_said(inquiry, possible_orders(inquiry, context.lookup)),
            alike_said(alike_to(inquiry, context.lookup)),
        )
        documents = (inquiry, order) if order else (inquiry,)
        return Outcome(documents, tuple(filter(None, said)), also=(order,) if order else ())

    def _contacts(self, context: Context) -> tuple[Contact, ...]:
        """What the buyer said, with what was promised then."""
        if not (self.text or self.promise_due):
            return ()
        contact = Contact(
            id=context.new_id(),
            at=context.now,
            channel=self.channel,
            direction="in",
            text=self.text or "",
            promise_due=self.promise_due,
            by=str(context.actor),
        )
        return (contact,)
