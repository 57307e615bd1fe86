"""Shared parcels (合包) at the end of an import: what came back for one order did for all in it.

A file says it of one order; of the others somebody has to record it.
"""

from collections.abc import Iterable, Iterator

from store.acting import Store
from store.rules.parcels.tracking import shared_said, turned_back
from store.rules.platform.shared_parcels import noted

BACK_ELSEWHERE = "parcel-back-elsewhere"
"""The event of an order at which an import notes it."""


def tell_others(store: Store, numbers: Iterable[str]) -> Iterator[str]:
    """Note it at each order in a parcel of these numbers of which nobody knows that the parcel
    came back, or was stopped, while another order says so; gives a sentence for each.
    """
    for number in dict.fromkeys(numbers):
        orders = tuple(store.context().lookup.parcels_with(number))
        yield from (
            shared_said(number, order) for order in orders if number not in turned_back(order)
        )
        if len(orders) > 1:
            _note(store, number)


def _note(store: Store, number: str) -> None:
    with store.writing() as writing:
        context = store.context()
        for order in noted(number, context.lookup.parcels_with(number), context):
            writing.event(order, BACK_ELSEWHERE, {"tracking_no": number})
            writing.save((order,))
