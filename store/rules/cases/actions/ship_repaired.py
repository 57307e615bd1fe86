"""ShipRepaired (维修寄回): the buyer's own goods go back to them, repaired."""

from store.rules.cases.case_machine import (
    AWAY,
    CONFIRM,
    ON_ITS_WAY,
    PART_BACK,
    PART_SENT,
    RECEIVE,
    REPAIR,
    SEND,
    Move,
)
from store.rules.cases.case_sending import SendForCase
from store.words import N_


class ShipRepaired(SendForCase):
    """Send repaired goods back to the buyer."""

    title = N_("Ship repaired goods")
    place = 750
    settles = frozenset({"send-for-case"})
    moves = (
        Move((REPAIR,), (SEND, CONFIRM), CONFIRM),
        Move((REPAIR,), (SEND,), SEND, variant=PART_SENT),
        Move((REPAIR,), (SEND,), AWAY, variant=PART_BACK),
        Move((REPAIR,), (SEND,), RECEIVE, variant=ON_ITS_WAY),
    )
    parcel_kind = "repaired"
