"""Money of stock-outs (缺货的退款): what was given for units that do not ship names them.

Money of a case, or an amount that somebody enters, names no units. What went since the application
and is the price of units that by verdict are to be refunded is theirs, in one sum or several,
whoever entered it, and whatever has left of the order: so it is not owed once more, and the other
units ship. A fen for each unit makes no other amount of the price; nor does the freight with it, or
what sums together, as long as no goods had left by then: beside these it may be a compensation. As
in `money_of_losses`, the refund names them, whether it or the verdict came first. Where it may as
well be the price of units of another line, or of a case's that had left, it names none, and
`already_paid` asks, as of what went before the application; nor do sums that are the price only
together name any until all of them have gone: one that failed would leave its units to them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate, pairwise

from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities, units_in_parcels
from store.models.refund import Refund
from store.models.stock_out import StockOutApplication
from store.rules.cases.case_machine import MONEY_ALONE
from store.rules.cases.case_view import CaseView
from store.rules.money.refunding import shares
from store.rules.order.ledger import freight_left, line_ledgers, price_of, spent
from store.rules.paid.paid_for import line_meant, line_of
from store.rules.paid.paid_units import is_money_of
from store.rules.platform.refunds.refunds_of_case import coming_within
from store.rules.stock.stock_out import approved_latest_first, is_since, to_refund


def with_stock_out_units(order: Order) -> Order:
    """The order whose refunds name the units out of stock that they were given for; the same one
    where there are none.
    """
    applications = approved_latest_first(order) if order.refunds else ()
    for number, last in enumerate(applications):
        # What went since the last of them may be for it and all before it.
        for some in (applications[number:], (last,)):
            while named := _with_more(order, some):
                order = named
    return order


def _with_more(order: Order, applications: tuple[StockOutApplication, ...]) -> Order | None:
    """The order in which more units of these are named; None where there is no money for more."""
    for costs, about in ((_price, _price), (_rounded, about_the_price)):
        for units in _parts_of(to_refund(order, *applications)):
            given = [
                one
                for one in spent(order)
                if is_since(one, applications[0])
                and may_be_for(order, one, units)
                and not is_maybe_of_what_left(order, order.case_named(one.case), one.amount_fen)
            ]
            just = [one for one in given if one.amount_fen in costs(order, units)][:1]
            unsent = [one for one in given if not _left_before(order, one.went_at)]
            found = just or coming_within(unsent, about(order, units))
            is_sure = len(found) == 1 or not any(one.open for one in found)
            if found and is_sure and not _is_price_of_others(order, found, units):
                return naming_units(order, found, units)
    return None


def _is_price_of_others(order: Order, given: list[Refund], units: tuple[LineQuantity, ...]) -> bool:
    """May it as well be the money of units of another line, as nobody knows the line of it?"""
    lines = {part.line for part in units}
    others = line_quantities(
        (ledger.number, ledger.refundable_units)
        for ledger in line_ledgers(order)
        if ledger.number not in lines
    )
    is_of_any = any(line_of(order, one) is None for one in given)
    return is_of_any and bool(priced_at(order, others, sum(one.amount_fen for one in given)))


def is_maybe_of_what_left(order: Order, case: AfterSalesCase | None, fen: Fen) -> bool:
    """May so much money of the case as well be the price of units that had left when the buyer
    applied for it? Nothing but the buyer's words tells these from those that never left.
    """
    if case is None or case.unshipped:
        return False
    left, about = _left_before(order, case.applied_at), line_meant(case, ())
    meant = tuple(part for part in left if about in (None, part.line))
    return bool(priced_at(order, meant, fen))


def _left_before(order: Order, at: datetime | None) -> tuple[LineQuantity, ...]:
    """The units that had left by then and that the buyer has, or is to get."""
    units = units_in_parcels(one for one in order.parcels if _is_before(one.shipped_at, at))
    return line_quantities(
        (ledger.number, min(units[ledger.number], ledger.gone)) for ledger in line_ledgers(order)
    )


def _is_before(one: datetime | None, other: datetime | None) -> bool:
    """So it is taken to be where a time is not known."""
    return one is None or other is None or one < other


def _price(order: Order, units: Iterable[LineQuantity]) -> range:
    """Just what they cost."""
    fen = price_of(line_ledgers(order), units)
    return range(fen, fen + 1)


def _rounded(order: Order, units: Iterable[LineQuantity]) -> range:
    """What is their price to whoever rounds it otherwise: a fen for each unit, more or less; of
    what costs nothing there is none.
    """
    wanted = tuple(units)
    fen, rounding = price_of(line_ledgers(order), wanted), sum(part.quantity for part in wanted)
    return range(fen and max(1, fen - rounding), fen and fen + rounding + 1)


def about_the_price(order: Order, units: Iterable[LineQuantity]) -> range:
    """The same to whoever may give the freight back with it."""
    rounded = _rounded(order, units)
    return range(rounded.start, rounded.stop + freight_left(order)) if rounded else rounded


def priced_at(order: Order, units: tuple[LineQuantity, ...], fen: Fen) -> tuple[LineQuantity, ...]:
    """What of these units so much is about the price of; nothing where it is of none of them."""
    return next((some for some in _parts_of(units) if fen in about_the_price(order, some)), ())


def is_most_of(order: Order, units: tuple[LineQuantity, ...], fen: Fen) -> bool:
    """Is so much their price, or most of it, or more?"""
    return fen > 0 and bool(units) and is_money_of(price_of(line_ledgers(order), units), fen)


def _parts_of(units: tuple[LineQuantity, ...]) -> Iterator[tuple[LineQuantity, ...]]:
    """What of these units so much money may be for: all of them, else as many as can be of one
    line.
    """
    yield units
    for part in units:
        for count in range(part.quantity, 0, -1):
            yield (LineQuantity(line=part.line, quantity=count),)


def may_be_for(order: Order, refund: Refund, units: tuple[LineQuantity, ...]) -> bool:
    """May it be given for these units: with none of its own, and for no case of other lines, or of
    goods that come back?
    """
    case, line = order.case_named(refund.case), line_of(order, refund)
    is_named = bool(refund.lines) or refund.both or refund.estimated
    is_money_alone = case is None or case.kind in MONEY_ALONE
    is_of_lines = line is None or all(part.line == line for part in units)
    return not is_named and is_money_alone and is_of_lines


def naming_units(
    order: Order,
    given: Sequence[Refund],
    units: tuple[LineQuantity, ...],
    *,
    said_at: datetime | None = None,
    case: CaseView | None = None,
) -> Order:
    """The order in which these refunds, which are their money, maybe as somebody said, name the
    units: each of them those that it, with what went before it, pays for whole, the last one the
    rest. Those that came for a `case` had left.
    """
    one_by_one = [part.line for part in units for _unit in range(part.quantity)]
    went = accumulate(one.amount_fen for one in given[:-1])
    ends = (*(_paid_whole(order, one_by_one, fen) for fen in went), len(one_by_one))
    # What they give names no units yet, and is not to be taken from the price of these.
    beside = order.without_refunds(given)
    for refund, (start, end) in zip(given, pairwise((0, *ends)), strict=False):
        its = shares(beside, _counted(one_by_one[start:end]), refund.amount_fen, case)
        naming = refund.model_copy(update={"lines": its, "named_at": said_at})
        beside, order = beside.with_refund(naming), order.with_refund(naming)
    return order


def _paid_whole(order: Order, units: list[int], fen: Fen) -> int:
    """How many of these units, from the first on, so much pays for, a fen for each more or less."""
    ledgers, counts = line_ledgers(order), range(len(units), 0, -1)
    return next(
        (count for count in counts if price_of(ledgers, _counted(units[:count])) <= fen + count), 0
    )


def _counted(lines: list[int]) -> tuple[LineQuantity, ...]:
    return line_quantities(Counter(lines).items())
