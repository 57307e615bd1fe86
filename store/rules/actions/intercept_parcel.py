"""InterceptParcel (快递拦截): the carrier is asked to stop a parcel and to bring it back."""

from typing import ClassVar

from pydantic import Field

from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import Interception, Parcel
from store.rules.base import Outcome
from store.rules.context import Context
from store.rules.fields import Text
from store.rules.parcel_action import ParcelAction
from store.rules.shipping import task
from store.rules.traces import called
from store.rules.whereabouts import place
from store.times import day_text
from store.words import N_, _

PRESS = {Platform.PINDUODUO: "快递拦截"}
"""The button on the platform's page, where it is known (domain.md §1.4)."""


class InterceptParcel(ParcelAction):
    """Ask the carrier to stop a parcel."""

    title: ClassVar[str] = N_("Intercept a parcel")

    reason: Text | None = Field(default=None, title=N_("Reason"))

    @classmethod
    def refusal(cls, order: Order, parcel: Parcel, context: Context | None) -> str | None:
        where = place(order, parcel)
        if where == "back":
            return _("Parcel {number} has come back already.").format(number=called(parcel))
        if where == "buyer":
            return _(
                "Parcel {number} is with the buyer; what is to come back from there is a return"
                " (open-case)."
            ).format(number=called(parcel))
        if not parcel.tracking_no:
            return _(
                "The number of this parcel is not known; give it one (correct-tracking) before the"
                " carrier is asked to stop it."
            )
        return _asked_already(parcel)

    def apply(self, subject: Order, context: Context) -> Outcome:
        parcel = self.the_parcel(subject)
        asked = Interception(asked_at=context.now, reason=self.reason or "")
        text = " ".join(
            part for part in (subject.order_no, parcel.carrier, parcel.tracking_no) if part
        )
        told = task(
            "intercept-parcel",
            context,
            text,
            parcel=parcel.id,
            press=PRESS.get(subject.platform, ""),
        )
        stopped = parcel.model_copy(update={"interception": asked})
        return Outcome((subject.with_parcel(stopped).with_tasks(told),))


def _asked_already(parcel: Parcel) -> str | None:
    asked = parcel.interception
    if asked is None or asked.outcome == "redirected":
        return None
    if asked.outcome is None:
        return _(
            "The carrier was asked on {day} to stop parcel {number}; record the answer"
            " (record-intercept)."
        ).format(day=day_text(asked.asked_at), number=called(parcel))
    return _(
        "Parcel {number} could not be stopped ({day}); the buyer may refuse it or send it back"
        " (open-case)."
    ).format(number=called(parcel), day=day_text(asked.outcome_at or asked.asked_at))
