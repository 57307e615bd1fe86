"""Assign (指派): this order, or inquiry, is somebody's to see through, whoever had it before."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from store.errors import BadInput, Problem
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.work import Claim
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.action.offered import Offered, people
from store.rules.obligations.of_document import Owing
from store.rules.order.work import claimed, claimed_by_another, mine, person_meant
from store.words import N_, _
from store.words.times import minute_text

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Assign(Action[Owing]):
    """Give the order, the inquiry or the improvement to somebody."""

    title = N_("Assign to somebody")
    place = 260
    key = "A"
    also_about = (Inquiry, Improvement)

    to: Annotated[Name, Offered(people)] = Field(
        title=N_("To whom"), description=N_("a login, or a name used with one")
    )

    @classmethod
    def why_not(cls, subject: Owing, context: Context) -> str | None:
        return None

    def problems(self, subject: Owing, context: Context) -> Iterator[Problem]:
        try:
            owner = person_meant(self.to, context)
        except BadInput as error:
            yield Problem("to", error.sentence)
        else:
            if subject.claim and mine(subject.claim, owner):
                yield Problem("to", claimed(subject.claim, type(subject)))

    def undone_by(self, before: Owing, after: Owing) -> Undo:
        if before.claim:
            return Undo("assign", {"to": before.claim.owner.user})
        return Undo("release-claim", {})

    def apply(self, subject: Owing, context: Context) -> Outcome:
        claim = Claim(owner=person_meant(self.to, context), at=context.now, by=context.actor)
        said = [_("{owner} sees to it from now on.").format(owner=claim.owner)]
        if subject.claim and claimed_by_another(subject, context.actor):
            before = _("{owner} had it since {time}.")
            since = minute_text(subject.claim.at)
            said.append(before.format(owner=subject.claim.owner, time=since))
        return Outcome((subject.model_copy(update={"claim": claim}),), tuple(said))
