"""CorrectTracking (修改运单号): a parcel gets another number; the old one stays in its history."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import Parcel, TrackingCorrection
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.fields import CARRIER_FIELD, TRACKING_FIELD, Reference, Text, TrackingNo
from store.rules.shipping import (
    blocked,
    carrier_code,
    carrier_echo,
    carrier_problem,
    number_problem,
    remarks,
    task,
)
from store.words import N_, _


class CorrectTracking(Action[Order]):
    """Give a parcel another tracking number."""

    title: ClassVar[str] = N_("Correct a tracking number")

    parcel: Annotated[str, Reference("parcel")] = Field(title=N_("Parcel"))
    tracking_no: TrackingNo = TRACKING_FIELD
    carrier: Text | None = CARRIER_FIELD

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not subject.parcels:
            return _("Nothing of this order has been shipped yet.")
        return blocked(subject)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from carrier_problem(self.carrier, self.tracking_no)
        yield from number_problem(subject, self.tracking_no, context)

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        return carrier_echo(values)

    def apply(self, subject: Order, context: Context) -> Outcome:
        parcels = tuple(
            self._corrected(one, context) if one.id == self.parcel else one
            for one in subject.parcels
        )
        tasks = subject.tasks
        if not any(one.parcel == self.parcel for one in subject.open_tasks):
            text = f"{subject.order_no} {self.tracking_no}"
            tasks = (*tasks, task("upload-tracking", context, text, parcel=self.parcel))
        tasks = tuple(
            one.model_copy(update={"copy_text": f"{subject.order_no} {self.tracking_no}"})
            if one.parcel == self.parcel and one.open
            else one
            for one in tasks
        )
        changed = subject.model_copy(update={"parcels": parcels, "tasks": tasks})
        said = remarks(subject, self.carrier, self.tracking_no, context)
        return Outcome((changed,), said)

    def _corrected(self, parcel: Parcel, context: Context) -> Parcel:
        before = TrackingCorrection(
            tracking_no=parcel.tracking_no, carrier=parcel.carrier, corrected_at=context.now
        )
        return parcel.model_copy(
            update={
                "tracking_no": self.tracking_no,
                "carrier": carrier_code(self.carrier, self.tracking_no),
                "corrections": (*parcel.corrections, before),
                "confirmed": False,
            }
        )
