"""AmendReview (补充复盘): what was found out since it was opened: a why, an order, a sentence."""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.review import Review
from store.rules.action.base import Action, OneOf, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.review.naming import OrderNumbers, naming_problems, orders_named, reviewed
from store.rules.review.scopes import FurtherOrders, unclear_scope
from store.rules.review.sentences import review_closed
from store.rules.stock.causes import FoundCause
from store.words import N_, _

MOST_WHYS = 5


class AmendReview(Action[Review]):
    """Add what was found out since; what was written stays."""

    title = N_("Add to the review")
    place = 1615
    subject_type = Review
    one_of = OneOf(
        ("what", "why", "orders", "scope", "cause"),
        N_("Nothing is added; give at least one field."),
    )

    what: Text | None = Field(
        default=None,
        title=N_("What is known now"),
        description=N_("a sentence more; it stands below what happened"),
    )
    why: Text | None = Field(
        default=None, title=N_("Why that"), description=N_("the next one, below the last why")
    )
    orders: OrderNumbers = ()
    scope: FurtherOrders = None
    cause: FoundCause = None

    @classmethod
    def why_not(cls, subject: Review, context: Context) -> str | None:
        return review_closed(subject)

    def problems(self, subject: Review, context: Context) -> Iterator[Problem]:
        if self.why and len(subject.whys) >= MOST_WHYS:
            said = _("Review {number} has its five whys; add a sentence instead.")
            yield Problem("why", said.format(number=subject.number))
        yield from naming_problems(self.orders, subject.orders, context)
        yield from unclear_scope(self.scope, context)

    def apply(self, subject: Review, context: Context) -> Outcome:
        orders = orders_named(self.orders, context)
        changed = subject.model_copy(
            update={
                "what": "\n".join(filter(None, (subject.what, self.what))),
                "whys": (*subject.whys, self.why) if self.why else subject.whys,
                "orders": (*subject.orders, *reviewed(orders)),
                "scope": self.scope or subject.scope,
                "cause": self.cause or subject.cause,
            }
        )
        return Outcome((changed,), also=orders)
