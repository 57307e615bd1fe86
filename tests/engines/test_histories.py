"""What eight processes saw could have happened one after the other."""

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from store.engines.protocol import Engine, Kept
from store.engines.sqlite.engine import SqliteEngine
from tests.engines.conftest import ENGINES
from tests.engines.facts import KIND, kept, replaced
from tests.engines.histories import NEVER, Call, linearizable

LONG = "SHOUHOU_LONG" in os.environ
HISTORIES, CALLS = (200, 1000) if LONG else (2, 320)
PROCESSES = 8
KEYS = ("a", "b")
Sabotage = Callable[[], None]


def client(name: str, folder: Path, seed: int, say: int) -> None:
    chance = random.Random(seed)
    engine = ENGINES[name](folder)
    lines = []
    for _ in range(CALLS // PROCESSES):
        key = chance.choice(KEYS)
        start = time.monotonic_ns()
        if chance.random() < 0.5:
            kind, answer = "add", add(engine, key)
        else:
            found = engine.document_with(KIND, key)
            kind, answer = "look", found.version if found else 0
        lines.append(f"{key} {start} {time.monotonic_ns()} {kind} {answer}\n")
        if chance.random() < 0.02:
            engine.rest()
    os.write(say, "".join(lines).encode())


def add(engine: Engine, key: str) -> int:
    """Make the next version; which one it is."""
    with engine.writing():
        known = engine.document_with(KIND, key)
        version = known.version + 1 if known else 1
        if known is None:
            engine.add(KIND, kept(engine.next_id(KIND), key, version))
        else:
            assert engine.replace(KIND, kept(known.id, key, version), known.version)
    return version


def record(
    name: str, folder: Path, seed: int, sabotage: Sabotage | None = None
) -> dict[str, list[Call]]:
    """Run eight processes; their calls by document."""
    hear, say = os.pipe()
    children = []
    for number in range(PROCESSES):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                if sabotage:
                    sabotage()
                client(name, folder, seed * 100 + number, say)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    os.close(say)
    with os.fdopen(hear) as lines:
        given = [line.split() for line in lines]
    assert {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children} == {0}
    found: dict[str, list[Call]] = {key: [] for key in KEYS}
    for key, start, end, kind, answer in given:
        found[key].append(Call(int(start), int(end), kind, int(answer)))
    return found


@pytest.mark.parametrize("name", ENGINES)
def test_recorded_histories_are_linearizable(name: str, tmp_path: Path) -> None:
    calls = 0
    for seed in range(HISTORIES):
        for history in record(name, tmp_path / str(seed), seed).values():
            assert linearizable(history)
            calls += len(history)
    assert calls == HISTORIES * (CALLS // PROCESSES) * PROCESSES


# The search rejects what must be rejected, and the harness finds what it is there for


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([Call(0, 1, "add", 1), Call(2, 3, "look", 1)], True),
        ([Call(0, 1, "add", 1), Call(2, 3, "look", 0)], False),
        ([Call(0, 5, "add", 1), Call(2, 3, "look", 0)], True),
        ([Call(0, 5, "add", 1), Call(1, 6, "add", 1)], False),
        ([Call(0, 5, "add", 2), Call(1, 6, "add", 1)], True),
        ([Call(0, 1, "add", 2), Call(2, 6, "add", 1)], False),
        ([Call(0, NEVER, "lost", 0), Call(2, 3, "look", 1), Call(4, 5, "look", 1)], True),
        ([Call(0, NEVER, "lost", 0), Call(2, 3, "look", 1), Call(4, 5, "look", 0)], False),
        ([Call(0, 9, "add", 1), Call(1, 2, "look", 1), Call(3, 4, "look", 0)], False),
    ],
)
def test_the_search_knows_an_order_from_none(calls: list[Call], expected: bool) -> None:
    assert linearizable(calls) is expected


def lost_updates() -> None:
    """Judge from what was read before, and write over whatever others wrote meanwhile."""
    seen: dict[str, Kept] = {}
    read = SqliteEngine.document_with
    put = SqliteEngine.replace

    def document_with(self: SqliteEngine, kind: str, key: str) -> Kept | None:
        now = read(self, kind, key)
        if self.is_writing and key in seen:
            return seen[key]
        if now:
            seen[key] = now
        return now

    def replace(self: SqliteEngine, kind: str, given: Kept, _version: int) -> bool:
        now = self.document(kind, given.id)
        assert now is not None
        return put(self, kind, given, now.version)

    replaced(SqliteEngine, document_with=document_with, replace=replace)


def looks_at_what_it_knows() -> None:
    """A process that reads its own moment only, and never what others wrote since."""
    known: dict[str, Kept | None] = {}
    read = SqliteEngine.document_with

    def document_with(self: SqliteEngine, kind: str, key: str) -> Kept | None:
        if self.is_writing:
            return read(self, kind, key)
        return known.setdefault(key, read(self, kind, key))

    replaced(SqliteEngine, document_with=document_with)


@pytest.mark.parametrize("sabotage", [lost_updates, looks_at_what_it_knows])
def test_a_seeded_fault_is_rejected(sabotage: Sabotage, tmp_path: Path) -> None:
    histories = record("sqlite", tmp_path / "store", 1, sabotage)
    assert not all(linearizable(history) for history in histories.values())
