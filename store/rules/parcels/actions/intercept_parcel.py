"""InterceptParcel (快递拦截): the carrier is asked to stop a parcel and to bring it back."""

from pydantic import Field

from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import Interception, Parcel
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedParcel, Text
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.telling import Tells
from store.rules.parcels.shared import shared_parcel, shared_parcels
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import place
from store.rules.platform.moot import NOTHING_TO_STOP
from store.words import N_, _
from store.words.times import day_text

STOP = Tells(
    "intercept-parcel",
    N_("intercept the parcel on the platform"),
    N_("Open order {order} there and have its parcel stopped: {press}."),
    press="快递拦截",
    platforms=(Platform.PINDUODUO,),
    elsewhere=N_("Open order {order} there and have its parcel stopped."),
    moot=NOTHING_TO_STOP,
)
"""The button is known of one page only (domain.md §1.4)."""


class InterceptParcel(RecordAction[Parcel]):
    """Ask the carrier to stop a parcel."""

    title = N_("Intercept a parcel")
    place = 340
    key = "I"
    settles = frozenset({"redirect-parcel"})
    tells = (STOP,)

    parcel: NamedParcel
    reason: Text | None = Field(default=None, title=N_("Reason"))

    @classmethod
    def refusal(cls, order: Order, parcel: Parcel, context: Context | None) -> str | None:
        where = place(order, parcel)
        if where == "back":
            return _("Parcel {number} has come back already.").format(number=called(parcel))
        if where == "buyer":
            return _(
                "Parcel {number} is with the buyer; what is to come back from there is a return."
            ).format(number=called(parcel))
        if not parcel.tracking_no:
            return _(
                "The number of this parcel is not known; give it one before the"
                " carrier is asked to stop it."
            )
        return _asked_already(parcel)

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return shared_parcels(subject, fitting_records(cls, subject, context), context)

    def apply(self, subject: Order, context: Context) -> Outcome:
        parcel = self.record_of(subject)
        asked = Interception(asked_at=context.now, reason=self.reason or "")
        text = " ".join(
            part for part in (subject.order_no, parcel.carrier, parcel.tracking_no) if part
        )
        told = STOP.on(subject.platform).task(context, text, parcel=parcel.id)
        stopped = parcel.model_copy(update={"interception": asked})
        changed = subject.with_parcel(stopped).with_tasks(told)
        return Outcome((changed,), shared_parcel(subject, parcel, context))


def _asked_already(parcel: Parcel) -> str | None:
    asked = parcel.interception
    if asked is None or asked.outcome == "redirected":
        return None
    if asked.outcome == "stopped":
        return _("Parcel {number} is stopped already and on its way back ({day}).").format(
            number=called(parcel), day=day_text(asked.outcome_at or asked.asked_at)
        )
    if asked.outcome is None:
        return _(
            "The carrier was asked on {day} to stop parcel {number}; record the answer."
        ).format(day=day_text(asked.asked_at), number=called(parcel))
    return _(
        "Parcel {number} could not be stopped ({day}); the buyer may refuse it or send it back."
    ).format(number=called(parcel), day=day_text(asked.outcome_at or asked.asked_at))
