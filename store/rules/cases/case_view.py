"""The view of a case (售后视图): what it still asks for, in units and money, and what follows.

A case ends when every unit it claims is settled, or when all the money that was agreed has gone
back. Which unit is settled, and what came back, its ledger says (`case_ledger.py`).
"""

from collections import Counter

from store.models.after_sales_case import AfterSalesCase, CaseKind, GoodsReturn
from store.models.axes import Party
from store.models.base import remembered
from store.models.case_state import CaseState
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.rules.cases.case_ledger import CaseLedger, case_ledger, units_in
from store.rules.cases.case_machine import GOODS, MONEY, NOTHING_BACK
from store.rules.order.ledger import (
    LineLedger,
    MoneyLedger,
    goods_left,
    line_ledgers,
    money_ledger,
    price_of,
    reissuable_units,
)
from store.rules.paid.paid_for import MoneyBack, gone_back
from store.rules.paid.paid_units import is_money_of


class CaseView(CaseLedger, frozen=True):
    """One case, together with what the ledgers of its order leave to it."""

    lines: tuple[LineLedger, ...]
    """The ledger of each line of the order."""
    money: MoneyLedger
    """The money of the whole order."""
    back: MoneyBack
    """The money of the order that went, or is going, back."""
    goods_fen: Fen
    """What of the money of all goods of the order has not."""

    @property
    def with_gifts(self) -> dict[int, int]:
        """The units by line that it is about, with the gifts that came back for it."""
        about, came = self.opened_about, self.came_back
        gifts = {line: max(about.get(line, 0), came[line]) for line in self.gifts if came[line]}
        return about | gifts

    @property
    def opened_about(self) -> dict[int, int]:
        """The units by line that it was opened about: as it says, else its line's, else the
        order's.
        """
        case = self.case
        if case.lines:
            return {part.line: part.quantity for part in case.lines}
        return {
            ledger.number: ledger.line.ordered - ledger.line.cancelled
            for ledger in self.lines
            if case.line in (None, ledger.number) and ledger.line.ordered > ledger.line.cancelled
        }

    @property
    def gifts(self) -> dict[int, int]:
        """The units by line that went along for nothing; with whose goods, no file says."""
        lines = (ledger.line for ledger in self.lines if self.money.paid)
        return {one.line: one.ordered - one.cancelled for one in lines if not one.amount_fen}

    @property
    def outstanding(self) -> dict[int, int]:
        """The units by line that it claims and for which neither money nor goods have gone."""
        settled, claims, sent = self.settled_units, self.with_gifts, self.sent
        return {
            ledger.number: max(
                0,
                min(
                    claims.get(ledger.number, 0) - settled[ledger.number],
                    # What was refunded without the case is not owed by it any more; what it has
                    # sent is paid for, and is no other unit.
                    ledger.paid_for - sent[ledger.number],
                ),
            )
            for ledger in self.lines
        }

    @property
    def asked_fen(self) -> Fen:
        """What the buyer asks for: the amount, else what its units cost."""
        if self.case.requested_fen:
            return self.case.requested_fen
        return self.met_fen + price_of(self.lines, line_quantities(self.outstanding.items()))

    @property
    def costs_nothing(self) -> bool:
        """Is it about money, and was none paid for its units? They have to come back all the same,
        and the case to end.
        """
        return self.case.kind in MONEY and not self.asked_fen and any(self.outstanding.values())

    @property
    def agreed_fen(self) -> Fen:
        """What it gives to the buyer: as agreed, else as asked for."""
        return self.asked_fen if self.case.agreed_fen is None else self.case.agreed_fen

    @property
    def left_to_pay(self) -> Fen:
        """What of the agreed money has not gone back, as far as the order can be refunded."""
        return max(0, min(self.agreed_fen - self.met_fen, self.refundable))

    @property
    def refundable(self) -> Fen:
        """What may still go back for it: never the money of lines that it is not about."""
        most, claims = self.money.refundable, self.with_gifts
        left = {one.number: self.back.left_of((one.line,)) for one in self.lines}
        if not claims or claims.keys() >= left.keys():
            return most
        # Freight, and what a rounding leaves, belong to no line.
        beside_lines = max(0, most - sum(left.values()))
        return min(most, sum(left[line] for line in claims if line in left) + beside_lines)

    @property
    def to_ship(self) -> dict[int, int]:
        """The units by line that it is about and that still have to go out."""
        claims, is_paid = self.with_gifts, not self.money.is_all_back
        left = ((one.number, one.to_ship if is_paid else 0) for one in self.lines)
        units = ((line, min(claims.get(line, 0), there)) for line, there in left)
        return {line: count for line, count in units if count > 0}

    @property
    def units_due(self) -> tuple[LineQuantity, ...]:
        """The units for which something is due now: what came back, or all if nothing was to come.

        A ruling may end a return before anything was received. What is missing in a parcel that the
        carrier brought back is not with the buyer either.
        """
        if not self.was_received or self.case.kind in NOTHING_BACK:
            return line_quantities(self.outstanding.items())
        astray = Counter[int]()
        if self.case.kind in MONEY:
            astray = reissuable_units(self.lines)
        return self._of_outstanding(self.not_settled + (self.not_there & astray))

    def _of_outstanding(self, units: Counter[int]) -> tuple[LineQuantity, ...]:
        return line_quantities(
            (line, min(many, units[line])) for line, many in self.outstanding.items()
        )

    @property
    def units_to_pay(self) -> tuple[LineQuantity, ...]:
        """The units whose money is due now, as far as they can still be refunded."""
        return self._refundable(self.units_due)

    def _refundable(self, units: tuple[LineQuantity, ...]) -> tuple[LineQuantity, ...]:
        possible = {ledger.number: ledger.refundable_units for ledger in self.lines}
        return line_quantities(
            (part.line, min(part.quantity, possible[part.line])) for part in units
        )

    @property
    def due_now(self) -> Fen:
        """The money that is due now: all that is left, once every unit is accounted for, or where
        none is to come back.
        """
        units, left = self.units_to_pay, self.left_to_pay
        whole = self.case.kind in NOTHING_BACK or units == line_quantities(self.outstanding.items())
        return left if whole else min(left, self.cost(units))

    def units_with(self, amount: Fen) -> tuple[LineQuantity, ...]:
        """The units that go with this amount; less than their price is money only.

        What came back goes with what is due for it, also where less than its price was agreed.
        """
        units = self.units_to_pay
        if amount >= self.cost(units):
            return units
        here = self._refundable(self._of_outstanding(self.paid_with(amount, self.lying_here)))
        return here if amount >= self.due_now else ()

    def cost(self, units: tuple[LineQuantity, ...]) -> Fen:
        """What these units cost, as far as the money of their lines has not gone back."""
        cost = sum(self.back.costs_of(units))
        is_all = {part.line for part in units} >= {one.number for one in self.lines}
        return min(cost, self.goods_fen) if is_all else cost

    @property
    def may_come_back(self) -> Counter[int]:
        """The units by line that may still come: what the case claims comes back once, and nothing
        does that was never sent.
        """
        return self._outside(self.with_gifts, Counter())

    def may_be_found(self, parcel: GoodsReturn | None) -> Counter[int]:
        """The same of one return, with what it brought, if any, and the gifts that may be in it
        besides.
        """
        return self._outside(self.with_gifts | self.gifts, units_in((parcel,) if parcel else ()))

    def _outside(self, most: dict[int, int], in_it: Counter[int]) -> Counter[int]:
        """Of so many units by line those that are not back yet, unless in this very return."""
        here, units = self.came_back, Counter[int]()
        for ledger in self.lines:
            line = ledger.number
            left = most.get(line, 0) - here[line] + in_it[line]
            # What it has sent itself is not what it waits for.
            outside = ledger.outside - self.sent[line] + in_it[line]
            units[line] = max(0, min(left, outside))
        return units

    @property
    def platform_pays(self) -> bool:
        """Is the money on its way from the platform (退款中), with nothing left for us to do?"""
        case = self.case
        return case.state is CaseState.SELLER_TO_REFUND and case.waits_for is Party.PLATFORM

    @property
    def settled(self) -> bool:
        """Has the buyer got all that it gives?"""
        if self.open_refund or self._money_beside_goods:
            return False
        if self.is_met:
            return True
        if self.names_no_units and (self.is_all_that_went or self.is_paid_instead):
            # That is what was meant, beside what lies here.
            return not any(self.lying_here.values())
        return not any(self.outstanding.values())

    @property
    def is_all_that_went(self) -> bool:
        """Did goods go for it, and is the buyer to confirm those, or has it ended?"""
        is_awaited = self.case.open and self.case.state is not CaseState.BUYER_TO_CONFIRM
        return not is_awaited and any(self.sent.values())

    @property
    def names_no_units(self) -> bool:
        """Is it about goods of which nobody knows how many are meant?"""
        return self.case.kind in GOODS and not self.case.lines

    @property
    def names_nothing(self) -> bool:
        """Is it a supplement that names neither units nor goods, maybe of nothing bought?"""
        is_supplement = self.case.kind is CaseKind.SUPPLEMENTARY
        return is_supplement and self.names_no_units and self.case.line is None

    @property
    def is_paid_instead(self) -> bool:
        """Did money go, or is it going, for goods that it was to send: for units, or, where it
        names none, the money of one at least? What a ruling gives goes beside them.
        """
        beside = self.spent_fen - (self.case.agreed_fen or 0)
        if not self.names_no_units or beside <= 0:
            return False
        return any(self.refunded.values()) or is_money_of(self.least_fen, beside)

    @property
    def least_fen(self) -> Fen:
        """What the cheapest unit that it may be about was sold for, gifts left out."""
        sold = (self.prices[line] for line, many in self.opened_about.items() if many)
        return min(filter(None, sold), default=0)

    @property
    def was_received(self) -> bool:
        """Did anything of it come back?"""
        return bool(self.case.returns_received_at)

    @property
    def _money_beside_goods(self) -> Fen:
        """What a ruling gives in money where the case is about goods, and has not gone back."""
        return self.left_to_pay if self.case.kind in GOODS and self.case.agreed_fen else 0


@remembered
def case_views(order: Order) -> tuple[CaseView, ...]:
    """The view of each case of the order."""
    return tuple(_view(order, case) for case in order.cases)


def case_of(order: Order, case: AfterSalesCase) -> CaseView:
    """The view of one case, also of one as it might become that the order does not hold."""
    known = (view for view in case_views(order) if view.case is case)
    return next(known, None) or _view(order, case)


def _view(order: Order, case: AfterSalesCase) -> CaseView:
    ledger = case_ledger(order, case)
    return CaseView(
        case,
        ledger.refunds,
        ledger.parcels,
        ledger.losses,
        ledger.prices,
        ledger.paid_by_others,
        ledger.pays_for_others,
        ledger.money_of_others,
        ledger.maybe_paid_by,
        line_ledgers(order),
        money_ledger(order),
        gone_back(order),
        goods_left(order),
    )
