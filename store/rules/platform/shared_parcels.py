"""Shared parcels (合包): what came back for one order came back for all in it, and so did what was
delivered for one and given up for another.

Somebody records it, or a file says it, of one; at the others it stays open until it is recorded
there too, somebody has settled that it is another parcel, or no order in it says so any more.
"""

from collections.abc import Iterator

from store.models.discrepancy import Discrepancy, DiscrepancyKind
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.action.context import Context
from store.rules.parcels.shared import SharedParcel, changed_news, shared_by
from store.rules.parcels.traces import called
from store.rules.parcels.tracking import others_in
from store.rules.parcels.whereabouts import place
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.noted import agreed_again, opened
from store.words import _

SHARED_KINDS: tuple[DiscrepancyKind, ...] = ("shared_parcel", "shared_back", "shared_found")
"""What may be asked of a parcel because of another order in it."""


def told_in_all(order: Order, changed: Order, context: Context) -> tuple[Order, tuple[Order, ...]]:
    """The order as it was changed, and the others in its parcels that have to know of it, where
    something else is known of their end by that, it gave one up, or one of them has another
    number.
    """
    others: dict[str, Order] = {}
    for number in sorted(changed_news(order, changed)):
        found = (others.get(one.key, one) for one in others_in(order, number, context))
        shared = shared_by(number, (changed, *found))
        changes = {one.key: one for one in noted(shared, context)}
        changed = changes.pop(changed.key, changed)
        others.update(changes)
    return changed, tuple(others.values())


def noted(shared: SharedParcel, context: Context) -> Iterator[Order]:
    """Those of all the orders in this parcel that change by what is known of it at any: it is
    noted where nobody knows it, and no more where none says so.
    """
    for order in shared.orders:
        told = order
        for parcel in shared.inside(order):
            told = _asked(told, parcel, shared.to_ask(order, parcel), context)
        if told is not order:
            yield told


def shared_parcel_said(order: Order, discrepancy: Discrepancy) -> str:
    """What is known of the parcel elsewhere and here, and what to do about it."""
    parcel = order.parcel_named(discrepancy.about)
    said = _(
        "Parcel {number} also carries another order, and came back or was stopped for that one;"
        " record here what became of it."
    )
    if parcel and place(order, parcel) == "buyer":
        said = _(
            "Parcel {number} is with the buyer by what is known here, but it also carries another"
            " order, and came back or was stopped for that one: ask the carrier where it is, and"
            " record it where that is not known yet, or settle here that it is another parcel."
        )
    if discrepancy.kind == "shared_back":
        said = _(
            "Parcel {number} was stopped here; it also carries another order, and is back for that"
            " one: record here that it is back, or settle here that it is another parcel."
        )
    elif discrepancy.kind == "shared_found":
        said = _(
            "What was in parcel {number} was sent again or refunded here, but it also carries"
            " another order, and was delivered for that one: record here what became of it, or"
            " settle here that it is another parcel."
        )
    return said.format(number=called(parcel) if parcel else "-")


def _asked(order: Order, parcel: Parcel, asked: DiscrepancyKind | None, context: Context) -> Order:
    for kind in SHARED_KINDS:
        if kind == asked:
            order = opened(order, Contradiction(kind, about=parcel.id), context)
        else:
            order = agreed_again(order, kind, context, about=parcel.id)
    return order
