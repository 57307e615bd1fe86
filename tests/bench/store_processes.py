"""What is measured with several processes: memory, being seen, waiting for the lock."""

import gc
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from store.engines.journal.engine import JournalEngine
from store.models.row import OrderRow
from tests.bench.store_shapes import commit

POLL_SECONDS = 0.1
WRITERS = 6


def in_child(act: Callable[[int], None]) -> tuple[int, int]:
    """Run in a process of its own; its number, and where it is heard."""
    hear, say = os.pipe()
    child = os.fork()
    if child:
        os.close(say)
        return child, hear
    try:
        os.close(hear)
        act(say)
    finally:
        os._exit(0)


def answer(hear: int) -> list[float]:
    with os.fdopen(hear) as lines:
        return [float(word) for word in lines.read().split()]


def own_memory() -> float:
    """USS in megabytes: what no other process shares."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    private = [line.split() for line in lines if line.startswith(("Private_C", "Private_D"))]
    return sum(int(words[1]) for words in private) / 1024


OPEN = """
import sys, time
from pathlib import Path
from tests.bench.store_processes import open_rows
begin = time.perf_counter()
open_rows(Path(sys.argv[1]))
print(time.perf_counter() - begin, flush=True)
"""
LOADS = """
import gc, os, sys, time, orjson
text = open(sys.argv[1], "rb").read()
gc.disable()
begin = time.perf_counter()
found = orjson.loads(text)
print(time.perf_counter() - begin, flush=True)
os._exit(0)
"""
ORJSON_MOST = 1 << 30
"""Above that `orjson.loads` needs more memory than a small server has."""


def opening(folder: Path) -> dict[str, float]:
    """Until the rows are ready, beside orjson.loads of the same snapshot with the collector off.

    In turns, each in a process of its own, as a desk is opened: the best of five. The first one
    of all finds no columns beside the snapshot and writes them.
    """
    (snapshot,) = folder.glob("shouhou-*.json")
    size = snapshot.stat().st_size
    first = alone(OPEN, folder)
    times, plain = [], []
    for _ in range(5):
        times.append(alone(OPEN, folder))
        if size < ORJSON_MOST:
            plain.append(alone(LOADS, snapshot))
    found = {"open": min(times), "first open": first, "snapshot": size / 1e6}
    return found | ({"orjson": min(plain)} if plain else {})


def alone(script: str, path: Path) -> float:
    done = subprocess.run(python(["-c", script, str(path)])[1], capture_output=True, check=True)
    return float(done.stdout)


def memory_of_a_second_desk(folder: Path) -> float:
    """Its rows are ready; the first desk has the same snapshot open."""
    first = JournalEngine(folder, checkpoint_after=0)
    first.rows_as(OrderRow)

    def second(say: int) -> None:
        script = (
            "import sys; from pathlib import Path\n"
            "from tests.bench.store_processes import own_memory, open_rows\n"
            "engine, rows = open_rows(Path(sys.argv[1]))\n"
            "print(own_memory(), flush=True)\n"
        )
        os.dup2(say, 1)
        os.execv(*python(["-c", script, str(folder)]))

    child, hear = in_child(second)
    (found,) = answer(hear)
    os.waitpid(child, 0)
    first.close()
    return found


def python(arguments: list[str]) -> tuple[str, list[str]]:
    return sys.executable, [sys.executable, *arguments]


def open_rows(folder: Path) -> tuple[JournalEngine, list[OrderRow]]:
    engine = JournalEngine(folder, checkpoint_after=0)
    return engine, engine.rows_as(OrderRow)


def seen_after(folder: Path, times: int = 30) -> list[float]:
    """Seconds from one desk's commit until another that polls has it."""
    ready, go = os.pipe()

    def look(say: int) -> None:
        engine, _rows = open_rows(folder)
        os.write(go, b"x")
        for _ in range(times):
            while not engine.refresh():
                time.sleep(POLL_SECONDS)
            engine.rows_as(OrderRow)
            os.write(say, f"{time.monotonic()}\n".encode())

    child, hear = in_child(look)
    engine = JournalEngine(folder, checkpoint_after=0)
    os.read(ready, 1)
    found = []
    for number in range(times):
        time.sleep(random.uniform(0.0, 0.2))
        change(engine, number)
        end = time.monotonic()
        found.append(float(os.read(hear, 100)) - end)
    os.waitpid(child, 0)
    engine.close()
    return found


def change(engine: JournalEngine, number: int) -> None:
    """One action: read one order under the lock and save it with its event."""
    with engine.transaction():
        key = next(iter(engine._keys.of("orders")))
        stored = engine.get("orders", key)
        event = engine.last_event()
        assert stored is not None
        assert event is not None
        commit(engine, [(stored._replace(version=stored.version + 1), event)])


def waits_for_the_lock(folder: Path, seconds: float = 4.0) -> list[float]:
    """Six desks that do nothing but save: how long each waited for the lock, every time."""

    def write(say: int) -> None:
        engine = JournalEngine(folder, checkpoint_after=0)
        engine._keys.of("orders")
        gc.collect()
        end, waits = time.monotonic() + seconds, []
        number = 0
        while time.monotonic() < end:
            number += 1
            begin = time.perf_counter()
            with engine.transaction():
                waits.append(time.perf_counter() - begin)
                change(engine, number)
        os.write(say, " ".join(f"{one:.6f}" for one in waits).encode())

    children = [in_child(write) for _ in range(WRITERS)]
    found = [one for _child, hear in children for one in answer(hear)]
    for child, _hear in children:
        os.waitpid(child, 0)
    return found
