"""KeepPromise (兑现回复承诺): the answer that the buyer was promised has been given."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from store.errors import Problem
from store.models.contact import Contact
from store.models.order import Order
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.fields import Reference, Text
from store.rules.promises import kept_how, open_promises
from store.words import N_, _


class KeepPromise(Action[Order]):
    """Record that a promised answer was given."""

    title: ClassVar[str] = N_("Keep a promise")

    contact: Annotated[str, Reference("promise")] = Field(title=N_("Promise"))
    text: Text | None = Field(
        default=None,
        title=N_("What was said"),
        description=N_("recorded as a word to the buyer; left out, it was recorded already"),
    )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if open_promises(subject):
            return None
        promised = [one for one in subject.contacts if one.promise_due]
        if not promised:
            return _("No answer was promised to the buyer.")
        return kept_how(subject, promised[-1])

    @classmethod
    def knows(cls, subject: Order, refers: Reference, value: str) -> bool:
        promise = subject.contact_named(value)
        return promise is not None and promise.promise_due is not None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        kept = kept_how(subject, self._promise(subject))
        if kept:
            yield Problem("contact", kept)

    def apply(self, subject: Order, context: Context) -> Outcome:
        promise = self._promise(subject)
        kept = promise.model_copy(update={"kept_at": context.now})
        contacts = tuple(kept if one is promise else one for one in subject.contacts)
        if self.text:
            contacts = (*contacts, self._word(promise, self.text, context))
        changed = subject.model_copy(update={"contacts": contacts})
        others = [one for one in open_promises(subject) if one is not promise]
        still = {one.id for one in open_promises(changed)}
        said = (kept_how(changed, one) for one in others if one.id not in still)
        return Outcome((changed,), tuple(sentence for sentence in said if sentence))

    def _promise(self, order: Order) -> Contact:
        return next(one for one in order.contacts if one.id == self.contact)

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
