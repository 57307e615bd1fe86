"""Agents (客服): people who do what is owed, among what the desk offers them."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from store.errors import BadInput, Refused
from store.models.order import Order
from store.repository import Repository
from tests.simulation.bought import HOUR, SHOP, Bought
from tests.simulation.findings import Findings
from tests.simulation.forms import GUARDS, VALUES, always
from tests.simulation.hands import Hands
from tests.simulation.told import Told
from tests.simulation.world import World

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
    "record-consent": ("record-offer-answer",),
    "send-for-case": ("ship-replacement", "ship-supplementary", "ship-repaired"),
    "settle-refund": ("settle-refund",),
    "platform-task": ("complete-task",),
    "redirect-parcel": ("intercept-parcel", "record-intercept"),
    "contact-carrier": ("correct-tracking", "log-contact", "create-reissue", "intercept-parcel"),
    "bring-back": ("record-intercept",),
    "count-parcel": ("set-contents",),
    "discrepancy": ("resolve-discrepancy",),
    "submit-evidence": ("submit-evidence", "record-ruling"),
    "appeal": ("appeal",),
    "answer-promise": ("keep-promise", "log-contact"),
    "close-case": ("close-case",),
    "find-cause": ("set-verified-cause",),
    "follow-up": ("log-contact",),
    "tell-buyer": ("log-contact",),
    "ask-platform": ("rule-stock-out", "record-appeal-return", "give-up-return"),
    "give-back": ("record-appeal-return", "give-up-return"),
    "stock-out-verdict": ("rule-stock-out",),
}
"""What an agent does about what is owed; the first that the desk allows."""
ASIDE = (
    *("note", "tag", "claim", "log-contact", "flag", "open-case", "offer-solution"),
    *("record-offer-answer", "record-penalty", "intercept-parcel", "refund", "change-address"),
    *("assign", "release-claim", "release-hold", "confirm-order", "keep-promise", "appeal"),
    *("request-intervention", "set-verified-cause", "change-case", "cancel-reissue"),
    *("correct-tracking", "correct-tracking", "record-ruling", "appeal", "correct-ruling"),
)
"""What is done now and then, without being owed."""
ANSWERS = {"went": "no"}
"""What is asked once a form is saved, and so here: money of no case is beside all of them."""
FOLLOWING = {"record-ruling": ("correct-ruling", 0.5), "appeal": ("record-ruling", 0.5)}
"""What may be noticed, or told, at once, and how often."""
SELDOM = {
    "platform-task": 0.15,
    "discrepancy": 0.25,
    "stock-out-verdict": 0.2,
    "refund": 0.7,
    "appeal": 0.3,
}
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

    def __init__(
        self, repository: Repository, world: World, told: Told, findings: Findings
    ) -> None:
        self._repository = repository
        self._world = world
        self._hands = Hands(world, told, findings)
        self._findings = findings
        self.acts: list[Act] = []
        self.refused: Counter[str] = Counter()
        self._lacking: dict[str, set[str]] = {}
        """The SKUs that orders were applied for as out of stock, and those orders."""

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
        self._look_at_shelves()

    def _look_at_shelves(self) -> None:
        """What is out of stock goes off sale, and on sale again; then nobody asks for less."""
        for sku, keys in list(self._lacking.items()):
            product = self._repository.product(SHOP, sku)
            if product is None or not self._world.chance(0.2):
                continue
            name = "delist-product" if product.on_sale else "relist-product"
            self._repository.run(self._repository.action_named(name, product), product, {})
            self.acts.append(Act(self._world.now, product.key, name, {}))
            if name == "relist-product":
                del self._lacking[sku]
                for order in map(self._repository.order, sorted(keys)):
                    if any(
                        task.kind == "delist-product" and task.sku == sku
                        for task in order.open_tasks
                    ):
                        self._findings.add("to be taken off sale again", order.key, sku)

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
            asked = {problem.field for problem in error.every_problem}
            answers = {name: ANSWERS[name] for name in ANSWERS.keys() & asked - values.keys()}
            if answers:
                self._run(action, bought, order, values | answers)
            return
        self.acts.append(act)
        after = self._repository.order(bought.key)
        self._hands.do(bought, action.name, values, order, after)
        if action.name == "apply-stock-out":
            for line in order.lines:
                self._lacking.setdefault(line.sku, set()).add(order.key)
        again = (
            self._repository.run(action, order, values, key) if self._world.chance(0.02) else None
        )
        if again and not again.repeated:
            self._findings.add("done twice under one key", bought.key, action.name)
        following, often = FOLLOWING.get(action.name, ("", 0.0))
        if self._world.chance(often):
            self._do_first(bought.key, [following])

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
        guard = GUARDS.get(action.name, always)
        return values if guard(self._world, bought, order, values) else None
