"""SetVerifiedCause (核实原因): what really was the cause, as the seller found.

It stands beside the buyer's own reason, which nobody changes for it. It is also the last of the six
steps of cancelling for lack of stock, unless it is the cause of a case.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.cancellation import VerifiedCause
from store.models.order import Order
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.markers import Reference
from store.rules.stock.cancelling import FIND_CAUSE, too_early
from store.rules.stock.causes import CAUSE_HELP, OFFERED, Cause
from store.words import N_


class SetVerifiedCause(Action[Order]):
    """Record the cause that was found."""

    title = N_("Set the verified cause")
    place = 540
    key = "U"
    settles = frozenset({"find-cause"})

    cause: Annotated[Cause, OFFERED] = Field(title=N_("Verified cause"), description=CAUSE_HELP)
    text: Text | None = Field(default=None, title=N_("In our own words"))
    case: Annotated[str | None, Reference("case", alone=False, ended=True)] = Field(
        default=None, title=N_("Case"), description=N_("left out, the order as a whole")
    )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        # Of a case the cause may be found before the order is cancelled to the end.
        return None if subject.cases else too_early(subject, FIND_CAUSE)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        early = too_early(subject, FIND_CAUSE) if self.case is None else None
        if early:
            yield Problem("cause", early)

    def apply(self, subject: Order, context: Context) -> Outcome:
        found = VerifiedCause(
            id=context.new_id(),
            cause=self.cause,
            text=self.text or "",
            at=context.now,
            by=str(context.actor),
            case=self.case,
        )
        return Outcome((subject.model_copy(update={"causes": (*subject.causes, found)}),))
