"""Verifying (核对): is a store whole?

What is checked here is what only the rules can know: the chains of events, the ledgers, the rows.
Files, pages and checksums are the engine's to check.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from store.acting import Store
from store.documents.chains import chained
from store.documents.kinds import KINDS, MODELS, decode
from store.documents.rows import is_stale, rows_of
from store.engines.protocol import PAGE, Kept
from store.errors import StoreTrouble
from store.models.base import Document
from store.models.evidence import StoredFile
from store.models.order import Order
from store.pages import in_pages
from store.reading.without_collector import without_collector
from store.rules.order.ledger import line_ledgers, money_ledger
from store.search.lists import LISTS
from store.search.reading import read_between
from store.upkeep.attached import MARK
from store.words import _


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a whole store holds."""

    commits: int
    orders: int
    events: int
    files: int = 0
    orphans: tuple[str, ...] = ()
    """Attached files that no order names: a process died before its commit. They do no harm."""
    stale: int = 0
    """Rows by an earlier version or by other rules; whoever opens the store makes them anew."""


@without_collector()
def verify(store: Store, *, full: bool = False) -> Verdict:
    """Read everything and check it; raises StoreTrouble with the first broken thing.

    Every page, document and event, each chain and its head, every attached file; with `full` also
    that every document is what the desk knows, the ledgers of every order, and all rows, which are
    made anew.
    """
    engine = store.engine
    with engine.moment():
        engine.check(full=full)
        events = sum(1 for _event in chained(engine.all_events()))
        documents = _Documents(store, full=full)
        for kind in sorted(engine.kinds()):
            documents.check(kind)
        commits, orders = engine.commits(), engine.count(KINDS[Order])
    # It says what is in the way of all files before any of them is found missing.
    orphans = tuple(store.files.orphans(documents.attached))
    for file in documents.attached.values():
        store.files.content(file)
    return Verdict(commits, orders, events, len(documents.attached), orphans, documents.stale)


class _Documents:
    """Goes through every document; those of a script's own tables are only read."""

    def __init__(self, store: Store, *, full: bool) -> None:
        self.attached: dict[str, StoredFile] = {}
        self.stale = 0
        self._store = store
        self._policy = store.policy
        self._full = full

    def check(self, kind: str) -> None:
        for page in in_pages(self._store.db.kind(kind).kept(), PAGE):
            decoded = [
                (kept.id, document) for kept in page for document in self._decoded(kind, kept)
            ]
            for _number, document in decoded:
                if isinstance(document, Order):
                    self._check_order(document)
            if self._full and decoded:
                self._check_rows(kind, decoded)

    def _decoded(self, kind: str, kept: Kept) -> Iterator[Document]:
        """The document, as far as anything is to be asked of it besides its checksum."""
        model = MODELS.get(kind)
        if model is not None and (self._full or MARK in kept.body):
            yield decode(model, kept)

    def _check_order(self, order: Order) -> None:
        self.attached |= {one.file.sha256: one.file for one in order.evidence}
        for sentence in _broken(order) if self._full else ():
            raise StoreTrouble(sentence, code="broken")

    def _check_rows(self, kind: str, documents: list[tuple[int, Document]]) -> None:
        """Compare the rows of documents of a kind with rows made anew."""
        made = [
            (number, document, rows_of(document, self._policy)) for number, document in documents
        ]
        fetch, first, last = self._store.engine.fetch, documents[0][0], documents[-1][0]
        names = {name for _number, _document, rows in made for name in rows}
        kept = {name: read_between(fetch, LISTS[name], kind, first, last) for name in names}
        for number, document, rows in made:
            # A row keeps its place when others come before it.
            found = {name: sorted(kept[name].get(number, ()), key=_key) for name in rows}
            if found == {name: sorted(anew, key=_key) for name, anew in rows.items()}:
                continue
            if not any(is_stale(row, self._policy) for name in found for row in found[name]):
                said = _("{document}: its rows are not what it says.")
                raise StoreTrouble(said.format(document=document.key), code="broken")
            self.stale += 1


def _key(row: Any) -> str:
    return str(row.key)


def _broken(order: Order) -> Iterator[str]:
    """What does not add up in an order that no discrepancy tells of."""
    told = {(one.kind, one.line) for one in order.discrepancies if one.stands}
    for ledger in line_ledgers(order):
        if ledger.to_ship < 0 and ("goods", ledger.number) not in told:
            yield _("Order {order}, line {line}: more has left than was ordered.").format(
                order=order.order_no, line=ledger.number
            )
    # Of one line where it is known of which, else of them all.
    is_told = any(kind == "money" for kind, _line in told)
    if money_ledger(order).refundable < 0 and not is_told:
        yield _("Order {order}: more was refunded than was paid.").format(order=order.order_no)
