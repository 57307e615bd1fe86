"""Claim (认领): this order, or inquiry, is mine to see through."""

from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.work import Claim as StoredClaim
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.order.work import claimed_already, mine, taken
from store.words import N_


class Claim(Action[Order | Inquiry]):
    """Take the order, or the inquiry, on."""

    title = N_("Claim the order")
    place = 240
    key = "m"
    also_about = (Inquiry,)

    @classmethod
    def why_not(cls, subject: Order | Inquiry, context: Context) -> str | None:
        claim = subject.claim
        if claim is None:
            return None
        if mine(claim, context.actor):
            return claimed_already(claim, type(subject))
        # Two people who claim the same order at once must not both believe that they have it.
        return taken(claim, type(subject))

    def undone_by(self, before: Order | Inquiry, after: Order | Inquiry) -> Undo:
        return Undo("release-claim", {})

    def apply(self, subject: Order | Inquiry, context: Context) -> Outcome:
        me = context.actor
        claim = StoredClaim(owner=me, at=context.now, by=me)
        return Outcome((subject.model_copy(update={"claim": claim}),))
