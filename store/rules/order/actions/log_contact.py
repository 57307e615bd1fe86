"""LogContact (沟通记录): what was said to the buyer or by them; it can serve as evidence."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.contact import Channel, Contact, Direction, Purpose, way
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.markers import Reference, Spellings
from store.rules.action.references import Choice
from store.rules.action.time_fields import When
from store.rules.inquiries.sentences import resolved
from store.rules.inquiries.tying import with_talk
from store.rules.order.promises import (
    kept_by,
    kept_how,
    promise_ids,
    promise_problem,
    promises_of,
    still_promised,
)
from store.rules.parcels.watch import with_the_carrier
from store.rules.stock.cancelling import FOLLOW_UP, next_step, too_early
from store.words import N_, _, listed
from store.words.labels import label

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


_TO_SETTLE = {
    "contact-carrier": {"channel": "carrier"},
    "tell-buyer": {"purpose": "inform"},
    "follow-up": {"purpose": "follow_up"},
}


class LogContact(Action[Order | Inquiry]):
    """Record a communication with the buyer, or with the carrier about a parcel."""

    title = N_("Log a contact")
    place = 120
    key = "c,f6"
    footer = 4
    settles = frozenset({"tell-buyer", "follow-up", "contact-carrier", "inquiry"})
    also_about = (Inquiry,)

    text: Text = Field(title=N_("What was said"))
    promise_due: When | None = Field(
        default=None,
        title=N_("Answer promised by"),
        description=N_("such as +2h, tomorrow 9 or +3d; left out, nothing was promised"),
    )
    channel: Annotated[Channel, CHANNELS] = Field(default="platform_chat", title=N_("Channel"))
    direction: Annotated[Direction, DIRECTIONS] = Field(default="out", title=N_("Direction"))
    purpose: Annotated[Purpose, PURPOSES] = Field(default="other", title=N_("Purpose"))
    keeps: Annotated[str | None, Reference("promise", alone=False, known=promise_ids)] = Field(
        default=None,
        title=N_("Keeps the promise"),
        description=N_("the one that this answers; left out, none"),
    )
    parcel: Annotated[str | None, Reference("parcel", alone=False)] = Field(
        default=None,
        title=N_("Parcel"),
        description=N_("the one the carrier was asked about; left out, the only one on its way"),
    )

    @classmethod
    def why_not(cls, subject: Order | Inquiry, context: Context) -> str | None:
        return resolved(subject) if isinstance(subject, Inquiry) else None

    @classmethod
    def to_settle(cls, kind: str) -> dict[str, str]:
        return _TO_SETTLE.get(kind, {})

    @classmethod
    def suggest(cls, subject: Order | Inquiry, context: Context) -> dict[str, str]:
        """A word after a cancellation is the follow-up, once that is what is left to do."""
        following = next_step(subject) if isinstance(subject, Order) else None
        is_due = following is not None and following.number == FOLLOW_UP
        return cls.to_settle("follow-up") if is_due else {}

    @classmethod
    def offers(cls, subject: Order | Inquiry, context: Context) -> Mapping[str, tuple[Choice, ...]]:
        """A direction by our side of it: who is on the other follows the channel (`echo`)."""
        sides = {"out": _("we said it"), "in": _("it was said to us")}
        return {"direction": tuple(Choice(word, text) for word, text in sides.items())}

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        """From whom to whom it was said."""
        channel, direction = values.get("channel", ""), values.get("direction", "")
        if not (channel and direction):
            return {}
        return {"direction": label(way(channel, direction))}

    def problems(self, subject: Order | Inquiry, context: Context) -> Iterator[Problem]:
        # Our follow-up of a cancelled order comes after the money (source article 004, step 5).
        ours = self.purpose == "follow_up" and self.direction == "out"
        early = too_early(subject, FOLLOW_UP) if ours and isinstance(subject, Order) else None
        if early:
            yield Problem("purpose", early)
        yield from promise_problem(self.promise_due, context)
        yield from self._keeping_problem(subject)
        if self.channel == "carrier" and self.parcel is None and isinstance(subject, Order):
            yield from _several(tuple(with_the_carrier(subject)))

    def apply(self, subject: Order | Inquiry, context: Context) -> Outcome:
        contact = Contact(
            id=context.new_id(),
            at=context.now,
            channel=self.channel,
            direction=self.direction,
            text=self.text,
            promise_due=self.promise_due,
            purpose=self.purpose,
            parcel=self.parcel or self._only_parcel(subject),
            by=str(context.actor),
        )
        changed, said = subject, tuple[str, ...]()
        if promise := self._promise(subject):
            changed, said = kept_by(subject, promise, context.now)
        if self._is_ours and not self.promise_due:
            said += still_promised(changed)
        return with_talk(subject, (*changed.contacts, contact), context, *said)

    @property
    def _is_ours(self) -> bool:
        """Is it a word of ours to the buyer?"""
        return way(self.channel, self.direction) == "out"

    def _promise(self, subject: Order | Inquiry) -> Contact | None:
        """The promise that it keeps."""
        return next((one for one in promises_of(subject) if one.id == self.keeps), None)

    def _keeping_problem(self, subject: Order | Inquiry) -> Iterator[Problem]:
        promise = self._promise(subject)
        if promise is None:
            return
        if kept := kept_how(promise):
            yield Problem("keeps", kept)
        elif not self._is_ours:
            said = _("Only what we say to the buyer keeps a promise; leave this out.")
            yield Problem("keeps", said)

    def _only_parcel(self, subject: Order | Inquiry) -> str | None:
        """The parcel that a word with the carrier is about where nobody has named one."""
        if self.channel != "carrier" or not isinstance(subject, Order):
            return None
        return next((parcel.id for parcel in with_the_carrier(subject)), None)


def _several(parcels: tuple[Parcel, ...]) -> Iterator[Problem]:
    """Where several parcels are on their way, a word about one says nothing of the others."""
    if len(parcels) > 1:
        said = _("Several parcels are on their way; name the one that was asked about: {parcels}.")
        numbers = listed(parcel.tracking_no for parcel in parcels)
        yield Problem("parcel", said.format(parcels=numbers))
