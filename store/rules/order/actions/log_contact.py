"""LogContact (沟通记录): what was said to the buyer or by them; it can serve as evidence."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.contact import Channel, Contact, Direction, Purpose
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Spellings, Text, When
from store.rules.inquiries.sentences import resolved
from store.rules.inquiries.tying import with_talk
from store.rules.order.promises import promise_problem
from store.rules.stock.cancelling import FOLLOW_UP, too_early
from store.words import N_

CHANNELS = Spellings({"chat": "platform_chat", "call": "phone", "text": "sms", "快递": "carrier"})
DIRECTIONS = Spellings({"outgoing": "out", "incoming": "in"})
PURPOSES = Spellings(
    {
        "followup": "follow_up",
        "information": "inform",
        "ask_refund": "ask_refund_for_stock_out",
        "solution": "offer",
        "logistics": "explain_logistics",
    }
)


class LogContact(Action[Order | Inquiry]):
    """Record a communication with the buyer."""

    title = N_("Log a contact")
    place = 120
    key = "c,f6"
    footer = 4
    also_about = (Inquiry,)

    text: Text = Field(title=N_("What was said"))
    channel: Annotated[Channel, CHANNELS] = Field(default="platform_chat", title=N_("Channel"))
    direction: Annotated[Direction, DIRECTIONS] = Field(default="out", title=N_("Direction"))
    purpose: Annotated[Purpose, PURPOSES] = Field(default="other", title=N_("Purpose"))
    promise_due: When | None = Field(
        default=None,
        title=N_("Answer promised by"),
        description=N_("such as 2026-11-22 18:00; left out, nothing was promised"),
    )

    @classmethod
    def why_not(cls, subject: Order | Inquiry, context: Context) -> str | None:
        return resolved(subject) if isinstance(subject, Inquiry) else None

    def problems(self, subject: Order | Inquiry, context: Context) -> Iterator[Problem]:
        # Our follow-up of a cancelled order comes after the money (source article 004, step 5).
        ours = self.purpose == "follow_up" and self.direction == "out"
        early = too_early(subject, FOLLOW_UP) if ours and isinstance(subject, Order) else None
        if early:
            yield Problem("purpose", early)
        yield from promise_problem(self.promise_due, context)

    def apply(self, subject: Order | Inquiry, context: Context) -> Outcome:
        contact = Contact(
            id=context.new_id(),
            at=context.now,
            channel=self.channel,
            direction=self.direction,
            text=self.text,
            promise_due=self.promise_due,
            purpose=self.purpose,
            by=str(context.actor),
        )
        return with_talk(subject, (*subject.contacts, contact), context)
