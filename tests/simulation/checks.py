"""Checks (核对) of a simulated shop, told a second time in a plain way, without the desk's rules.

They read the documents as they are kept, the policy tables as they are written and the world as it
truly is.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.product import Product
from store.repository import Repository
from store.rules.money.penalties import penalty_totals
from store.words.times import SHOP_TIME
from tests.simulation.bought import SHOP, Bought
from tests.simulation.clocks import Table, due_by
from tests.simulation.findings import Findings
from tests.simulation.world import Fault, World

ON_HAND = 1_000_000
"""Counted of every SKU before the month begins, so that no count ends at zero."""
RULED_ON = "platform_to_rule"
ASKS_WHETHER_TO_SEND = (
    "found",
    "shared_found",
    "sent_again",
    "reissue_there",
    "case_sent",
    "not_brought",
)
"""What has to be settled before a reissue leaves."""
TOLD_IN = timedelta(hours=36)
"""Within this time an export has told of whatever was planted."""


class Checks:
    """Everything that has to hold, of every order and of the lists."""

    def __init__(self, repository: Repository, world: World, findings: Findings) -> None:
        self._repository = repository
        self._world = world
        self._findings = findings
        self._table = Table()

    def every_day(self, told_in: timedelta = TOLD_IN) -> dict[str, Order]:
        """What has to hold whenever somebody looks, and the orders that were looked at."""
        orders = {order.key: order for order in self._repository.all(Order)}
        for order in orders.values():
            for kind, said in broken(order):
                self._findings.add(kind, order.key, said)
            if bought := self._world.orders.get(order.key):
                for said in asked_for_nothing(bought, order):
                    self._findings.add("asked whether over, open there", order.key, said)
                if asked_how_much_of_all(bought, order, self._world.now):
                    self._findings.add("asked how much, and it was all", order.key, "")
        self._clocks(orders)
        self._faults(orders, told_in)
        self._totals(orders)
        return orders

    # Clocks

    def _clocks(self, orders: dict[str, Order]) -> None:
        owed: set[tuple[str, str, str]] = set()
        ours: dict[str, list[int]] = {}
        of_orders = (row for row in self._repository.owed_rows() if row.of_kind == "orders")
        for row in of_orders:
            order = orders[row.of_key]
            owed.add((order.key, row.kind, row.about))
            if row.due_at and (row.then or (row.who == "us" and not row.lapses)):
                ours.setdefault(order.key, []).append(row.due_at)
            due = due_by(self._table, order, row.kind, row.about)
            if due is not None and row.due_at != int(due.timestamp()):
                at = datetime.fromtimestamp(row.due_at or 0, SHOP_TIME)
                said = f"{row.kind} {row.about} is due {at}, not {due.astimezone(SHOP_TIME)}"
                self._findings.add("another deadline", order.key, said)
        now = int(self._world.now.timestamp())
        late = {key for key, times in ours.items() if min(times) <= now}
        self._same("late", {row.key for row in self._repository.search_in_state("late")}, late)
        for order in orders.values():
            for kind, about in sorted(to_be_done(order)):
                if (order.key, kind, about) not in owed:
                    self._findings.add("not owed", order.key, f"{kind} {about}")

    # Contradictions

    def _faults(self, orders: dict[str, Order], told_in: timedelta) -> None:
        """What was planted so long ago was told by an export since."""
        for fault in self._world.faults:
            was_told = self._world.now - fault.at > told_in and fault.key in orders
            is_over = fault.asked is not None and not fault.asked.open
            if was_told and not is_over and not _is_shown(orders[fault.key], fault):
                said = f"since {fault.at.astimezone(SHOP_TIME):%m-%d %H:%M}"
                self._findings.add(f"no discrepancy: {fault.kind}", fault.key, said)

    # Counts

    def _stock(self) -> None:
        for product in self._repository.all(Product):
            there = ON_HAND + self._world.moved.get(product.sku, 0)
            if product.on_hand is not None and product.on_hand != there:
                said = f"{product.on_hand} on hand, {there} by what left and came"
                self._findings.add("stock", product.key, said)

    def _totals(self, orders: dict[str, Order]) -> None:
        for state, holds in STATES.items():
            rows = {row.key for row in self._repository.search_in_state(state)}
            plain = {key for key, order in orders.items() if holds(order)}
            self._same(state, rows, plain)
        fen = sum(
            penalty.amount_fen - sum(back.amount_fen for back in penalty.returns)
            for order in orders.values()
            for penalty in order.penalties
        )
        totals = penalty_totals(
            orders.values(), "month", self._repository.policy, self._repository.now
        )
        told = sum(total.amount_fen - total.computed_fen for total in totals)
        if fen != told:
            self._findings.add("penalties", SHOP, f"{told} fen told, {fen} fen in the orders")

    def _same(self, state: str, rows: set[str], plain: set[str]) -> None:
        for key in sorted(rows ^ plain):
            self._findings.add("list", key, f"{state}: shown {key in rows}")

    # The end

    def at_the_end(self, named: Collection[str]) -> None:
        """What an export of everything has to have brought into agreement with the world, but for
        the cases that imports named as in doubt.
        """
        self._stock()
        planted = {fault.key for fault in self._world.faults}
        for bought in self._world.orders.values():
            if self._repository.row(bought.key) is None:
                self._findings.add("missing order", bought.key, bought.order_no)
                continue
            order = self._repository.order(bought.key)
            for asked in order.open_discrepancies:
                # The carriers told of both orders in the parcel.
                if asked.kind.startswith("shared_"):
                    self._findings.add("one parcel, two ends", bought.key, asked.kind)
            if not order.discrepancies and bought.key not in planted:
                for kind, said in _untrue(bought, order, named, self._world.now):
                    self._findings.add(kind, bought.key, said)


def asked_for_nothing(bought: Bought, order: Order) -> Iterator[str]:
    """The cases of which an import asked whether they are over, and that were open since before its
    file was made.
    """
    for asked in bought.cases:
        since = [
            datetime.fromisoformat(str(one.at_issue[1]))
            for one in order.discrepancies
            if one.kind == "case_shown" and one.about == asked.number
        ]
        if since and asked.open and (asked.since or asked.at) < min(since):
            yield asked.number


def asked_how_much_of_all(bought: Bought, order: Order, now: datetime) -> bool:
    """Is it asked how much of the money of goods went that have not left, though all of it did?"""
    is_asked = any(one.kind == "amount_unknown" for one in order.open_discrepancies)
    of_goods = bought.paid_fen - bought.freight_fen
    return is_asked and bought.back_fen >= of_goods and not bought.shipped(now)


def _is_shown(order: Order, fault: Fault) -> bool:
    """A discrepancy tells of it, or the platform's newer word opened the case again."""
    case = order.case_named(fault.asked.number) if fault.asked else None
    return bool(order.discrepancies) or (case is not None and case.open)


def _units(order: Order, line: int) -> dict[str, int]:
    """Units of a line by what the order's papers say of them."""
    found: Counter[str] = Counter()
    for parcel in order.parcels:
        many = sum(part.quantity for part in parcel.lines if part.line == line)
        found["shipped" if parcel.kind == "shipment" else "sent again"] += many
        if parcel.kind == "reissue":
            found["reissued"] += many
    for refund in order.refunds:
        for part in refund.lines:
            if part.line == line and refund.state != "failed":
                found["refunded unshipped"] += part.unshipped
                found["refunded"] += part.quantity
    found["lost"] = sum(loss.quantity for loss in order.losses if loss.line == line)
    for case in order.cases:
        for given in case.returns:
            found["came back"] += sum(u.good + u.damaged for u in given.units if u.line == line)
    return found


def _to_ship(order: Order) -> int:
    back = sum(refund.amount_fen for refund in order.refunds if refund.state != "failed")
    if 0 < order.money.paid_fen <= back:
        return 0  # all the money went back or is on its way
    left = 0
    for line in order.lines:
        many = _units(order, line.line)
        gone = many.get("shipped", 0) + many.get("refunded unshipped", 0)
        left += max(0, line.ordered - line.cancelled - gone)
    return left


def broken(order: Order) -> Iterator[tuple[str, str]]:
    """The ledgers of one order, added up from its papers."""
    goods = {discrepancy.line for discrepancy in order.discrepancies if discrepancy.kind == "goods"}
    for line in order.lines:
        many = Counter(_units(order, line.line))
        gone = many["shipped"] + many["refunded unshipped"] + line.cancelled
        if gone > line.ordered and line.line not in goods:
            yield "more left than was ordered", f"line {line.line}: {dict(many)}"
        if many["came back"] > many["shipped"] + many["sent again"]:
            yield "more came back than left", f"line {line.line}: {dict(many)}"
        if many["reissued"] > many["lost"]:
            yield "sent again without a loss", f"line {line.line}: {dict(many)}"
        if many["refunded"] > line.ordered and line.line not in goods:
            yield "more units refunded than bought", f"line {line.line}: {dict(many)}"
    back = sum(refund.amount_fen for refund in order.refunds if refund.state != "failed")
    if back > order.money.paid_fen and not any(
        discrepancy.kind == "money" for discrepancy in order.discrepancies
    ):
        yield "more refunded than paid", f"{back} of {order.money.paid_fen} fen"
    numbers = Counter(parcel.tracking_no for parcel in order.parcels if parcel.tracking_no)
    for number, times in numbers.items():
        if times > 1:
            yield "one parcel twice", number


def to_be_done(order: Order) -> set[tuple[str, str]]:
    """What is owed for sure, by kind and by what it is about.

    Nobody creates a reissue there while it is to be settled whether its goods are to go at all, and
    money goes once the yes to its case is told there.
    """
    asked = any(one.kind in ASKS_WHETHER_TO_SEND for one in order.open_discrepancies)
    waiting = {one.id for one in order.reissues if asked and one.state == "open"}
    owed = {("answer-case", case.id) for case in order.cases if case.state == "seller_to_answer"}
    going = [refund for refund in order.refunds if refund.state in ("pending", "unknown")]
    untold = {task.case for task in order.open_tasks if task.kind == "answer-case"}
    agreed = {case.id for case in order.cases if case.state != "buyer_to_answer"}
    owed |= {("settle-refund", refund.id) for refund in going if refund.case not in untold & agreed}
    owed |= {
        ("platform-task", task.id)
        for task in order.tasks
        if task.done_at is None and task.reissue not in waiting
    }
    owed |= {
        ("discrepancy", discrepancy.id)
        for discrepancy in order.discrepancies
        if discrepancy.resolved_at is None
    }
    return owed


def _untrue(
    bought: Bought, order: Order, named: Collection[str], now: datetime
) -> Iterator[tuple[str, str]]:
    done = sum(refund.amount_fen for refund in order.refunds if refund.state == "done")
    going = sum(
        refund.amount_fen for refund in order.refunds if refund.state in ("pending", "unknown")
    )
    if not done <= bought.back_fen <= done + going:
        yield "untrue money", f"{done} fen done, {going} going; {bought.back_fen} fen went back"
    numbers = {parcel.tracking_no for parcel in order.parcels}
    numbers |= {old.tracking_no for parcel in order.parcels for old in parcel.corrections}
    for sent in bought.shipped(now):
        if sent.shown not in numbers:
            yield "unknown parcel", sent.shown
    first = [parcel for parcel in bought.sent if parcel.kind == "shipment"]
    left = Counter(unit.line for sent in first for unit in sent.units)
    for line in order.lines:
        shipped = _units(order, line.line).get("shipped", 0)
        there = left[bought.there(order, line.line)]
        if shipped != there:
            yield "untrue units", f"line {line.line}: {shipped} shipped, {there} left"
    coming = any(unit.place == "coming back" for sent in bought.sent for unit in sent.units)
    awaits = any(case.open or case.returns or case.return_tracking_no for case in order.cases)
    if coming and not awaits:
        yield "goods come back unawaited", str([case.number for case in bought.cases])
    for kind, number, said in _untrue_cases(bought, order):
        yield f"{kind}, named" if number in named else kind, f"{number} {said}"


def _untrue_cases(bought: Bought, order: Order) -> Iterator[tuple[str, str, str]]:
    for asked in bought.cases:
        case = order.case_named(asked.number)
        if case is None:
            yield "unknown case", asked.number, ""
        elif case.open and not asked.open and not _is_appealed(case):
            yield "case open here, over there", asked.number, f"{case.state} {asked.state}"
        elif asked.open and not case.open:
            yield "case over here, open there", asked.number, f"{case.state} {asked.state}"


def _is_appealed(case: AfterSalesCase) -> bool:
    """Is an appeal to be ruled on? The platform's export shows the case as it was."""
    return bool(case.interventions and case.interventions[-1].appeal) and case.state == RULED_ON


STATES: dict[str, Callable[[Order], Any]] = {
    "discrepancy": lambda order: any(
        discrepancy.resolved_at is None for discrepancy in order.discrepancies
    ),
    "task": lambda order: any(task.done_at is None for task in order.tasks),
    "penalty": lambda order: order.penalties,
    "claimed": lambda order: order.claim is not None,
    "to-ship": lambda order: (
        _to_ship(order)
        and order.platform_payment not in ("unpaid", "deposit")
        and not (order.cancellation and order.cancellation.stops_shipping)
    ),
}
"""Lists, and which orders stand in them."""
