"""Refund (退款): money goes back to the buyer, by lines and units or as an amount; needs no case.

`amount` alone is money only, unless it is all that the goods can still be refunded: then all units
go with it, and those that have not left leave `to_ship`. `lines` alone is the money of those units;
the last unit of a line takes the remainder of the division, so that the shares add up. For a case,
amount and units start from what the case still asks for, and never go beyond it.
"""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund as StoredRefund
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, Lines, Reference, Text, wrong
from store.rules.action.references import Choice, every_choice
from store.rules.cases.case_machine import CONFIRM, EVERY, PAY, RECEIVE, SEND, Move, refusal
from store.rules.cases.case_progress import (
    cases_to_pay,
    due_now,
    left_to_pay,
    outstanding,
    platform_pays,
    refundable_beside,
)
from store.rules.cases.case_units import price
from store.rules.money.refund_sentences import (
    case_sum,
    estimated,
    freight_sentence,
    money_sum,
    next_step,
    platform_sentence,
    twins,
    undecided,
)
from store.rules.money.refunding import (
    freight_left,
    shares,
    suggested_fen,
    units_of_case_with,
    units_with,
)
from store.rules.order.axes import was_paid
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.parcels.reissues import CANCEL_THERE, open_reissues, taken_back
from store.rules.parcels.shipping import lines_problem
from store.rules.stock import cancelling
from store.rules.stock.causes import Cause
from store.words import N_, _

NO_CASE = "none"
"""Money beside the case that would be meant otherwise."""


class Refund(Action[Order]):
    """Give money back to the buyer."""

    title = N_("Refund")
    place = 410
    key = "r"
    moves = (
        Move(EVERY, (RECEIVE,), RECEIVE),
        Move(EVERY, (PAY,), PAY),
        Move(EVERY, (SEND,), SEND),
        Move(EVERY, (CONFIRM,), CONFIRM),
    )
    typed_again = "amount"
    tells = (CANCEL_THERE,)

    amount: Amount | None = Field(
        default=None,
        title=N_("Amount (yuan)"),
        description=N_("left out, the price of the lines, or what is due for the case"),
    )
    lines: Lines | None = Field(
        default=None,
        title=N_("Lines"),
        description=N_("line:quantity, such as 1:2; left out, the money only"),
    )
    reason: Text = Field(title=N_("Reason"))
    case: Annotated[str | None, Reference("case")] = Field(
        default=None,
        title=N_("Case"),
        description=N_("left out, the only one with money due; none: money beside it"),
    )
    cause: Cause | None = Field(
        default=None,
        title=N_("Cause"),
        description=N_("ours to say; out_of_stock opens the steps of a cancellation"),
    )

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if self.amount is None and self.lines is None and self.case in (None, NO_CASE):
            raise wrong(_("An amount or lines are needed."))
        return self

    @classmethod
    def fitting(cls, subject: Order, refers: Reference) -> tuple[Choice, ...]:
        return every_choice(subject, refers.to, cases_to_pay(subject))

    @classmethod
    def knows(cls, subject: Order, refers: Reference, value: str) -> bool:
        return value == NO_CASE or subject.case_named(value) is not None

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
            said = _("Nothing is left to refund: {sum}.").format(sum=money_sum(money))
            return " ".join(filter(None, (said, estimated(subject))))
        if not refundable_beside(subject):
            return platform_sentence(subject)
        return None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        case = self._case(subject)
        refused = _case_refusal(subject, case) if case else None
        if refused:
            yield Problem("case", refused)
            return
        wrong_lines = tuple(self._wrong_lines(subject, case))
        yield from wrong_lines
        yield from self._too_much(subject, case)
        if self.amount is not None and self.lines and not wrong_lines:
            yield from self._more_than_lines(subject)
        elif self.amount is None and not wrong_lines and self._amount(subject) <= 0:
            yield Problem("amount", _("The lines cost nothing; give an amount."))

    def _wrong_lines(self, order: Order, case: AfterSalesCase | None) -> Iterator[Problem]:
        left = {ledger.line.line: ledger.refundable_units for ledger in line_ledgers(order)}
        said = _("Of line {line} {left} can be refunded, not {quantity}.")
        held = open_reissues(order)
        if held:
            said = _(
                "Of line {line} {left} can be refunded, not {quantity}; an open reissue sends units"
                " again, cancel it first (cancel-reissue)."
            )
        if case:
            claims = outstanding(order, case)
            left = {line: min(units, claims[line]) for line, units in left.items()}
            said = _("Of line {line} {left} can be refunded for this case, not {quantity}.")
        return lines_problem(order, self.lines or (), left, said)

    def _too_much(self, order: Order, case: AfterSalesCase | None) -> Iterator[Problem]:
        most = money_ledger(order)
        if self.amount is None:
            return
        if self.amount > most.refundable:
            yield Problem(
                "amount",
                _("{amount} is more than the {left} that is left: {sum}.").format(
                    amount=yuan_text(self.amount),
                    left=yuan_text(most.refundable),
                    sum=money_sum(most),
                ),
            )
        elif self.amount > refundable_beside(order):
            yield Problem("amount", platform_sentence(order) or "")
        elif case and self.amount > left_to_pay(order, case):
            yield Problem(
                "amount",
                _(
                    "{amount} is more than case {case} still gives: {sum}; for money beside it,"
                    " give case=none."
                ).format(amount=yuan_text(self.amount), case=case.id, sum=case_sum(order, case)),
            )

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
        cases = cases_to_pay(subject)
        if len(cases) != 1:
            return {"amount": yuan_text(suggested_fen(subject))}
        (case,) = cases
        reason = {"reason": case.reasons[0].text} if case.reasons else {}
        return {"amount": yuan_text(due_now(subject, case))} | reason

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        money = money_ledger(subject)
        left = _("At most {left} may be refunded: {sum}.")
        due = _("Case {case}: {sum}; due now: {due}.")
        beside = (platform_sentence(subject), estimated(subject), freight_sentence(subject))
        return (
            left.format(left=yuan_text(money.refundable), sum=money_sum(money)),
            *filter(None, beside),
            *undecided(subject),
            *(
                due.format(
                    case=case.id,
                    sum=case_sum(subject, case),
                    due=yuan_text(due_now(subject, case)),
                )
                for case in cases_to_pay(subject)
            ),
        )

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self._case(subject)
        amount = self._amount(subject)
        subject, ended = _without_reissues(subject, amount, self.reason, context)
        refund = StoredRefund(
            id=context.new_id(),
            amount_fen=amount,
            lines=shares(subject, self._lines(subject, amount), amount, case),
            reason=self.reason,
            state="pending",
            source=Source.DESK,
            requested_at=context.now,
            cause=self.cause or "",
            case=case.id if case else None,
        )
        changed = subject.model_copy(update={"refunds": (*subject.refunds, refund)})
        after = cancelling.opened_by_refund(changed, refund, context)
        beside = () if case else undecided(subject)
        said = (*ended, *twins(subject, refund), *beside, next_step(amount))
        following = None if after is changed else cancelling.next_step(after)
        if following:
            said = (*said, _("Next: {step}.").format(step=following.said))
        return Outcome((after,), said)

    def _case(self, order: Order) -> AfterSalesCase | None:
        return order.case_named(self.case) if self.case and self.case != NO_CASE else None

    def _amount(self, order: Order) -> Fen:
        if self.amount is not None:
            return self.amount
        case = self._case(order)
        most = left_to_pay(order, case) if case else refundable_beside(order)
        if self.lines is not None:
            return min(price(order, self.lines), most)
        return due_now(order, case) if case else most

    def _lines(self, order: Order, amount: Fen) -> tuple[LineQuantity, ...]:
        if self.lines is not None:
            return self.lines
        case = self._case(order)
        return units_of_case_with(order, case, amount) if case else units_with(order, amount)


def _without_reissues(
    order: Order, amount: Fen, reason: str, context: Context
) -> tuple[Order, tuple[str, ...]]:
    """The order without its open reissues, where all the money of the goods goes back instead."""
    said: tuple[str, ...] = ()
    if amount < money_ledger(order).refundable - freight_left(order):
        return order, said
    for reissue in open_reissues(order):
        order, there = taken_back(order, reissue, reason, context)
        ended = _("Reissue {number} is cancelled, because all the money goes back.")
        said = (*said, ended.format(number=reissue.number), *there)
    return order, said


def _case_refusal(order: Order, case: AfterSalesCase) -> str | None:
    """Why no money goes back for this case: the table, who pays, or nothing is left of it."""
    refused = refusal(case, Refund.moves, _(Refund.title))
    if refused is None and not left_to_pay(order, case):
        return _("Nothing is left to pay for case {case}: {sum}.").format(
            case=case.id, sum=case_sum(order, case)
        )
    if refused is None and platform_pays(case):
        return platform_sentence(order)
    return refused
