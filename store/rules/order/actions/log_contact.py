"""LogContact (沟通记录): what was said to the buyer or by them; it can serve as evidence."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.contact import Channel, Contact, Direction, Purpose
from store.models.order import Order
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Spellings, Text, When
from store.rules.stock.cancelling import FOLLOW_UP, too_early
from store.words import N_, _
from store.words.times import minute_text

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


class LogContact(Action[Order]):
    """Record a communication with the buyer."""

    title = N_("Log a contact")
    place = 120
    key = "c,f6"
    footer = 4

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
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        # Our follow-up of a cancelled order comes after the money (source article 004, step 5).
        ours = self.purpose == "follow_up" and self.direction == "out"
        early = too_early(subject, FOLLOW_UP) if ours else None
        if early:
            yield Problem("purpose", early)
        if self.promise_due and self.promise_due <= context.now:
            yield Problem(
                "promise_due",
                _("{time} is over; a promise is for later.").format(
                    time=minute_text(self.promise_due)
                ),
            )

    def apply(self, subject: Order, context: Context) -> Outcome:
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
        return Outcome((subject.model_copy(update={"contacts": (*subject.contacts, contact)}),))
