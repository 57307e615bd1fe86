"""The columns of an export for people: first what is next, until when, whose and what it costs.

Headers and words are in the language that the desk speaks, times are dates, what is not known is
empty. It is read by people and sorted by spreadsheets; what is to be imported again is the desk's
own file (`desk_columns`).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from store.exchange.desk_columns import Column
from store.exchange.desk_values import Kind
from store.models.order import Order
from store.rules.obligations import Obligation, obligations, standing
from store.rules.timing.policy import Policy
from store.words import N_

HOUR = timedelta(hours=1)


def next_duty(order: Order, policy: Policy, now: datetime) -> Obligation | None:
    """What is next for an order: the most urgent of ours, else of what others owe."""
    owed = [duty for one in obligations(order, policy) if (duty := standing(one, now))]
    return min(owed, key=_urgency, default=None)


def _urgency(duty: Obligation) -> tuple[bool, bool, float]:
    due = duty.due_at
    return not duty.counts, due is None, due.timestamp() if due else 0


def _hours_left(duty: Obligation, now: datetime) -> float | None:
    return None if duty.due_at is None else round((duty.due_at - now) / HOUR, 1)


OF_DUTY: tuple[Column, ...] = (
    Column("left", N_("Left (hours)"), "hours", of_duty=_hours_left, width=12),
    Column("due", N_("Due"), "moment", of_duty=lambda duty, _now: duty.due_at),
    Column("what", N_("What"), "label", of_duty=lambda duty, _now: duty.kind, width=24),
    Column("who", N_("Who"), "label", of_duty=lambda duty, _now: duty.who, width=10),
    Column("cost", N_("Costs (yuan)"), "money", of_duty=lambda duty, _now: duty.cost_fen, width=12),
)
"""What only the rules say, of what is owed next."""
_SAID: tuple[tuple[str, str, Kind | None, int], ...] = (
    ("order_no", N_("Order no."), None, 26),
    ("platform", N_("Platform"), "label", 10),
    ("shop", N_("Shop"), None, 14),
    ("summary", N_("Goods"), None, 36),
    ("receiver_name", N_("Buyer"), None, 10),
    ("paid", N_("Paid (yuan)"), None, 12),
    ("refunded", N_("Refunded (yuan)"), None, 12),
    ("payment", N_("Payment"), "label", 14),
    ("fulfilment", N_("Shipment"), "label", 14),
    ("units_to_ship", N_("To ship"), None, 9),
    ("after_sales", N_("After-sales"), "label", 14),
    ("stock_out", N_("Stock-out"), "label", 14),
    ("paid_at", N_("Paid at"), "moment", 18),
    ("ship_by", N_("Ship by"), "moment", 18),
    ("tracking_nos", N_("Tracking numbers"), None, 22),
    ("owner", N_("Owner"), None, 14),
    ("flag", N_("Flag"), "label", 8),
    ("tags", N_("Tags"), None, 14),
    ("seller_note", N_("Our note"), None, 30),
)
"""Columns of the desk's own file and of lists, with their headers for people."""


def people_columns(known: Mapping[str, Column]) -> tuple[Column, ...]:
    """All of them, those that stand elsewhere too taken from there."""
    rest = (
        replace(known[key], label=label, kind=kind or known[key].kind, width=width)
        for key, label, kind, width in _SAID
    )
    return tuple(replace(one, is_said=True) for one in (*OF_DUTY, *rest))
