"""ShipReplacement (换货发货): a new unit goes out for one that came back.

In an exchange the buyer has to confirm the receipt; in a return whose rest is refunded it settles
the unit at once.
"""

from typing import ClassVar

from store.models.parcel import ParcelKind
from store.rules.case_sending import SendForCase
from store.words import N_


class ShipReplacement(SendForCase):
    """Send a replacement for goods of a case."""

    title: ClassVar[str] = N_("Ship a replacement")
    parcel_kind: ClassVar[ParcelKind] = "replacement"
