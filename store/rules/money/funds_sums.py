"""Sums (账目合计): what the rows of a bill come to, matter by matter."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from store.models.base import remembered
from store.models.money import Fen
from store.models.payment import Payment, PaymentKind, Payments
from store.models.penalty import PenaltyKind

CHARGES: Mapping[PaymentKind, PenaltyKind | None] = MappingProxyType(
    {
        "late_shipment": "late_shipment",
        "stock_out": "stock_out",
        "false_shipment": "false_shipment",
        "fraudulent_shipment": "fraudulent_shipment",
        "trace_abnormal": "trace_abnormal",
        "compensation": "compensation",
        "freight_compensation": "compensation",
        "penalty": None,
    }
)
"""What a platform charges for a failure, and the penalty that it is; none where it does not say."""
OF_AN_ORDER = frozenset(
    (*CHARGES, "appeal_return", "order_income", "refund", "small_payment", "unknown")
)
"""What must be some order's; a transfer, a deposit, advertising or a fee is nobody's loss."""


class Sums(NamedTuple):
    """What the platform says of each matter, in fen."""

    income: Fen
    coupons: Fen
    refunded: Fen
    charged: Fen
    """For failures, whatever came back of it."""
    back: Fen
    """What came back of charges, under their own name or by an appeal."""
    given: Fen
    """Paid to buyers beside refunds (小额打款)."""
    has_income: bool
    lines: int
    """Sub-orders that were paid for."""
    in_fen: Fen
    """All that came, whatever for, as the rows of funds have it."""
    out_fen: Fen


def sums(payments: Iterable[Payment]) -> Sums:
    """What the rows come to. A settlement bill counts only where no row of funds says the same."""
    income = coupons = refunded = charged = back = given = in_fen = out_fen = 0
    lines: set[str] = set()
    settled: list[Payment] = []
    # One pass: a month of a shop has a hundred thousand rows.
    for one in payments:
        if one.settled:
            settled.append(one)
            continue
        kind, came, went = one.kind, one.in_fen, one.out_fen
        in_fen += came
        out_fen += went
        if kind == "order_income":
            income += came - went
            lines.add(one.line)
        elif kind == "coupon_settlement":
            coupons += came - went
        elif kind == "refund":
            refunded += went - came
        elif kind == "small_payment":
            given += went - came
        elif kind == "appeal_return":
            back += came - went
        elif kind in CHARGES:
            charged += max(0, went - came)
            back += max(0, came - went)
    if not lines:
        paid_out = [one for one in settled if one.kind == "order_income"]
        income += sum(one.in_fen - one.out_fen for one in paid_out)
        lines.update(one.line for one in paid_out)
    return Sums(
        income, coupons, refunded, charged, back, given, bool(lines), len(lines), in_fen, out_fen
    )


@remembered
def sums_of(of: Payments) -> Sums:
    """What all of its rows come to."""
    return sums(of.payments)
