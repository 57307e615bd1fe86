"""Threads of one desk: nobody who only looks waits, and those who write take turns."""

from pathlib import Path
from threading import Thread

import pytest

from store.engines.journal.engine import JournalEngine
from tests.store.journal.desk import stored, write


@pytest.fixture
def engine(store: Path) -> JournalEngine:
    """A store with one document."""
    opened = JournalEngine(store)
    write(opened, stored(note="first"), key="k1")
    return opened


def test_a_thread_that_looks_never_waits_for_one_that_writes(engine: JournalEngine) -> None:
    seen: list[object] = []
    engine.refresh()
    looker = Thread(target=lambda: seen.extend([engine.refresh(), engine.get("orders", "a")]))
    with engine.transaction() as transaction:
        looker.start()
        looker.join(2)
        assert seen == [False, stored(note="first")]
        transaction.commit([("orders", stored(version=2))], [])
    assert not engine.refresh()
    assert engine.get("orders", "a") == stored(version=2)


def test_threads_of_one_desk_write_one_after_the_other(engine: JournalEngine) -> None:
    def change() -> None:
        for _ in range(20):
            with engine.transaction() as transaction:
                known = engine.get("orders", "a")
                assert known is not None
                transaction.commit([("orders", stored(version=known.version + 1))], [])

    threads = [Thread(target=change) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    found = engine.get("orders", "a")
    assert found is not None
    assert found.version == 81
