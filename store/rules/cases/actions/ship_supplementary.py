"""ShipSupplementary (补寄发货): what the buyer asked for through the platform is sent.

Nothing comes back for it; the case ends when the buyer confirms the receipt (source article 001).
"""

from store.rules.cases.case_machine import CONFIRM, PART_SENT, SEND, SUPPLEMENTARY, Move
from store.rules.cases.case_sending import SendForCase
from store.words import N_


class ShipSupplementary(SendForCase):
    """Send what a supplementary case asks for."""

    title = N_("Ship a supplementary shipment")
    place = 740
    settles = frozenset({"send-for-case"})
    moves = (
        Move((SUPPLEMENTARY,), (SEND,), CONFIRM),
        Move((SUPPLEMENTARY,), (SEND,), SEND, variant=PART_SENT),
    )
    parcel_kind = "supplementary"
