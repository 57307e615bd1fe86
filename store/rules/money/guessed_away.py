"""Guessed away (估算占用): only by an estimate is nothing left for a case.

An estimate is the most that can have gone by 退款成功 without an amount. It keeps money from going
twice, but it is no proof that the case was paid: nobody is told that its money went, nor to close
it, and what was owed for it stays owed, until an after-sales export says how much it was.
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.money import yuan_text
from store.models.order import Order
from store.models.refund import Refund
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.order.ledger import spent
from store.words import _


def guessed_away(order: Order, case: AfterSalesCase) -> Refund | None:
    """The estimate without which something would be left for the case, where nothing is."""
    if case_of(order, case).refundable > 0:
        return None
    guessed = (one for one in spent(order) if one.estimated)
    return next((one for one in guessed if _is_left_without(order, one, case)), None)


def guessed_away_said(case: AfterSalesCase, guess: Refund) -> str:
    """Why it is not answered with a yes yet, and what to do."""
    return _(
        "The platform says 退款成功 without an amount, so that up to {amount} have gone back, and"
        " nothing may be left for case {case}; import the after-sales export with all cases, which"
        " says how much, before it is agreed to."
    ).format(amount=yuan_text(guess.amount_fen), case=case_called(case))


def _is_left_without(order: Order, guess: Refund, case: AfterSalesCase) -> bool:
    return case_of(order.without_refunds((guess,)), case).refundable > 0
