"""Uploading (上传运单号): what the platform knows of what left, and what it is not told and why.

Until the verdict on 缺货 no number is uploaded (source article 002), and none of what is refunded,
cancelled, under review or contradicted: it would count as 虚假发货, or ship what nobody pays for.
"""

from collections.abc import Iterator
from datetime import datetime

from store.models.axes import Source
from store.models.base import remembered
from store.models.order import Order
from store.models.parcel import Parcel, units_in_parcels
from store.models.platform_task import PlatformTask
from store.rules.order.cases_shown import hides_a_case
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.parcels.whereabouts import came_back
from store.rules.stock.stock_out import awaits_verdict
from store.words import _, phrases

UPLOADS = ("batch-ship", "upload-tracking")
TELLING = (*UPLOADS, "hand-over")
"""Tasks by which the platform comes to know that goods have left."""


def is_told(order: Order, parcel: Parcel) -> bool:
    """Does the platform know this number? It judges no other.

    A number that was told and corrected since is one that it knows.
    """
    if is_shown_otherwise(order, parcel):
        return False
    if parcel.source is Source.PLATFORM or parcel.confirmed:
        return True
    tasks = _telling(order, parcel)
    return not tasks or any(not (one.open or one.moot) for one in tasks)


def is_shown_otherwise(order: Order, parcel: Parcel) -> bool:
    """Does the platform show all the goods of this parcel under other numbers?"""
    if parcel.kind != "shipment" or parcel.number_shown:
        return False
    shown = units_in_parcels(one for one in order.shipments if one.number_shown)
    lines = [line for part in parcel.lines if (line := order.line_named(part.line))]
    # What was cancelled there is shown in no parcel, and need not be.
    wanted = {one.line: many for one in lines if (many := one.ordered - one.cancelled) > 0}
    return bool(wanted) and all(shown[line] >= many for line, many in wanted.items())


def is_to_be_told(order: Order, parcel: Parcel) -> bool:
    """Does the platform still have to be told of it? Until then its goods wait, for it."""
    tasks = _telling(order, parcel)
    return any(one.open for one in tasks) and not is_told(order, parcel)


def is_back_untold(order: Order) -> bool:
    """Has anything of it not left yet, for the platform: is all that was shipped here back before
    it was told, and was no reissue told in its place?
    """
    if not _all_back_untold(order):
        return False
    told = units_in_parcels(one for one in first_there(order) if is_told(order, one))
    return any(one.shipped > told[one.number] + one.refunded_shipped for one in line_ledgers(order))


@remembered
def first_there(order: Order) -> tuple[Parcel, ...]:
    """The parcels by which its goods leave first, for the platform: what was shipped; where all of
    that is back before it was told, the reissues that stand for it. Later ones stand for these.
    """
    if not _all_back_untold(order):
        return order.shipments
    left = units_in_parcels(order.shipments)
    first = []
    for parcel in order.parcels:
        holds = units_in_parcels((parcel,)) & left
        if parcel.kind == "reissue" and holds and not _came_back_untold(order, parcel):
            first.append(parcel)
            left -= holds
    return tuple(first)


@remembered
def _all_back_untold(order: Order) -> bool:
    return bool(order.shipments) and all(_came_back_untold(order, one) for one in order.shipments)


def _came_back_untold(order: Order, parcel: Parcel) -> bool:
    return came_back(parcel) and not (is_told(order, parcel) or is_to_be_told(order, parcel))


def shipped_there_at(order: Order, parcel: Parcel) -> datetime | None:
    """When a parcel counts as shipped: as the platform says of the only one, else once told."""
    only = len(order.shipments) == 1
    if parcel.confirmed and only and order.shipped_at:
        return order.shipped_at
    # An import shows that it was told, not when.
    by_hand = (one for one in _telling(order, parcel) if not one.moot and one.done_by != "import")
    told_at = min((one.done_at for one in by_hand if one.done_at), default=None)
    return max(told_at, parcel.shipped_at) if told_at and parcel.shipped_at else parcel.shipped_at


def told_by_hand(order: Order, parcel: Parcel) -> PlatformTask | None:
    """The task by which somebody says to have told the platform last; none where it is open."""
    last = next(reversed(_telling(order, parcel)), None)
    by_hand = last and not last.open and not last.moot and last.done_by != "import"
    return last if by_hand else None


def _telling(order: Order, parcel: Parcel) -> list[PlatformTask]:
    return [one for one in order.tasks if one.parcel == parcel.id and one.kind in TELLING]


def not_to_upload(order: Order) -> str | None:
    """Why no number of this order is uploaded now, for every reason; None when it may be."""
    reasons = phrases(_reasons(order))
    if not reasons:
        return None
    return _("{order} is left out: {reasons}.").format(order=order.order_no, reasons=reasons)


def _reasons(order: Order) -> Iterator[str]:
    if order.known_from == "buyer":
        yield _("it is known from the buyer alone")
    if awaits_verdict(order):
        yield _("an application for out-of-stock waits for its verdict")
    if order.under_review:
        yield _("the platform is reviewing it")
    if money_ledger(order).is_all_back:
        yield _("all that was paid for it is refunded")
    if all(one.line.cancelled >= one.line.ordered for one in line_ledgers(order)):
        yield _("the platform closed it")
    if hides_a_case(order):
        yield _("the platform shows a case that is not here (import the after-sales export)")
    if order.stops_shipping:
        yield _("the platform and the desk contradict each other about it")
