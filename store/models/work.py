"""Work on an order among us: who has taken it on (认领), and what is held back (暂缓发货)."""

from datetime import datetime

from store.models.base import Instant, Record
from store.models.event import Actor


class Claim(Record):
    """This order is somebody's to see through."""

    owner: Actor
    at: Instant
    by: Actor
    """Who said so: the owner, or whoever assigned it."""


class Hold(Record):
    """Nothing is shipped until then; never past the ship-by deadline."""

    until: Instant
    reason: str
    at: Instant
    by: str

    def holds(self, now: datetime) -> bool:
        """Does it still keep the goods here? It lapses by itself."""
        return self.until > now
