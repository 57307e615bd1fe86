"""Appealed (申诉): all of an order of which an appeal may bring something back, and how much."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.penalty import AppealReturn, Penalty
from store.models.refund import Refund
from store.rules.money.won_back import ToComeBack, to_come_back
from store.words import _, counts
from store.words.labels import label
from store.words.times import day_text, minute_text, when_text


def refund_text(refund: Refund) -> str:
    """How a refund reads to a person who chooses."""
    return f"{yuan_text(refund.amount_fen)} {label(refund.state)} {refund.reason}"


class AppealedPenalty(Struct, frozen=True):
    """A penalty, which costs less by what came back."""

    record: Penalty

    promised_fen = 0
    """Nothing is promised back."""

    @property
    def left_fen(self) -> Fen:
        """What it still costs."""
        return self.record.cost_fen

    @property
    def left_points(self) -> int:
        """The points that it still costs."""
        return self.record.cost_points

    @property
    def id(self) -> str:
        """The id of the penalty."""
        return self.record.id

    @property
    def text(self) -> str:
        """How it reads to a person who chooses."""
        one = self.record
        amount = yuan_text(one.cost_fen) if one.amount_fen else ""
        return f"{day_text(one.at)} {label(one.kind)} {amount} {one.source}"

    @property
    def over(self) -> str | None:
        """Why nothing more comes back of it; None while something may."""
        if self.left_fen or self.left_points:
            return None
        said = _("Nothing is left of the penalty of {day} ({kind}) that could come back.")
        return said.format(day=day_text(self.record.at), kind=label(self.record.kind))

    @property
    def nothing_owed(self) -> str | None:
        """Why the platform owes nothing of it."""
        said = _("Of the penalty of {day} ({kind}) nothing is promised back.")
        return said.format(day=day_text(self.record.at), kind=label(self.record.kind))

    def too_much(self, amount: Fen) -> str | None:
        """Why so much does not come back."""
        if amount <= self.left_fen:
            return None
        said = _("{amount} is more than the {left} that the penalty still costs.")
        return said.format(amount=yuan_text(amount), left=yuan_text(self.left_fen))

    def too_early(self, at: datetime) -> str | None:
        """Why nothing came back then."""
        if at >= self.record.at:
            return None
        said = _("The penalty was set at {time}; nothing came back of it before.")
        return said.format(time=minute_text(self.record.at))

    def brought(self, order: Order, back: AppealReturn) -> tuple[Order, str]:
        """The order once so much came back, and what is said of it."""
        less = self.record.model_copy(update={"returns": (*self.record.returns, back)})
        penalties = tuple(less if one is self.record else one for one in order.penalties)
        said = _("The penalty costs {amount} yuan and {points} now.")
        now = said.format(amount=yuan_text(less.cost_fen), points=counts.points(less.cost_points))
        return order.model_copy(update={"penalties": penalties}), now


class AppealedRefund(Struct, frozen=True):
    """A refund that went by a ruling which an appeal has overturned; the buyer has it."""

    to_come: ToComeBack

    left_points = 0
    """No points go with money."""

    @property
    def promised_fen(self) -> Fen:
        """What is to come back of it in all."""
        return self.to_come.fen

    @property
    def record(self) -> Refund:
        """The refund."""
        return self.to_come.refund

    @property
    def id(self) -> str:
        """The id of the refund."""
        return self.record.id

    @property
    def text(self) -> str:
        """How it reads to a person who chooses."""
        return refund_text(self.record)

    @property
    def left_fen(self) -> Fen:
        """What of it has not come back, be it owed or given up."""
        return self.to_come.missing

    @property
    def over(self) -> str | None:
        """Why nothing more comes back of it; None while something may."""
        if self.left_fen:
            return None
        said = _("All that is to come back of the refund of {amount} ({time}) has come.")
        one = self.record
        return said.format(amount=yuan_text(one.amount_fen), time=when_text(one.requested_at))

    @property
    def nothing_owed(self) -> str | None:
        """Why the platform owes nothing of it any more; None while it does."""
        given_up = self.record.given_up
        if self.over or self.to_come.left or given_up is None:
            return self.over
        said = _("What was to come back of the refund of {amount} was given up on {day}: {reason}")
        amount, day = yuan_text(self.record.amount_fen), day_text(given_up.at)
        return said.format(amount=amount, day=day, reason=given_up.reason)

    def too_much(self, amount: Fen) -> str | None:
        """Why so much does not come back."""
        if amount <= self.left_fen:
            return None
        said = _("{amount} is more than the {left} that are to come back of the refund.")
        return said.format(amount=yuan_text(amount), left=yuan_text(self.left_fen))

    def too_early(self, at: datetime) -> str | None:
        """Why nothing came back then."""
        settled_at = self.record.settled_at
        if settled_at is None or at >= settled_at:
            return None
        said = _("The refund went at {time}; nothing came back of it before.")
        return said.format(time=minute_text(settled_at))

    def brought(self, order: Order, back: AppealReturn) -> tuple[Order, str]:
        """The order once so much came back, and what is said of it."""
        less = self.record.model_copy(update={"returns": (*self.record.returns, back)})
        refunds = tuple(less if one is self.record else one for one in order.refunds)
        said = _("{amount} of the refund of {whole} are back.")
        now = said.format(amount=yuan_text(less.returned_fen), whole=yuan_text(less.amount_fen))
        return order.model_copy(update={"refunds": refunds}), now


Appealed = AppealedPenalty | AppealedRefund


def appealed(order: Order) -> Iterator[Appealed]:
    """All of them, the penalties first."""
    yield from map(AppealedPenalty, order.penalties)
    yield from map(AppealedRefund, to_come_back(order))
