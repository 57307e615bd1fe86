"""KeepPromise (兑现回复承诺): the answer that the buyer was promised has been given."""

from typing import Annotated

from pydantic import Field

from store.models.contact import Contact
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Reference, Text
from store.rules.action.record_action import RecordAction
from store.rules.order.promises import kept_how, open_promises
from store.words import N_


class KeepPromise(RecordAction[Contact]):
    """Record that a promised answer was given."""

    title = N_("Keep a promise")
    place = 270
    key = "K"

    contact: Annotated[str, Reference("promise")] = Field(title=N_("Promise"))
    text: Text | None = Field(
        default=None,
        title=N_("What was said"),
        description=N_("recorded as a word to the buyer; left out, it was recorded already"),
    )

    def apply(self, subject: Order, context: Context) -> Outcome:
        promise = self.record_of(subject)
        kept = promise.model_copy(update={"kept_at": context.now})
        contacts = tuple(kept if one is promise else one for one in subject.contacts)
        if self.text:
            contacts = (*contacts, self._word(promise, self.text, context))
        changed = subject.model_copy(update={"contacts": contacts})
        others = [one for one in open_promises(subject) if one is not promise]
        still = {one.id for one in open_promises(changed)}
        said = (kept_how(changed, one) for one in others if one.id not in still)
        return Outcome((changed,), tuple(sentence for sentence in said if sentence))

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
