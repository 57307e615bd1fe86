"""Work among us: what is taken on (认领), held back (暂缓发货) or put off until later (稍后)."""

from datetime import datetime

from store.models.base import Instant, Record
from store.models.event import Actor


class Claim(Record):
    """This order is somebody's to see through."""

    owner: Actor
    at: Instant
    by: Actor
    """Who said so: the owner, or whoever assigned it."""
    by_next: bool = False
    """It was given out as the next in turn, and lapses where its owner does nothing with it."""


class Hold(Record):
    """Nothing is shipped until then; never past the ship-by deadline."""

    until: Instant
    reason: str
    at: Instant
    by: str

    def holds(self, now: datetime) -> bool:
        """Does it still keep the goods here? It lapses by itself."""
        return self.until > now


class Snooze(Record):
    """One thing that is owed, put off until a time; it comes back by itself."""

    kind: str
    about: str = ""
    """As the obligation has both."""
    until: Instant
    at: Instant
    by: str
