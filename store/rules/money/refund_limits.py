"""Limits of a refund: by its units, its lines, its case and by all that the buyer paid."""

from collections.abc import Iterator

from store.errors import Problem
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.cases.case_account import of_case
from store.rules.cases.case_machine import MONEY
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_of
from store.rules.cases.goods_coming import (
    goods_elsewhere,
    is_settled_by_another,
    lost_on_its_way_back,
)
from store.rules.money.guessed_away import guessed_away, guessed_away_said
from store.rules.money.refund_sentences import (
    case_sum,
    estimated,
    money_sum,
    platform_sentence,
    waits_for_nothing,
)
from store.rules.money.refunding import (
    cases_to_pay,
    refundable_beside,
    still_to_give,
    waits_for_just,
)
from store.rules.order.axes import was_paid
from store.rules.order.goods import TO_REFUND, Holder
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.paid.given_before import given_before
from store.rules.paid.paid_for import gone_back
from store.rules.paid.paid_goods import maybe_paid
from store.rules.parcels.leaving_there import open_reissues
from store.rules.parcels.shipping import lines_problem
from store.words import _, listed, sentences
from store.words.times import when_text


def none_to_give(order: Order) -> str | None:
    """Why no money of this order can go back at all, nor has gone for goods that lie here."""
    if not was_paid(order):
        return _("This order is not paid yet.")
    unknown = next((refund for refund in order.refunds if refund.state == "unknown"), None)
    if unknown:
        return _(
            "Nobody knows yet whether the refund of {amount} ({time}) has gone through; find"
            " out and settle it before another one."
        ).format(amount=yuan_text(unknown.amount_fen), time=when_text(unknown.requested_at))
    money = money_ledger(order)
    if money.refundable <= 0 and not any(maybe_paid(order)):
        said = _("Nothing is left to refund: {sum}.").format(sum=money_sum(money))
        return sentences(said, estimated(order), waits_for_nothing(order))
    if money.refundable > 0 and not refundable_beside(order):
        return platform_sentence(order)
    return None


def units_to_refund(order: Order, case: CaseView | None) -> dict[int, int]:
    """The units by line that can be refunded, for a case no more than it still asks for."""
    left = {ledger.number: ledger.refundable_units for ledger in line_ledgers(order)}
    claims = case.outstanding if case else left
    return {line: min(units, claims[line]) for line, units in left.items()}


def too_many_units(
    order: Order, case: CaseView | None, lines: tuple[LineQuantity, ...]
) -> Iterator[Problem]:
    """More units than are left, or than the case still asks for."""
    holders: tuple[Holder, ...] = TO_REFUND
    sentence = _("Of {goods} {left} can be refunded, not {quantity}: {account}.")
    if open_reissues(order):
        sentence = _(
            "Of {goods} {left} can be refunded, not {quantity}: {account}; what an open reissue"
            " sends again is refunded once that is cancelled."
        )
    if case:
        sentence = _("Of {goods} {left} can be refunded for this case, not {quantity}: {account}.")
        holders = of_case(case)
    return lines_problem(order, lines, units_to_refund(order, case), sentence, holders)


def case_refused(order: Order, case: CaseView, by_table: str | None) -> str | None:
    """Why no money goes back for this case: the table, its goods, who pays, or nothing is left."""
    if by_table or is_settled_by_another(order, case.case):
        case_said = goods_elsewhere(order, case.case) or lost_on_its_way_back(order, case.case)
        return case_said or by_table
    guess = guessed_away(order, case.case)
    if not case.left_to_pay and not given_before(order, case.case):
        said = _("Nothing is left to pay for case {case}: {sum}.").format(
            case=case_called(case.case), sum=case_sum(case)
        )
        return guessed_away_said(case.case, guess) if guess else said
    return platform_sentence(order) if case.platform_pays else None


def whose_is_it(order: Order, amount: Fen | None) -> str | None:
    """Why it has to be said whose money an amount is that is given alone: cases are to be paid, and
    it is not just what one asks for; None also for more than is left.
    """
    due = [case_of(order, case) for case in cases_to_pay(order)]
    if amount is None or not due or amount > refundable_beside(order):
        return None
    if waits_for_just(order, amount):
        return None
    said = _(
        "{amount} is not just what one case asks for, and {due} is still to be given. Name the case"
        " where it is a part of its money; for money beside it, say that it is for no case."
    )
    each = _("{amount} (case {case})")
    of_cases = (
        each.format(amount=yuan_text(still_to_give(view)), case=case_called(view.case))
        for view in due
    )
    return said.format(amount=yuan_text(amount), due=listed(of_cases))


def no_amount(case: CaseView | None) -> str:
    """Why no money goes back by itself, maybe for a case, so that somebody has to say how much."""
    if case is None:
        return _("The lines cost nothing; give an amount.")
    said = _("Case {case} asks for goods and names no money; give an amount or lines.")
    if case.case.kind in MONEY:
        said = _(
            "Of the {left} that case {case} still gives nothing is due by itself, because its goods"
            " have not come back; give an amount or lines."
        )
    return said.format(case=case_called(case.case), left=yuan_text(case.left_to_pay))


def too_much(
    order: Order, case: CaseView | None, lines: tuple[LineQuantity, ...], amount: Fen
) -> Iterator[Problem]:
    """More money than is left of the order, beside what the platform pays, or of the case, or than
    the lines that go with it still cost.
    """
    most = money_ledger(order)
    if amount > most.refundable:
        yield Problem(
            "amount",
            _("{amount} is more than the {left} that is left: {sum}.").format(
                amount=yuan_text(amount), left=yuan_text(most.refundable), sum=money_sum(most)
            ),
        )
    elif amount > refundable_beside(order):
        yield Problem("amount", platform_sentence(order) or "")
    elif case and amount > case.left_to_pay:
        yield Problem(
            "amount",
            _(
                "{amount} is more than case {case} still gives: {sum}; for money beside it,"
                " say that it is for no case."
            ).format(amount=yuan_text(amount), case=case_called(case.case), sum=case_sum(case)),
        )

    cost = gone_back(order).left_of(lines)
    if lines and amount > cost:
        yield Problem(
            "amount",
            _("{amount} is more than the {cost} that is left of these lines.").format(
                amount=yuan_text(amount), cost=yuan_text(cost)
            ),
        )
