"""Uploading (上传运单号): what the platform knows of what left, and what it is not told and why.

Until the verdict on 缺货 no number is uploaded (source article 002), and none of what is refunded,
cancelled, under review or contradicted: it would count as 虚假发货, or ship what nobody pays for.
"""

from collections import Counter
from datetime import datetime

from store.models.axes import AfterSales, Source
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.platform_task import PlatformTask
from store.rules.order.axes import after_sales
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.parcels.whereabouts import came_back
from store.words import _

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
    shown = Counter[int]()
    for other in order.parcels:
        if other.kind == "shipment" and other.number_shown:
            shown.update({part.line: part.quantity for part in other.lines})
    lines = [line for part in parcel.lines if (line := order.line_named(part.line))]
    return bool(lines) and all(shown[one.line] >= one.ordered - one.cancelled for one in lines)


def is_to_be_told(order: Order, parcel: Parcel) -> bool:
    """Does the platform still have to be told of it? Until then its goods wait, for it."""
    tasks = _telling(order, parcel)
    return any(one.open for one in tasks) and not is_told(order, parcel)


def is_back_untold(order: Order) -> bool:
    """Has nothing left yet, for the platform: is all that left here back before it was told?"""
    sent = [one for one in order.parcels if one.kind == "shipment"]
    return bool(sent) and all(
        came_back(one) and not (is_told(order, one) or is_to_be_told(order, one)) for one in sent
    )


def shipped_there_at(order: Order, parcel: Parcel) -> datetime | None:
    """When a parcel counts as shipped: as the platform says of the only one, else once told."""
    only = sum(one.kind == "shipment" for one in order.parcels) == 1
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
    """Why no number of this order is uploaded now; None when it may be."""
    number = order.order_no
    if order.known_from == "buyer":
        said = _("{order} is left out: it is known from the buyer alone.")
        return said.format(order=number)
    if order.open_stock_out:
        return _(
            "{order} is left out: an application for out-of-stock waits for its verdict."
        ).format(order=number)
    if order.under_review:
        return _("{order} is left out: the platform is reviewing it.").format(order=number)
    money = money_ledger(order)
    if money.paid and money.refundable <= 0:
        return _("{order} is left out: all that was paid for it is refunded.").format(order=number)
    if all(one.line.cancelled >= one.line.ordered for one in line_ledgers(order)):
        return _("{order} is left out: the platform closed it.").format(order=number)
    if after_sales(order) is AfterSales.OPEN and not order.open_cases:
        return _(
            "{order} is left out: the platform shows a case that is not here; import the"
            " after-sales export."
        ).format(order=number)
    if order.open_discrepancies:
        return _(
            "{order} is left out: the platform and the desk contradict each other about it."
        ).format(order=number)
    return None
