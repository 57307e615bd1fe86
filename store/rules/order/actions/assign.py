"""Assign (指派): this order, or inquiry, is somebody's to see through, whoever had it before."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from store.errors import BadInput, Problem
from store.models.event import Actor
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.work import Claim
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.order.work import claimed, claimed_by_another, mine
from store.words import N_

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Assign(Action[Order | Inquiry]):
    """Give the order, or the inquiry, to somebody."""

    title = N_("Assign the order")
    place = 260
    key = "A"
    undoable = True
    also_about = (Inquiry,)

    to: Name = Field(title=N_("To whom"), description=N_("a login, or a name used with one"))

    @classmethod
    def why_not(cls, subject: Order | Inquiry, context: Context) -> str | None:
        return None

    def problems(self, subject: Order | Inquiry, context: Context) -> Iterator[Problem]:
        try:
            owner = self._owner(context)
        except BadInput as error:
            yield Problem("to", error.sentence)
        else:
            if subject.claim and mine(subject.claim, owner):
                yield Problem("to", claimed(subject.claim, type(subject)))

    def apply(self, subject: Order | Inquiry, context: Context) -> Outcome:
        claim = Claim(owner=self._owner(context), at=context.now, by=context.actor)
        before = claimed_by_another(subject, context.actor)
        changed = subject.model_copy(update={"claim": claim})
        return Outcome((changed,), (before,) if before else ())

    def _owner(self, context: Context) -> Actor:
        """Who is meant; whoever acts may not have done anything here yet."""
        me = context.actor
        if self.to in (me.user, me.name, str(me)):
            return me
        return context.lookup.person(self.to).actor
