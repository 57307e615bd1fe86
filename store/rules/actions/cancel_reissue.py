"""CancelReissue (取消补发单): goods that were to be sent again are not, as long as they are here.

What became of them stays recorded, so that they may be sent again later or refunded instead.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.reissue import Reissue
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.fields import Reference, Text
from store.rules.shipping import task
from store.times import day_text, minute_text
from store.words import N_, _


class CancelReissue(Action[Order]):
    """Do not send the goods of a reissue."""

    title: ClassVar[str] = N_("Cancel a reissue")

    reissue: Annotated[str, Reference("reissue")] = Field(title=N_("Reissue"))
    reason: Text = Field(title=N_("Reason"))

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if any(one.state == "open" for one in subject.reissues):
            return None
        if subject.reissues:
            return _over(subject, subject.reissues[-1])
        return _("This order has no reissue.")

    @classmethod
    def knows(cls, subject: Order, refers: Reference, value: str) -> bool:
        return any(one.id == value for one in subject.reissues)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        sentence = _over(subject, self._reissue(subject))
        if sentence:
            yield Problem("reissue", sentence)

    def apply(self, subject: Order, context: Context) -> Outcome:
        reissue = self._reissue(subject)
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
            told = task("cancel-reissue", context, subject.order_no, reissue=reissue.id)
            said = _(
                "Reissue {number} was created on the platform; cancel it there too: 仓配管理 >"
                " 仓配订单 > 补发订单, with order number {order}."
            )
            sentence = said.format(number=reissue.number, order=subject.order_no)
            return Outcome((changed.with_tasks(told),), (sentence,))
        return Outcome((changed,))

    def _reissue(self, order: Order) -> Reissue:
        return next(one for one in order.reissues if one.id == self.reissue)


def _over(order: Order, reissue: Reissue) -> str | None:
    """Why this reissue cannot be cancelled: it has left, or it was cancelled already."""
    if reissue.state == "open":
        return None
    if reissue.state == "cancelled" and reissue.cancelled_at:
        return _("Reissue {number} was cancelled at {time}: {reason}").format(
            number=reissue.number,
            time=minute_text(reissue.cancelled_at),
            reason=reissue.cancel_reason,
        )
    parcel = order.parcel_named(reissue.parcel or "")
    return _(
        "Reissue {number} left on {day} with {tracking_no}; what has left cannot be cancelled, have"
        " the parcel intercepted instead."
    ).format(
        number=reissue.number,
        day=day_text(parcel.shipped_at) if parcel and parcel.shipped_at else "-",
        tracking_no=parcel.tracking_no if parcel else "-",
    )
