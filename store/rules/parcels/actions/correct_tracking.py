"""CorrectTracking (修改运单号): a parcel gets another number.

The old one stays in its history with what was seen under it, which was somebody else's parcel.
Where the right one is that of a parcel which an export brought for the same goods, both are one.
"""

from collections.abc import Iterator, Mapping

from store.errors import Problem
from store.models.discrepancy import DiscrepancyKind
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.platform_task import PlatformTask
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import (
    CARRIER_FIELD,
    SAME_RECEIVER_FIELD,
    TRACKING_FIELD,
    UNKNOWN_CARRIER_FIELD,
    NamedParcel,
    TrackingNo,
    Word,
    YesNoIfAsked,
)
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.telling import UPLOAD_TRACKING
from store.rules.parcels.joining import joined_with, may_be_joined, one_with
from store.rules.parcels.shipping import blocked, locks
from store.rules.parcels.traces import called, renumbered
from store.rules.parcels.tracking import (
    carrier_code,
    carrier_echo,
    carrier_problem,
    number_problem,
    receiver_problem,
    remarks,
)
from store.rules.platform.platform_goods import NUMBER_SHOWN, confirmed_there
from store.rules.platform.shared_parcels import SHARED_KINDS
from store.rules.stock.left_there import moves_of, moves_of_joining
from store.rules.stock.stock import moved_stock
from store.rules.stock.stock_out import lock_sentence
from store.words import N_, _

OF_TWO: tuple[DiscrepancyKind, ...] = ("goods", "reissue_there")
"""What contradicts because one parcel stands here twice."""
OF_ITS_WAY: tuple[DiscrepancyKind, ...] = (*SHARED_KINDS, "found")
"""What contradicts because of what was seen under the number of a parcel."""


class CorrectTracking(RecordAction[Parcel]):
    """Give a parcel another tracking number."""

    title = N_("Correct a tracking number")
    place = 320
    key = "t"
    tells = (UPLOAD_TRACKING,)

    parcel: NamedParcel
    tracking_no: TrackingNo = TRACKING_FIELD
    carrier: Word | None = CARRIER_FIELD
    unknown_carrier: YesNoIfAsked = UNKNOWN_CARRIER_FIELD
    same_receiver: YesNoIfAsked = SAME_RECEIVER_FIELD

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        refused = super().why_not(subject, context)
        return refused or (None if _may_settle(subject) else blocked(subject))

    @classmethod
    def refusal(cls, order: Order, parcel: Parcel, context: Context | None) -> str | None:
        # No number is uploaded for goods whose verdict on stock-out is still out.
        waiting = (one for one in locks(order, parcel.lines) if one.state == "applied")
        found = next(waiting, None)
        return lock_sentence(order, found, context) if found and context else None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        yield from carrier_problem(self.carrier, self.tracking_no, self.unknown_carrier)
        parcel = self.record_of(subject)
        same = one_with(subject, parcel, self.tracking_no)
        stopped = blocked(subject)
        if stopped and not _settles_all(subject, parcel, joins=same is not None):
            yield Problem("tracking_no", stopped)
        yield from number_problem(subject, self.tracking_no, context, same)
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
        parcel = self.record_of(subject)
        same = one_with(subject, parcel, self.tracking_no)
        said = remarks(subject, self.carrier, self.tracking_no, context)
        if same:
            changed = joined_with(subject, parcel, same, context.now)
            one = _("{old} and {number} are one parcel; its goods count once.")
            said = (one.format(old=called(parcel), number=self.tracking_no), *said)
        else:
            carrier = carrier_code(self.carrier, self.tracking_no) or ""
            changed = renumbered(subject, parcel, self.tracking_no, carrier, context.now)
        changed = self._told_there(changed, context)
        moves = moves_of(subject, changed)
        if same:
            moves = moves_of_joining(subject, changed, parcel, same)
        stock = moved_stock(changed, moves, context)
        return Outcome((changed, *stock), said)

    def _told_there(self, order: Order, context: Context) -> Order:
        """The order whose tasks tell the platform the right number, unless it shows that itself."""
        parcel = next(one for one in order.parcels if one.tracking_no == self.tracking_no)
        if parcel.number_shown:
            return confirmed_there(order, parcel, context, told=NUMBER_SHOWN)

        def tells(task: PlatformTask) -> bool:
            return task.open and task.parcel == parcel.id and task.kind in NUMBER_SHOWN

        text = f"{order.order_no} {self.tracking_no}"
        tasks = tuple(
            one.model_copy(update={"copy_text": text}) if tells(one) else one for one in order.tasks
        )
        if not any(map(tells, tasks)):
            tasks = (*tasks, UPLOAD_TRACKING.task(context, text, parcel=parcel.id))
        return order.model_copy(update={"tasks": tasks})


def _may_settle(order: Order) -> bool:
    """May the right number of a parcel be all that the open contradictions wait for?"""
    joins = may_be_joined(order)
    return any(_settles_all(order, parcel, joins=joins) for parcel in order.parcels)


def _settles_all(order: Order, parcel: Parcel, *, joins: bool) -> bool:
    """Does another number of this parcel end whatever is contradicted?"""
    return not order.under_review and all(
        (joins and one.kind in OF_TWO) or (one.kind in OF_ITS_WAY and one.about == parcel.id)
        for one in order.open_discrepancies
        if one.stops_shipping
    )
