"""What is said of goods that a case brought, and money that is, or may be, theirs though no money
of that case (`paid.paid_by_others`).
"""

from collections import Counter
from collections.abc import Iterable

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import line_quantities
from store.models.refund import Refund
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView
from store.rules.money.refund_names import refunds_listed
from store.rules.order.goods import goods_in
from store.words import _, sentences


def paid_by_other_money(order: Order, views: Iterable[CaseView]) -> str:
    """What came back for these cases, and money is of that is none of theirs."""
    said = _(
        "What came back for case {case} ({lines}) is paid for by other money of this order,"
        " {refunds}, and the buyer is owed no goods for it."
    )
    return sentences(
        *(
            said.format(
                case=case_called(one.case),
                lines=goods_in(order, line_quantities(one.paid_by_others.items())),
                refunds=refunds_listed(one.money_of_others),
            )
            for one in views
        )
    )


def maybe_paid_by_other_money(order: Order, views: Iterable[CaseView]) -> str:
    """What came back for these cases is owed, and other money may be of it (`maybe_paid_by`)."""
    return sentences(
        *(may_be_its_money(order, one.case, one.lying_here, one.maybe_paid_by) for one in views)
    )


def may_be_its_money(
    order: Order, case: AfterSalesCase, units: Counter[int], refunds: tuple[Refund, ...]
) -> str:
    """These refunds may be the money of these units, which came back for the case."""
    return _(
        "{refunds} went back, or is on its way, since the buyer applied for case {case}: if that is"
        " for what came back for it ({lines}), these goods stay here."
    ).format(
        refunds=refunds_listed(refunds),
        case=case_called(case),
        lines=goods_in(order, line_quantities(units.items())),
    )


def to_say_it_is() -> str:
    """How it is said that other money is of goods that lie here (`paid.paid_goods`)."""
    return _(
        "If it is, refund these goods here with “It went before”: yes; no money moves by that."
    )
