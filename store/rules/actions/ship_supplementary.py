"""ShipSupplementary (补寄发货): what the buyer asked for through the platform is sent.

Nothing comes back for it; the case ends when the buyer confirms the receipt (source article 001).
"""

from typing import ClassVar

from store.models.parcel import ParcelKind
from store.rules.case_sending import SendForCase
from store.words import N_


class ShipSupplementary(SendForCase):
    """Send what a supplementary case asks for."""

    title: ClassVar[str] = N_("Ship a supplementary shipment")
    parcel_kind: ClassVar[ParcelKind] = "supplementary"
