"""The same units (同一件): may money that names no units be that of these ones?

Units have no names. Where as many others of the line are paid for, the money of one of several may
be theirs all the same, or that of goods which are sent again: nobody can tell but the buyer, and
whoever gives both is asked. How much is money for a unit, `paid.paid_for` says.
"""

from collections.abc import Iterable, Iterator, Mapping

from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.rules.cases.case_machine import AWAITS_GOODS, MONEY, NOTHING_BACK, PAY
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_views
from store.rules.paid.paid_for import gone_back, line_meant, sold_for
from store.words import _


def promising_money(order: Order) -> Iterator[CaseView]:
    """The cases that end with money which somebody agreed to."""
    states = (*AWAITS_GOODS, PAY)
    return (one for one in case_views(order) if one.case.kind in MONEY and one.case.state in states)


def is_for_any(
    order: Order,
    view: CaseView | None,
    goods: Iterable[LineQuantity],
    amount: Fen,
    named: Iterable[LineQuantity] = (),
) -> bool:
    """May money, maybe of a case, or of units that are `named`, be that of any of these goods? Not
    where the case says how many units it is about, or pays for what comes back: then it is counted.
    """
    if view and (view.case.lines or view.case.kind not in NOTHING_BACK):
        return False
    of_units = ((one.line, min(amount, sold_for(order.lines, (one,)))) for one in named)
    parts = tuple(of_units) or ((line_meant(view.case if view else None, ()), amount),)
    return gone_back(order, (), more=parts).may_be_for(goods)


def if_same(view: CaseView | None) -> str:
    """What follows where it is theirs, maybe as money of a case."""
    if view is None:
        return _("If the money is for the same units, the buyer gets goods and money.")
    said = _("If case {case} is about the same units, the buyer gets goods and money.")
    return said.format(case=case_called(view.case))


def may_be_promised(
    order: Order, lines: Iterable[LineQuantity], *, besides_case: str = ""
) -> str | None:
    """Which other case is to give money that may be that of any of these units, and that is less
    than all its own cost; None where none is.
    """
    wanted = tuple(lines)
    for view in promising_money(order):
        fen = view.left_to_pay if view.id != besides_case else 0
        if fen and is_for_any(order, view, wanted, fen):
            said = _("Case {case} is to give {amount}.").format(
                case=case_called(view.case), amount=yuan_text(fen)
            )
            return _("{fact} {so}").format(fact=said, so=if_same(view))
    return None


def in_both(
    goods: Mapping[int, int], money: Mapping[int, int], free: Mapping[int, int]
) -> tuple[LineQuantity, ...]:
    """The units for which goods and money would go, where so many by line are `free`: as long as
    there are enough, others of a line may be meant.
    """
    return line_quantities(
        (line, min(many, money.get(line, 0), many + money.get(line, 0) - max(0, free.get(line, 0))))
        for line, many in goods.items()
    )
