"""CorrectTracking (修改运单号): a parcel gets another number.

The old one stays in its history with what was seen under it, which was somebody else's parcel.
Where the platform shows the very goods under the right one, both are one parcel.
"""

from collections.abc import Iterator, Mapping

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.platform_task import PlatformTask
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import (
    CARRIER_FIELD,
    SAME_RECEIVER_FIELD,
    TRACKING_FIELD,
    NamedParcel,
    TrackingNo,
    Word,
    YesNoIfAsked,
)
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.telling import UPLOAD_TRACKING
from store.rules.parcels.same_parcel import become_one, not_to_correct, shown_instead
from store.rules.parcels.shipping import blocked, locks
from store.rules.parcels.traces import renumbered
from store.rules.parcels.tracking import (
    carrier_code,
    carrier_echo,
    carrier_problem,
    number_problem,
    receiver_problem,
    remarks,
)
from store.rules.platform.platform_goods import NUMBER_SHOWN
from store.rules.stock.coming_back import come_back_stock
from store.rules.stock.stock_out import lock_sentence
from store.words import N_, _


class CorrectTracking(RecordAction[Parcel]):
    """Give a parcel another tracking number."""

    title = N_("Correct a tracking number")
    place = 320
    key = "t"
    tells = (UPLOAD_TRACKING,)

    parcel: NamedParcel
    tracking_no: TrackingNo = TRACKING_FIELD
    carrier: Word | None = CARRIER_FIELD
    same_receiver: YesNoIfAsked = SAME_RECEIVER_FIELD

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return super().why_not(subject, context) or not_to_correct(subject)

    @classmethod
    def refusal(cls, order: Order, parcel: Parcel, context: Context | None) -> str | None:
        # No number is uploaded for goods whose verdict on stock-out is still out.
        waiting = (one for one in locks(order, parcel.lines) if one.state == "applied")
        found = next(waiting, None)
        return lock_sentence(order, found, context) if found and context else None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        yield from carrier_problem(self.carrier, self.tracking_no)
        if shown_instead(subject, self.record_of(subject), self.tracking_no):
            return
        stopped = blocked(subject)
        if stopped:
            yield Problem("tracking_no", stopped)
            return
        yield from number_problem(subject, self.tracking_no, context)
        yield from receiver_problem(subject, self.tracking_no, self.same_receiver, context)

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        """The number to be corrected, where there is one parcel: mostly two digits are wrong."""
        parcels = fitting_records(cls, subject, context)
        return {"tracking_no": parcels[0].tracking_no} if len(parcels) == 1 else {}

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        return carrier_echo(values)

    def apply(self, subject: Order, context: Context) -> Outcome:
        carrier = carrier_code(self.carrier, self.tracking_no) or ""
        parcel = self.record_of(subject)
        there = shown_instead(subject, parcel, self.tracking_no)
        if there:
            one = become_one(subject, parcel, there, context)
            shown = _("The platform shows it under this number; nothing is left to tell.")
            return Outcome((one, *come_back_stock(subject, one, context)), (shown,))
        changed = renumbered(subject, parcel, self.tracking_no, carrier, context.now)
        text = f"{subject.order_no} {self.tracking_no}"
        tasks = tuple(
            one.model_copy(update={"copy_text": text}) if self._is_told_by(one) else one
            for one in subject.tasks
        )
        if not any(map(self._is_told_by, tasks)):
            tasks = (*tasks, UPLOAD_TRACKING.task(context, text, parcel=self.parcel))
        changed = changed.model_copy(update={"tasks": tasks})
        said = remarks(subject, self.carrier, self.tracking_no, context)
        stock = come_back_stock(subject, changed, context)
        return Outcome((changed, *stock), said)

    def _is_told_by(self, task: PlatformTask) -> bool:
        """Does this open task tell the platform the number of the parcel?"""
        return task.open and task.parcel == self.parcel and task.kind in NUMBER_SHOWN
