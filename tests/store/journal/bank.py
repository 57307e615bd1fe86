"""Clients that refund money on a few orders, in processes of their own, each until it is killed."""

import os
import random
import selectors
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from store.engines.journal.engine import JournalEngine
from store.engines.protocol import Stored
from tests.store.journal.dying import DyingDisk, Point, some_point

ORDERS = 4
CHECKPOINTS = 0.03
LOOKS = 0.1
Sabotage = Callable[[], None]


class Paid(msgspec.Struct, frozen=True):
    """The row of an order here."""

    key: str
    paid: int


def client(folder: Path, seed: int, say: int, point: Point | None) -> None:
    """Refund until killed; every refund that was saved is told to the parent."""
    chance = random.Random(seed)
    engine = JournalEngine(folder, DyingDisk(point), checkpoint_after=0)
    number = 0
    while True:
        number += 1
        order = f"o{chance.randrange(ORDERS)}"
        key = f"{seed}-{number}"
        amount = chance.randrange(1, 40)
        if refund(engine, order, key, amount):
            os.write(say, f"saved {order} {key} {amount}\n".encode())
        if chance.random() < CHECKPOINTS:
            engine.checkpoint()
        if chance.random() < LOOKS:
            look(engine)


def look(engine: JournalEngine) -> None:
    """Every row says what its document says, whoever died while he wrote the rows' file."""
    rows = {row.key: row.paid for row in engine.rows_as(Paid)}
    assert rows == {one.key: one.body["paid"] for one in engine.all("orders")}


def refund(engine: JournalEngine, order: str, key: str, amount: int) -> bool:
    """Pay `amount` back if so much is left; where nothing is left the buyer pays again."""
    with engine.transaction() as transaction:
        known = engine.get("orders", order) or Stored(order, 0, None, {"paid": 0, "refunds": {}})
        refunds = dict(known.body["refunds"])
        paid, left = known.body["paid"], known.body["paid"] - sum(refunds.values())
        fits = bool(amount <= left)
        if fits:
            refunds[key] = amount
        elif len(refunds) > 60:
            paid, refunds = 0, {}
        else:
            paid += 100
        body = {"paid": paid, "refunds": refunds}
        event = {"subject": f"orders/{order}", "idempotency_key": key if fits else ""}
        stored = Stored(order, known.version + 1, {"key": order, "paid": paid}, body)
        transaction.commit([("orders", stored)], [event])
    return fits


@dataclass
class Client:
    """A running client as its parent sees it."""

    process: int
    hear: int
    heard: bytes = b""


@dataclass
class Bank:
    """The parent: it starts clients, kills them, and keeps what they said."""

    folder: Path
    chance: random.Random
    sabotage: Sabotage | None = None
    clients: list[Client] = field(default_factory=list)
    saved: list[tuple[str, str, int]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    kills: int = 0

    def start(self) -> None:
        hear, say = os.pipe()
        seed = self.chance.getrandbits(40)
        point = some_point(self.chance) if self.chance.random() < 0.5 else None
        process = os.fork()
        if process == 0:
            self._live(hear, say, seed, point)
        os.close(say)
        os.set_blocking(hear, False)
        self.clients.append(Client(process, hear))

    def _live(self, hear: int, say: int, seed: int, point: Point | None) -> None:
        try:
            os.close(hear)
            if self.sabotage:
                self.sabotage()
            client(self.folder, seed, say, point)
        except BaseException as error:  # noqa: BLE001 - the parent is told
            lines = traceback.format_exception(error, limit=-3)
            os.write(say, b"error " + "".join(lines).replace("\n", " | ").encode() + b"\n")
        finally:
            sys.stderr.flush()
            os._exit(1)

    def wait(self, seconds: float) -> None:
        """Listen for a while; clients that died at their point are replaced by kill_some."""
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
            else:
                self.saved.append((rest[0], rest[1], int(rest[2])))
