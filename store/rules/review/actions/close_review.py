"""CloseReview (复盘结案): what was learnt, once it is known whether the changes helped."""

from pydantic import Field

from store.models.review import Lesson, Review
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.review.sentences import review_closed, still_unchecked
from store.words import N_


class CloseReview(Action[Review]):
    """Write down what was learnt, and close the review."""

    title = N_("Close the review")
    place = 1620
    subject_type = Review

    lesson: Text = Field(title=N_("Lesson"), description=N_("what everybody does from now on"))

    @classmethod
    def why_not(cls, subject: Review, context: Context) -> str | None:
        improvements = context.lookup.improvements_of(subject.number)
        return review_closed(subject) or still_unchecked(subject, improvements)

    def apply(self, subject: Review, context: Context) -> Outcome:
        lesson = Lesson(text=self.lesson, at=context.now, by=str(context.actor))
        return Outcome((subject.model_copy(update={"lesson": lesson}),))
