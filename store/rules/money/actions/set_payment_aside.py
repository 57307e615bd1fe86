"""SetPaymentAside (对账搁置): somebody has looked at what differs, and it stays as it is."""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.payment import Aside, Payments
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text, Word
from store.rules.action.references import Choice
from store.rules.money.matching import Difference, differences, open_differences
from store.words import N_, _, listed, noted
from store.words.labels import label
from store.words.payment_sides import sides_of


class SetPaymentAside(Action[Payments]):
    """Leave something that differs as it is, for a reason; another difference stays open."""

    title = N_("Set aside")
    place = 1120
    settles = frozenset({"payment"})
    subject_type = Payments

    reason: Text = Field(title=N_("Reason"), description=N_("why nothing more is to be done"))
    what: Word | None = Field(
        default=None,
        title=N_("What is set aside"),
        description=N_("one of the things that differ; left out, the only one"),
    )

    @classmethod
    def why_not(cls, subject: Payments, context: Context) -> str | None:
        if open_differences(subject, context.policy):
            return None
        if subject.asides and differences(subject, context.policy):
            said = _("{name} is set aside already: {reason}")
            return said.format(name=subject.name, reason=subject.asides[-1].reason)
        return _("{name} fits; there is nothing to set aside.").format(name=subject.name)

    @classmethod
    def suggest(cls, subject: Payments, context: Context) -> dict[str, str]:
        found = open_differences(subject, context.policy)
        return {"what": found[0].kind} if len(found) == 1 else {}

    @classmethod
    def offers(cls, subject: Payments, context: Context) -> dict[str, tuple[Choice, ...]]:
        found = open_differences(subject, context.policy)
        return {"what": tuple(Choice(one.kind, _told(one)) for one in found)}

    @classmethod
    def naming_owed(cls, kind: str, about: str) -> dict[str, str]:
        return {"what": about}

    def problems(self, subject: Payments, context: Context) -> Iterator[Problem]:
        found = open_differences(subject, context.policy)
        if len(self._meant(subject, context)) != 1:
            said = (
                _("{what} is nothing that is open here. What differs: {differences}.")
                if self.what
                else _("Several things differ; say which one of {differences}.")
            )
            told = listed(map(_told, found))
            yield Problem("what", said.format(what=label(self.what or ""), differences=told))

    def apply(self, subject: Payments, context: Context) -> Outcome:
        (meant,) = self._meant(subject, context)
        aside = Aside(
            reason=self.reason, at=context.now, by=str(context.actor), difference=meant.said
        )
        return Outcome((subject.model_copy(update={"asides": (*subject.asides, aside)}),))

    def _meant(self, subject: Payments, context: Context) -> list[Difference]:
        what = self.what
        found = open_differences(subject, context.policy)
        return [one for one in found if what in (None, one.kind, label(one.kind))]


def _told(one: Difference) -> str:
    """`charge not recorded (here 0.00, there 3.00)`, `number missing (out 3.00)`."""
    here, there = sides_of(one.kind, one.ours_fen, one.theirs_fen)
    if not here:
        return noted(label(one.kind), there)
    said = _("{kind} (here {ours}, there {theirs})")
    return said.format(kind=label(one.kind), ours=here, theirs=there)
