"""DropImprovement (放弃改进): it is not done, or not looked at any more, and why."""

from pydantic import Field

from store.models.improvement import Dropping, Improvement
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.review.sentences import improvement_over
from store.words import N_


class DropImprovement(Action[Improvement]):
    """Give the improvement up."""

    title = N_("Drop the improvement")
    place = 1650
    subject_type = Improvement

    reason: Text = Field(title=N_("Reason"))

    @classmethod
    def why_not(cls, subject: Improvement, context: Context) -> str | None:
        return improvement_over(subject)

    def apply(self, subject: Improvement, context: Context) -> Outcome:
        dropped = Dropping(reason=self.reason, at=context.now, by=str(context.actor))
        changed = subject.model_copy(update={"dropped": dropped})
        review = context.lookup.review(subject.review) if subject.review else None
        return Outcome((changed,), also=(review,) if review else ())
