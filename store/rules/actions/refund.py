"""Refund (退款): money goes back to the buyer, by lines and units or as an amount; needs no case.

`amount` alone is money only, unless it is all that the order can still be refunded: then all its
units go with it, and those that have not left leave `to_ship`. `lines` alone is the money of those
units; the last unit of a line takes the remainder of the division, so that the shares add up.
"""

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field, model_validator

from store.errors import Problem
from store.models.axes import Source
from store.models.base import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund as StoredRefund
from store.models.refund import RefundLine
from store.rules.axes import was_paid
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.fields import Amount, Lines, Text, minute_text, wrong, yuan_text
from store.rules.ledger import LineLedger, MoneyLedger, line_ledgers, money_ledger, spent
from store.rules.shipping import lines_problem
from store.words import N_, _


class Refund(Action[Order]):
    """Give money back to the buyer."""

    title: ClassVar[str] = N_("Refund")
    typed_again: ClassVar[str | None] = "amount"

    amount: Amount | None = Field(
        default=None, title=N_("Amount (yuan)"), description=N_("left out, the price of the lines")
    )
    lines: Lines | None = Field(
        default=None,
        title=N_("Lines"),
        description=N_("line:quantity, such as 1:2; left out, the money only"),
    )
    reason: Text = Field(title=N_("Reason"))

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if self.amount is None and self.lines is None:
            raise wrong(_("An amount or lines are needed."))
        return self

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not was_paid(subject):
            return _("This order is not paid yet.")
        unknown = next((one for one in subject.refunds if one.state == "unknown"), None)
        if unknown:
            return _(
                "Nobody knows yet whether the refund of {amount} ({refund}) has gone through; find"
                " out and settle it before another one."
            ).format(amount=yuan_text(unknown.amount_fen), refund=unknown.id)
        money = money_ledger(subject)
        if money.refundable <= 0:
            return _("Nothing is left to refund: {sum}.").format(sum=_sum(money))
        return None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        left = {ledger.line.line: ledger.refundable_units for ledger in line_ledgers(subject)}
        wrong_lines = tuple(
            lines_problem(
                subject,
                self.lines or (),
                left,
                _("Of line {line} {left} can be refunded, not {quantity}."),
            )
        )
        yield from wrong_lines
        most = money_ledger(subject)
        if self.amount is not None and self.amount > most.refundable:
            yield Problem(
                "amount",
                _("{amount} is more than the {left} that is left: {sum}.").format(
                    amount=yuan_text(self.amount), left=yuan_text(most.refundable), sum=_sum(most)
                ),
            )
        elif self.amount is not None and self.lines and not wrong_lines:
            yield from self._more_than_lines(subject)
        elif self.amount is None and not wrong_lines and self._amount(subject) <= 0:
            yield Problem("amount", _("The lines cost nothing; give an amount."))

    def _more_than_lines(self, order: Order) -> Iterator[Problem]:
        named = {part.line for part in self.lines or ()}
        cost = sum(
            ledger.refundable_fen for ledger in line_ledgers(order) if ledger.line.line in named
        )
        if self.amount is not None and self.amount > cost:
            yield Problem(
                "amount",
                _("{amount} is more than the {cost} that is left of these lines.").format(
                    amount=yuan_text(self.amount), cost=yuan_text(cost)
                ),
            )

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return {"amount": yuan_text(money_ledger(subject).refundable)}

    @classmethod
    def background(cls, subject: Order) -> tuple[str, ...]:
        money = money_ledger(subject)
        left = _("At most {left} may be refunded: {sum}.")
        return (left.format(left=yuan_text(money.refundable), sum=_sum(money)),)

    def apply(self, subject: Order, context: Context) -> Outcome:
        amount = self._amount(subject)
        refund = StoredRefund(
            id=context.new_id(),
            amount_fen=amount,
            lines=_spread(subject, self._lines(subject, amount), amount),
            reason=self.reason,
            state="pending",
            source=Source.DESK,
            requested_at=context.now,
        )
        changed = subject.model_copy(update={"refunds": (*subject.refunds, refund)})
        return Outcome((changed,), (*_twins(subject, refund), _next_step(amount)))

    def _amount(self, order: Order) -> Fen:
        if self.amount is not None:
            return self.amount
        cost = sum(_cost(ledger, units) for ledger, units in _named(order, self.lines or ()))
        return min(cost, money_ledger(order).refundable)

    def _lines(self, order: Order, amount: Fen) -> tuple[LineQuantity, ...]:
        if self.lines is not None:
            return self.lines
        if amount < money_ledger(order).refundable:
            return ()
        return tuple(
            LineQuantity(line=ledger.line.line, quantity=ledger.refundable_units)
            for ledger in line_ledgers(order)
            if ledger.refundable_units > 0
        )


def _twins(order: Order, refund: StoredRefund) -> Iterator[str]:
    """Another refund of the same amount is open: perhaps somebody entered it twice."""
    for one in spent(order):
        if one.state == "pending" and one.amount_fen == refund.amount_fen and one.requested_at:
            yield _(
                "Another refund of {amount} was entered at {time} ({refund}); if it is the same"
                " one, settle one of them as failed."
            ).format(
                amount=yuan_text(one.amount_fen),
                time=minute_text(one.requested_at),
                refund=one.id,
            )


def _next_step(amount: Fen) -> str:
    return _(
        "{amount} is pending here; no money has moved yet: refund it on the platform, then settle"
        " it here."
    ).format(amount=yuan_text(amount))


def _sum(money: MoneyLedger) -> str:
    return _("{paid} paid - {done} done - {pending} pending - {unknown} unknown").format(
        paid=yuan_text(money.paid),
        done=yuan_text(money.done),
        pending=yuan_text(money.pending),
        unknown=yuan_text(money.unknown),
    )


def _named(order: Order, lines: tuple[LineQuantity, ...]) -> Iterator[tuple[LineLedger, int]]:
    ledgers = {ledger.line.line: ledger for ledger in line_ledgers(order)}
    return ((ledgers[part.line], part.quantity) for part in lines)


def _cost(ledger: LineLedger, units: int) -> Fen:
    """The price of the next so many units; the last unit takes the remainder of the division."""
    if units >= ledger.refundable_units:
        return max(0, ledger.refundable_fen)
    return min(ledger.line.amount_fen * units // ledger.line.ordered, max(0, ledger.refundable_fen))


def _spread(order: Order, lines: tuple[LineQuantity, ...], amount: Fen) -> tuple[RefundLine, ...]:
    """Share the amount over the lines by their price, so that the shares add up to the fen."""
    named = [(ledger, units, _cost(ledger, units)) for ledger, units in _named(order, lines)]
    total = sum(cost for _ledger, _units, cost in named)
    parts: list[RefundLine] = []
    counted = 0
    for ledger, units, cost in named:
        before = amount * counted // total if total else 0
        counted += cost
        share = amount * counted // total - before if total else 0
        unshipped = min(units, max(0, ledger.to_ship))
        lost = min(units - unshipped, max(0, ledger.reissuable))
        parts.append(
            RefundLine(
                line=ledger.line.line,
                quantity=units,
                unshipped=unshipped,
                lost=lost,
                amount_fen=min(share, cost),
            )
        )
    return tuple(parts)
