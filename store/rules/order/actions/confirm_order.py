"""ConfirmOrder (确认订单): somebody has looked at the order; never a condition of shipping."""

from store.models.order import Order
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.order.axes import fulfilment
from store.words import N_, _
from store.words.times import day_text


class ConfirmOrder(Action[Order]):
    """Record that the order was looked at and is all right."""

    title = N_("Confirm the order")
    place = 920
    key = "C"

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if subject.confirmed_at:
            return _("This order was confirmed on {day} by {who}.").format(
                day=day_text(subject.confirmed_at), who=subject.confirmed_by or _("the platform")
            )
        if fulfilment(subject) == "cancelled":
            return _("This order is cancelled; there is nothing to confirm.")
        return None

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return (_("It is noted who looked at the order, and when; nothing else changes."),)

    def apply(self, subject: Order, context: Context) -> Outcome:
        update = {"confirmed_at": context.now, "confirmed_by": str(context.actor)}
        return Outcome((subject.model_copy(update=update),))
