"""Clocks (时限) told plainly: by the platform's own deadline, or by the policy table as written."""

import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.policy import shop as policies
from store.words.times import SHOP_TIME

TURNS = {
    "answer-case": "answer_case",
    "answer-rejection": "buyer_answer",
    "return-goods": "buyer_return",
    "receive-return": "receive_return",
    "refund-case": "refund_case",
    "send-for-case": "send_for_case",
    "confirm-receipt": "confirm_receipt",
}
"""What is owed for a case, and the rule of that clock."""


class Table:
    """The policy tables, as anybody may read them."""

    def __init__(self) -> None:
        folder = Path(str(policies.__file__)).parent
        self._rows = {
            path.stem: tomllib.loads(path.read_text("utf-8"))["rule"]
            for path in folder.glob("*.toml")
        }

    def end(self, order: Order, name: str, start: datetime) -> datetime:
        """When a time ends that begins then, by the rule of that day."""
        day = start.astimezone(SHOP_TIME).date()
        fitting = [
            row
            for row in self._rows[str(order.platform)]
            if row["name"] == name and row["valid_from"] <= day <= row.get("valid_to", date.max)
        ]
        row = max(fitting, key=lambda row: row["valid_from"])
        return start + timedelta(**{row["unit"]: row["value"]})


def due_by(table: Table, order: Order, kind: str, about: str) -> datetime | None:
    """When something is due; none where this plain way does not know."""
    if kind in TURNS:
        return _case(table, order, kind, about)
    return RECORDS[kind](table, order, about) if kind in RECORDS else None


def _case(table: Table, order: Order, kind: str, about: str) -> datetime | None:
    case = order.case_named(about)
    if case is None:
        return None
    start = case.since or case.applied_at
    if kind == "receive-return" and not case.open:
        # The case is over and its goods are still on their way.
        begin = case.closed_at or start
        return table.end(order, "come_back", begin) if begin else None
    due = case.platform_deadline or (start and table.end(order, TURNS[kind], start))
    if due and (law := _by_law(table, order, case, kind)):
        return min(due, law)
    late = order.ship_by_deadline if case.unshipped and _waits(order, case) else None
    if kind in ("answer-case", "refund-case") and due and late:
        return min(due, late)
    return due


def _by_law(table: Table, order: Order, case: AfterSalesCase, kind: str) -> datetime | None:
    """When the law wants the money for what came back, whatever was agreed (消保法 §25)."""
    back = [
        given.received_at
        for given in case.returns
        if given.received_at and any(part.good or part.damaged for part in given.units)
    ]
    gives_goods = case.kind in ("exchange", "repair")
    if not back or not (kind == "refund-case" or (kind == "receive-return" and not gives_goods)):
        return None
    return table.end(order, "law_refund_after_return", min(back))


def _waits(order: Order, case: AfterSalesCase) -> bool:
    """Is there a unit, of its line where it is of one, that neither left nor was cancelled or paid
    back, and money for it?
    """
    if 0 < order.money.paid_fen <= sum(one.amount_fen for one in order.refunds if one.spent):
        return False
    left = Counter({line.line: line.ordered - line.cancelled for line in order.lines})
    for parcel in order.parcels:
        if parcel.kind == "shipment":
            left.subtract({part.line: part.quantity for part in parcel.lines})
    for refund in order.refunds:
        if refund.spent:
            left.subtract({part.line: part.unshipped for part in refund.lines if part.unshipped})
    return (left[case.line] if case.line else left.total()) > 0


def _shipment(table: Table, order: Order, about: str) -> datetime | None:
    return order.ship_by_deadline


def _money_back(table: Table, order: Order, about: str) -> datetime | None:
    """By the promised time; once what was cancelled has left, as for a case since then."""
    if about and order.cancellation:
        return table.end(order, "refund_case", order.cancellation.at)
    return order.ship_by_deadline


def _reissue(table: Table, order: Order, about: str) -> datetime | None:
    reissue = _named(order.reissues, about)
    return table.end(order, "ship_reissue", reissue.created_at)


def _refund(table: Table, order: Order, about: str) -> datetime | None:
    refund = _named(order.refunds, about)
    due = table.end(order, "settle_refund", refund.requested_at)
    unshipped = any(part.unshipped for part in refund.lines)
    return min(due, order.ship_by_deadline or due) if unshipped else due


def _first_scan(table: Table, order: Order, about: str) -> datetime | None:
    """It runs from when the platform has the number: as it says of the only parcel, else since
    somebody entered it there.
    """
    parcel = _named(order.parcels, about)
    sent = [one for one in order.parcels if one.kind == "shipment"]
    if parcel.confirmed and len(sent) == 1 and order.shipped_at:
        return table.end(order, "first_scan", order.shipped_at)
    told = [
        one.done_at
        for one in order.tasks
        if one.parcel == about and one.kind in ("batch-ship", "upload-tracking", "hand-over")
        if one.done_at and not one.moot and one.done_by != "import"
    ]
    begin = max(parcel.shipped_at, min(told)) if told else parcel.shipped_at
    return table.end(order, "first_scan", begin)


def _sorting(table: Table, order: Order, about: str) -> datetime | None:
    traces = _named(order.parcels, about).traces
    return table.end(
        order, "sorting", min(trace.at for trace in traces if trace.state == "picked_up")
    )


def _named(records: Any, about: str) -> Any:
    (found,) = [record for record in records if record.id == about]
    return found


RECORDS: dict[str, Callable[[Table, Order, str], datetime | None]] = {
    "ship": _shipment,
    "refund": _money_back,
    "ship-reissue": _reissue,
    "drop-reissue": _reissue,
    "settle-refund": _refund,
    "first-scan": _first_scan,
    "sorting": _sorting,
}
"""What is owed for something else than a case."""
