"""AdoptedPolicy (采用的规则): which file of rules the shop made its own, and when, each time."""

from store.models.base import Document, Instant, Record

OWN = "own"


class Adoption(Record):
    """One file of rules as it came into force."""

    at: Instant
    by: str
    file: str
    """The file's name, without its folder."""
    sha256: str
    text: str
    """What it said, so that an order's history can tell which rule moved its clock."""


class AdoptedPolicy(Document):
    """The files a shop adopted, oldest first; there is one such document in a store."""

    adoptions: tuple[Adoption, ...] = ()

    @property
    def key(self) -> str:
        return OWN
