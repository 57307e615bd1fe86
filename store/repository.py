"""Repository: the only door to the store.

The way of a change, with nothing in between: lock, re-read, `why_not`, `problems`, `apply`, one
durable commit with its event and idempotency key.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from store.action_files import looked_at, served
from store.codec import KINDS, Kind, decode, encode, subject_of
from store.engines.conversion import convert
from store.engines.protocol import Engine
from store.errors import BadInput, StoreTrouble
from store.files import Files
from store.judging import Form, Offer, judged
from store.lookups import Lookups
from store.models.base import Document
from store.models.event import Actor, Event
from store.models.order import Order
from store.models.product import Product
from store.models.row import OrderRow
from store.policy.shop import NAME, ShopPolicy
from store.presence import Presence
from store.query import misses, parse
from store.rules.actions import all_actions
from store.rules.base import Action
from store.rules.context import Context
from store.rules.policy import Policy
from store.selection import Selection, sort_rows
from store.words import _
from store.writing import Receipt, Writing, first_receipt, new_id

Clock = Callable[[], datetime]


class Beside(NamedTuple):
    """What lies beside the documents in the folder of a store."""

    presence: Presence
    shop_policy: ShopPolicy
    files: Files


class Repository:
    """The shop's record through one engine, for one actor."""

    def __init__(
        self,
        engine: Engine,
        actor: Actor,
        clock: Clock | None,
        beside: Beside,
    ) -> None:
        self.engine = engine
        self.presence, self.shop_policy, self.files = self._beside = beside
        self._clock = clock
        self._rows: list[OrderRow] | None = None
        self.actor = actor

    def acting(self, actor: Actor, clock: Clock) -> "Repository":
        """The same store for another person, or at another time."""
        return Repository(self.engine, actor, clock, self._beside)

    @property
    def policy(self) -> Policy:
        """The platforms' rules in force, the shop's own first."""
        return self.shop_policy.current

    @property
    def now(self) -> datetime:
        """The machine's clock, or the instant given instead of it."""
        return self._clock() if self._clock else datetime.now(UTC)

    def context(self) -> Context:
        """What rules may know now."""
        return Context(self.now, self.actor, self.policy, Lookups(self), new_id)

    # What is there

    def order(self, key: str) -> Order:
        """The order with this key; raises BadInput when there is none."""
        stored = self.engine.get("orders", key)
        if stored is None:
            raise _unknown(key)
        return decode(Order, stored)

    def find(self, subject: str) -> Document:
        """What a person means: an order number (with platform and shop where needed) or a SKU."""
        for kind in (Order, Product):
            stored = self.engine.get(KINDS[kind], subject)
            if stored:
                return decode(kind, stored)
        orders = [row.key for row in self.rows() if row.order_no == subject]
        products = [one.key for one in self.engine.all("products") if one.body["sku"] == subject]
        named = [*orders, *products]
        if len(named) > 1:
            raise BadInput(
                _("{subject} is not clear; it may be {keys}.").format(
                    subject=subject, keys=", ".join(named)
                ),
                field="subject",
                code="ambiguous_subject",
            )
        if not named:
            raise _unknown(subject)
        return self._again(Order if orders else Product, named[0])

    def rows(self) -> list[OrderRow]:
        """The row of every order."""
        if self._rows is None:
            self._rows = self.engine.rows_as(OrderRow)
        return self._rows

    def row(self, key: str) -> OrderRow | None:
        """The row of one order."""
        return next((row for row in self.rows() if row.key == key), None)

    def search(self, text: str = "", sort: str = "due") -> Selection:
        """The rows that a query finds, in order; raises BadInput for a query that is unclear."""
        query = parse(text, self.now)
        found = [row for row in self.rows() if query.matches(row)]
        return Selection(sort_rows(found, sort, self.now), len(self.rows()), misses(query, found))

    def orders(self, rows: Iterable[OrderRow]) -> Iterator[Order]:
        """The whole orders behind rows."""
        return (self.order(row.key) for row in rows)

    def events(self, document: Document) -> list[Event]:
        """What happened to a document, oldest first."""
        return [Event.model_validate(one) for one in self.engine.events(subject_of(document))]

    def product(self, shop: str, sku: str) -> Product | None:
        """The product with this SKU."""
        stored = self.engine.get("products", f"{shop}:{sku}")
        return decode(Product, stored) if stored else None

    def refresh(self) -> bool:
        """Take in what others wrote; was there anything?"""
        changed = self.engine.refresh()
        if changed:
            self._rows = None
        return changed

    # What may be done

    def offers(self, subject: Document) -> list[Offer]:
        """Every action on this kind of subject, with its why-not."""
        context = self.context()
        return [
            Offer(action, action.why_not(subject, context))
            for action in all_actions().values()
            if action.subject_type is type(subject)
        ]

    def form(self, action: type[Action[Any]], subject: Document) -> Form:
        """What to ask for an action on this subject."""
        fields = action.asked(subject)
        suggested = {**action.starting_values(fields), **action.suggest(subject, self.context())}
        return Form(action, fields, suggested)

    def action_named(self, name: str, subject: Document) -> type[Action[Any]]:
        """The action with this name; raises BadInput when this subject has none."""
        fitting = {
            one.name: one for one in all_actions().values() if one.subject_type is type(subject)
        }
        if name not in fitting:
            raise BadInput(
                _("There is no action {name} here; there is: {known}.").format(
                    name=name, known=", ".join(fitting)
                ),
                field="action",
                code="unknown_action",
            )
        return fitting[name]

    def check(
        self, action: type[Action[Any]], subject: Document, values: Mapping[str, str]
    ) -> None:
        """Raise what `run` would raise with these values; change nothing."""
        context = self.context()
        judged(action, subject, looked_at(action, subject, values, context).values, context)

    # What is done

    def run(
        self,
        action: type[Action[Any]],
        subject: Document,
        values: Mapping[str, str],
        key: str = "",
    ) -> Receipt:
        """Do an action with values given as text; judged anew under the lock, all or nothing.

        Raises BadInput for malformed values and Refused where a rule says no. A repeated
        idempotency `key` returns the first receipt and changes nothing.
        """
        if key and (first := self.engine.event_with(key)):
            return first_receipt(Event.model_validate(first), action.name, subject)
        with served(self, action, subject, values) as files:
            with self.writing() as commit:
                if key and (first := self.engine.event_with(key)):
                    return first_receipt(Event.model_validate(first), action.name, subject)
                current = self._again(type(subject), subject.key)
                context = self.context()
                outcome = judged(action, current, files.values, context).apply(current, context)
                if outcome.pack and outcome.pack.reveal_reason:
                    commit.event(current, "reveal", {"reason": outcome.pack.reveal_reason})
                said = (*outcome.said, *files.said)
                event = commit.event(current, action.name, files.told, key=key, said=said)
                commit.save(outcome.documents)
            files.hand_over()
        return Receipt(event, said)

    def gathering(self) -> Writing:
        """What a commit would hold; nothing of it is written."""
        return Writing(self.last_event(), self.actor, self.now)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Hold the lock; what was gathered is committed when the block ends without an error."""
        with self.engine.transaction() as transaction:
            self._rows = None
            writing = self.gathering()
            yield writing
            if writing.documents or writing.events:
                transaction.commit(
                    [encode(one, self.policy) for one in writing.documents],
                    [one.model_dump(mode="json") for one in writing.events],
                )
        self._rows = None

    def get(self, kind: type[Kind], key: str) -> Kind | None:
        """A document by its kind and key."""
        stored = self.engine.get(KINDS[kind], key)
        return decode(kind, stored) if stored else None

    def all(self, kind: type[Kind]) -> Iterator[Kind]:
        """Every document of a kind."""
        return (decode(kind, stored) for stored in self.engine.all(KINDS[kind]))

    def last_event(self) -> Event | None:
        """The newest event of the store."""
        body = self.engine.last_event()
        return Event.model_validate(body) if body else None

    def close(self) -> None:
        """Let go of the store."""
        self.presence.leave()
        self.engine.close()

    def again(self, document: Kind) -> Kind:
        """The same document as it is now."""
        return self._again(type(document), document.key)

    def _again(self, kind: type[Kind], key: str) -> Kind:
        document = self.get(kind, key)
        if document is None:
            raise _unknown(key)
        return document


def open_store(url: str, actor: Actor, clock: Clock | None = None) -> Repository:
    """Open the store at a folder; it is made on the first write."""
    from store.engines.journal.engine import JournalEngine

    if "://" in url:
        raise BadInput(
            _("{url} is no folder; this version keeps its store in a folder.").format(url=url),
            field="store",
        )
    folder = Path(url).expanduser()
    if folder.exists() and not folder.is_dir():
        raise StoreTrouble(_("{folder} is no folder; a store is one.").format(folder=folder))
    convert(folder)
    presence = Presence(folder / "presence", actor)
    beside = Beside(presence, ShopPolicy(folder / NAME), Files(folder))
    return Repository(JournalEngine(folder), actor, clock, beside)


def _unknown(subject: str) -> BadInput:
    return BadInput(
        _("{subject} is not in this store.").format(subject=subject),
        field="subject",
        code="unknown_subject",
    )
