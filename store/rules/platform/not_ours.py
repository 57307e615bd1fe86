"""Not ours (退错货): the platform paid for a return in which nothing of ours had been found."""

from store.models.after_sales_case import AfterSalesCase, CaseOutcome
from store.models.money import yuan_text
from store.models.order import Discrepancy, Order
from store.rules.cases.case_ledger import units_in
from store.rules.cases.case_machine import RETURN
from store.rules.cases.case_names import case_called
from store.rules.cases.goods_coming import on_its_way
from store.rules.cases.interventions import last_ruling, our_agreement
from store.words import _


def paid_for_nothing(order: Order, case: AfterSalesCase) -> bool:
    """Was nothing of ours in what came, as was found before the money went there, and did nobody
    of us agree to it? What the platform ruled is no time that ran out.
    """
    if case.kind is not RETURN or case.outcome is not CaseOutcome.REFUNDED or on_its_way(case):
        return False
    if our_agreement(order, case) or last_ruling(case) or any(units_in(case.returns).values()):
        return False
    ended = case.closed_at
    found = (one.received_at for one in case.returns)
    return ended is not None and any(at is not None and at < ended for at in found)


def not_ours_said(order: Order, discrepancy: Discrepancy) -> str:
    """What was paid for what, and where to get it back."""
    case = order.case_named(discrepancy.about)
    return _(
        "Nothing of ours came back for case {case}, and the platform gave {amount} back all the"
        " same: ask its service for the money with what shows it, or settle it."
    ).format(case=case_called(case), amount=yuan_text(case.refunded_fen or 0 if case else 0))
