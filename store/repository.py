"""Repository: the only door to the store.

The way of a change, with nothing in between: lock, re-read, `why_not`, `problems`, `apply`, one
durable commit with its event and idempotency key.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from store.documents.chains import last_event
from store.documents.kinds import KINDS, encode, subject_of, without_nul
from store.documents.writing import Receipt, Writing, first_receipt, new_id
from store.engines.protocol import Engine
from store.errors import BadInput
from store.files.action_files import looked_at, served, told_of
from store.files.kept import Files
from store.judging import Form, Offer, judged
from store.models.base import Document
from store.models.event import Actor
from store.policy.shop import NAME, ShopPolicy
from store.presence import Presence
from store.reading.lookups import Lookups
from store.reading.records import Records, event_of
from store.reading.shop_lists import Clock, engine_at
from store.rules.action.base import Action
from store.rules.action.catalogue import all_actions
from store.rules.action.context import Context
from store.rules.action.frame import asked_fields, starting_values
from store.rules.timing.policy import Policy
from store.shopdb import ShopDB
from store.words import _


class Beside(NamedTuple):
    """What lies beside the documents in the folder of a store."""

    presence: Presence
    shop_policy: ShopPolicy
    files: Files


class Repository(Records):
    """The shop's record in its documents, for one actor: what is there, and what may be done."""

    def __init__(
        self,
        db: ShopDB,
        actor: Actor,
        clock: Clock | None,
        beside: Beside,
    ) -> None:
        super().__init__(db.engine, clock)
        self.db = db
        self.presence, self.shop_policy, self.files = self._beside = beside
        self.actor = actor

    def acting(self, actor: Actor, clock: Clock) -> "Repository":
        """The same store for another person, or at another time."""
        return Repository(self.db, actor, clock, self._beside)

    @property
    def policy(self) -> Policy:
        """The platforms' rules in force, the shop's own first."""
        return self.shop_policy.current

    def context(self) -> Context:
        """What rules may know now."""
        return Context(self.now, self.actor, self.policy, Lookups(self), new_id)

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
        fields = asked_fields(action, subject)
        suggested = starting_values(action, fields) | action.suggest(subject, self.context())
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

        Raises BadInput for malformed values and Refused where a rule says no. An idempotency `key`
        that is repeated with the same values returns the first receipt and changes nothing; with
        others it is refused.
        """
        key = without_nul(key)
        told = partial(told_of, action, values)
        if key and (first := self.engine.event_with(key)):
            return first_receipt(event_of(first), action, subject, told)
        with served(self, action, subject, values) as files:
            with self.writing() as commit:
                if key and (first := self.engine.event_with(key)):
                    return first_receipt(event_of(first), action, subject, told)
                current = self.again(subject)
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
        return Writing(partial(last_event, self.engine), self.actor, self.now)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Hold the lock; what was gathered is committed when the block ends without an error."""
        with self.db.writing():
            writing = self.gathering()
            yield writing
            heads = writing.heads
            for document in writing.documents:
                head = heads.pop(subject_of(document), None)
                self.db.kind(KINDS[type(document)]).put(document, document.version, head)
            for subject, head in heads.items():
                kind, _slash, key = subject.partition("/")
                self.db.kind(kind).put_head(key, head)
            self.engine.add_events(writing.events)

    def close(self) -> None:
        """Let go of the store."""
        self.presence.leave()
        self.db.close()


def open_store(url: str, actor: Actor, clock: Clock | None = None) -> Repository:
    """Open the store at a folder; it is made on the first write."""
    engine = engine_at(url)
    try:
        return store_on(engine, actor, clock)
    except BaseException:
        engine.close()
        raise


def store_on(engine: Engine, actor: Actor, clock: Clock | None = None) -> Repository:
    """The repository over what keeps its documents; raises StoreTrouble for rules of the shop
    that cannot be understood.
    """
    folder = engine.folder
    engine.who = str(actor)
    presence = Presence(folder / "presence", actor)
    beside = Beside(presence, ShopPolicy(folder / NAME), Files(folder))
    return Repository(shop_db(engine, beside.shop_policy), actor, clock, beside)


def shop_db(engine: Engine, shop_policy: ShopPolicy) -> ShopDB:
    """The documents as the repository writes them: each with its rows by the rules in force."""
    return ShopDB(engine=engine, encode=lambda document: encode(document, shop_policy.current))
