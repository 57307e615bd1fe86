"""Receiver (收货人): where an order goes, and where it went before somebody changed it."""

from typing import Literal

from store.models.base import Instant, Record


class Receiver(Record):
    """Where it goes; each field may be masked, ciphered or missing in an export."""

    name: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    detail: str = ""


PLACE = ("province", "city", "district", "street", "detail")
"""The parts of an address, the largest first."""


class AddressChange(Record):
    """The address was changed at the desk; parcels made out before it go to the old one."""

    at: Instant
    asked_by: Literal["buyer", "seller"]
    before: Receiver
    by: str
