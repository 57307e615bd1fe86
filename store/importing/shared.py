"""Shared parcels (合包) at the end of an import: what became of one for an order did for all in it.

A file says it of one order; of the others somebody has to record it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from store.acting import Store
from store.models.order import Order
from store.pages import in_pages
from store.rules.parcels.shared import shared_by, shared_said
from store.rules.platform.shared_parcels import noted
from store.search.conditions import Is
from store.search.lists import ORDERS

BACK_ELSEWHERE = "parcel-back-elsewhere"
"""The event of an order at which an import notes it."""
NOT_BACK_ELSEWHERE = "parcel-not-back-elsewhere"
"""The event of one at which it notes that no other says so any more."""
ARRIVED_ELSEWHERE = "parcel-arrived-elsewhere"
"""The event of one that gave it up, at which it notes that it was delivered for another."""
EVENTS = {
    "back": BACK_ELSEWHERE,
    "stopped": BACK_ELSEWHERE,
    "delivered": ARRIVED_ELSEWHERE,
    None: NOT_BACK_ELSEWHERE,
}
AT_ONCE = 500
"""So many numbers are looked for in one query."""


def in_parcels_here(
    store: Store, given: Sequence[Sequence[tuple[int, str]]]
) -> Iterator[tuple[int, str]]:
    """Those of the numbers, given with files for orders that nobody knew, that a parcel of another
    order has: of one in the store, or of one of these.
    """
    times = Counter(number for numbers in given for _file, number in numbers)
    here = {number for number, many in times.items() if many > 1}
    for some in in_pages(times, AT_ONCE):
        rows = store.rows_where(ORDERS, Is("tracking", tuple(some)))
        here.update(number for row in rows for number in row.tracking_nos)
    return (one for numbers in given for one in numbers if one[1] in here)


def tell_others(store: Store, numbers: Iterable[str]) -> Iterator[str]:
    """Note at each order in a parcel of these numbers what is known of it at any; gives a sentence
    for each at which that contradicts what is known there.
    """
    for number in _in_several(store, dict.fromkeys(numbers)):
        for order in _asked(store, number):
            yield shared_said(number, order)


def _in_several(store: Store, numbers: Iterable[str]) -> Iterator[str]:
    """Those of the numbers that parcels of several orders have; a query for many at once, because
    a large file tells of the end of each of its parcels.
    """
    for some in in_pages(numbers, AT_ONCE):
        rows = store.rows_where(ORDERS, Is("tracking", tuple(some)))
        found = Counter(number for row in rows for number in set(row.tracking_nos))
        yield from (number for number in some if found[number] > 1)


def _asked(store: Store, number: str) -> list[Order]:
    """The orders in the parcel at which something is to be asked, once it is noted there."""
    with store.writing() as writing:
        context = store.context()
        shared = shared_by(number, context.lookup.parcels_with(number))
        for order in noted(shared, context):
            event = EVENTS[shared.news] if shared.is_asked_at(order) else NOT_BACK_ELSEWHERE
            writing.event(order, event, {"tracking_no": number})
            writing.save((order,))
        return [one for one in shared.orders if shared.is_asked_at(one)]
