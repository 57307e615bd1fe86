"""KeepPromise (按承诺回复买家): the answer that the buyer was promised has been given."""

from typing import Annotated

from pydantic import Field

from store.models.contact import Contact
from store.models.inquiry import Inquiry
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction
from store.rules.inquiries.tying import with_talk
from store.rules.order.promises import Talked, kept_by, promise_ids
from store.words import N_


class KeepPromise(RecordAction[Contact]):
    """Record that a promised answer was given; it answers what the promise had put off too."""

    title = N_("Keep a promise")
    place = 270
    settles = frozenset({"answer-promise"})
    also_about = (Inquiry,)

    contact: Annotated[str, Reference("promise", known=promise_ids)] = Field(title=N_("Promise"))
    text: Text | None = Field(
        default=None,
        title=N_("What was said"),
        description=N_("recorded as a word to the buyer; left out, it was recorded already"),
    )

    def apply(self, subject: Talked, context: Context) -> Outcome:
        promise = self.record_of(subject)
        changed, said = kept_by(subject, promise, context.now)
        words = (self._word(promise, self.text, context),) if self.text else ()
        return with_talk(subject, (*changed.contacts, *words), context, *said)

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
