"""Assign (指派): this order is somebody's to see through, whoever had it before."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from store.errors import BadInput, Problem
from store.models.improvement import Improvement
from store.models.order import Order
from store.models.work import Claim
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.order.work import claimed, claimed_by_another, mine, person_meant
from store.words import N_

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Assign(Action[Order | Improvement]):
    """Give the order, or the improvement, to somebody."""

    title = N_("Assign the order")
    place = 260
    key = "A"
    undoable = True
    also_about = (Improvement,)

    to: Name = Field(title=N_("To whom"), description=N_("a login, or a name used with one"))

    @classmethod
    def why_not(cls, subject: Order | Improvement, context: Context) -> str | None:
        return None

    def problems(self, subject: Order | Improvement, context: Context) -> Iterator[Problem]:
        try:
            owner = person_meant(self.to, context)
        except BadInput as error:
            yield Problem("to", error.sentence)
        else:
            if subject.claim and mine(subject.claim, owner):
                yield Problem("to", claimed(subject.claim, type(subject)))

    def apply(self, subject: Order | Improvement, context: Context) -> Outcome:
        claim = Claim(owner=person_meant(self.to, context), at=context.now, by=context.actor)
        before = claimed_by_another(subject, context.actor)
        changed = subject.model_copy(update={"claim": claim})
        return Outcome((changed,), (before,) if before else ())
