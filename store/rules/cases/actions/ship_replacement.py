"""ShipReplacement (换货发货): a new unit goes out for one that came back.

In an exchange the buyer has to confirm the receipt; in a return whose rest is refunded it settles
the unit at once.
"""

from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.action.record_action import fitting_records
from store.rules.cases.case_machine import (
    AWAY,
    CLOSED,
    CONFIRM,
    EXCHANGE,
    ON_ITS_WAY,
    PART_BACK,
    PART_SENT,
    PAY,
    RECEIVE,
    RETURN,
    SEND,
    Move,
)
from store.rules.cases.case_sending import SendForCase
from store.rules.cases.case_view import case_of
from store.rules.cases.consents import others_going_out
from store.rules.parcels.articles_taken import instead_for
from store.rules.parcels.contents import skus_to_scan
from store.words import N_


class ShipReplacement(SendForCase):
    """Send a replacement for goods of a case."""

    title = N_("Ship a replacement")
    place = 730
    settles = frozenset({"send-for-case"})
    moves = (
        Move((EXCHANGE,), (SEND, PAY, CONFIRM), CONFIRM),
        Move((EXCHANGE,), (SEND,), SEND, variant=PART_SENT),
        Move((EXCHANGE, RETURN), (PAY,), PAY, variant=PART_SENT),
        Move((EXCHANGE, RETURN), (SEND, PAY), AWAY, variant=PART_BACK),
        Move((EXCHANGE, RETURN), (SEND, PAY), RECEIVE, variant=ON_ITS_WAY),
        Move((RETURN,), (SEND, PAY), CLOSED, CaseOutcome.REFUNDED),
    )
    parcel_kind = "replacement"

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        found = super().suggest(subject, context)
        cases = fitting_records(cls, subject, context)
        if len(cases) != 1:
            return found
        lines = case_of(subject, cases[0]).units_due if cases[0].open else ()
        skus = skus_to_scan(subject, lines, instead_for(subject, cases[0].id, lines))
        return found | {"sku": skus} if skus else found

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        """Which goods go out where they are others than were bought."""
        cases = fitting_records(cls, subject, context)
        others = others_going_out(subject, cases[0]) if len(cases) == 1 else ()
        return (*super().background(subject, context), *others)
