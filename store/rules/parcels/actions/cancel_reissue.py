"""CancelReissue (取消补发单): goods that were to be sent again are not, as long as they are here.

What became of them stays recorded, so that they may be sent again later or refunded instead; what a
case brought lies here for that again.
"""

from pydantic import Field

from store.models.order import Order
from store.models.reissue import Reissue
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedReissue, Text
from store.rules.action.record_action import RecordAction
from store.rules.cases.returning import owed_of_ended
from store.rules.parcels.leaving_there import CANCEL_THERE
from store.rules.parcels.reissues import taken_back
from store.words import N_, _
from store.words.times import day_text


class CancelReissue(RecordAction[Reissue]):
    """Do not send the goods of a reissue."""

    title = N_("Cancel a reissue")
    place = 450
    settles = frozenset({"drop-reissue"})
    tells = (CANCEL_THERE,)

    reissue: NamedReissue
    reason: Text = Field(title=N_("Reason"))

    @classmethod
    def refusal(cls, order: Order, record: Reissue, context: Context | None) -> str | None:
        if record.state != "shipped":
            return super().refusal(order, record, context)
        parcel = order.parcel_named(record.parcel)
        return _(
            "Reissue {number} left on {day} with {tracking_no}; what has left cannot be cancelled,"
            " have the parcel intercepted instead."
        ).format(
            number=record.number,
            day=day_text(parcel.shipped_at) if parcel and parcel.shipped_at else "-",
            tracking_no=parcel.tracking_no if parcel else "-",
        )

    def apply(self, subject: Order, context: Context) -> Outcome:
        reissue = self.record_of(subject)
        changed, said = taken_back(subject, reissue, self.reason, context)
        ids = {one.case for one in subject.losses if one.reissue == reissue.id}
        ended = (one for one in changed.cases if one.id in ids and not one.open)
        owed = (each for case in ended for each in owed_of_ended(changed, case))
        return Outcome((changed,), (*said, *owed))
