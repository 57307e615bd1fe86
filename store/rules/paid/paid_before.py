"""Paid before (先前已退): what a case asks for once more that another one may have given.

Money may have gone for goods that the buyer was to keep; where they come back all the same, a case
that somebody writes down for them asks for the same money.
"""

from store.models.axes import Source
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.cases.case_machine import MONEY_ALONE, TO_COME_BACK
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_views
from store.rules.paid.paid_by_others import is_without_goods
from store.rules.paid.paid_units import paid_units
from store.words import _
from store.words.labels import label


def paid_before(order: Order, view: CaseView | None) -> str | None:
    """Which case gave the money of what lies here for this one, that only the desk knows of; None
    where none may have.
    """
    if view is None or view.case.source is not Source.DESK or view.case.kind not in TO_COME_BACK:
        return None
    here = view.lying_here
    for other in case_views(order):
        case = other.case
        is_of_others = case.kind not in MONEY_ALONE or case.line not in (None, *here)
        if is_of_others or not is_without_goods(case):
            continue
        if any(view.prices[line] for line in paid_units(+here, view.prices, other.spent_fen)):
            said = _(
                "Case {other} ({kind}) gave {amount}, and no goods came for it: they may be what"
                " came for case {case}. Then close case {case}, and nothing is paid twice."
            )
            return said.format(
                other=case_called(case),
                kind=label(case.kind),
                amount=yuan_text(other.spent_fen),
                case=case_called(view.case),
            )
    return None
