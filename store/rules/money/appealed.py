"""Appealed (申诉): all of an order of which an appeal may bring something back, and how much."""

from store.models.money import yuan_text
from store.models.order import Order
from store.models.penalty import Penalty
from store.models.refund import Refund
from store.rules.money.won_back import to_come_back
from store.words import _
from store.words.labels import label
from store.words.times import day_text, when_text

Appealed = Penalty | Refund
"""A penalty, or a refund that went by a ruling which an appeal has overturned."""


def appealed(order: Order) -> tuple[Appealed, ...]:
    """All of them, the penalties first."""
    return (*order.penalties, *(one.refund for one in to_come_back(order)))


def left_of(order: Order, given: Appealed) -> int:
    """The money, in fen, that may still come back of it."""
    if isinstance(given, Penalty):
        return given.cost_fen
    return sum(one.left for one in to_come_back(order) if one.refund is given)


def all_came_back(order: Order, given: Appealed) -> str | None:
    """Why nothing more comes back of it, as a whole sentence; None while something may."""
    if left_of(order, given) or (isinstance(given, Penalty) and given.cost_points):
        return None
    if isinstance(given, Penalty):
        said = _("Nothing is left of the penalty of {day} ({kind}) that could come back.")
        return said.format(day=day_text(given.at), kind=label(given.kind))
    said = _("All that is to come back of the refund of {amount} ({time}) has come.")
    return said.format(amount=yuan_text(given.amount_fen), time=when_text(given.requested_at))


def penalty_text(penalty: Penalty) -> str:
    """How a penalty reads to a person who chooses."""
    amount = yuan_text(penalty.cost_fen) if penalty.amount_fen else ""
    return f"{day_text(penalty.at)} {label(penalty.kind)} {amount} {penalty.source}"
