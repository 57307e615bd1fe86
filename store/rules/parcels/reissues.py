"""Reissues (补发单) of one order: how many there may be, and how one is taken back."""

from collections.abc import Iterable

from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.models.reissue import Reissue
from store.rules.action.context import Context
from store.rules.parcels.leaving_there import CANCEL_THERE, open_reissues
from store.rules.parcels.losses import lines_beyond_losses
from store.rules.parcels.sent_again import sent_there, ways_again
from store.words import _
from store.words.times import SHOP_TIME


def taken_back(
    order: Order, reissue: Reissue, reason: str, context: Context
) -> tuple[Order, tuple[str, ...]]:
    """The order whose reissue is not to leave any more, and what is to be done on the platform.

    What became of its units stays recorded: they may be sent again later, or refunded. What a case
    had brought lies here for that as before.
    """
    ended = {"state": "cancelled", "cancelled_at": context.now, "cancel_reason": reason}
    changed = order.with_reissue(reissue.model_copy(update=ended))
    if not any(one.reissue == reissue.id and one.done_at and not one.moot for one in order.tasks):
        return changed, ()
    tells = CANCEL_THERE.on(order.platform)
    told = tells.task(context, order.order_no, reissue=reissue.id)
    return changed.with_tasks(told), (tells.said(number=reissue.number, order=order.order_no),)


def in_question(order: Order) -> frozenset[str]:
    """The ids of open reissues of which it is to be settled first whether their goods are to go:
    the platform gave their money, or shows another parcel, or those in whose place they go have
    turned up.
    """
    return frozenset(
        one.id
        for one in open_reissues(order)
        if any(_is_about(order, asked, one) for asked in order.open_discrepancies)
    )


def sent_already(order: Order) -> dict[str, tuple[LineQuantity, ...]]:
    """What open reissues are to send of goods that another one has sent there since, of which
    nobody was asked here: by their ids, more than is recorded as lost or back.
    """
    waiting = open_reissues(order)
    if not waiting:
        return {}
    left = {part.line for way in ways_again(order) if way.left_there for part in way.lines}
    goods = left & lines_beyond_losses(order)
    found = {one.id: tuple(part for part in one.lines if part.line in goods) for one in waiting}
    return {one.id: found[one.id] for one in waiting if found[one.id] and not one.both}


def stands_for(reissue: Reissue, parcel: Parcel) -> bool:
    """May it send what was in this parcel again?"""
    return _sends(reissue, parcel.lines)


def _sends(reissue: Reissue, lines: Iterable[LineQuantity]) -> bool:
    goods = {part.line for part in reissue.lines}
    return any(part.line in goods for part in lines)


def _is_about(order: Order, asked: Discrepancy, reissue: Reissue) -> bool:
    if asked.kind in ("found", "shared_found"):
        parcel = order.parcel_named(asked.about)
        return parcel is not None and stands_for(reissue, parcel)
    if asked.kind == "case_sent":
        case = order.case_named(asked.about)
        return case is not None and _sends(reissue, sent_there(order, case))
    return asked.about == reissue.id or asked.kind == "reissue_there"


def over_the_limit(order: Order, context: Context) -> str | None:
    """The policy's most reissues an order (`reissue_limit`) are there; cancelled ones are none."""
    today = context.now.astimezone(SHOP_TIME).date()
    rule = context.policy.rule(order.platform, "reissue_limit", today)
    standing = [one for one in order.reissues if one.state != "cancelled"]
    if rule is None or len(standing) < rule.value:
        return None
    if any(one.state == "open" for one in standing):
        said = _(
            "This order has {count} reissues and at most {limit} are allowed; refund the buyer"
            " instead, or cancel a reissue that has not left yet."
        )
    else:
        said = _(
            "This order has {count} reissues and at most {limit} are allowed; refund the buyer"
            " instead."
        )
    return said.format(count=len(standing), limit=int(rule.value))
