"""Clients that refund money on a few accounts, each a process that works until it is killed."""

import json
import os
import random
import selectors
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store.engines.protocol import Engine, Kept, KeptEvent, ListRows
from store.engines.sealing import canonical, ensure_whole, sealed
from store.models.event import digest_of
from store.models.row import FORM, ProductRow
from tests.engines.conftest import ENGINES
from tests.engines.facts import rows_of

KIND = "products"
ACCOUNTS = 4
RESTS = 0.03
LOOKS = 0.1
MOST_REFUNDS = 60
Prepare = Callable[[random.Random], None]
"""What is done in a client before it begins: a moment to die at, or a fault."""


def client(name: str, folder: Path, chance: random.Random, say: int) -> None:
    """Refund until killed; every refund that was saved is told to the parent."""
    engine = ENGINES[name](folder)
    seed, number = chance.getrandbits(40), 0
    while True:
        number += 1
        account = f"a{chance.randrange(ACCOUNTS)}"
        key, amount = f"{seed}-{number}", chance.randrange(1, 40)
        if refund(engine, account, key, amount):
            os.write(say, f"saved {account} {key} {amount}\n".encode())
        if chance.random() < RESTS:
            engine.rest()
        if chance.random() < LOOKS:
            with engine.moment():
                for kept in engine.documents(KIND):
                    look(engine, kept)


def look(engine: Engine, kept: Kept) -> dict[str, int]:
    """The refunds of an account: never above what was paid, and its row says what it says."""
    body = json.loads(ensure_whole(KIND, kept).body)
    refunds: dict[str, int] = body["refunds"]
    assert 0 <= sum(refunds.values()) <= body["paid"]
    (row,) = rows_of(engine, KIND, kept.id)
    assert row.on_hand == body["paid"]
    return refunds


def refund(engine: Engine, account: str, key: str, amount: int) -> bool:
    """Pay `amount` back if so much is left; where nothing is left the buyer pays again."""
    with engine.writing():
        known = engine.document_with(KIND, account)
        body: dict[str, Any] = {"paid": 0, "refunds": {}}
        if known:
            body = json.loads(known.body)
        refunds = body["refunds"]
        fits = bool(amount <= body["paid"] - sum(refunds.values()))
        if fits:
            refunds[key] = amount
        elif len(refunds) > MOST_REFUNDS:
            body = {"paid": 0, "refunds": {}}
        else:
            body["paid"] += 100
        paid = body["paid"]
        save(engine, account, known, body, key if fits else None)
        row = ProductRow(account, "", account, "", "", paid, None, None, True, None, FORM)
        kept = engine.document_with(KIND, account)
        assert kept is not None
        engine.put_rows(KIND, kept.id, [ListRows(KIND, (row,))])
    return fits


def save(
    engine: Engine, account: str, known: Kept | None, body: dict[str, Any], key: str | None
) -> None:
    """The next version with its event."""
    subject = f"{KIND}/{account}"
    last = engine.last_event(subject)
    number = last.number + 1 if last else 1
    said = {"number": number, "before": last.hash if last else "", "paid": body["paid"]}
    text = canonical(said)
    name, digest = f"{subject}-{number}", digest_of(text)
    version = known.version if known else 0
    number_of = known.id if known else engine.next_id(KIND)
    kept = sealed(KIND, Kept(number_of, account, version + 1, digest, canonical(body), 0))
    if known is None:
        engine.add(KIND, kept)
    else:
        assert engine.replace(KIND, kept, version)
    engine.add_events([KeptEvent(name, subject, number, number, "refund", key, text, digest)])


def judge(engine: Engine, saved: list[tuple[str, str, int]]) -> None:
    """The store is whole, and every refund that was said to be saved is there once."""
    engine.check()
    keys = Counter(key for _account, key, _amount in saved)
    assert not [key for key, times in keys.items() if times > 1]
    for account, key, _amount in saved:
        event = engine.event_with(key)
        assert event is not None, f"{key} was saved and is lost"
        assert event.subject == f"{KIND}/{account}"
    for kept in engine.documents(KIND):
        refunds = look(engine, kept)
        told = engine.events(f"{KIND}/{kept.key}")
        assert [event.number for event in told] == list(range(1, kept.version + 1))
        before, expected = "", set[str]()
        for event in told:
            said = json.loads(event.body)
            assert said["before"] == before
            before = event.hash
            # An account that was emptied begins anew.
            expected = (expected | {event.key or ""} - {""}) if said["paid"] else set()
        assert before == kept.head
        assert set(refunds) == expected


@dataclass
class Client:
    """A running client as its parent sees it."""

    process: int
    hear: int
    heard: bytes = b""


@dataclass
class Bank:
    """The parent: it starts clients, kills them, and keeps what they said."""

    name: str
    folder: Path
    chance: random.Random
    prepare: Prepare
    clients: list[Client] = field(default_factory=list)
    saved: list[tuple[str, str, int]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """The keys of what clients were told was not saved."""
    errors: list[str] = field(default_factory=list)
    kills: int = 0

    def start(self) -> None:
        hear, say = os.pipe()
        chance = random.Random(self.chance.getrandbits(40))
        process = os.fork()
        if process == 0:
            self._live(hear, say, chance)
        os.close(say)
        os.set_blocking(hear, False)
        self.clients.append(Client(process, hear))

    def _live(self, hear: int, say: int, chance: random.Random) -> None:
        try:
            os.close(hear)
            self.prepare(chance)
            client(self.name, self.folder, chance, say)
        except BaseException as error:  # noqa: BLE001 - the parent is told
            lines = traceback.format_exception(error, limit=-3)
            os.write(say, b"error " + "".join(lines).replace("\n", " | ").encode() + b"\n")
        finally:
            sys.stderr.flush()
            os._exit(1)

    def wait(self, seconds: float) -> None:
        """Listen for a while."""
        with selectors.DefaultSelector() as selector:
            for one in self.clients:
                selector.register(one.hear, selectors.EVENT_READ, one)
            for key, _events in selector.select(seconds):
                self._hear(key.data)

    def kill(self, victims: list[Client]) -> None:
        for one in victims:
            os.kill(one.process, signal.SIGKILL)
        for one in victims:
            os.waitpid(one.process, 0)
            self._hear(one)
            os.close(one.hear)
            self.clients.remove(one)
            self.kills += 1

    def _hear(self, one: Client) -> None:
        while True:
            try:
                part = os.read(one.hear, 1 << 16)
            except BlockingIOError:
                break
            if not part:
                break
            one.heard += part
        *lines, one.heard = one.heard.split(b"\n")
        for line in lines:
            what, *rest = line.decode().split(" ", 3)
            if what == "error":
                self.errors.append(line.decode())
            elif what == "refused":
                self.refused.append(rest[1])
            else:
                self.saved.append((rest[0], rest[1], int(rest[2])))
