"""SetPaymentAside (对账搁置): somebody has looked at what differs, and it stays as it is."""

from pydantic import Field

from store.models.payment import Aside, Payments
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.money.matching import differences, open_differences
from store.words import N_, _


class SetPaymentAside(Action[Payments]):
    """Leave what differs as it is, for a reason; another difference opens it again."""

    title = N_("Set aside")
    place = 1120
    settles = frozenset({"payment"})
    subject_type = Payments

    reason: Text = Field(title=N_("Reason"), description=N_("why nothing more is to be done"))

    @classmethod
    def why_not(cls, subject: Payments, context: Context) -> str | None:
        if open_differences(subject):
            return None
        if subject.aside and differences(subject):
            said = _("{name} is set aside already: {reason}")
            return said.format(name=subject.name, reason=subject.aside.reason)
        return _("{name} fits; there is nothing to set aside.").format(name=subject.name)

    def apply(self, subject: Payments, context: Context) -> Outcome:
        aside = Aside(
            reason=self.reason,
            at=context.now,
            by=str(context.actor),
            of=tuple(one.said for one in differences(subject)),
        )
        return Outcome((subject.model_copy(update={"aside": aside}),))
