"""ShipReplacement (换货发货): a new unit goes out for one that came back.

In an exchange the buyer has to confirm the receipt; in a return whose rest is refunded it settles
the unit at once.
"""

from store.models.after_sales_case import CaseOutcome
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
from store.words import N_


class ShipReplacement(SendForCase):
    """Send a replacement for goods of a case."""

    title = N_("Ship a replacement")
    place = 730
    settles = frozenset({"send-for-case"})
    moves = (
        Move((EXCHANGE,), (SEND, PAY), CONFIRM),
        Move((EXCHANGE,), (SEND,), SEND, variant=PART_SENT),
        Move((EXCHANGE, RETURN), (PAY,), PAY, variant=PART_SENT),
        Move((EXCHANGE, RETURN), (SEND, PAY), AWAY, variant=PART_BACK),
        Move((EXCHANGE, RETURN), (SEND, PAY), RECEIVE, variant=ON_ITS_WAY),
        Move((RETURN,), (SEND, PAY), CLOSED, CaseOutcome.REFUNDED),
    )
    parcel_kind = "replacement"
