"""RecordIntercept (拦截结果): the carrier stopped the parcel and brings it back, or it could not.

The units of a parcel that came back are recorded as such; from then on they may be sent again
(`create-reissue`, origin intercepted) or refunded, by the ledger and once.
"""

from typing import ClassVar, Literal

from pydantic import Field

from store.labels import label
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.base import Outcome
from store.rules.context import Context
from store.rules.fields import day_text
from store.rules.parcel_action import ParcelAction
from store.rules.traces import called, intercepted
from store.words import N_, _


class RecordIntercept(ParcelAction):
    """Record whether the carrier could stop a parcel."""

    title: ClassVar[str] = N_("Record an interception")

    outcome: Literal["returned", "failed"] = Field(title=N_("Outcome"))

    @classmethod
    def refusal(cls, order: Order, parcel: Parcel, context: Context | None) -> str | None:
        asked = parcel.interception
        if asked is None:
            return _(
                "Nobody has asked the carrier to stop parcel {number} (intercept-parcel)."
            ).format(number=called(parcel))
        if asked.outcome is None:
            return None
        return _("The interception of parcel {number} is over since {day}: {outcome}.").format(
            number=called(parcel),
            day=day_text(asked.outcome_at or asked.asked_at),
            outcome=label(asked.outcome),
        )

    def apply(self, subject: Order, context: Context) -> Outcome:
        changed = intercepted(subject, self.the_parcel(subject), self.outcome, context.now, context)
        said = _(
            "What came back may now be sent again (create-reissue, origin intercepted) or refunded."
        )
        return Outcome((changed,), (said,) if self.outcome == "returned" else ())
