"""Refunded there (平台已退款): the platform gave money, and goods are sent again beside it.

Whether it is the money of these goods, or only may be, is what is said of the contradiction.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.money import Fen
from store.models.order import Order
from store.models.refund import Refund
from store.models.reissue import Reissue
from store.rules.cases.case_machine import GOODS, REFUSED
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import is_paid_on_return
from store.rules.order.ledger import spent
from store.rules.paid.paid_for import gone_back
from store.rules.paid.paid_units import is_money_of, sum_of_prices
from store.rules.parcels.losses import brought_for, lines_beyond_losses
from store.rules.parcels.sent_again import (
    SentAgain,
    left_beside,
    reaching,
    together,
    units_again,
    ways_again,
)


class MoneyBeside(NamedTuple):
    """Money that went back beside goods that are sent again."""

    refunds: tuple[Refund, ...]
    is_sure: bool
    """It is the money of these goods; else it may be that of others of their line."""


def refunded_beside(
    order: Order, way: SentAgain, *, claimed_before: bool = False
) -> MoneyBeside | None:
    """Did the platform give money for units that are sent again, or may it be for them?

    So too what went back here, where they left there without a question, or where it counts only
    since they were to be sent; what else went back here alone was answered here. Goods that the
    buyer sends back are paid for once they come, and what the case gives that sends them, it counts
    itself. `claimed_before` leaves out what the buyer asked for once he had them.
    """
    known = [
        one
        for one in spent(order)
        if not (_is_its_own(order, one, way) or _was_answered(order, one, way))
        and not (claimed_before and way.is_meant(order.case_named(one.case)))
    ]
    there = tuple(one for one in known if _is_unasked(one, way))
    if not there or not way.lines:
        return None
    paid = {part.line for one in there for part in one.lines}
    too_few = {line for line, units in left_beside(order, ways_again(order)).items() if units < 0}
    if way.left_there or any(_had_failed(one, way) for one in there):
        # Money for lost units was given in its place: it was cancelled here.
        too_few |= lines_beyond_losses(order)
    if any(part.line in paid & too_few for part in way.lines):
        return MoneyBeside(there, is_sure=True)
    if way.is_astray:
        return None
    # An estimate may turn out to be a compensation.
    sure = [one for one in known if not one.estimated]
    here = gone_back(order, (one for one in sure if one not in there))
    others = together(one for one in reaching(order) if one is not way)
    if here.is_for(way.lines, besides=others):
        return None
    if gone_back(order, sure).is_for(way.lines, besides=others):
        return MoneyBeside(there, is_sure=True)
    # A case that names no units may be about these very ones.
    alone = tuple(one for one in there if one in sure and not one.lines)
    if gone_back(order, alone).may_be_for(way.lines):
        return MoneyBeside(alone, is_sure=False)
    return None


def gave_both(order: Order, case: AfterSalesCase) -> bool:
    """Did the platform give the money of goods that the very case has sent, and that are not back?

    So little that it is a compensation is no money of goods, and a gift has none.
    """
    prices = case_of(order, case).prices
    sent = units_again(one for one in ways_again(order) if one.id == case.id and one.parcel)
    there = (one for one in spent(order) if one.case == case.id and one.source is Source.PLATFORM)
    beside = beside_what_it_sent(order, case, there) if sent else 0
    cheapest = min(filter(None, (prices[line] for line in sent)), default=0)
    return cheapest > 0 and is_money_of(cheapest, beside)


def beside_what_it_sent(order: Order, case: AfterSalesCase, given: Iterable[Refund]) -> Fen:
    """What these refunds gave for a case that has sent goods, beside what they gave for others.

    Where the case says how many units are meant, those that it did not send are paid for, and what
    a ruling gives goes beside them.
    """
    view = case_of(order, case)
    unsent = Counter(view.with_gifts if case.lines else {}) - view.sent
    others = sum_of_prices(unsent, view.prices)
    ruled = case.agreed_fen or 0 if case.kind in GOODS else 0
    return max(0, sum(one.amount_fen for one in given) - others - ruled)


def _is_unasked(refund: Refund, way: SentAgain) -> bool:
    """Has nobody been asked here whether the buyer is to have it beside these goods?"""
    is_unasked_here = not refund.both and (way.left_there or _had_failed(refund, way))
    return refund.source is Source.PLATFORM or is_unasked_here


def _had_failed(refund: Refund, way: SentAgain) -> bool:
    """Did it count as failed when it was decided to send these?"""
    if isinstance(way.record, Reissue) and way.record.both:
        return False
    return bool(refund.unfailed_at and way.since and way.since <= refund.unfailed_at)


def _was_answered(order: Order, refund: Refund, way: SentAgain) -> bool:
    """Had it gone, or been agreed to, when somebody said of the reissue that the buyer is to have
    both?
    """
    case = order.case_named(refund.case)
    known_at = (refund.settled_at, case.agreed_at if case else None)
    return any(map(way.goes_beside_money_of, known_at))


def _is_its_own(order: Order, refund: Refund, way: SentAgain) -> bool:
    """Is it money for goods that come back, or of the very case that sends these?

    What came back for a case and goes to the buyer again does not come back for its money, unless
    it is beyond that.
    """
    case = order.case_named(refund.case)
    if case is None or case.id == way.id:
        return case is not None
    if case_of(order, case).keeps_what_it_paid_for:
        return True
    if case.kind is not REFUSED and not is_paid_on_return(case):
        return False
    return not brought_for(order, case, way.id)
