"""Costs (扣款): what a failure costs this order, by which rule (domain.md §4)."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from store.models.money import FEN, Fen
from store.models.order import Order
from store.rules.timing.clocks import reliefs_at
from store.rules.timing.policy import PROMISE_CLASSES, Basis, Policy, PolicyRule
from store.rules.timing.relief import Relief
from store.words.times import SHOP_TIME

PERCENT = 100


class Cost(Struct, frozen=True):
    """An amount in fen, and the rule behind it."""

    fen: Fen
    rule: Basis
    """The rule that says it, or the relief that waives it."""

    @property
    def waived(self) -> bool:
        """Would something be deducted, were it not for a relief?"""
        return isinstance(self.rule, Relief)


def cost(order: Order, name: str, at: datetime, policy: Policy) -> Cost | None:
    """What this failure (`late`, `stock_out`, `trace_late` …) costs when it happens then.

    A rule for the order's promise class (`late_short`) stands before the general one (`late`); none
    where no rule says an amount.
    """
    for relief in reliefs_at(order, policy, name, at):
        if relief.waived:
            return Cost(0, relief)
    day = at.astimezone(SHOP_TIME).date()
    names = (f"{name}_{promise_class(order, policy)}", name)
    rule = policy.first(order.platform, names, day, order.money.paid_fen)
    if rule is None:
        return None
    if rule.unit != "percent":
        return Cost(_fen(Decimal(str(rule.value))), rule)
    yuan = Decimal(str(rule.value)) * order.money.paid_fen / PERCENT / FEN
    if rule.least is not None:
        yuan = max(yuan, Decimal(str(rule.least)))
    if rule.most is not None:
        yuan = min(yuan, Decimal(str(rule.most)))
    return Cost(_fen(_rounded(yuan, policy.rule(order.platform, "penalty_rounding", day))), rule)


def promise_class(order: Order, policy: Policy) -> str:
    """How long the shop had to ship: `short`, `medium` or `long` (aJoPPkWZ7VQM)."""
    start = order.paid_at or order.deal_at or order.ordered_at
    if start is None or order.ship_by_deadline is None:
        return "short"
    day = start.astimezone(SHOP_TIME).date()
    promised = order.ship_by_deadline - start
    *classes, longest = PROMISE_CLASSES
    for name in classes:
        rule = policy.rule(order.platform, f"promise_{name}", day)
        if rule is None or promised <= rule.span:
            return name
    return longest


def _rounded(yuan: Decimal, step: PolicyRule | None) -> Decimal:
    """To whole steps, half up: 7.5 is 8 (aHwH9wK4JUHQ)."""
    if step is None:
        return yuan
    size = Decimal(str(step.value))
    return (yuan / size).quantize(Decimal(1), ROUND_HALF_UP) * size


def _fen(yuan: Decimal) -> Fen:
    return int((yuan * FEN).to_integral_value(ROUND_HALF_UP))
