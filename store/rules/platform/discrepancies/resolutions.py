"""Resolutions (处理结果): what is so of a contradiction by the word of who looked on the platform.

By the platform's, or by ours, as `whose_word` beside it tells who chooses; what stands in no row of
the table is so either way, and only noted.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.discrepancy import Discrepancy, DiscrepancyKind, Right
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.product import Product
from store.models.reissue import Reissue
from store.rules.action.context import Context
from store.rules.order.goods import goods_in
from store.rules.parcels.leaving_there import reissues_it_may_be
from store.rules.parcels.reissues import sent_already
from store.rules.parcels.traces import brought_back
from store.rules.parcels.whereabouts import back_since
from store.rules.platform.cases.case_went_back import went_back_there
from store.rules.platform.cases.open_on_one_side import going_on, over_there
from store.rules.platform.discrepancies.as_there import as_there, without_line
from store.rules.platform.held_back import let_go
from store.rules.stock.coming_back import brought_since, taken_out
from store.rules.stock.stock import moved_stock
from store.words import _


class Looked(NamedTuple):
    """What somebody says who looked there, beside whose word counts."""

    order: Order
    meant: Discrepancy
    reason: str
    reissue: str | None
    """The reissue that a parcel there is; None where it can only be one."""
    context: Context

    @property
    def case(self) -> AfterSalesCase | None:
        """The case that the contradiction is about."""
        return self.order.case_named(self.meant.about)


class Resolved(NamedTuple):
    """The order, and the stock, as they are then, and what follows in sentences."""

    order: Order
    stock: tuple[Product, ...] = ()
    said: tuple[str, ...] = ()


def as_resolved(looked: Looked, right: Right | None) -> Resolved:
    """What is so once somebody has said whose word counts, or that nothing hangs on it."""
    resolution = _RESOLUTIONS.get((looked.meant.kind, right)) if right else None
    return resolution(looked) if resolution else Resolved(looked.order)


def _as_the_platform_gave(looked: Looked) -> Resolved:
    order, case = looked.order, looked.case
    return Resolved(as_there(order, case, looked.reason) if case else order)


def _did_not_go(looked: Looked) -> Resolved:
    order, refund = looked.order, looked.order.refund_named(looked.meant.about)
    if refund is None:
        return Resolved(order)
    return Resolved(order.with_refund(without_line(refund, looked.meant.line, looked.reason)))


def _went_back(looked: Looked) -> Resolved:
    order, case = looked.order, looked.case
    back = went_back_there(order, case, looked.meant, looked.context) if case else order
    return Resolved(back)


def _as_shown(looked: Looked) -> Resolved:
    """A case that is open here is over there; of one that was shown, one is open there."""
    if looked.case:
        return Resolved(over_there(looked.order, looked.case, looked.context))
    return _held(looked)._replace(order=going_on(looked.order, looked.context))


def _as_not_shown(looked: Looked) -> Resolved:
    return Resolved(looked.order) if looked.case else _free(looked)


def _let_go(looked: Looked) -> Resolved:
    stops = tuple(map(str, looked.meant.at_issue[1:]))
    return _free(looked)._replace(order=let_go(looked.order, stops, looked.context))


def _free(looked: Looked) -> Resolved:
    return Resolved(looked.order, said=(_("It may ship."),))


def _held(looked: Looked) -> Resolved:
    return Resolved(looked.order, said=(_("It stays held back."),))


def _is_the_reissue(looked: Looked) -> Resolved:
    order, parcel = looked.order, looked.order.parcel_named(looked.meant.about)
    may = reissues_it_may_be(order, parcel) if parcel else ()
    reissue = next((one for one in may if looked.reissue in (None, one.id)), None)
    if parcel is None or reissue is None:
        return Resolved(order)
    after, stock = _sent_there(order, reissue, parcel, looked.context)
    return Resolved(after, stock, tuple(_sends_the_same(after)))


_RESOLUTIONS: Mapping[tuple[DiscrepancyKind, Right], Callable[[Looked], Resolved]] = {
    ("case_money", "platform"): _as_the_platform_gave,
    ("case_closed", "platform"): _as_the_platform_gave,
    ("case_back", "platform"): _went_back,
    ("case_shown", "platform"): _as_shown,
    ("case_shown", "us"): _as_not_shown,
    ("refund_not_shown", "platform"): _did_not_go,
    ("reissue_there", "platform"): _is_the_reissue,
    ("freed", "platform"): _let_go,
    ("freed", "us"): _held,
}


def _sends_the_same(order: Order) -> Iterator[str]:
    """What another reissue is to send of goods that have left there."""
    for about, lines in sent_already(order).items():
        reissue = order.reissue_named(about)
        said = _(
            "Reissue {number} is to send the same goods ({lines}): cancel it, or the buyer gets"
            " them twice."
        )
        number = reissue.number if reissue else "-"
        yield said.format(number=number, lines=goods_in(order, lines))


def _sent_there(
    order: Order, reissue: Reissue, parcel: Parcel, context: Context
) -> tuple[Order, tuple[Product, ...]]:
    """The order whose reissue left with this parcel, and the stock without its goods."""
    sent = parcel.model_copy(
        update={
            "kind": "reissue",
            "reissue": reissue.id,
            "lines": reissue.lines,
            "shipped_at": context.now,
        }
    )
    left = reissue.model_copy(
        update={
            "state": "shipped",
            "parcel": parcel.id,
            "cancelled_at": None,
            "cancel_reason": "",
        }
    )
    changed = order.with_parcel(sent).with_reissue(left)
    changed = changed.with_tasks_done(
        lambda task: task.kind == "create-reissue" and task.reissue == reissue.id,
        context.now,
        str(context.actor),
    )
    moves = taken_out(changed, sent)
    if at := back_since(sent):
        # It came back before anybody had said what it is: its goods lie here.
        changed = changed.model_copy(update={"losses": tuple(brought_back(changed, sent, at))})
        moves.update(brought_since(order, changed))
    return changed, moved_stock(changed, moves, context)
