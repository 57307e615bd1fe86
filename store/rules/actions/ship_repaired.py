"""ShipRepaired (维修寄回): the buyer's own goods go back to them, repaired."""

from typing import ClassVar

from store.models.parcel import ParcelKind
from store.rules.case_sending import SendForCase
from store.words import N_


class ShipRepaired(SendForCase):
    """Send repaired goods back to the buyer."""

    title: ClassVar[str] = N_("Ship repaired goods")
    parcel_kind: ClassVar[ParcelKind] = "repaired"
