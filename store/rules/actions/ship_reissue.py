"""ShipReissue (补发发货): the goods of a reissue leave.

The platform takes the first reissue's number back by itself; from the second on somebody has to
look it up and upload it by hand (source article 001), which becomes a platform task.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from store.errors import Problem
from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.reissue import Reissue
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.fields import CARRIER_FIELD, SKU_FIELD, TRACKING_FIELD, Reference, Text, TrackingNo
from store.rules.shipping import (
    all_money_back,
    blocked,
    carrier_code,
    carrier_echo,
    carrier_problem,
    number_problem,
    remarks,
    scan_problem,
    task,
)
from store.words import N_, _


class ShipReissue(Action[Order]):
    """Send the goods of a reissue out."""

    title: ClassVar[str] = N_("Ship a reissue")

    reissue: Annotated[str, Reference("reissue")] = Field(title=N_("Reissue"))
    tracking_no: TrackingNo = TRACKING_FIELD
    carrier: Text | None = CARRIER_FIELD
    sku: Text | None = SKU_FIELD

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not any(one.state == "open" for one in subject.reissues):
            return _("No reissue of this order is open.")
        return blocked(subject) or all_money_back(subject)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from carrier_problem(self.carrier, self.tracking_no)
        yield from number_problem(subject, self.tracking_no, context)
        yield from scan_problem(subject, self._reissue(subject).lines, self.sku)

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        return carrier_echo(values)

    def apply(self, subject: Order, context: Context) -> Outcome:
        reissue = self._reissue(subject)
        parcel = Parcel(
            id=context.new_id(),
            kind="reissue",
            tracking_no=self.tracking_no,
            carrier=carrier_code(self.carrier, self.tracking_no) or "",
            lines=reissue.lines,
            shipped_at=context.now,
            source=Source.DESK,
            reissue=reissue.id,
        )
        shipped = reissue.model_copy(update={"state": "shipped", "parcel": parcel.id})
        update: dict[str, object] = {
            "parcels": (*subject.parcels, parcel),
            "reissues": tuple(shipped if one is reissue else one for one in subject.reissues),
        }
        if reissue.number > 1:
            text = f"{subject.order_no} {parcel.tracking_no}"
            update["tasks"] = (
                *subject.tasks,
                task("upload-tracking", context, text, parcel=parcel.id),
            )
        said = remarks(subject, self.carrier, self.tracking_no, context)
        return Outcome((subject.model_copy(update=update),), said)

    def _reissue(self, order: Order) -> Reissue:
        return next(one for one in order.reissues if one.id == self.reissue)
