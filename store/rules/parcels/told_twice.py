"""Told twice (两处所记): units that a parcel brought back and a return was found to hold."""

from collections import Counter

from store.models.order import Order
from store.models.parcel import units_in_parcels
from store.rules.cases.case_ledger import units_named
from store.rules.cases.case_machine import MONEY_ALONE, REFUSED
from store.rules.cases.case_view import case_views
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.whereabouts import came_back


def told_twice(order: Order) -> Counter[int]:
    """Units by line that a parcel brought back and a return was found to hold: the same units.

    What was found missing or wrong is told as well as what is good: the carrier brought the box.
    """
    carried = units_in_parcels(
        one for one in order.parcels if one.kind != "repaired" and came_back(one)
    )
    found, refused = Counter[int](), Counter[int]()
    if not carried:
        return found
    for view in case_views(order):
        named = units_named(view.case.returns)
        # What was missing in one parcel of a case may have come in the next one.
        about = Counter(view.with_gifts) | view.came_back
        found += named & about
        if view.case.kind is REFUSED:
            refused += named
        elif view.case.kind in MONEY_ALONE:
            # Nothing was to come for it, so that what nobody announced is what the carrier brought.
            refused += units_named(one for one in view.case.returns if not one.tracking_no)
    twice: Counter[int] = Counter()
    for ledger in line_ledgers(order):
        line = ledger.number
        left = ledger.outside + ledger.returned
        least = min(carried[line], refused[line])
        twice[line] = max(least, min(carried[line], carried[line] + found[line] - left))
    return twice


def taken_for_cases(order: Order) -> Counter[int]:
    """Units by line that a parcel brought back and that lie here for a case, as it was found.

    What a case that no goods were to come for gives is no money for them, and what is missing is
    not with the buyer: both are owed as what came back is, whoever looked at it.
    """
    found = Counter[int]()
    for view in case_views(order):
        if view.case.kind not in MONEY_ALONE:
            found += view.came_back
    return told_twice(order) & found
