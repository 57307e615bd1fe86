"""AddImprovement (定改进措施): what is changed, by whom, and which rate is to fall by it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from store.errors import BadInput, Problem
from store.models.axes import Platform
from store.models.improvement import Improvement, Measured, RateName
from store.models.review import Review
from store.models.work import Claim
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Count, Text
from store.rules.action.markers import Spellings
from store.rules.action.numbers import next_number
from store.rules.action.offered import Offered, people
from store.rules.action.time_fields import Day
from store.rules.order.work import person_meant
from store.rules.review.days import MOST_DAYS, due_problem
from store.rules.review.rates import number
from store.rules.review.scopes import unclear_scope
from store.rules.review.sentences import review_closed
from store.rules.review.values import Target, figure, target_text, value_text
from store.words import N_, _

RATES = Spellings(
    {
        "late": "late_rate",
        "stock_out": "stock_out_rate",
        "quality": "quality_rate",
        "broken": "broken_rate",
        "answer": "hours_to_answer",
        "迟发": "late_rate",
        "缺货": "stock_out_rate",
        "品质": "quality_rate",
        "质量": "quality_rate",
        "破损": "broken_rate",
    }
)


class AddImprovement(Action[Improvement | Review]):
    """Note a change, and what the rate that it is to move has been until now."""

    title = N_("Add an improvement")
    place = 1630
    subject_type = Improvement
    starts = True
    also_about = (Review,)

    what: Text = Field(title=N_("What is changed"))
    rate: Annotated[RateName, RATES] = Field(title=N_("The rate it is to move"))
    target: Target = Field(
        title=N_("Target"), description=N_("percent, or hours: what the rate is to fall to")
    )
    due: Day = Field(title=N_("To be checked by"), description=N_("a day such as +14d or next fri"))
    owner: Annotated[Text | None, Offered(people)] = Field(
        default=None, title=N_("Owner"), description=N_("a login or a name; left out, yourself")
    )
    scope: Text | None = Field(
        default=None,
        title=N_("Which orders are counted"),
        description=N_("a search such as sku:RICE-10 or carrier:YTO; left out, as in the review"),
    )
    days: Count | None = Field(
        default=None,
        title=N_("Days before"),
        description=N_("of how many days the value before is; left out, as the platforms count"),
    )
    review: Text | None = Field(
        default=None, title=N_("Review"), description=N_("such as R-20261127-1, where it is of one")
    )

    @classmethod
    def why_not(cls, subject: Improvement | Review, context: Context) -> str | None:
        return review_closed(subject) if isinstance(subject, Review) else None

    def problems(self, subject: Improvement | Review, context: Context) -> Iterator[Problem]:
        named = self._review(subject, context)
        if self.review and (named is None or named.number != self.review):
            said = _("There is no review {number} to which it could belong here.")
            yield Problem("review", said.format(number=self.review))
        elif named and (closed := review_closed(named)):
            yield Problem("review", closed)
        yield from due_problem(self.due, context.today, context)
        try:
            person_meant(self.owner, context)
        except BadInput as error:
            yield Problem("owner", error.sentence)
        if self.days is not None and not 0 < self.days <= MOST_DAYS:
            yield Problem("days", _("From 1 to {most} days are possible.").format(most=MOST_DAYS))
        elif unclear := tuple(unclear_scope(self.scope, context)):
            yield from unclear
        else:
            yield from self._target_problem(subject, context)

    def _target_problem(self, subject: Improvement | Review, context: Context) -> Iterator[Problem]:
        before = self._before(subject, context)
        known = figure(before, self.rate)
        if known is not None and known <= self.target:
            said = _("It is {before} already; a target lies below that, {target} does not.")
            told = {"before": value_text(before, self.rate)}
            yield Problem("target", said.format(target=target_text(self.target, self.rate), **told))

    def _review(self, subject: Improvement | Review, context: Context) -> Review | None:
        if isinstance(subject, Review):
            return subject
        return context.lookup.review(self.review) if self.review else None

    def _scope(self, subject: Improvement | Review, context: Context) -> str:
        if self.scope:
            return self.scope
        review = self._review(subject, context)
        return review.scope if review else ""

    def _before(self, subject: Improvement | Review, context: Context) -> Measured:
        """The rate until now, over the days that are asked for."""
        windows = (number(context.policy, one, "review_window", context.now) for one in Platform)
        days = self.days or max(one or 0 for one in windows)
        since = context.now - timedelta(days=days)
        return context.lookup.measured(self.rate, self._scope(subject, context), since)

    def apply(self, subject: Improvement | Review, context: Context) -> Outcome:
        review, scope = self._review(subject, context), self._scope(subject, context)
        blank = subject if isinstance(subject, Improvement) else Improvement.blank("")
        owner = person_meant(self.owner, context)
        before = self._before(subject, context)
        improvement = blank.model_copy(
            update={
                "number": next_number("I", Improvement, context),
                "review": review.number if review else "",
                "what": self.what,
                "rate": self.rate,
                "target": self.target,
                "scope": scope,
                "due": self.due,
                "opened_at": context.now,
                "opened_by": str(context.actor),
                "claim": Claim(owner=owner, at=context.now, by=context.actor),
                "before": before,
            }
        )
        said = [_("Until now: {before}.").format(before=value_text(before, self.rate))]
        if figure(before, self.rate) is None:
            few = _("Of fewer than {least} no rate is said; it is held to its target alone.")
            said.append(few.format(least=before.least))
        return Outcome((improvement,), tuple(said), also=(review,) if review else ())
