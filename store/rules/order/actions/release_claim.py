"""ReleaseClaim (取消认领): the order, or the inquiry, is nobody's again."""

from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.order.work import mine, taken
from store.words import N_, _


class ReleaseClaim(Action[Order | Inquiry]):
    """Give it back: its owner may, and whoever assigned it."""

    title = N_("Release the claim")
    place = 250
    key = "M"
    also_about = (Inquiry,)

    @classmethod
    def why_not(cls, subject: Order | Inquiry, context: Context) -> str | None:
        claim = subject.claim
        if claim is None and isinstance(subject, Inquiry):
            return _("Nobody has claimed this inquiry.")
        if claim is None:
            return _("Nobody has claimed this order.")
        if mine(claim, context.actor) or claim.by.user == context.actor.user:
            return None
        return taken(claim, type(subject))

    def undone_by(self, before: Order | Inquiry, after: Order | Inquiry) -> Undo | None:
        return Undo("assign", {"to": before.claim.owner.user}) if before.claim else None

    def apply(self, subject: Order | Inquiry, context: Context) -> Outcome:
        return Outcome((subject.model_copy(update={"claim": None}),))
