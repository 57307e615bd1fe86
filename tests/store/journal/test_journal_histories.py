"""What eight processes saw could have happened one after the other."""

import os
import random
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.engines.journal import store
from store.engines.journal.engine import JournalEngine
from store.engines.protocol import Stored
from tests.store.journal.histories import NEVER, Call, linearizable

LONG = "SHOUHOU_LONG" in os.environ
HISTORIES, CALLS = (200, 1000) if LONG else (4, 400)
PROCESSES = 8
KEYS = ("a", "b")
Sabotage = Callable[[], None]


def client(folder: Path, seed: int, say: int) -> None:
    chance = random.Random(seed)
    engine = JournalEngine(folder, checkpoint_after=0)
    lines = []
    for _ in range(CALLS // PROCESSES):
        key = chance.choice(KEYS)
        start = time.monotonic_ns()
        if chance.random() < 0.5:
            kind, answer = "add", add(engine, key)
        else:
            engine.refresh()
            stored = engine.get("orders", key)
            kind, answer = "look", stored.version if stored else 0
        lines.append(f"{key} {start} {time.monotonic_ns()} {kind} {answer}\n")
        if chance.random() < 0.01:
            engine.checkpoint()
    os.write(say, "".join(lines).encode())


def add(engine: JournalEngine, key: str) -> int:
    with engine.transaction() as transaction:
        known = engine.get("orders", key)
        version = known.version + 1 if known else 1
        transaction.commit([("orders", Stored(key, version, None, {}))], [])
    return version


def record(folder: Path, seed: int, sabotage: Sabotage | None = None) -> dict[str, list[Call]]:
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
                client(folder, seed * 100 + number, say)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    os.close(say)
    with os.fdopen(hear) as lines:
        given = [line.split() for line in lines]
    assert {os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children} == {0}
    found: dict[str, list[Call]] = {key: [] for key in KEYS}
    for key, start, end, kind, answer in given:
        found[key].append(Call(int(start), int(end), kind, int(answer)))
    return found


def test_recorded_histories_are_linearizable(tmp_path: Path) -> None:
    calls = 0
    for seed in range(HISTORIES):
        for history in record(tmp_path / str(seed), seed).values():
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
    """Judge from what was read before the lock, and write whatever others wrote meanwhile."""

    @contextmanager
    def transaction(self: JournalEngine):  # type: ignore[no-untyped-def] # noqa: ANN202
        yield self

    def commit(self: JournalEngine, documents, events) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        with self._store.writing():
            real(
                self,
                [
                    (kind, one._replace(version=self._known(kind, one.key)[1] + 1))
                    for kind, one in documents
                ],
                events,
            )

    real = JournalEngine.commit
    JournalEngine.transaction = transaction  # type: ignore[method-assign]
    JournalEngine.commit = commit  # type: ignore[method-assign]


def looks_at_what_it_knows() -> None:
    def refresh(self: store.Store) -> bool:
        return False

    store.Store.refresh = refresh  # type: ignore[method-assign]


@pytest.mark.parametrize("sabotage", [lost_updates, looks_at_what_it_knows])
def test_a_seeded_fault_is_rejected(sabotage: Sabotage, tmp_path: Path) -> None:
    histories = record(tmp_path / "store", 1, sabotage)
    assert not all(linearizable(one) for one in histories.values())
