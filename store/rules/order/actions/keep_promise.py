"""KeepPromise (兑现回复承诺): the answer that the buyer was promised has been given."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from store.models.contact import Contact
from store.models.inquiry import Inquiry
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Reference, Text
from store.rules.action.record_action import RecordAction
from store.rules.inquiries.tying import with_talk
from store.rules.order.promises import Talked, kept_with_it, promises_of, put_off_by
from store.words import N_


def _ids(talked: Talked) -> Iterable[str]:
    return (one.id for one in promises_of(talked))


class KeepPromise(RecordAction[Contact]):
    """Record that a promised answer was given; it answers what the promise had put off too."""

    title = N_("Keep a promise")
    place = 270
    settles = frozenset({"answer-promise"})
    also_about = (Inquiry,)

    contact: Annotated[str, Reference("promise", known=_ids)] = Field(title=N_("Promise"))
    text: Text | None = Field(
        default=None,
        title=N_("What was said"),
        description=N_("recorded as a word to the buyer; left out, it was recorded already"),
    )

    def apply(self, subject: Talked, context: Context) -> Outcome:
        promise = self.record_of(subject)
        put_off = put_off_by(subject, promise)
        answered = {promise.id, *(one.id for one in put_off)}
        contacts = tuple(
            one.model_copy(update={"kept_at": context.now}) if one.id in answered else one
            for one in subject.contacts
        )
        if self.text:
            contacts = (*contacts, self._word(promise, self.text, context))
        return with_talk(subject, contacts, context, *kept_with_it(put_off))

    def _word(self, promise: Contact, text: str, context: Context) -> Contact:
        """What was said, on the way on which it was promised."""
        return Contact(
            id=context.new_id(),
            at=context.now,
            channel=promise.channel,
            direction="out",
            text=text,
            by=str(context.actor),
        )
