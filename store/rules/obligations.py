"""Obligations (应办): what is owed, by whom, until when, and what happens at zero."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from store.labels import label
from store.models.axes import Party
from store.models.base import SHOP_TIME
from store.models.contact import Contact
from store.models.order import Order
from store.rules.axes import was_paid
from store.rules.fields import yuan_text
from store.rules.ledger import units_to_ship
from store.rules.policy import Policy, PolicyRule
from store.words import _

FEN = 100


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing owed for one order."""

    kind: str
    who: Party
    due_at: datetime | None
    """None where no deadline is known."""
    estimated: bool = False
    """Computed from a policy rule, not given by the platform."""
    at_zero: str = ""
    source: str = ""
    """The policy rule behind it, with its mark."""


@dataclass(frozen=True, slots=True)
class ShipBy:
    """When an order has to be shipped, and how that is known."""

    at: datetime | None
    rule: PolicyRule | None = None

    @property
    def estimated(self) -> bool:
        """Computed, because the platform's own promised time is not known."""
        return self.rule is not None


def ship_by(order: Order, policy: Policy) -> ShipBy | None:
    """The ship-by deadline of what is left to ship; the platform's own always wins."""
    if not was_paid(order) or not units_to_ship(order):
        return None
    if order.ship_by_deadline:
        return ShipBy(order.ship_by_deadline)
    start = order.deal_at or order.paid_at or order.ordered_at
    if start is None:
        return ShipBy(None)
    rule = policy.rule(order.platform, "ship_by", start.astimezone(SHOP_TIME).date())
    return ShipBy(start + rule.hours, rule) if rule else ShipBy(None)


def open_promise(order: Order) -> Contact | None:
    """The earliest promise of an answer that no later word to the buyer has kept."""
    last_said = max(
        (one.at for one in order.contacts if one.direction == "out" and not one.promise_due),
        default=None,
    )
    waiting = [
        one
        for one in order.contacts
        if one.promise_due and (last_said is None or one.at >= last_said)
    ]
    return min(waiting, key=lambda one: one.promise_due or one.at, default=None)


def obligations(order: Order, policy: Policy) -> Iterator[Obligation]:
    """Everything that is owed for an order."""
    deadline = ship_by(order, policy)
    if deadline:
        yield Obligation(
            "ship",
            Party.US,
            deadline.at,
            deadline.estimated,
            _late_shipment(order, deadline, policy),
            f"{deadline.rule.source} ({deadline.rule.mark})" if deadline.rule else "",
        )
    promise = open_promise(order)
    if promise:
        yield Obligation("answer-promise", Party.US, promise.promise_due, at_zero=promise.text)


def _late_shipment(order: Order, deadline: ShipBy, policy: Policy) -> str:
    if deadline.at is None:
        return ""
    rule = policy.rule(
        order.platform, "ship_late_penalty", deadline.at.astimezone(SHOP_TIME).date()
    )
    if rule is None:
        return _("counted late")
    return _("counted late: {amount} {unit} ({mark})").format(
        amount=yuan_text(round(rule.value * FEN)), unit=label(rule.unit), mark=label(rule.mark)
    )
