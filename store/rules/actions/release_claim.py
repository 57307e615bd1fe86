"""ReleaseClaim (取消认领): the order is nobody's again."""

from typing import ClassVar

from store.models.order import Order
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.work import is_named, mine, taken
from store.words import N_, _


class ReleaseClaim(Action[Order]):
    """Give the order back: its owner may, and whoever assigned it."""

    title: ClassVar[str] = N_("Release the claim")

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        claim = subject.claim
        if claim is None:
            return _("Nobody has claimed this order.")
        if mine(claim, context.actor) or is_named(claim.by, context.actor):
            return None
        return taken(claim)

    def apply(self, subject: Order, context: Context) -> Outcome:
        return Outcome((subject.model_copy(update={"claim": None}),))
