"""Making (备好): what is to be written of one order, made before the lock is taken.

It asks no store, so that another process may do it as well (`store.importing.making_aside`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple, cast

from store.documents.chains import Chain
from store.documents.kinds import KINDS, decode, encode, subject_of
from store.documents.shop_storage import Ready, ready_of
from store.documents.telling import Telling
from store.documents.writing import new_id
from store.engines.protocol import Kept, KeptEvent
from store.importing.bundles import Bundle, OpenFile, Tally
from store.importing.merging import Known, Merging, Outcome
from store.importing.off_sale import waits_for
from store.importing.products import Sold, sold_in
from store.importing.read_rows import Entry
from store.importing.units import Units
from store.models.after_sales_case import WaitingCase
from store.models.base import Document
from store.models.event import Actor
from store.models.keys import order_waited_for
from store.models.order import Order
from store.rules.action.context import Context, Lookup
from store.rules.stock.stock import ShelfMoves
from store.rules.timing.policy import Policy

ACTION = "import"
"""What the events of an import say was done."""
NOTHING: Mapping[str, str] = MappingProxyType({})
ChainOf = Callable[[str], Chain]
"""Gives the history of an order that is in the store, by its key."""
Seen = dict[str, tuple[int, str]]
"""Version and head of documents by key."""


class ImportTerms(NamedTuple):
    """What all orders of one import are made by."""

    files: Sequence[OpenFile]
    """All of the import, so that a row finds its own by number."""
    shop: str
    now: datetime
    actor: Actor
    policy: Policy
    off_sale: frozenset[str]
    """SKUs that are off sale here."""


class Found(NamedTuple):
    """What the store has of some orders."""

    keys: Sequence[str]
    """Those that were looked for."""
    orders: Mapping[str, Kept]
    waiting: Sequence[Kept]
    """Cases that wait for any of them."""

    @property
    def seen(self) -> Seen:
        """Version and head of all of it by key."""
        found = {key: (kept.version, kept.head) for key, kept in self.orders.items()}
        return found | {str(kept.key): (kept.version, kept.head) for kept in self.waiting}


class Documents(NamedTuple):
    """What is to be written of one kind."""

    ready: Sequence[Ready]
    digests: Mapping[tuple[str, str], bytes]
    """By key and what it is about, also of what is not written anew."""

    @property
    def are_to_keep(self) -> bool:
        """Is there anything to write?"""
        return bool(self.ready or self.digests)


class Made(NamedTuple):
    """What is to be written, and said, of one order."""

    orders: Documents
    waiting: Documents
    events: Sequence[KeptEvent]
    sold: Sequence[Sold]
    moved: ShelfMoves
    """What the stock moves by."""
    cases: Mapping[str, str]
    """The numbers of cases that are new here, each with the key of its order."""
    off_sale: Sequence[tuple[int, str, str]]
    """Of new orders that wait for what is off sale: the file, the number and the SKU."""
    tally: Tally

    @property
    def is_to_keep(self) -> bool:
        """Is there anything to write? Events, products and units come with an order alone."""
        return self.orders.are_to_keep or self.waiting.are_to_keep


class Maker:
    """Makes what is to be written of the orders of one import."""

    def __init__(self, terms: ImportTerms) -> None:
        self._units = Units(terms.files, terms.shop, terms.now)
        self._shop = terms.shop
        self._policy = terms.policy
        self._off_sale = terms.off_sale
        # What an import makes of an order hangs on no other one.
        nobody = cast("Lookup", None)
        self._context = Context(terms.now, terms.actor, terms.policy, nobody, new_id)
        self._telling = Telling(terms.actor, terms.now)

    def read(self, entries: Sequence[Entry], taken: Mapping[str, str] = NOTHING) -> Bundle:
        """What rows about one order say, but of no case that another order has (`taken`)."""
        return self._units.bundle(entries, taken)

    def made(self, entries: Sequence[Entry], found: Found, chain_of: ChainOf) -> Made | None:
        """What comes of rows; none where they name another order than was looked for."""
        bundle = self.read(entries)
        if found.keys != (keys := bundle.keys(self._shop)) and not {*keys} <= {*found.keys}:
            return None
        return self.met(bundle, found, chain_of)

    def met(self, bundle: Bundle, found: Found, chain_of: ChainOf) -> Made:
        """What comes of what rows say, met with what the store has of all the orders they name."""
        known = Known(
            {key: decode(Order, kept) for key, kept in found.orders.items()}, _cases(found.waiting)
        )
        outcome = Merging(bundle, known, self._shop, self._context).run()
        events: list[KeptEvent] = []
        chains: dict[str, Chain] = {}
        for key, file in outcome.told:
            chain = chains.get(key)
            if chain is None:
                is_new = key not in known.orders
                chain = Chain(subject_of(outcome.orders[key])) if is_new else chain_of(key)
                chains[key] = chain
            events.append(self._telling.event(chain, ACTION, {"file": file.report.file}))
        orders = [self._ready(one, chains[key].head) for key, one in outcome.orders.items()]
        waits = [self._ready(one, "") for one in outcome.waits.values()]
        return Made(
            Documents(orders, outcome.order_digests),
            Documents(waits, outcome.waiting_digests),
            events,
            [sold for order in outcome.orders.values() for sold in sold_in(order)],
            outcome.moved,
            outcome.cases(),
            self._not_sold(outcome) if self._off_sale else (),
            outcome.tally,
        )

    def _ready(self, document: Document, head: str) -> Ready:
        table = KINDS[type(document)]
        return ready_of(table, encode(document, self._policy), document.version, head)

    def _not_sold(self, outcome: Outcome) -> list[tuple[int, str, str]]:
        first = dict(reversed(outcome.told))
        return [
            (first[key].number, order.order_no, sku)
            for key, order in outcome.orders.items()
            if key not in outcome.known.orders
            for sku in waits_for(order, self._off_sale)
        ]


def _cases(waiting: Sequence[Kept]) -> dict[str, tuple[WaitingCase, ...]]:
    """By the key of the order."""
    cases: dict[str, tuple[WaitingCase, ...]] = {}
    for kept in waiting:
        key = order_waited_for(str(kept.key))
        cases[key] = (*cases.get(key, ()), decode(WaitingCase, kept))
    return cases
