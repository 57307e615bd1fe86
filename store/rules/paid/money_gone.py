"""Money gone (已退款): what went back already of goods that are to be sent again or for a case."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from store.models.axes import Source
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund
from store.models.reissue import Reissue
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_views
from store.rules.cases.goods_coming import is_paid_on_return
from store.rules.order.goods import goods_in
from store.rules.order.ledger import line_ledgers, money_ledger, price_of, reissuable_units, spent
from store.rules.paid.other_money_said import may_be_its_money
from store.rules.paid.paid_by_others import Lying, paid_by_others
from store.rules.paid.paid_for import gone_back, sold_for
from store.rules.paid.paid_units import is_money_of
from store.rules.parcels.sent_again import SentAgain, together
from store.words import _


def paid_beside(
    order: Order,
    lines: Iterable[LineQuantity],
    besides: Iterable[SentAgain],
    *,
    case: str | None = None,
) -> str | None:
    """What of the order's money went back already, where that is, or may be, the money of these
    units too, which are to be sent beside the others (`sent_besides`), maybe for this `case`. Other
    money that names no units may be theirs, unless it was said that both go, or more came for its
    case than it is just the price of; so may, of what a case sends, that of units for no case.
    """
    wanted = tuple(lines)
    back = money_ledger(order).back
    others = together(besides)
    short = [view for view in case_views(order) if view.beyond_its_money]
    own = {case, *(view.id for view in short)}
    claimed = [
        one for one in spent(order) if not one.both and (one.case is None or one.case not in own)
    ]
    may_be = (
        gone_back(order, claimed).may_be_for(wanted)
        or _paid_as_lost(order, wanted, claimed)
        or (case is not None and _paid_for_no_case(order, wanted, claimed))
        or any(_may_be_of_one_more(order, wanted, view) for view in short if view.id != case)
    )
    if not back or not (may_be or gone_back(order).is_for(wanted, besides=others)):
        return None
    said = _(
        "{back} of {paid} went back already or is on its way, so that the buyer would get goods"
        " ({lines}) and money."
    )
    paid = yuan_text(order.money.paid_fen)
    return said.format(back=yuan_text(back), paid=paid, lines=goods_in(order, wanted))


def _may_be_of_one_more(order: Order, lines: Iterable[LineQuantity], view: CaseView) -> bool:
    """Was more given for a case than the price of the units that it paid for, where one of these
    lies here for it? What a rounding leaves is less than a fen for each unit.
    """
    here = any(view.beyond_its_money[part.line] for part in lines)
    return here and view.above_their_price >= sum(line.ordered for line in order.lines)


def _paid_for_no_case(
    order: Order, lines: Iterable[LineQuantity], refunds: Iterable[Refund]
) -> bool:
    """Did these refunds give the money of units of theirs that the buyer had, for no case? What
    asks for the same again may have been answered by it; not by a compensation for them.
    """
    parts = (part for one in refunds if one.case is None for part in one.lines if part.good)
    paid = {one.line for one in parts if is_money_of(sold_for(order.lines, (one,)), one.amount_fen)}
    return any(one.line in paid for one in lines)


def _paid_as_lost(order: Order, lines: Iterable[LineQuantity], refunds: Iterable[Refund]) -> bool:
    """Did these refunds give the money of lost units of a line of which more is to be sent than is
    recorded as lost? It may be the same loss, recorded once more.
    """
    lost = {part.line for one in refunds for part in one.lines if part.lost}
    known = reissuable_units(line_ledgers(order))
    return any(one.line in lost and one.quantity > known[one.line] for one in lines)


def case_paid_since(order: Order, reissue: Reissue) -> str | None:
    """Which case was paid here since the reissue was made, where that may be the money of what it
    is to send. What the platform paid contradicts the reissue, and is settled by itself.
    """
    goods = {part.line for part in reissue.lines}
    for view in case_views(order):
        given = [
            one
            for one in view.refunds
            if one.spent and one.source is Source.DESK and not one.both
            if one.requested_at and one.requested_at >= reissue.created_at
        ]
        units = any(part.line in goods for one in given for part in one.lines)
        may_be = units or gone_back(order, given).may_be_for(reissue.lines)
        if may_be and not is_paid_on_return(view.case):
            return _for_case_said(order, view, reissue.lines)
    return None


def other_money_since(order: Order, reissue: Reissue) -> str | None:
    """What was entered here that may be the money of what the reissue sends of a case that has
    ended, and that nobody was asked about when it was made; None where nothing may.
    """
    sent = defaultdict[str, Counter[int]](Counter)
    for loss in order.losses:
        if loss.reissue == reissue.id and loss.case:
            sent[loss.case][loss.line] += loss.quantity
    views = [view for view in case_views(order) if not view.case.open and view.case.returns]
    if not (sent and views):
        return None
    lying = [Lying(view.case, view.not_paid_by_it + sent[view.id]) for view in views]
    found = paid_by_others(order, lying, views[0].prices)
    for view in views:
        given = found.maybe.get(view.id, ())
        if found.for_it.get(view.id, Counter()) - view.paid_by_others:
            given = (*found.money[view.id], *given)
        here = tuple(one for one in given if one.source is Source.DESK and not one.both)
        if here and sent[view.id]:
            said = _("{known} Cancel the reissue then.")
            known = may_be_its_money(order, view.case, sent[view.id], here)
            return said.format(known=known)
    return None


def paid_instead(order: Order, lines: Iterable[LineQuantity], view: CaseView) -> str | None:
    """What went back for the very case that is to send these units, where it may be their money.

    Units that it names and that were paid for are not to be sent any more by it.
    """
    wanted = tuple(lines)
    is_instead = view.is_paid_instead
    if not view.names_no_units:
        alone = sum(one.amount_fen for one in view.refunds if one.spent and not one.lines)
        beside = alone - (view.case.agreed_fen or 0)
        is_instead = beside > 0 and is_money_of(price_of(view.lines, wanted), beside)
    if not is_instead:
        return None
    return _for_case_said(order, view, wanted)


def _for_case_said(order: Order, view: CaseView, lines: Iterable[LineQuantity]) -> str:
    said = _(
        "{back} went back for case {case} or is on its way, so that the buyer would get goods"
        " ({lines}) and money."
    )
    back = yuan_text(view.spent_fen)
    return said.format(back=back, case=case_called(view.case), lines=goods_in(order, lines))
