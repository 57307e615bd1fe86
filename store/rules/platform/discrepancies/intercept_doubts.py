"""Interceptions in doubt (拦截存疑): the platform says how one ended, not of which parcel.

Until somebody finds out, nothing is sent, and no money goes, on the belief that it is one of them.
"""

from collections.abc import Collection, Iterable, Iterator

from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.rules.cases.case_names import case_called
from store.rules.paid.paid_for import sold_for
from store.rules.paid.paid_units import is_money_of
from store.rules.parcels.traces import all_called
from store.rules.parcels.unknown_contents import may_be_elsewhere
from store.rules.platform.platform_intercepts import outcome_for, parcels_in_doubt
from store.words import _


def in_doubt_said(order: Order, case: AfterSalesCase | None) -> str:
    """What the platform says for the case, and of which parcels it may be."""
    parcels = parcels_in_doubt(order, case)
    said = _(
        "For case {case} the platform says that a parcel was stopped, and not which ({numbers});"
        " ask the carrier, and record the interception of that parcel."
    )
    if case and outcome_for(case) == "failed":
        said = _(
            "For case {case} the platform says that a parcel could not be stopped, and not which"
            " ({numbers}); ask the carrier, and record the interception of that parcel."
        )
    return said.format(case=case_called(case), numbers=all_called(parcels))


def may_be_recorded(order: Order, parcel: Parcel) -> bool:
    """May the platform's word be of this parcel, though nobody here asked to have it stopped?"""
    return any(parcel in parcels for _case, parcels in _in_doubt(order))


def goods_in_doubt(order: Order, parcels: Collection[str]) -> str | None:
    """Which word may be of one of the parcels of these ids, whose goods are to be sent again."""
    for case, meant in _in_doubt(order):
        if any(one.id in parcels for one in meant):
            return in_doubt_said(order, case)
    return None


def money_in_doubt(order: Order, lines: Iterable[LineQuantity], amount: Fen) -> str | None:
    """Which word leaves open whether the goods of this money reach the buyer."""
    units = {part.line for part in lines}
    for case, parcels in _in_doubt(order):
        for parcel in parcels:
            named = any(part.line in units for part in parcel.lines)
            price = sold_for(order.lines, parcel.lines)  # of gifts alone no money is theirs
            if named or (price and is_money_of(price, amount)):
                said = _("{fact} The buyer may get goods and money.")
                return said.format(fact=in_doubt_said(order, case))
    return None


def money_unsure(order: Order, lines: Iterable[LineQuantity], amount: Fen) -> str | None:
    """The same, or which parcel may bring the buyer a part of the goods that seem to be back."""
    given = tuple(lines)
    return money_in_doubt(order, given, amount) or may_be_elsewhere(order, given)


def _in_doubt(order: Order) -> Iterator[tuple[AfterSalesCase, tuple[Parcel, ...]]]:
    """The cases of which that is open here, with the parcels."""
    for about in order.contradicted("intercept"):
        if case := order.case_named(about):
            yield case, parcels_in_doubt(order, case)
