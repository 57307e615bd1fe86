"""Shared parcels (合包) at the end of an import: what came back for one order did for all in it.

A file says it of one order; of the others somebody has to record it.
"""

from collections.abc import Iterable, Iterator

from store.acting import Store
from store.rules.parcels.shared import shared_said, turned_back, unaware
from store.rules.platform.shared_parcels import noted

BACK_ELSEWHERE = "parcel-back-elsewhere"
"""The event of an order at which an import notes it."""
NOT_BACK_ELSEWHERE = "parcel-not-back-elsewhere"
"""The event of one at which it notes that no other says so any more."""


def tell_others(store: Store, numbers: Iterable[str]) -> Iterator[str]:
    """Note at each order in a parcel of these numbers what is known of it at any; gives a sentence
    for each at which it is still to be recorded that it came back, or was stopped.
    """
    for number in dict.fromkeys(numbers):
        orders = tuple(store.context().lookup.parcels_with(number))
        if any(number in turned_back(one) for one in orders):
            found = unaware(number, orders, is_back=True)
            yield from (shared_said(number, order) for order in found)
        if len(orders) > 1:
            _note(store, number)


def _note(store: Store, number: str) -> None:
    with store.writing() as writing:
        context = store.context()
        orders = tuple(context.lookup.parcels_with(number))
        is_back = any(number in turned_back(one) for one in orders)
        event = BACK_ELSEWHERE if is_back else NOT_BACK_ELSEWHERE
        for order in noted(number, orders, context):
            writing.event(order, event, {"tracking_no": number})
            writing.save((order,))
