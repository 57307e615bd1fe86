"""Subject (对象): which document something is about, said without reading it."""

from typing import NamedTuple

from store import kinds


class Subject(NamedTuple):
    """A document by its kind and key, as a row of a list names it."""

    kind: str
    """Its table (`store.kinds`)."""
    key: str

    @property
    def is_order(self) -> bool:
        """Is it an order?"""
        return self.kind == kinds.ORDERS

    @property
    def called(self) -> str:
        """The number, SKU or name a person knows it by."""
        # Of a product its shop stands first, and only its SKU may hold a colon.
        parted = self.key.partition if self.kind == kinds.PRODUCTS else self.key.rpartition
        return parted(":")[2]


def of_order(key: str) -> Subject:
    """The order with this key."""
    return Subject(kinds.ORDERS, key)


class Part(NamedTuple):
    """What of a document is meant."""

    kind: str = ""
    """The kind of what is owed for it; empty where nothing owed is meant."""
    record: str = ""
    """A record of it by its id: a case, a parcel …; empty for all of it."""


WHOLE = Part()
"""All of it."""


class Target(NamedTuple):
    """What the action is meant for: a document, or something of it."""

    subject: Subject
    part: Part = Part()
