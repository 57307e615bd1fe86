"""Agents (客服): people who do what is owed, among what the desk offers them."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from store.errors import BadInput, Refused
from store.models.order import Order
from store.repository import Repository
from tests.simulation.bought import HOUR, Bought
from tests.simulation.findings import Findings
from tests.simulation.hands import Hands
from tests.simulation.world import World, carrier_of

PLANS: Mapping[str, tuple[str, ...]] = {
    "ship": (*["ship"] * 12, "apply-stock-out", "cancel-order", "hold"),
    "refund": ("refund",),
    "ship-reissue": (*["ship-reissue"] * 4, "cancel-reissue"),
    "drop-reissue": ("cancel-reissue",),
    "make-good": ("create-reissue", "refund"),
    "answer-case": (
        *["agree-refund", "agree-return", "agree-exchange", "agree-supplementary"] * 4,
        *("reject-case", "offer-solution", "withdraw-case", "refund"),
    ),
    "answer-rejection": ("note",),
    "receive-return": ("receive-return",),
    "refund-case": ("refund",),
    "send-for-case": ("ship-replacement", "ship-supplementary", "ship-repaired"),
    "settle-refund": ("settle-refund",),
    "platform-task": ("complete-task",),
    "contact-carrier": ("log-contact", "create-reissue", "intercept-parcel"),
    "bring-back": ("record-intercept",),
    "discrepancy": ("resolve-discrepancy",),
    "submit-evidence": ("submit-evidence",),
    "answer-promise": ("keep-promise", "log-contact"),
    "close-case": ("close-case",),
    "find-cause": ("set-verified-cause",),
    "follow-up": ("log-contact",),
    "ask-platform": ("rule-stock-out", "record-appeal-return"),
    "give-back": ("record-appeal-return",),
    "stock-out-verdict": ("rule-stock-out",),
}
"""What an agent does about what is owed; the first that the desk allows."""
ASIDE = (
    *("note", "tag", "claim", "log-contact", "flag", "open-case", "offer-solution"),
    *("record-offer-answer", "record-penalty", "intercept-parcel", "refund", "change-address"),
    *("assign", "release-claim", "release-hold", "confirm-order", "keep-promise", "appeal"),
    *("request-intervention", "set-verified-cause", "change-case", "cancel-reissue"),
)
"""What is done now and then, without being owed."""
SELDOM = {"platform-task": 0.15, "discrepancy": 0.25, "stock-out-verdict": 0.2, "refund": 0.7}
"""How often something owed is taken up at all, where not nearly always."""


class Act(NamedTuple):
    """What was done: enough to do the same by hand again."""

    at: datetime
    key: str
    name: str
    values: dict[str, str]

    def __str__(self) -> str:
        said = " ".join(f"{name}={text}" for name, text in self.values.items())
        return f"{self.at:%m-%d %H:%M} {self.name} {said}"


class Agents:
    """Several people at one desk; luck decides among what is allowed."""

    def __init__(self, repository: Repository, world: World, findings: Findings) -> None:
        self._repository = repository
        self._world = world
        self._hands = Hands(world, findings)
        self._findings = findings
        self.acts: list[Act] = []
        self.refused: Counter[str] = Counter()

    def work(self, most: int) -> None:
        """Take up what is owed, the most urgent first, so many orders at most."""
        taken: dict[str, str] = {}
        soon = self._world.now + 36 * HOUR
        for owed in self._repository.owed(until=soon):
            kind = owed.obligation.kind
            if len(taken) >= most:
                break
            if (
                owed.row.of_kind == "orders"
                and kind in PLANS
                and self._world.chance(SELDOM.get(kind, 0.9))
            ):
                taken.setdefault(owed.row.of_key, kind)
        for key, kind in taken.items():
            self._do_first(key, self._world.luck.sample(PLANS[kind], len(PLANS[kind])))
        for bought in self._world.luck.sample(
            list(self._world.orders.values()), min(len(self._world.orders), most // 6)
        ):
            if self._repository.row(bought.key):
                self._do_first(bought.key, [self._world.luck.choice(ASIDE)])

    def _do_first(self, key: str, names: list[str]) -> None:
        """Do the first of these that is allowed, with values a person would give."""
        bought = self._world.orders[key]
        order = self._repository.order(key)
        offers = {offer.action.name: offer for offer in self._repository.offers(order)}
        for name in dict.fromkeys(names):
            offer = offers[name]
            if offer.why_not is None and (values := self._values(offer.action, bought, order)):
                self._run(offer.action, bought, order, values)
                return

    def _run(self, action: type[Any], bought: Bought, order: Order, values: dict[str, str]) -> None:
        act = Act(self._world.now, bought.key, action.name, values)
        key = f"act {len(self.acts)}"
        try:
            self._repository.run(action, order, values, key)
        except (Refused, BadInput) as error:
            self.refused[f"{action.name}: {error.sentence}"] += 1
            return
        self.acts.append(act)
        after = self._repository.order(bought.key)
        self._hands.do(bought, action.name, values, order, after)
        again = (
            self._repository.run(action, order, values, key) if self._world.chance(0.02) else None
        )
        if again and not again.repeated:
            self._findings.add("done twice under one key", bought.key, action.name)

    def _values(self, action: type[Any], bought: Bought, order: Order) -> dict[str, str] | None:
        """What is asked, filled in; none where the world says that there is nothing to do."""
        form = self._repository.form(action, order)
        values = {name: text for name, text in form.suggested.items() if text}
        for asked in form.fields:
            if asked.name in VALUES:
                values[asked.name] = VALUES[asked.name](self._world, bought, values)
            elif asked.required and asked.name not in values:
                words = [choice.value for choice in asked.choices]
                values[asked.name] = self._world.luck.choice(words) if words else "记下"
        values = {name: text for name, text in values.items() if text}
        guard = GUARDS.get(action.name, _always)
        return values if guard(self._world, bought, order, values) else None


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


def _always(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
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
    values[found] = ",".join(f"{line}:{units}" for line, units in coming.items())
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
        values["lines"] = f"{line}:1"
    return bool(trouble)


def _intercepted(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    number = next(parcel.tracking_no for parcel in order.parcels if parcel.id == values["parcel"])
    sent = next((parcel for parcel in bought.sent if parcel.number == number), None)
    values["outcome"] = "returned" if sent and sent.end(world.now) == "returned" else "failed"
    return sent is not None and bool(sent.end(world.now))


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
    return not any(known.open for known in bought.cases)


def _fined(world: World, bought: Bought, order: Order, values: dict[str, str]) -> bool:
    values["amount"] = f"{world.luck.randrange(3, 30)}.00"
    return world.chance(0.3)


GUARDS: Mapping[str, Guard] = {
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
