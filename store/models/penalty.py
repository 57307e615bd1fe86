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
