"""Shared parcels (合包) at the end of an import: what came back for one order did for all in it.

A file says it of one order; of the others somebody has to record it.
"""

from collections.abc import Iterable, Iterator

from store.acting import Store
from store.rules.parcels.tracking import shared_said, turned_back


def tell_others(store: Store, numbers: Iterable[str]) -> Iterator[str]:
    """A sentence for each order in a parcel of these numbers of which nobody knows that the parcel
    came back, or was stopped, while another order says so.
    """
    lookup = store.context().lookup
    for number in dict.fromkeys(numbers):
        for order in lookup.parcels_with(number):
            if number not in turned_back(order):
                yield shared_said(number, order)
