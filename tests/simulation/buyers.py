"""Buyers and the platform (买家与平台): they ask, change their minds, send back, rule and pay.

Some of what happens here contradicts what was done at the desk, on purpose, and is remembered.
"""

from collections.abc import Callable
from datetime import datetime

from tests.simulation.bought import DAY, HOUR, Asked, Bought, Unit
from tests.simulation.world import PLATFORM, TIMEOUT, World

RULE_IN, VERDICT_IN = 2 * DAY, 2 * DAY
GOES_ON_IN = 3 * DAY
"""How long after its end a case may go on under its number."""
ANEW: dict[str, float] = {"closed": 0.06, "refunded": 0.03}
"""How often a buyer applies once more, each half day of that."""


def pass_by(world: World, now: datetime) -> None:
    """What buyers and the platform do until now."""
    for bought in list(world.orders.values()):
        if bought.paid_at is None or bought.closed_at:
            continue
        _review(world, bought, now)
        _ask(world, bought, now)
        _go_on(world, bought, now)
        _stock_out(world, bought, now)
        for fault, share in FAULTS.items():
            if world.chance(share):
                fault(world, bought, now)
    for bought, asked in list(world.open_cases()):
        STEPS[asked.state](world, bought, asked, now)


def _ask(world: World, bought: Bought, now: datetime) -> None:
    """A buyer asks, sometimes; one case after the other."""
    left = bought.paid_fen - bought.back_fen
    if left <= 0 or any(asked.open for asked in bought.cases) or not world.chance(0.04):
        return
    line = world.luck.randrange(len(bought.goods)) + 1 if bought.is_douyin else 0
    fen = min(left, bought.price_of(max(1, line), with_freight=not bought.shipped(now, line)))
    if fen <= 0 or any(asked.line == line and asked.state == "refunded" for asked in bought.cases):
        return
    there = any(unit.place == "buyer" for unit in bought.units)
    kinds = ("return_and_refund", "return_and_refund", "refund_only", "exchange", "supplementary")
    kind = world.luck.choice(kinds) if there else "refund_only"
    if kind == "refund_only" and there and world.chance(0.5):
        fen = max(100, fen // 4)
    asked = world.ask(bought, kind, now, fen)
    asked.line = line
    asked.apply(now - HOUR * world.luck.uniform(0, 5), fen)


def _go_on(world: World, bought: Bought, now: datetime) -> None:
    """A case goes on after its end: the platform takes that back, or a buyer who withdrew, or who
    got a part, applies once more under the same number.
    """
    left = bought.paid_fen - bought.back_fen
    if left <= 0 or any(asked.open for asked in bought.cases) or world.is_planted(bought):
        return
    for asked in bought.cases[-1:]:
        is_fresh = asked.ended_at is not None and now - asked.ended_at < GOES_ON_IN
        if is_fresh and asked.state == "closed" and world.chance(0.02):
            world.happened["went on after its end"] += 1
            asked.move(asked.before, now)
        elif is_fresh and world.chance(ANEW.get(asked.state, 0.0)):
            world.happened[f"applied for anew once {asked.state}"] += 1
            asked.apply(now, min(asked.fen, left))


def _review(world: World, bought: Bought, now: datetime) -> None:
    """What does not pass the review is paid back and closed, with the case that asks for it."""
    review = bought.review
    if review and not review.passes and now >= review.until and not bought.sent:
        asked = next((one for one in bought.cases if one.open), None)
        was_paid = world.pay_back(bought, bought.paid_fen, asked, now, TIMEOUT)
        world.happened["not passed"] += was_paid


def _stock_out(world: World, bought: Bought, now: datetime) -> None:
    if bought.stock_out_at and now - bought.stock_out_at > VERDICT_IN:
        bought.stock_out_at = None
        if world.chance(0.6) and not bought.shipped(now):
            refund_all(world, bought, now)


def refund_all(world: World, bought: Bought, now: datetime) -> None:
    """All the money goes back."""
    if bought.is_douyin:
        pay_by_cases(world, bought, bought.paid_fen, now)
    else:
        world.pay_back(bought, bought.paid_fen, None, now)


def pay_by_cases(world: World, bought: Bought, fen: int, now: datetime) -> bool:
    """Doudian gives money for what has not left by a case of each sub-order alone; a gift goes with
    what it came with.
    """
    whole = left = min(fen, bought.paid_fen - bought.back_fen)
    for line in sorted(bought.lines, key=lambda line: bought.price_of(line) != fen):
        part = min(left, bought.price_of(line) - bought.back_of(line))
        if part > 0:
            asked = _case_to_pay(world, bought, line, part, now)
            left -= part if world.pay_back(bought, part, asked, now) else 0
    return left < whole


def _case_to_pay(world: World, bought: Bought, line: int, fen: int, now: datetime) -> Asked:
    """The open case of a sub-order, which has one at a time; else one of the shop's own."""
    for asked in bought.cases:
        if asked.open and asked.line == line:
            return asked
    asked = world.ask(bought, "refund_only", now, fen)
    asked.line = line
    return asked


# The steps of a case that are not the shop's


def _answer(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    """The buyer withdraws, or the shop lets its time pass."""
    if world.chance(0.06):
        asked.move("closed", now)
    elif asked.due_at and now > asked.due_at:
        agree(world, bought, asked, now, TIMEOUT)


def agree(world: World, bought: Bought, asked: Asked, now: datetime, by: str) -> None:
    """The request is granted, by whomever."""
    asked.agreed_at, asked.agreed_by = now, by
    if asked.kind == "refund_only":
        world.pay_back(bought, asked.fen, asked, now, by)
    else:
        asked.move("send" if asked.kind == "supplementary" else "return", now)


def _rejected(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    if world.chance(0.3):
        asked.fen = max(100, asked.fen * 3 // 4)
        asked.move("answer", now)
    elif world.chance(0.3):
        asked.move("closed", now)
    elif world.chance(0.2):
        asked.move("rule", now)


def _return(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    if world.chance(0.4):
        asked.back_no = world.number()
        asked.back_at = now + 2 * DAY
        asked.move("receive", now)
        for unit in units_of(bought, asked):
            unit.place = "coming back"
    elif world.chance(0.05) or (asked.due_at and now > asked.due_at):
        asked.move("closed", now)


def units_of(bought: Bought, asked: Asked) -> list[Unit]:
    """The units a case is about that the buyer has."""
    units = [unit for sent in bought.sent for unit in sent.units if unit.place == "buyer"]
    return [unit for unit in units if asked.line in (0, unit.line)]


def _receive(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    """The platform pays for a return of which the shop says nothing for too long; now and then a
    number of the buyer's is no parcel's, and it has to be given anew.
    """
    is_on_its_way = asked.back_at is not None and now < asked.back_at
    if is_on_its_way and world.chance(0.05):
        for unit in (unit for sent in bought.sent for unit in sent.units):
            unit.place = "buyer" if unit.place == "coming back" else unit.place
        world.happened["to be sent back once more"] += 1
        asked.back_no, asked.back_at = "", None
        asked.move("return", now)
        return
    if asked.back_at and now - asked.back_at > 3 * DAY and asked.kind == "return_and_refund":
        world.pay_back(bought, asked.fen, asked, now, TIMEOUT)


def _confirm(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    if bought.sent[-1].end(now) == "delivered" and world.chance(0.5):
        asked.move("fulfilled", now)


def _rule(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    """It rules; now and then it wants the shop to come to terms with the buyer first."""
    if world.chance(0.1):
        world.happened["to be answered once more"] += 1
        asked.move("answer", now)
    elif asked.since and now - asked.since > RULE_IN:
        if world.chance(0.5):
            agree(world, bought, asked, now, PLATFORM)
        else:
            asked.move("closed", now)


def _wait(world: World, bought: Bought, asked: Asked, now: datetime) -> None:
    """Nothing happens until the shop does something."""


STEPS: dict[str, Callable[[World, Bought, Asked, datetime], None]] = {
    "answer": _answer,
    "rejected": _rejected,
    "return": _return,
    "receive": _receive,
    "pay": _wait,
    "send": _wait,
    "confirm": _confirm,
    "rule": _rule,
}

# Faults


def _shipped_there(world: World, bought: Bought, now: datetime) -> None:
    """Somebody ships on the platform's own page what is cancelled, or locked, here."""
    here = [unit for unit in bought.units if unit.place == "shop"]
    if bought.stopped_here and len(here) == len(bought.units) and not bought.back:
        world.send(bought, world.number(), here, "shipment").known_at = now
        for unit in here:
            world.move(bought.goods[unit.line - 1][0].sku, -1)
        world.plant("shipped there, not to be shipped here", bought, now)


def _refunded_unshipped_there(world: World, bought: Bought, now: datetime) -> None:
    """The platform pays all back as unshipped before it knows of our parcel."""
    untouched = not (bought.cases or bought.back or bought.tries)
    if bought.sent and untouched and not bought.shipped(now):
        bought.sent[0].known_at = now + 99 * DAY
        refund_all(world, bought, now)
        world.plant("shipped here, refunded unshipped there", bought, now)


def _paid_twice(world: World, bought: Bought, now: datetime) -> None:
    """A second case is paid in full after the first."""
    first = next((asked for asked in bought.cases if asked.state == "refunded"), None)
    if first and (first.paid_fen or 0) * 2 > bought.paid_fen and len(bought.cases) == 1:
        second = world.ask(bought, "refund_only", now, first.paid_fen or 0)
        second.unshipped, second.line = first.unshipped, first.line
        bought.back.append(bought.back[-1]._replace(at=now, case=second.number))
        second.paid_fen = first.paid_fen
        second.move("refunded", now)
        world.plant("refunded twice there", bought, now)


def _closed_there(world: World, bought: Bought, now: datetime) -> None:
    """The platform cancels an order that has left here, before it knows of our parcel."""
    if bought.sent and not bought.shipped(now) and not bought.cases and not bought.back:
        bought.sent[0].known_at = now + 99 * DAY
        bought.closed_at = now
        world.plant("shipped here, cancelled there", bought, now)


def _closed_though_paid(world: World, bought: Bought, now: datetime) -> None:
    """The desk was told that the money went; the platform closes the case without it."""
    for name, went in bought.tries.items():
        asked = bought.paying[name]
        if asked and asked.open and not went:
            bought.lied.add(name)
            asked.move("closed", now)
    bought.tries |= dict.fromkeys(bought.lied, True)


FAULTS: dict[Callable[[World, Bought, datetime], None], float] = {
    _shipped_there: 0.2,
    _refunded_unshipped_there: 0.005,
    _paid_twice: 0.01,
    _closed_there: 0.005,
    _closed_though_paid: 0.5,
}
"""What may go wrong between desk and platform, and how often where it can, each half day."""
