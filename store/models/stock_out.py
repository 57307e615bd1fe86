"""StockOutApplication (缺货申请): the shop tells the platform that it cannot deliver."""

from typing import Literal

from store.models.axes import Source
from store.models.base import Instant, Record
from store.models.parcel import LineQuantity


class StockOutApplication(Record):
    """One application; until the verdict its lines may not be shipped (source article 002)."""

    id: str
    state: Literal["applied", "approved", "rejected", "withdrawn"]
    applied_at: Instant
    """When somebody applied; of an application seen in an export, when it was first seen."""
    source: Source
    lines: tuple[LineQuantity, ...] = ()
    """What cannot be delivered; empty means the whole order."""
    explanation: str = ""
    ruled_at: Instant | None = None
    confirmed: bool = False
    """An application made at the desk: has an export shown it?"""

    def about(self, line: int) -> bool:
        """Is this line of the order meant?"""
        return not self.lines or any(part.line == line for part in self.lines)
