"""How fast the journal store is, as ratios to what could not be faster; prints a markdown table.

    python -m tests.bench.bench_store [--orders 10000 100000] [--million] [--folder DIR]

Not a test: nothing here fails. Each figure is measured in turns with what it is compared to, in one
run on one disk, so that a busy machine slows both.
"""

import argparse
import json
import os
import platform
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tinydb import TinyDB

from store.engines.journal.engine import JournalEngine
from store.engines.journal.record import to_json
from tests.bench.store_processes import (
    change,
    memory_of_a_second_desk,
    opening,
    seen_after,
    waits_for_the_lock,
)
from tests.bench.store_shapes import build, commit
from tests.bench.store_table import Measured, table

TURNS = 400
STOCK_TURNS = 3
STOCK_MOST = 100_000
"""Above that stock TinyDB takes minutes a change."""


def timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def high(values: list[float], share: float = 0.99) -> float:
    return sorted(values)[int(len(values) * share)]


def commits(folder: Path) -> Measured:
    """One action, beside the bare append of the same bytes and SQLite, in turns."""
    engine = JournalEngine(folder, checkpoint_after=0)
    keys = list(engine._keys.of("orders"))[:: max(1, len(engine._keys.of("orders")) // TURNS)]
    journal = next(folder.glob("journal-*.jsonl"))
    change(engine, 0)
    line = journal.read_bytes().split(b"\n")[-2] + b"\n"
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    database = sqlite(folder, engine)
    found: dict[str, list[float]] = {"commit": [], "bare": [], "sqlite": []}
    for key in keys[:TURNS]:
        found["commit"].append(timed(lambda key=key: act(engine, key)))  # type: ignore[misc]
        found["bare"].append(timed(lambda: append(bare, line)))
        found["sqlite"].append(timed(lambda key=key: sqlite_act(database, key)))  # type: ignore[misc]
    os.close(bare)
    database.close()
    engine.close()
    middle = {name: statistics.median(values) for name, values in found.items()}
    return middle | {f"{name} p99": high(values) for name, values in found.items()}


def append(descriptor: int, line: bytes) -> None:
    os.write(descriptor, line)
    os.fdatasync(descriptor)


def act(engine: JournalEngine, key: str) -> None:
    with engine.transaction():
        stored = engine.get("orders", key)
        event = engine.last_event()
        assert stored is not None
        assert event is not None
        commit(engine, [(stored._replace(version=stored.version + 1), event)])


def sqlite(folder: Path, engine: JournalEngine) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "sqlite", isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=full")
    database.execute("create table orders (key text primary key, version int, body json)")
    database.execute("create table events (body json)")
    database.execute("begin")
    rows = ((one.key, one.version, to_json(one._asdict())) for one in engine.all("orders"))
    database.executemany("insert into orders values (?,?,?)", rows)
    database.execute("commit")
    database.execute("pragma wal_checkpoint(truncate)")
    return database


def sqlite_act(database: sqlite3.Connection, key: str) -> None:
    database.execute("begin immediate")
    (body,) = database.execute("select body from orders where key=?", (key,)).fetchone()
    document = json.loads(body)
    document["version"] += 1
    text = to_json(document)
    database.execute("update orders set body=?, version=version+1 where key=?", (text, key))
    database.execute("insert into events values (?)", (text[:500],))
    database.execute("commit")


def blocking(folder: Path) -> Measured:
    """A checkpoint, and how long its two steps under the lock take."""
    engine = JournalEngine(folder, checkpoint_after=0)
    checkpoints = engine._store.checkpoints
    held: list[float] = []
    for name in ("_rotate", "_switch"):
        setattr(checkpoints, name, stopped(getattr(checkpoints, name), held))
    whole = timed(engine.checkpoint)
    engine.close()
    return {"checkpoint": whole, "blocked": max(held)}


def stopped(real: Callable[..., object], times: list[float]) -> Callable[..., object]:
    def step(*given: object) -> object:
        begin = time.perf_counter()
        result = real(*given)
        times.append(time.perf_counter() - begin)
        return result

    return step


def stock(folder: Path) -> Measured:
    """Stock TinyDB on the same documents."""
    (snapshot,) = folder.glob("shouhou-*.json")
    path = folder / "stock.json"
    shutil.copy(snapshot, path)
    with TinyDB(path, ensure_ascii=False, encoding="utf-8") as database:
        orders = database.table("orders", cache_size=0)
        times = [
            timed(lambda: orders.update({"version": 2}, doc_ids=[7])) for _ in range(STOCK_TURNS)
        ]
    path.unlink()
    return {"stock": statistics.median(times)}


def measure(folder: Path, count: int) -> Measured:
    build(folder, count)
    found = opening(folder) | {"memory": memory_of_a_second_desk(folder)}
    found |= commits(folder)
    (folder / "sqlite").unlink()
    if count <= STOCK_MOST:
        found |= stock(folder)
    seen = seen_after(folder)
    waits = waits_for_the_lock(folder)
    found |= {"seen": statistics.median(seen), "seen worst": max(seen)}
    found |= {"wait": statistics.median(waits), "wait p99": high(waits), "wait worst": max(waits)}
    return found | {"rate": len(waits) / 4.0} | blocking(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--folder", type=Path, help="on the disk to be measured")
    given = parser.parse_args()
    found = {}
    for count in [*given.orders, *([1_000_000] if given.million else [])]:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            found[count] = measure(Path(folder) / "store", count)
    machine = f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} cores"
    sys.stdout.write(f"{machine}\n\n{table(found)}\n")


if __name__ == "__main__":
    main()
