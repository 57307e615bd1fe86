"""Not ours (退错货): the platform paid for what did not come for a return, or was not ours."""

from collections import Counter

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome
from store.models.discrepancy import Discrepancy
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import line_quantities, units_by_line
from store.rules.cases.case_ledger import units_in
from store.rules.cases.case_machine import RETURN
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import on_its_way
from store.rules.cases.interventions import last_ruling, our_agreement
from store.rules.order.goods import goods_in
from store.rules.paid.paid_units import is_money_of, sum_of_prices
from store.words import _


def paid_for_nothing(order: Order, case: AfterSalesCase) -> bool:
    """Was nothing of ours in what came, or less than the money is for, as was found before it went
    there, and did nobody of us agree to it? What the platform ruled is no time that ran out.
    """
    if case.kind is not RETURN or case.outcome is not CaseOutcome.REFUNDED or on_its_way(case):
        return False
    if our_agreement(order, case) or last_ruling(case):
        return False
    ended = case.closed_at
    was_known = ended is not None and any(at < ended for at in case.returns_received_at)
    return was_known and (not any(units_in(case.returns).values()) or _is_for_more(order, case))


def _is_for_more(order: Order, case: AfterSalesCase) -> bool:
    """Is its money that of one at least of those that did not come, beside what did?"""
    view = case_of(order, case)
    prices = [fen for line in _not_sent_back(order, case) if (fen := view.prices.get(line))]
    came = sum_of_prices(view.came_back, view.prices)
    return bool(prices) and is_money_of(min(prices), (case.refunded_fen or 0) - came)


def _not_sent_back(order: Order, case: AfterSalesCase) -> Counter[int]:
    """The units by line that it was to bring and did not, nor has since; not what was missing in a
    parcel that the carrier brought back.
    """
    view = case_of(order, case)
    carried = units_by_line(one for one in order.losses if one.kind == "come_back")
    claims = Counter(view.with_gifts) - view.came_back
    return (view.not_there - carried) & claims


def not_ours_said(order: Order, discrepancy: Discrepancy) -> str:
    """What was paid for what, and where to get it back."""
    case = order.case_named(discrepancy.about)
    said = _(
        "Nothing of ours came back for case {case}, and the platform gave {amount} back all the"
        " same: ask its service for the money with what shows it, or settle it."
    )
    if case and any(units_in(case.returns).values()):
        said = _(
            "What came back for case {case} was not all ours ({lines} did not come), and the"
            " platform gave {amount} back all the same: ask its service for the money of the rest"
            " with what shows it, or settle it."
        )
    missing = line_quantities(_not_sent_back(order, case).items()) if case else ()
    amount: Fen = (case.refunded_fen or 0) if case else 0
    return said.format(
        case=case_called(case), lines=goods_in(order, missing), amount=yuan_text(amount)
    )
