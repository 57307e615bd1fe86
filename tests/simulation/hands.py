"""Hands (动手): what people do in the warehouse and on the platform with what the desk recorded."""

from collections.abc import Callable, Mapping
from datetime import datetime

from store.models.order import Order
from store.models.parcel import Parcel
from tests.simulation.bought import HOUR, Asked, Bought, Unit
from tests.simulation.buyers import agree, pay_by_cases
from tests.simulation.findings import Findings
from tests.simulation.told import Told
from tests.simulation.world import PLATFORM, SELLER, World

Values = Mapping[str, str]
MISTYPED = 0.04
"""Share of the parcels whose number somebody types wrongly."""
MISREAD = 0.25
"""Share of the rulings that somebody reads wrongly."""


class Hands:
    """Carry out in the world what an action of the desk says was done."""

    def __init__(self, world: World, told: Told, findings: Findings) -> None:
        self._world = world
        self._told = told
        self._findings = findings

    def do(self, bought: Bought, name: str, values: Values, before: Order, after: Order) -> None:
        """An action was recorded; the world is changed by it."""
        now = self._world.now
        for parcel in after.parcels[len(before.parcels) :]:
            self._send(bought, parcel, before)
        self._remember_cases(bought, before, after)
        for refund in after.refunds[len(before.refunds) :]:
            bought.paying[refund.id] = bought.case(refund.case or "")
            bought.tries[refund.id] = self._pay(bought, refund.case or "", refund.amount_fen, now)
        asked = bought.case(values.get("case", "")) if "case" in values else None
        if asked is not None and asked.open and name in ON_CASES:
            ON_CASES[name](self._world, bought, asked, now)
        if name in LOOKED:
            self._told.look(bought, now)
        if name in ELSEWHERE:
            ELSEWHERE[name](self._world, bought, values, after)

    def _send(self, bought: Bought, parcel: Parcel, before: Order) -> None:
        units: list[Unit] = []
        for part in parcel.lines:
            line = bought.there(before, part.line)
            self._world.move(bought.goods[line - 1][0].sku, -part.quantity)
            there = [one for one in bought.units if one.line == line and one.place == "shop"]
            stop = self._told.stop(bought.key, line)
            if parcel.kind == "shipment" and stop:
                self._findings.add("shipped though held back there", bought.key, stop)
            if parcel.kind != "shipment":
                units += [Unit(line) for _turn in range(part.quantity)]
                continue
            if len(there) < part.quantity:
                said = f"{part.quantity} of line {line} shipped, {len(there)} never left"
                self._findings.add("shipped twice", bought.key, said)
            units += there[: part.quantity]
        back = sum(refund.amount_fen for refund in before.refunds if refund.state != "failed")
        if back >= bought.paid_fen:
            self._findings.add("sent though all is refunded", bought.key, parcel.kind)
        sent = self._world.send(bought, parcel.tracking_no, units, parcel.kind)
        beside = any(True for one in self._world.together(bought, sent.number))
        if parcel.kind == "shipment" and not beside and self._world.chance(MISTYPED):
            self._world.mistype(sent)

    def _pay(self, bought: Bought, case: str, fen: int, now: datetime) -> bool:
        """The button on the platform; now and then it does not work."""
        asked = bought.case(case)
        if self._world.chance(0.06):
            return False
        if asked is None and bought.is_douyin and not bought.shipped(now):
            return pay_by_cases(self._world, bought, fen, now)
        if asked and asked.open and fen > 500 and self._world.chance(0.05):
            self._world.plant("another amount there", bought, now)
            fen -= 100
        return self._world.pay_back(bought, fen, asked, now)

    def _remember_cases(self, bought: Bought, before: Order, after: Order) -> None:
        """A case opened at the desk is opened on the platform too, under the platform's number."""
        for case in after.cases[len(before.cases) :]:
            asked = self._world.ask(bought, case.kind, self._world.now, case.requested_fen)
            if bought.is_douyin and case.lines:
                asked.line = bought.there(after, case.lines[0].line)
            bought.names[case.id] = asked


def _reject(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    asked.move("rejected", now)


def _agree_return(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    if asked.state in ("answer", "rejected", "rule"):
        asked.agreed_at, asked.agreed_by = now, SELLER
        asked.move("return", now)


def _agree(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    if asked.state in ("answer", "rejected", "rule") and asked.kind != "refund_only":
        agree(world, bought, asked, now, SELLER)


def _received(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    for sent in bought.sent:
        for unit in sent.units:
            if unit.place == "coming back":
                unit.place = "back"
    if asked.kind == "exchange" and asked.state == "receive":
        asked.move("send", now)


def _sent(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    asked.move("confirm", now)


def _rule(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    asked.move("rule", now)


def _withdrawn_only_here(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    """The desk believes the buyer; on the platform the case is as open as before."""
    world.plant("withdrawn here, open there", bought, now, asked)


def _changed(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    if asked.state in ("answer", "rejected"):
        asked.move("answer", now)


ON_CASES: Mapping[str, Callable[[World, Bought, Asked, datetime], None]] = {
    "agree-return": _agree_return,
    "agree-exchange": _agree_return,
    "agree-supplementary": _agree,
    "reject-case": _reject,
    "receive-return": _received,
    "ship-replacement": _sent,
    "ship-supplementary": _sent,
    "request-intervention": _rule,
    "change-case": _changed,
    "withdraw-case": _withdrawn_only_here,
}
"""What an action does to the case on the platform."""


def _received_good(world: World, bought: Bought, values: Values, after: Order) -> None:
    for part in filter(None, values.get("good", "").split(",")):
        line, many = map(int, part.split(":"))
        world.move(bought.goods[line - 1][0].sku, many)


def _cancelled(world: World, bought: Bought, values: Values, after: Order) -> None:
    bought.stopped_here = True


def _applied(world: World, bought: Bought, values: Values, after: Order) -> None:
    bought.stopped_here = True
    bought.stock_out_at = world.now + HOUR


def _ruled(world: World, bought: Bought, values: Values, after: Order) -> None:
    bought.stopped_here = values["verdict"] == "approved"


def _to_be_stopped(world: World, bought: Bought, values: Values, after: Order) -> None:
    meant = after.parcel_named(values["parcel"])
    for sent in bought.sent:
        # By a wrong number a carrier stops another parcel, or none.
        if meant and sent.number == meant.tracking_no:
            world.stop(sent, world.now)


def _told(world: World, bought: Bought, values: Values, after: Order) -> None:
    """The number that a task asked for was uploaded."""
    (task,) = [task for task in after.tasks if task.id == values["task"]]
    parcel = after.parcel_named(task.parcel or "")
    for sent in bought.sent:
        if parcel and sent.is_called(parcel.tracking_no):
            sent.known_at = min(sent.known_at, world.now)
            if sent.number == parcel.tracking_no:
                sent.typed = ""


def _corrected(world: World, bought: Bought, values: Values, after: Order) -> None:
    """The platform has the wrong number until it is told, if it has any."""
    for sent in bought.sent:
        if sent.number == values["tracking_no"]:
            world.recognise(bought, sent)
            if sent.known_at > world.now:
                sent.typed = ""


def _settled(world: World, bought: Bought, values: Values, after: Order) -> None:
    """The shop was told that the money went, and wrote it down."""
    if values["outcome"] == "done" and values["refund"] in bought.lied:
        world.plant("refunded here, closed there", bought, world.now)


def _ruled_there(world: World, bought: Bought, values: Values, after: Order) -> None:
    """What the platform ruled, which now and then is read wrongly."""
    asked = bought.case(values["case"])
    if asked is None or not asked.open:
        return
    for_buyer = (values["ruling"] == "for_buyer") is not world.chance(MISREAD)
    asked.ruling = "for_buyer" if for_buyer else "for_seller"
    if for_buyer and asked.state != "rule":
        return  # an appeal that was lost
    if for_buyer:
        agree(world, bought, asked, world.now, PLATFORM)
    else:
        asked.move("closed", world.now)


ELSEWHERE: Mapping[str, Callable[[World, Bought, Values, Order], None]] = {
    "receive-return": _received_good,
    "cancel-order": _cancelled,
    "apply-stock-out": _applied,
    "rule-stock-out": _ruled,
    "intercept-parcel": _to_be_stopped,
    "complete-task": _told,
    "correct-tracking": _corrected,
    "settle-refund": _settled,
    "record-ruling": _ruled_there,
}
"""What else is done in the warehouse, with the carrier or on the platform."""
LOOKED = ("resolve-discrepancy", "rule-stock-out")
"""What nobody does without looking there."""
