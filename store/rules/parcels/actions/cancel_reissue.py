"""CancelReissue (取消补发单): goods that were to be sent again are not, as long as they are here.

What became of them stays recorded, so that they may be sent again later or refunded instead.
"""

from pydantic import Field

from store.models.order import Order
from store.models.reissue import Reissue
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedReissue, Text
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import Tells
from store.rules.platform.discrepancies import reconcile
from store.words import N_, _
from store.words.times import day_text

CANCEL_THERE = Tells(
    "cancel-reissue",
    N_("cancel the reissue on the platform"),
    N_(
        "Reissue {number} was created on the platform; cancel it there too: 仓配管理 >"
        " 仓配订单 > 补发订单, with order number {order}."
    ),
)


class CancelReissue(RecordAction[Reissue]):
    """Do not send the goods of a reissue."""

    title = N_("Cancel a reissue")
    place = 450
    tells = (CANCEL_THERE,)

    reissue: NamedReissue
    reason: Text = Field(title=N_("Reason"))

    @classmethod
    def refusal(cls, order: Order, record: Reissue, context: Context | None) -> str | None:
        if record.state != "shipped":
            return super().refusal(order, record, context)
        parcel = order.parcel_named(record.parcel or "")
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
        ended = {
            "state": "cancelled",
            "cancelled_at": context.now,
            "cancel_reason": self.reason,
        }
        cancelled = reissue.model_copy(update=ended)
        reissues = tuple(cancelled if one is reissue else one for one in subject.reissues)
        # What the platform was to be told about this reissue need not be told any more.
        changed = subject.model_copy(update={"reissues": reissues}).with_tasks_done(
            lambda one: one.reissue == reissue.id, context.now, str(context.actor)
        )
        if any(one.reissue == reissue.id and not one.open for one in subject.tasks):
            told = CANCEL_THERE.task(context, subject.order_no, reissue=reissue.id)
            said = CANCEL_THERE.said(number=reissue.number, order=subject.order_no)
            return Outcome((reconcile(changed.with_tasks(told), context),), (said,))
        return Outcome((reconcile(changed, context),))
