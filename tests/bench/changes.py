"""What a change costs in process: the whole `repository.run`, the engine's part, and bare sqlite3.

Every change is done by the store and then, as the same statements, by sqlite3 alone on a copy of
the database, in turns, so that a busy disk slows both. Run as a program with a store and seconds,
this is a desk that only saves, of which `measure_writers` starts six.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from store.models.event import Actor
from store.models.order import Order
from store.repository import Repository, open_store
from tests.bench.recording import Bare, EngineTime, Recorder, recording
from tests.bench.shop_orders import REFERENCE
from tests.bench.shop_stores import Shop
from tests.bench.table import Measured, high

COMMITS = 1_500
SHIPMENTS = 10
EVENTS = 300
WRITERS = 6
WRITING_SECONDS = 5.0
DATABASE = "shop.db"
TO_SHIP = "to-ship !after-sales !stock-out !review !hold"


class Beside:
    """A store and a copy of its database in which bare sqlite3 does the same."""

    def __init__(self, shop: Shop, recorder: Recorder, folder: Path) -> None:
        folder.mkdir()
        # Before it is opened: to close another descriptor of it would drop SQLite's locks.
        for path in shop.store.glob(f"{DATABASE}*"):
            shutil.copy(path, folder / path.name)
        self.repository = open_store(str(shop.store), Actor(user="bench"), lambda: REFERENCE)
        self.repository.engine.commits()  # so that there is a connection and its settings
        self._recorder = recorder
        self.engine_time = EngineTime(self.repository.engine)
        self._bare = Bare(folder / DATABASE, recorder.pragmas)

    def run(self, name: str, order: Order, **values: str) -> tuple[float, float, float]:
        """Seconds of the whole action, of the engine in it, and of the same statements bare."""
        repository = self.repository
        action = repository.action_named(name, order)
        self.engine_time.taken()
        begin = time.perf_counter()
        repository.run(action, order, values)
        spent = time.perf_counter() - begin
        engine = self.engine_time.taken()
        return spent, engine, self._bare.do(self._recorder.transaction())

    def close(self) -> None:
        """Let go of both."""
        self._bare.close()
        self.repository.close()


def measure_changes(shop: Shop, _least: Shop) -> Measured:
    """Seconds."""
    folder = shop.home / "bare"
    with recording() as recorder:
        beside = Beside(shop, recorder, folder)
        try:
            found = _notes(beside) | _shipments(beside)
        finally:
            beside.close()
            shutil.rmtree(folder)
    return found


def _notes(beside: Beside) -> Measured:
    orders = some_orders(beside.repository, "", COMMITS)
    spent = [
        beside.run("note", orders[turn % len(orders)], text=f"第 {turn} 次")
        for turn in range(COMMITS)
    ]
    whole, engine, bare = map(list, zip(*spent, strict=True))
    long = some_orders(beside.repository, "", 1)[0]
    _fill(beside, long)
    more = [beside.run("note", long, text=f"再 {turn} 次") for turn in range(SHIPMENTS * 5)]
    return {
        "commit": median(engine), "commit worst": max(engine), "commit p99": high(engine),
        "bare": median(bare), "bare worst": max(bare), "bare p99": high(bare),
        "note": median(whole), "note long": median(whole for whole, *_parts in more),
        "bare long": median(bare for *_parts, bare in more),
    }  # fmt: skip


def _shipments(beside: Beside) -> Measured:
    """Of orders to ship, some as they are, as many after 300 events."""
    orders = some_orders(beside.repository, TO_SHIP, 2 * SHIPMENTS)
    fresh, long = orders[::2], orders[1::2]
    if not long:
        return {}
    for order in long:
        _fill(beside, order)
    turns: dict[str, list[tuple[float, float, float]]] = {"ship": [], "ship long": []}
    for name, some in (("ship", fresh), ("ship long", long)):
        for turn, order in enumerate(some):
            number = f"YT9{name == 'ship':d}{turn:011}"
            turns[name].append(beside.run("ship", order, carrier="YTO", tracking_no=number))
    return {name: median(whole for whole, *_parts in spent) for name, spent in turns.items()} | {
        f"bare {name}": median(bare for *_parts, bare in spent) for name, spent in turns.items()
    }


def _fill(beside: Beside, order: Order) -> None:
    """Make it an order with 300 events."""
    for turn in range(EVENTS):
        beside.run("note", order, text=f"{turn}")


def some_orders(repository: Repository, query: str, most: int) -> Sequence[Order]:
    """The first orders that a query finds, read whole."""
    rows = repository.search(query, "order").window(0, most)
    return [repository.order(row.key) for row in islice(rows, most)]


def measure_writers(shop: Shop, _least: Shop) -> Measured:
    """How long each of six desks that do nothing but save waits for its turn."""
    words = [sys.executable, "-m", __spec__.name, str(shop.store), str(WRITING_SECONDS)]
    children = [subprocess.Popen(words, stdout=subprocess.PIPE) for _writer in range(WRITERS)]
    said = [child.communicate()[0] for child in children]
    waits = [float(word) for text in said for word in text.split()]
    return {
        "wait": median(waits), "wait p99": high(waits), "wait worst": max(waits),
        "rate": len(waits) / WRITING_SECONDS,
    }  # fmt: skip


def _save(store: str, seconds: float) -> Iterator[float]:
    """Save until the time is over; each wait for the turn."""
    repository = open_store(store, Actor(user="writer"), lambda: datetime.now(UTC))
    engine_time = EngineTime(repository.engine)
    orders = some_orders(repository, "", 40)
    note = repository.action_named("note", orders[0])
    end = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < end:
        turn += 1
        repository.run(note, orders[turn % len(orders)], {"text": f"{turn}"})
        yield engine_time.waited
    repository.close()


if __name__ == "__main__":
    sys.stdout.write(" ".join(f"{wait:.6f}" for wait in _save(sys.argv[1], float(sys.argv[2]))))
