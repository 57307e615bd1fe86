"""Forms (表单): what people fill in, and when the world says that there is nothing to do."""

from collections import Counter
from collections.abc import Callable, Mapping

from store.models.order import Order
from tests.simulation.bought import HOUR, Bought
from tests.simulation.cells import yuan
from tests.simulation.told import STATES, stop_of
from tests.simulation.world import World, carrier_of


def _number(world: World, bought: Bought, values: dict[str, str]) -> str:
    return world.number()


def _later(world: World, bought: Bought, values: dict[str, str]) -> str:
    return f"{world.now + 5 * HOUR:%Y-%m-%d %H:%M}"


VALUES: Mapping[str, Callable[[World, Bought, dict[str, str]], str]] = {
    "tracking_no": _number,
    "carrier": lambda _world, _bought, values: carrier_of(values["tracking_no"]),
    "sku": lambda _world, _bought, _values: "",
    "until": _later,
    "to": lambda _world, _bought, _values: "li",
    "detail": lambda _world, _bought, _values: "新村 8 号",
    "return_address": lambda _world, _bought, _values: "仓库 3 号门",
    "text": lambda _world, _bought, _values: "已说明",
    "reason": lambda _world, _bought, values: values.get("reason", "") or "other",
}

Guard = Callable[[World, Bought, Order, dict[str, str]], bool]


def _seen(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """What the buyer changed is changed on the platform too."""
    asked = bought.case(values["case"])
    values.pop("kind", None)
    return asked is not None and asked.open and "amount" in values and world.chance(0.3)


def always(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """Nothing is in the way."""
    return True


def _settle(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """The truth about the money, now and then not known yet."""
    went = bought.tries.get(values["refund"])
    values["outcome"] = "unknown" if world.chance(0.1) else "done" if went else "failed"
    return went is not None


def _receive(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """Only what arrived, as it was found."""
    asked = bought.case(values["case"])
    if asked is None or asked.back_at is None or asked.back_at > world.now:
        return False
    coming = Counter(
        u.line for parcel in bought.sent for u in parcel.units if u.place == "coming back"
    )
    found = world.luck.choice(("good", "good", "good", "damaged"))
    values[found] = ",".join(f"{bought.here(order, n)}:{units}" for n, units in coming.items())
    return bool(coming)


def _reissue(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """Only what a carrier lost, broke or brought back, for all the agent can see."""
    trouble = {
        unit.line: "intercepted" if unit.place == "back" and sent.stopped else "lost_parcel"
        for sent in bought.sent
        for unit in sent.units
        if unit.place == "back"
        or (unit.place == "under way" and world.now - sent.left_at > 120 * HOUR)
    }
    values.pop("lines", None)
    for line, origin in trouble.items():
        values["origin"] = origin
        values["lines"] = f"{bought.here(order, line)}:1"
        values["sure"] = "yes"
    return bool(trouble)


def _intercepted(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    number = next(parcel.tracking_no for parcel in order.parcels if parcel.id == values["parcel"])
    named = (parcel for parcel in bought.sent if parcel.number == number)
    sent = next(named, None)
    values["outcome"] = "returned" if sent and sent.end(world.now) == "returned" else "failed"
    return sent is not None and bool(sent.end(world.now))


def _ship(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """What leaves for one home at one time goes into one parcel."""
    for beside in world.together(bought):
        values["tracking_no"], values["carrier"] = beside.number, beside.carrier
    return True


def _mistyped(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """Only a number that was typed wrongly, by the one on the parcel."""
    wrong = {sent.typed: sent for sent in bought.sent if sent.typed}
    for parcel in order.parcels:
        if parcel.tracking_no in wrong:
            sent = wrong[parcel.tracking_no]
            values |= {"parcel": parcel.id, "tracking_no": sent.number, "carrier": sent.carrier}
            return True
    return False


def _seldom(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    return world.chance(0.35)


def _verdict(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    values["verdict"] = "approved" if bought.back else "rejected"
    return bought.stock_out_at is None


def _opened(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """For a buyer who telephones; the platform has no word for some of the desk's kinds."""
    there = any(unit.place == "buyer" for unit in bought.units)
    kinds = ("return_and_refund", "exchange") if there else ("refund_only",)
    values["kind"] = world.luck.choice(kinds)
    values["opened_by"] = "buyer"
    if bought.is_douyin and "lines" in values:  # A case of Doudian is of one sub-order.
        values["lines"] = values["lines"].split(",")[0]
    return not any(known.open for known in bought.cases)


def _fined(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    values["amount"] = f"{world.luck.randrange(3, 30)}.00"
    return world.chance(0.3)


def _ruling(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """Whoever reads the platform's message before an export tells of it."""
    asked, case = bought.case(values["case"]), order.case_named(values["case"])
    values["ruling"] = world.luck.choice(("for_buyer", "for_seller"))
    values.pop("amount", None)
    is_appealed = case is not None and bool(case.interventions and case.interventions[-1].appeal)
    return asked is not None and (asked.state == "rule" or is_appealed)


def _other_ruling(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """Only what was read wrongly."""
    asked = bought.case(values["case"])
    is_wrong = asked is not None and asked.ruling not in ("", values["ruling"])
    values["ruling"] = asked.ruling if asked else ""
    return is_wrong


def _brought(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """All of a refund, or a part of a penalty."""
    refund = next((one for one in order.refunds if one.id == values["of"]), None)
    values["amount"] = yuan(refund.amount_fen if refund else 100)
    return True


def _looked(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    """Where a file may be of before, whoever looks there says what is so."""
    (meant,) = (one for one in order.discrepancies if one.id == values["discrepancy"])
    if meant.kind == "freed":
        is_held = any(stop_of(bought, line, world.now) for line in bought.lines)
        values["right"] = "us" if is_held else "platform"
    if meant.kind == "case_shown":
        values["right"] = "platform" if any(asked.open for asked in bought.cases) else "us"
    if meant.kind == "case_back":
        asked, case = bought.case(meant.about), order.case_named(meant.about)
        there = STATES[asked.state] if asked else ""
        values["right"] = "platform" if there == meant.at_issue[0] else "us"
        return case is not None and there in (case.state, meant.at_issue[0])
    return True


GUARDS: Mapping[str, Guard] = {
    "resolve-discrepancy": _looked,
    "record-ruling": _ruling,
    "correct-ruling": _other_ruling,
    "record-appeal-return": _brought,
    "ship": _ship,
    "correct-tracking": _mistyped,
    "open-case": _opened,
    "change-case": _seen,
    "record-penalty": _fined,
    "settle-refund": _settle,
    "receive-return": _receive,
    "create-reissue": _reissue,
    "record-intercept": _intercepted,
    "intercept-parcel": _seldom,
    "withdraw-case": _seldom,
    "cancel-order": _seldom,
    "apply-stock-out": _seldom,
    "rule-stock-out": _verdict,
}
