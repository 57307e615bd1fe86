"""MovedDeadline (移动的时限): a deadline of an order that another rule gives now."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from store.models.adopted_policy import Adoption
from store.models.row import ObligationRow


class MovedDeadline(Struct, frozen=True):
    """What is owed, its kind and what it is about, with its deadline before and after."""

    row: ObligationRow
    kind: str
    about: str
    before: datetime | None
    after: datetime | None

    @property
    def rule(self) -> str:
        """The name of the rule, or of the relief, that gives the deadline now; empty for none."""
        return self.row.ref.removeprefix("relief:").partition("@")[0]


ClockMoves = Iterator[tuple[Adoption, list[MovedDeadline]]]
"""Files of rules that a shop adopted, each with the deadlines of an order that it moved."""
