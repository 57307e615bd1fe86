"""OpenReview (开复盘): what happened, and why, before it is forgotten."""

from collections.abc import Iterator

from pydantic import AliasChoices, Field

from store.errors import Problem
from store.models.review import Review
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.numbers import next_number
from store.rules.review.naming import OrderNumbers, naming_problems, orders_named, reviewed
from store.rules.review.scopes import FurtherOrders, unclear_scope
from store.rules.stock.causes import FoundCause
from store.words import N_, _

WHY_HELP = N_("the reason of what stands above it; left out, that was the root")


class OpenReview(Action[Review]):
    """Note what went wrong, why, and with which orders."""

    title = N_("Open a review")
    place = 1610
    subject_type = Review
    starts = True

    headline: Text = Field(title=N_("Title"), validation_alias=AliasChoices("headline", "title"))
    what: Text = Field(title=N_("What happened"))
    why1: Text | None = Field(default=None, title=N_("Why"), description=WHY_HELP)
    why2: Text | None = Field(default=None, title=N_("Why that"), description=WHY_HELP)
    why3: Text | None = Field(default=None, title=N_("Third why"), description=WHY_HELP)
    why4: Text | None = Field(default=None, title=N_("Fourth why"), description=WHY_HELP)
    why5: Text | None = Field(default=None, title=N_("Fifth why"), description=WHY_HELP)
    orders: OrderNumbers = ()
    scope: FurtherOrders = None
    cause: FoundCause = None

    @classmethod
    def why_not(cls, subject: Review, context: Context) -> str | None:
        return None

    def problems(self, subject: Review, context: Context) -> Iterator[Problem]:
        yield from naming_problems(self.orders, (), context)
        yield from unclear_scope(self.scope, context)

    def apply(self, subject: Review, context: Context) -> Outcome:
        orders = orders_named(self.orders, context)
        whys = (self.why1, self.why2, self.why3, self.why4, self.why5)
        review = subject.model_copy(
            update={
                "number": next_number("R", Review, context),
                "title": self.headline,
                "what": self.what,
                "whys": tuple(why for why in whys if why),
                "orders": reviewed(orders),
                "scope": self.scope or "",
                "cause": self.cause or "",
                "opened_at": context.now,
                "opened_by": str(context.actor),
            }
        )
        said = _("It is review {number}.").format(number=review.number)
        return Outcome((review,), (said,), also=orders)
