"""Returning (退货): how much may come back for a case, and what it does to the stock.

A return counts earlier returns across parcels: what a case claims comes back once, and nothing
comes back that was never sent.
"""

from collections import Counter
from collections.abc import Iterator

from store.models.after_sales_case import (
    AfterSalesCase,
    CaseOutcome,
    GoodsReturn,
    ReturnedUnits,
)
from store.models.order import Order
from store.models.product import Product
from store.rules.action.context import Context
from store.rules.cases.case_ledger import came_back, sent_for
from store.rules.cases.case_units import claimed
from store.rules.order.ledger import line_ledgers
from store.rules.stock.stock import moved_stock
from store.words import _


def awaited_after_all(case: AfterSalesCase) -> bool:
    """Did the case end with its money while its goods were still on their way back?"""
    coming = bool(case.return_tracking_no) or any(one.shipped_at for one in case.returns)
    here = any(one.received_at for one in case.returns)
    return case.outcome is CaseOutcome.REFUNDED and coming and not here


def may_come_back(order: Order, case: AfterSalesCase, parcel: GoodsReturn) -> dict[int, int]:
    """The units by line that this parcel may hold, after what the other parcels brought."""
    others = case.model_copy(
        update={"returns": tuple(one for one in case.returns if one.id != parcel.id)}
    )
    besides = order.with_case(others)
    claims = claimed(order, case)
    sent_anew = sum((sent_for(order, one) for one in order.cases), Counter[int]())
    found = {}
    for ledger in line_ledgers(besides):
        line = ledger.line.line
        still_claimed = claims.get(line, 0) - came_back(others)[line]
        outside = ledger.shipped + ledger.reissue_shipped + sent_anew[line] - ledger.returned
        found[line] = max(0, min(still_claimed, outside))
    return found


def restocked(
    order: Order,
    before: tuple[ReturnedUnits, ...],
    after: tuple[ReturnedUnits, ...],
    context: Context,
) -> tuple[Product, ...]:
    """The products whose stock a finding changes: by its good units, or by their difference."""
    sku_of = {line.line: line.sku for line in order.lines}
    moved: Counter[str] = Counter()
    for sign, finding in ((-1, before), (1, after)):
        for part in finding:
            moved[sku_of[part.line]] += sign * part.good
    return moved_stock(order, moved, context)


def stock_said(products: tuple[Product, ...]) -> Iterator[str]:
    """What the stock is now."""
    for one in products:
        yield _("{sku}: {on_hand} on hand now.").format(sku=one.sku, on_hand=one.on_hand)
