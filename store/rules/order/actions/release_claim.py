"""ReleaseClaim (取消认领): the order is nobody's again."""

from store.models.order import Order
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.order.work import mine, taken
from store.words import N_, _


class ReleaseClaim(Action[Order]):
    """Give the order back: its owner may, and whoever assigned it."""

    title = N_("Release the claim")
    place = 250
    key = "M"
    undoable = True

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        claim = subject.claim
        if claim is None:
            return _("Nobody has claimed this order.")
        if mine(claim, context.actor) or claim.by.user == context.actor.user:
            return None
        return taken(claim)

    def apply(self, subject: Order, context: Context) -> Outcome:
        return Outcome((subject.model_copy(update={"claim": None}),))
