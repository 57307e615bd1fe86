"""Acting (操作者): a store as one person changes it.

What changes it under its lock, and what comes with every commit: who did it, the payments that an
order explains, the heads of documents.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple, Self

from store.documents.chains import chain_of
from store.documents.kinds import KINDS, encode, subject_of
from store.documents.writing import Writing, new_id
from store.engines.protocol import Engine, Reads
from store.files.kept import Files
from store.models.base import Document
from store.models.coverage import Coverage, coverage_key
from store.models.event import Actor
from store.models.keys import bill_key
from store.models.order import Order
from store.models.payment import Payments
from store.models.person import Person
from store.policy.shop import NAME, ShopPolicy
from store.presence import Presence
from store.reading.lookups import Lookups
from store.reading.records import Records
from store.reading.shop_lists import Clock
from store.rules.action.context import Context
from store.rules.timing.policy import Policy
from store.shopdb import ShopDB


class Beside(NamedTuple):
    """What lies beside the documents in the folder of a store."""

    presence: Presence
    shop_policy: ShopPolicy
    files: Files


class Store(Records):
    """A store as one actor changes it: its documents, what lies beside them, and the lock."""

    def __init__(self, db: ShopDB, actor: Actor, clock: Clock | None, beside: Beside) -> None:
        super().__init__(db.engine, clock)
        self.db = db
        self.presence, self.shop_policy, self.files = self._beside = beside
        self.actor = actor

    @classmethod
    def on(cls, engine: Engine, actor: Actor, clock: Clock | None = None) -> Self:
        """The store that an engine keeps; raises StoreTrouble for rules of the shop that cannot be
        understood.
        """
        folder = engine.folder
        engine.who = str(actor)
        presence = Presence(folder / "presence", actor)
        beside = Beside(presence, ShopPolicy(folder / NAME), Files(folder))
        return cls(shop_db(engine, beside.shop_policy), actor, clock, beside)

    def acting(self, actor: Actor, clock: Clock) -> Self:
        """The same store for another person, or at another time."""
        return type(self)(self.db, actor, clock, self._beside)

    @property
    def policy(self) -> Policy:
        """The platforms' rules in force, the shop's own first."""
        return self.shop_policy.current

    @property
    def unused(self) -> str:
        """Which file of the shop's own makes no sense and is not used; mostly nothing."""
        return self.shop_policy.unused

    def context(self) -> Context:
        """What rules may know now."""
        return Context(self.now, self.actor, self.policy, Lookups(self), new_id)

    @contextmanager
    def writing(self, about: Document | None = None, key: str = "") -> Iterator[Writing]:
        """Hold the lock; what was gathered is committed when the block ends without an error.

        What will be asked `about` a document, and of an idempotency key, is asked with the lock.
        """
        with self.db.writing(partial(self._foreseen, about, key)):
            writing = Writing(partial(chain_of, self.engine), self.actor, self.now)
            yield writing
            # What was asked ahead is asked before anything is written, after which it may be wrong.
            orders = {one.key: one for one in writing.documents if isinstance(one, Order)}
            if orders:
                from store.documents.rematching import rematch

                written = {one.key for one in writing.documents}
                rematch(self.db, orders, orders.__getitem__, self.policy, written)
            told = {one.login for one in writing.documents if isinstance(one, Person)}
            if writing.events and self.actor.user not in told:
                self.know_actor()
            self._put(writing)
            self.engine.add_events(writing.events)

    def _put(self, writing: Writing) -> None:
        heads = writing.heads
        by_kind: dict[str, list[Document]] = {}
        for document in writing.documents:
            by_kind.setdefault(KINDS[type(document)], []).append(document)
        for kind, documents in by_kind.items():
            table = self.db.kind(kind)
            told = [(one, heads.pop(subject_of(one), None)) for one in documents]
            table.put_many([table.ready(one, one.version, head) for one, head in told])
        for subject, head in heads.items():
            kind, _slash, key = subject.partition("/")
            self.db.kind(kind).put_head(key, head)

    def _foreseen(self, about: Document | None, key: str, reads: Reads) -> None:
        """What a change asks of the store, whatever it is."""
        if key:
            reads.event_with(key)
        if about is not None:
            kind = KINDS[type(about)]
            reads.document_with(kind, about.key)
            reads.last_event(subject_of(about))
            reads.head_of(kind, about.key)
            reads.places(kind, [about.key])
        if isinstance(about, Order):
            reads.documents_with(KINDS[Payments], [bill_key(about.key)])
            funds = coverage_key(about.platform, about.shop, "funds")
            reads.document_with(KINDS[Coverage], funds)
        reads.document_with(KINDS[Person], self.actor.user)

    def know_actor(self) -> None:
        """Keep who acts here and under which name, inside `ShopDB.writing`, where that is new."""
        known = self.get(Person, self.actor.user)
        person = (known or Person(login=self.actor.user)).acting(self.actor)
        if person is not known:
            self.db.kind(KINDS[Person]).put(person, person.version)

    def close(self) -> None:
        """Let go of the store."""
        self.presence.leave()
        self.db.close()


def shop_db(engine: Engine, shop_policy: ShopPolicy) -> ShopDB:
    """The documents as the repository writes them: each with its rows by the rules in force."""
    return ShopDB(engine=engine, encode=lambda document: encode(document, shop_policy.current))
