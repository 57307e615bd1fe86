"""Money of losses (损失的退款): what is lost or back, and whose money has gone, is owed no more.

Money of a case often names no units, and goods come back after it was given as often as before.
Money that was given for a parcel that was not to reach the buyer, or once its goods were known to
be missing, was given for these: so the refund names them as soon as they are recorded, whichever
came first. So too the money that stood against what was sent again, once that is back.
"""

from collections import Counter
from fractions import Fraction

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.discrepancy import Discrepancy
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.parcel import Parcel, line_quantities, units_by_line
from store.models.refund import Refund, RefundLine
from store.models.reissue import Loss
from store.rules.cases.case_ledger import units_in, units_not_in, units_refunded
from store.rules.cases.case_machine import NOTHING_BACK, REFUSED, TO_COME_BACK
from store.rules.cases.case_view import case_of
from store.rules.order.ledger import line_ledgers, price_of, spent
from store.rules.paid.paid_for import line_paid
from store.rules.paid.paid_units import LEAST_PAID
from store.rules.parcels.found import gave_up
from store.rules.parcels.gifts_back import with_gifts_back
from store.rules.parcels.losses import not_made_good
from store.rules.parcels.refunded_there import beside_what_it_sent
from store.rules.parcels.whereabouts import came_back, place
from store.rules.timing.clocks import LAST


def with_lost_units(order: Order) -> Order:
    """The order whose refunds name the lost units that they were given for; the same one where
    there are none.

    What one names is left to none of the others, so that none before it has to be asked again.
    """
    if not order.losses or not order.refunds:
        return order
    for refund in spent(order):
        given = refund
        while named := _with_more(order, given):
            order, given = order.with_refund(named), named
    return with_gifts_back(order)


def _with_more(order: Order, refund: Refund) -> Refund | None:
    """The refund with the lost units that it names besides; None where there are no more."""
    for loss in not_made_good(order):
        lines = _lines_with(order, refund, loss) if _is_for(order, refund, loss) else None
        if lines:
            return refund.model_copy(update={"lines": lines})
    return None


def _is_for(order: Order, refund: Refund, loss: Loss) -> bool:
    """Was it given for what was lost so: for its parcel, or since that was known?

    What was said to go beside the goods, or was a part of a case that brings others back, is not.
    """
    case = order.case_named(refund.case)
    if refund.both or refund.beside or refund.estimated or _both_go(order, loss):
        return False
    parcel = order.parcel_named(loss.parcel)
    is_there = refund.source is Source.PLATFORM
    if case and parcel and parcel.case == case.id:
        return is_there or _was_known(refund, loss)
    if case and case.kind in TO_COME_BACK and case.returns_received_at:
        # The carrier brought it back, and it was not in the parcel.
        return loss.kind == "come_back" and units_not_in(case.returns)[loss.line] > 0
    if case and case.kind is REFUSED:
        # The carrier brought back what it was refused for, and nobody counted it for the case.
        return loss.kind == "come_back"
    if case and (case.unshipped or case.kind not in NOTHING_BACK):
        return False
    if parcel and gave_up(order, parcel, refund, LAST):
        return True
    if case and parcel and _is_about_another(order, case, parcel):
        return False
    if parcel and parcel.reissue and is_there and _contradictions(order, loss):
        return True
    if case is None or refund.went_at is None:
        return False
    return _was_known(refund, loss) or (not refund.lines and _was_unknown(order, loss))


def _is_about_another(order: Order, case: AfterSalesCase, parcel: Parcel) -> bool:
    """Does the platform's row of the case name another parcel, which the buyer has?"""
    return any(
        one is not parcel and case.tracking_no == one.tracking_no and place(order, one) == "buyer"
        for one in order.parcels
        if one.tracking_no
    )


def _was_known(refund: Refund, loss: Loss) -> bool:
    """Was it given once the loss was known?"""
    return refund.went_at is not None and loss.at <= refund.went_at


def _was_unknown(order: Order, loss: Loss) -> bool:
    """Was money that had gone before not known yet when a reissue recorded this? Else it was
    asked whether the buyer is to have both, and what is to go beside money says so.
    """
    reissue = order.reissue_named(loss.reissue)
    return reissue is not None and not reissue.both


def _lines_with(order: Order, refund: Refund, loss: Loss) -> tuple[RefundLine, ...] | None:
    """Its lines with these units as lost; None where it gives the money of none of them."""
    ledger = next(one for one in line_ledgers(order) if one.number == loss.line)
    most = min(loss.quantity, max(0, ledger.reissuable))
    came = _came_back(order, refund)
    if refund.lines:
        most = min(most, units_refunded((refund,))[loss.line] - came[loss.line])
        most = min(most, _good_ones(order, loss) - _not_recorded(order, loss))
        return _as_lost(refund.lines, loss.line, most)
    if refund.case is None or loss.line != line_paid(order, refund):
        return None
    given = _given(order, refund, loss)
    units = min(most, _units_for(ledger.line, given, least=_least(order, refund, loss)))
    if units <= 0:
        return None
    fen = min(given, ledger.price(units))
    return (RefundLine(line=loss.line, quantity=units, lost=units, amount_fen=fen),)


def _given(order: Order, refund: Refund, loss: Loss) -> Fen:
    """What of it may be for these units: of a case that sent them, what it gave beside others; of
    one that brought goods back, beside these.
    """
    parcel, case = order.parcel_named(loss.parcel), order.case_named(refund.case)
    if case and parcel and parcel.case == case.id:
        given = [one for one in spent(order) if one.case == case.id and _is_for(order, one, loss)]
        return min(refund.amount_fen, beside_what_it_sent(order, case, given))
    came = line_quantities(_came_back(order, refund).items())
    if case is None or not came:
        return refund.amount_fen
    beside = case_of(order, case).spent_fen - price_of(line_ledgers(order), came)
    return max(0, min(refund.amount_fen, beside))


def _came_back(order: Order, refund: Refund) -> Counter[int]:
    """The units by line that came back for its case, which pays for them."""
    case = order.case_named(refund.case)
    return units_in(case.returns) if case and case.kind in TO_COME_BACK else Counter()


def _least(order: Order, refund: Refund, loss: Loss) -> Fraction:
    """Which share of the price of a unit is money for it: all, but where the platform's money stood
    against what sent these units, or a reissue that was cancelled for it, what stands against one.
    """
    stood = refund.source is Source.PLATFORM and _contradictions(order, loss)
    return 1 - LEAST_PAID if stood else Fraction(1)


def _both_go(order: Order, loss: Loss) -> bool:
    """Did somebody settle that the buyer is to have these units beside the money?"""
    return any(one.resolved_by for one in _contradictions(order, loss))


def _contradictions(order: Order, loss: Loss) -> list[Discrepancy]:
    """Those of money with the reissue that recorded these units, or with what sent them."""
    parcel = order.parcel_named(loss.parcel)
    ways = {loss.reissue, *((parcel.reissue, parcel.case) if parcel else ())} - {None, ""}
    return [one for one in order.discrepancies if one.kind == "sent_again" and one.about in ways]


def _units_for(line: Line, fen: Fen, *, least: Fraction) -> int:
    """How many units so much money is for."""
    if not line.amount_fen:
        return 0
    units, rest = divmod(Fraction(fen * line.ordered, line.amount_fen), 1)
    return int(units) + (rest > least)


def _good_ones(order: Order, loss: Loss) -> int:
    """The units of the line that refunds which were for this loss name as good ones."""
    given = (part for one in spent(order) if _is_for(order, one, loss) for part in one.lines)
    return sum(part.good for part in given if part.line == loss.line)


def _not_recorded(order: Order, loss: Loss) -> int:
    """The units of the line that its parcel brought back without being recorded so: they were paid
    back by then, and what was recorded is the rest.
    """
    parcel = order.parcel_named(loss.parcel)
    if parcel is None or not came_back(parcel):
        return 0
    recorded = sum(
        one.quantity for one in order.losses if (one.parcel, one.line) == (parcel.id, loss.line)
    )
    return max(0, units_by_line(parcel.lines)[loss.line] - recorded)


def _as_lost(lines: tuple[RefundLine, ...], line: int, most: int) -> tuple[RefundLine, ...] | None:
    """The same units, so many of which had left and were taken for good ones."""
    changed = tuple(
        one.model_copy(update={"lost": one.lost + max(0, min(most, one.good))})
        if one.line == line
        else one
        for one in lines
    )
    return changed if changed != lines else None
