"""ReleaseHold (解除暂缓): the goods may go out before the hold would have lapsed."""

from store.models.order import Order
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.words import N_, _
from store.words.times import minute_text


class ReleaseHold(Action[Order]):
    """Let an order that was held back go out again."""

    title = N_("Release the hold")
    place = 290
    key = "H"
    settles = frozenset({"hold-ends"})

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if subject.hold is None:
            return _("This order is not held back.")
        if not subject.hold.holds(context.now):
            return _("The hold on this order lapsed on {until}; it may go out.").format(
                until=minute_text(subject.hold.until)
            )
        return None

    def undone_by(self, before: Order, after: Order) -> Undo | None:
        hold = before.hold
        return (
            Undo("hold", {"until": minute_text(hold.until), "reason": hold.reason})
            if hold
            else None
        )

    def apply(self, subject: Order, context: Context) -> Outcome:
        return Outcome((subject.model_copy(update={"hold": None}),))
