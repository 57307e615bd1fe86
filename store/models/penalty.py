"""Penalty (处罚): what a failure cost: points, money, or both."""

from typing import Literal

from store.models.base import Instant, Record
from store.models.money import Fen

PenaltyKind = Literal[
    "late_shipment",
    "stock_out",
    "false_shipment",
    "fraudulent_shipment",
    "trace_late",
    "trace_abnormal",
    "refusal",
    "restriction",
    "score",
    "compensation",
    "legal",
    "reputation",
]


class AppealReturn(Record):
    """What an appeal (申诉补回) brought back, of a penalty or of a refund."""

    id: str
    at: Instant
    amount_fen: Fen = 0
    points: int = 0
    source: str = ""
    """Where it stands: a notice's number, a row of the funds export …"""
    by: str


class Penalty(Record):
    """One penalty, as the platform or somebody else set it."""

    id: str
    kind: PenaltyKind
    at: Instant
    points: int = 0
    amount_fen: Fen = 0
    source: str = ""
    """Where it stands: a notice's number, a row of the funds export …"""
    by: str
    returns: tuple[AppealReturn, ...] = ()

    @property
    def returned_fen(self) -> Fen:
        """What came back of it."""
        return sum(one.amount_fen for one in self.returns)

    @property
    def cost_fen(self) -> Fen:
        """What it cost in the end."""
        return self.amount_fen - self.returned_fen

    @property
    def cost_points(self) -> int:
        """The points that stay taken."""
        return self.points - sum(one.points for one in self.returns)
