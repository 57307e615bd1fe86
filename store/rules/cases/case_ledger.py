"""The ledger of a case (售后台账): what came back, was refunded and was sent for it, by line.

A unit of a case is settled when money or goods have gone for it. What came back and is not settled
lies here: it is neither with the buyer nor the shop's again. Money of a case that names no units is
of as many as it is the price of.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from store.models.after_sales_case import AfterSalesCase, GoodsReturn, ReturnedUnits
from store.models.base import remembered
from store.models.case_state import CaseOutcome
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import Parcel, ParcelKind, units_by_line, units_in_parcels
from store.models.refund import Refund
from store.models.reissue import Loss, losses_now
from store.rules.cases.case_machine import MONEY, MONEY_ALONE
from store.rules.paid.paid_by_others import Lying, paid_by_others
from store.rules.paid.paid_units import paid_units, sum_of_prices

SENT_FOR_CASE: tuple[ParcelKind, ...] = ("replacement", "supplementary", "repaired")


class CaseLedger(Struct, frozen=True):
    """What the records of an order say of one case; the ledgers of the order are made from it.

    It holds the records and not the order, so that what is remembered of an order does not keep
    that order alive.
    """

    case: AfterSalesCase
    refunds: tuple[Refund, ...]
    """The refunds of this case, however they ended."""
    parcels: tuple[Parcel, ...]
    """What was sent because of this case."""
    losses: tuple[Loss, ...]
    """What it brought back and a reissue stands for since; of a case in which nothing was to come
    back, what the carrier brought, which is owed by itself."""
    prices: dict[int, Fen]
    """What one unit of each line was sold for."""
    paid_by_others: Counter[int]
    """Units by line that it brought, once it has ended, and that money is of which is none of its
    own."""
    pays_for_others: Counter[int]
    """Units by line that others brought, and that its money is of."""
    money_of_others: tuple[Refund, ...]
    """What paid for those that it brought (`paid_by_others`)."""
    maybe_paid_by: tuple[Refund, ...]
    """Other money that may have paid for what still lies here of that, and nobody has said."""

    @property
    def id(self) -> str:
        """The number of the case, the platform's or the desk's own."""
        return self.case.id

    @property
    def came_back(self) -> Counter[int]:
        """Units of ours that its returns brought, over all of its parcels, by line."""
        return units_in(self.case.returns)

    @property
    def refunded(self) -> Counter[int]:
        """Units by line for which money went, or is going, back."""
        return units_refunded(self.refunds)

    @property
    def sent(self) -> Counter[int]:
        """Units by line that were sent."""
        return units_in_parcels(self.parcels)

    @property
    def settled_units(self) -> Counter[int]:
        """Units by line for which money or goods have gone."""
        return self.refunded + self.sent

    @property
    def lying_here(self) -> Counter[int]:
        """Units by line that came back and for which neither money nor goods have gone yet.

        Of one that has ended, its own money that names no units is of those that it is the price
        of, and other money of what that leaves (`paid_by_others`).
        """
        return self.not_paid_by_it - self.paid_by_others

    @property
    def not_paid_by_it(self) -> Counter[int]:
        """The same, whatever other money went.

        Of a case that ended with money none, where it names units: whatever else lies here was paid
        for, also where nobody knows with which parcel; so of one that ended with goods, unless some
        left from here for what came, and not for all. Nor do those lie here that money is of which
        went for it all the same, though the platform ended it with nothing.
        """
        left = self._not_given_for
        if self._is_for_unnamed or (self.case.gave_nothing and self.is_met and self.unnamed_fen):
            return left - self.paid_with(self.unnamed_fen, left)
        if self.case.outcome is CaseOutcome.FULFILLED:
            return left if any(self.sent.values()) else Counter()
        return Counter() if self.case.outcome is CaseOutcome.REFUNDED else left

    @property
    def beyond_its_money(self) -> Counter[int]:
        """Units by line that came for a case that names none, and that nobody was paid for."""
        return self.lying_here if self._is_for_unnamed else Counter()

    @property
    def above_their_price(self) -> Fen:
        """What its money is above the price of the units that it paid for: no other unit's, or that
        of one more.
        """
        paid = self.refunded + self.paid_with(self.unnamed_fen, self._not_given_for)
        price = sum_of_prices(paid, self.prices)
        return max(0, self.spent_fen - price) if price else 0

    @property
    def _not_given_for(self) -> Counter[int]:
        """Units by line that came back, less those for which money or goods are known to go."""
        return self.came_back - self.settled_units - self.given_up

    @property
    def keeps_what_it_paid_for(self) -> bool:
        """Did goods come of which those stay here that its money is the price of?"""
        came = self.came_back - self.settled_units
        if not (self._is_for_unnamed and came):
            return False
        left, paid = came - self.given_up, self.paid_with(self.unnamed_fen, came)
        return all(left[line] >= many for line, many in paid.items())

    @property
    def _is_for_unnamed(self) -> bool:
        """Did it end with money for goods, while nobody says of how many?"""
        is_paid = self.case.outcome is CaseOutcome.REFUNDED and self.spent_fen > 0
        return is_paid and self.case.kind in MONEY and not self.case.lines

    def paid_with(self, fen: Fen, units: Counter[int]) -> Counter[int]:
        """Those of these units that so much money of the case is of: all, where it names how many
        it is about; else those that it is the price of, or that what was asked for was. What was
        agreed to for goods that were to come is of one at least.
        """
        if self.case.lines:
            return units
        asked = (self.case.requested_fen, *self.case.amounts_before)
        if self.case.kind in MONEY_ALONE or any(self.refunded.values()):
            return paid_units(units, self.prices, fen)
        return paid_units(units, self.prices, max(fen, *asked), one_at_least=True)

    @property
    def unnamed_fen(self) -> Fen:
        """Money that went, or is going, back and is of no units that are named."""
        named = (part.amount_fen for one in self.refunds if one.spent for part in one.lines)
        return self.spent_fen - sum(named)

    @property
    def not_settled(self) -> Counter[int]:
        """What lies here (`lying_here`); of one that the platform says was fulfilled, all that
        nothing left here for.
        """
        is_sent = self.case.outcome is CaseOutcome.FULFILLED
        asked_for = self.came_back + self.not_there
        return asked_for - self.settled_units if is_sent else self.lying_here

    @property
    def not_there(self) -> Counter[int]:
        """Units by line that its returns were said to hold, and did not."""
        return units_not_in(self.case.returns)

    @property
    def given_up(self) -> Counter[int]:
        """Units by line that came back for it and are recorded as such (`losses`)."""
        return units_by_line(self.losses)

    @property
    def spent_fen(self) -> Fen:
        """Money that went, or is going, back."""
        return sum(refund.amount_fen for refund in self.refunds if refund.spent)

    @property
    def met_fen(self) -> Fen:
        """What of that is for what the buyer asks for now."""
        return sum(one.amount_fen for one in self.refunds if one.spent and not one.of_before)

    @property
    def is_met(self) -> bool:
        """Has all the money gone, or is it going, that was agreed to, else asked for?"""
        case = self.case
        agreed = case.requested_fen if case.agreed_fen is None else case.agreed_fen
        return self.met_fen >= agreed > 0

    @property
    def paid_fen(self) -> Fen:
        """What of that has gone back for certain."""
        mine = (one for one in self.refunds if one.state == "done" and not one.of_before)
        return sum(one.amount_fen for one in mine)

    @property
    def gone_before(self) -> tuple[Refund, ...]:
        """What had been asked for before the buyer applied for what is asked for now: nobody has
        said whether it is the money of that.
        """
        applied_at = self.case.applied_at
        times = ((one, one.ahead_at or one.requested_at) for one in self.refunds if one.spent)
        return tuple(
            one for one, at in times if at and applied_at and at < applied_at and not one.of_before
        )

    @property
    def open_refund(self) -> Refund | None:
        """A refund that nobody has settled yet."""
        return next((refund for refund in self.refunds if refund.open), None)


def units_refunded(refunds: Iterable[Refund]) -> Counter[int]:
    """Units by line for which money of these refunds went, or is going, back."""
    return units_by_line(part for one in refunds if one.spent for part in one.lines)


def units_not_in(returns: Iterable[GoodsReturn]) -> Counter[int]:
    """Units of ours that these returns were said to hold and did not, by line."""
    return _units_of(returns, lambda part: part.missing + part.wrong)


def units_in(returns: Iterable[GoodsReturn]) -> Counter[int]:
    """Units of ours that were found in these returns, by line."""
    return _units_of(returns, lambda part: part.came_back)


def units_named(returns: Iterable[GoodsReturn]) -> Counter[int]:
    """Units that were looked for in these returns, and found or not, by line."""
    return _units_of(returns, lambda part: part.named)


def _units_of(returns: Iterable[GoodsReturn], many: Callable[[ReturnedUnits], int]) -> Counter[int]:
    units: Counter[int] = Counter()
    for parcel in returns:
        for part in parcel.units:
            units[part.line] += many(part)
    return units


@remembered
def case_ledgers(order: Order) -> tuple[CaseLedger, ...]:
    """The ledger of each case of the order."""
    ledgers = tuple(_by_its_records(order, case) for case in order.cases)
    ended = [Lying(one.case, one.not_paid_by_it) for one in ledgers if not one.case.open]
    lying = [one for one in ended if one.case.returns and one.units]
    if not lying:
        return ledgers
    found = paid_by_others(order, lying, ledgers[0].prices)
    none = Counter[int]()
    return tuple(
        replace(
            one,
            paid_by_others=found.for_it.get(one.id, none),
            pays_for_others=found.by_it.get(one.id, none),
            money_of_others=found.money.get(one.id, ()),
            maybe_paid_by=found.maybe.get(one.id, ()),
        )
        for one in ledgers
    )


def case_ledger(order: Order, case: AfterSalesCase) -> CaseLedger:
    """The ledger of a case that is, or might be, one of this order."""
    given = order if any(one is case for one in order.cases) else order.with_case(case)
    return next(one for one in case_ledgers(given) if one.id == case.id)


def _by_its_records(order: Order, case: AfterSalesCase) -> CaseLedger:
    """What its own records say, before other money."""
    return CaseLedger(
        case,
        tuple(refund for refund in order.refunds if refund.case == case.id),
        tuple(
            parcel
            for parcel in order.parcels
            if parcel.case == case.id and parcel.kind in SENT_FOR_CASE
        ),
        tuple(
            loss
            for loss in losses_now(order.losses, order.reissues)
            if loss.case == case.id or _is_carried(case, loss)
        ),
        {one.line: one.unit_fen for one in order.lines},
        Counter(),
        Counter(),
        (),
        (),
    )


def _is_carried(case: AfterSalesCase, loss: Loss) -> bool:
    """Is it what the carrier brought back, of a case that no goods were to come for?"""
    return case.kind in MONEY_ALONE and loss.kind == "come_back" and bool(loss.parcel)
