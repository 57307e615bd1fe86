"""CheckImprovement (检查改进): the rate before and since, and whether it fell to its target.

One that did not is open again from then on, with a new day: what did not help is not counted
against what is tried next. A sample that is too small tells nothing; its span goes on.
"""

from collections.abc import Iterator
from datetime import timedelta

from pydantic import Field

from store.errors import Problem
from store.models.improvement import Check, Improvement, Measured
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.time_fields import Day
from store.rules.review.days import due_problem
from store.rules.review.sentences import change_text, improvement_over
from store.rules.review.values import has_fallen
from store.words import N_, _
from store.words.times import shop_day


class CheckImprovement(Action[Improvement]):
    """See whether the improvement helped."""

    title = N_("Check the improvement")
    place = 1640
    settles = frozenset({"improvement"})
    subject_type = Improvement

    due: Day | None = Field(
        default=None,
        title=N_("To be checked again by"),
        description=N_("a later day; needed only where the rate has not fallen to its target"),
    )

    @classmethod
    def why_not(cls, subject: Improvement, context: Context) -> str | None:
        return improvement_over(subject)

    @classmethod
    def suggest(cls, subject: Improvement, context: Context) -> dict[str, str]:
        if has_fallen(subject, _since(subject, context)):
            return {}
        planned = subject.due - shop_day(subject.began_at)
        return {"due": (context.today + max(planned, timedelta(days=1))).isoformat()}

    @classmethod
    def background(cls, subject: Improvement, context: Context) -> tuple[str, ...]:
        return (_found(subject, _since(subject, context)),)

    def problems(self, subject: Improvement, context: Context) -> Iterator[Problem]:
        after = _since(subject, context)
        if has_fallen(subject, after):
            return
        if self.due is None:
            said = _("{found} Give a later day to check it again.")
            yield Problem("due", said.format(found=_found(subject, after)))
        else:
            yield from due_problem(self.due, context.today + timedelta(days=1), context)

    def apply(self, subject: Improvement, context: Context) -> Outcome:
        after = _since(subject, context)
        reached = has_fallen(subject, after)
        check = Check(at=context.now, by=str(context.actor), after=after, reached=reached)
        due = subject.due if reached or self.due is None else self.due
        changed = subject.model_copy(update={"checks": (*subject.checks, check), "due": due})
        said = [_found(subject, after)]
        if not reached:
            said.append(_("It is owed again by {day}.").format(day=due.isoformat()))
        review = context.lookup.review(subject.review) if subject.review else None
        return Outcome((changed,), tuple(said), also=(review,) if review else ())


def _since(improvement: Improvement, context: Context) -> Measured:
    """The rate since the improvement was made, or was opened again."""
    return context.lookup.measured(improvement.rate, improvement.scope, improvement.began_at)


def _found(improvement: Improvement, after: Measured) -> str:
    """What came of it, as a whole sentence."""
    change = change_text(improvement, after)
    match has_fallen(improvement, after):
        case True:
            return _("It helped: {change}.").format(change=change)
        case False:
            return _("It has not fallen to its target: {change}.").format(change=change)
    said = _("Of fewer than {least} no rate is said: {change}.")
    return said.format(least=after.least, change=change)
