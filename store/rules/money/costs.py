"""Costs (扣款): what a failure costs this order, by which rule (domain.md §4)."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from store.models.axes import Platform
from store.models.money import FEN, Fen
from store.models.order import Order
from store.rules.timing.clocks import reliefs_at
from store.rules.timing.policy import PROMISE_CLASSES, Basis, Policy
from store.rules.timing.relief import Relief
from store.words.times import shop_day

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


class Percentage(Struct, frozen=True):
    """A percentage of what was paid, and the yuan that it is at least and at most."""

    percent: Decimal
    least: Decimal | None = None
    most: Decimal | None = None

    def of(self, paid_fen: Fen, step: Decimal | None) -> Fen:
        """What it comes to, in whole steps of so many yuan, half up."""
        yuan = self.percent * paid_fen / PERCENT / FEN
        if self.least is not None:
            yuan = max(yuan, self.least)
        if self.most is not None:
            yuan = min(yuan, self.most)
        if step is not None:
            yuan = (yuan / step).quantize(Decimal(1), ROUND_HALF_UP) * step
        return _fen(yuan)


def cost(order: Order, name: str, at: datetime, policy: Policy) -> Cost | None:
    """What this failure (`late`, `stock_out`, `trace_late` …) costs when it happens then.

    A rule for the order's promise class (`late_short`) stands before the general one (`late`); none
    where no rule says an amount.
    """
    for relief in reliefs_at(order, policy, name, at):
        if relief.waived:
            return Cost(0, relief)
    day = shop_day(at)
    names = (f"{name}_{promise_class(order, policy)}", name)
    rule = policy.first(order.platform, names, day, order.money.paid_fen)
    if rule is None:
        return None
    if rule.unit != "percent":
        return Cost(_fen(Decimal(str(rule.value))), rule)
    share = Percentage(Decimal(str(rule.value)), _exact(rule.least), _exact(rule.most))
    return Cost(share.of(order.money.paid_fen, rounding(order.platform, day, policy)), rule)


def rounding(platform: Platform, day: date, policy: Policy) -> Decimal | None:
    """The steps in yuan to which a platform rounds a percentage, half up: 7.5 is 8 (aHwH9wK4JUHQ).

    None where no rule says any.
    """
    rule = policy.rule(platform, "penalty_rounding", day)
    return Decimal(str(rule.value)) if rule else None


def promise_class(order: Order, policy: Policy) -> str:
    """How long the shop had to ship: `short`, `medium` or `long` (aJoPPkWZ7VQM)."""
    start = order.counts_as_paid_at
    if start is None or order.ship_by_deadline is None:
        return "short"
    day = shop_day(start)
    promised = order.ship_by_deadline - start
    *classes, longest = PROMISE_CLASSES
    for name in classes:
        rule = policy.rule(order.platform, f"promise_{name}", day)
        if rule is None or promised <= rule.span:
            return name
    return longest


def _exact(yuan: float | None) -> Decimal | None:
    return None if yuan is None else Decimal(str(yuan))


def _fen(yuan: Decimal) -> Fen:
    return int((yuan * FEN).to_integral_value(ROUND_HALF_UP))
