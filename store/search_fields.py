"""Search fields (搜索字段): what the search language can ask of a row, by the names it uses."""

from collections.abc import Callable
from datetime import datetime
from typing import get_args

from store.models.axes import AfterSales, Fulfilment, Payment, Platform, StockOut
from store.models.contact import FlagColour
from store.models.row import OrderRow

Test = Callable[[OrderRow], bool]

TEXTS: dict[str, Callable[[OrderRow], tuple[str, ...]]] = {
    "order": lambda row: (row.order_no,),
    "goods": lambda row: (row.goods,),
    "buyer": lambda row: (row.buyer,),
    "phone": lambda row: (row.phone_tail,),
    "tracking": lambda row: row.tracking_nos,
    "sku": lambda row: row.skus,
    "case": lambda row: row.cases,
    "note": lambda row: (row.seller_note,),
    "tag": lambda row: (row.tag, *row.tags),
    "claim": lambda row: (row.owner,),
    "shop": lambda row: (row.shop,),
}
EXACT = frozenset({"sku", "phone", "tag", "shop"})
WORDS: dict[str, Callable[[OrderRow], str]] = {
    "platform": lambda row: row.platform,
    "pay": lambda row: row.payment,
    "ship": lambda row: row.fulfilment,
    "after": lambda row: row.after_sales,
    "stock": lambda row: row.stock_out,
    "flag": lambda row: row.flag or "none",
}
VOCABULARY: dict[str, tuple[str, ...]] = {
    "platform": tuple(Platform),
    "pay": tuple(Payment),
    "ship": tuple(Fulfilment),
    "after": tuple(AfterSales),
    "stock": tuple(StockOut),
    "flag": get_args(FlagColour),
}
NUMBERS: dict[str, Callable[[OrderRow], float]] = {
    "amount": lambda row: row.amount_fen / 100,
    "refunded": lambda row: row.refunded_fen / 100,
    "units": lambda row: row.units,
    "unshipped": lambda row: row.to_ship,
    "tasks": lambda row: row.open_tasks,
    "cases": lambda row: row.open_cases,
    "reissues": lambda row: row.reissues,
    "penalty": lambda row: row.penalty_fen / 100,
}
TIMES: dict[str, Callable[[OrderRow, float], int | None]] = {
    "due": lambda row, now: row.due(now),
    "left": lambda row, now: row.due(now),
    "shipby": lambda row, _now: row.ship_by,
    "ordered": lambda row, _now: row.ordered_at,
    "paid": lambda row, _now: row.paid_at,
    "shipped": lambda row, _now: row.shipped_at,
}
"""Each with the present instant, because what is ours changes with it."""
FORWARD = frozenset({"due", "left", "shipby"})
"""Fields in which a span counts from now into the future; in the others it counts back."""


def states(now: datetime) -> dict[str, Test]:
    """The words that stand alone, each with its test."""
    seconds = now.timestamp()
    return {
        "late": lambda row: (due := row.due(seconds)) is not None and seconds >= due,
        "to-ship": lambda row: row.to_ship > 0 and row.payment not in ("unpaid", "deposit"),
        "part-shipped": lambda row: row.fulfilment == "part-shipped",
        "shipped": lambda row: row.fulfilment == "shipped",
        "received": lambda row: row.fulfilment == "received",
        "cancelled": lambda row: row.fulfilment == "cancelled",
        "unpaid": lambda row: row.payment == "unpaid",
        "deposit": lambda row: row.payment == "deposit",
        "paid": lambda row: row.payment == "paid",
        "refunded": lambda row: row.payment in ("refunded", "part-refunded"),
        "after-sales": lambda row: row.after_sales == "open",
        "stock-out": lambda row: row.stock_out == "applied",
        "review": lambda row: row.review,
        "reissue": lambda row: row.reissues > 0,
        "task": lambda row: row.open_tasks > 0,
        "discrepancy": lambda row: row.open_discrepancies > 0,
        "flagged": lambda row: bool(row.flag),
        "hold": lambda row: row.held_until is not None and seconds < row.held_until,
        "claimed": lambda row: bool(row.owner),
        "penalty": lambda row: row.penalties > 0,
        "estimated": lambda row: row.ship_by_estimated,
    }
