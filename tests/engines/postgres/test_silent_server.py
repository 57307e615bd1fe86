"""A server that says nothing: whoever draws and takes keys is told so, and does not wait for it."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from store.engines.postgres.engine import PostgresEngine, make_tables
from tests.engines.facts import KIND, in_thread, kept, trouble_of, write
from tests.postgres import Server, quick_place


@pytest.fixture
def engine() -> Iterator[PostgresEngine]:
    """An order is there, on a server of its own."""
    with TemporaryDirectory(prefix="pg", dir=quick_place()) as folder:
        server = Server(Path(folder), ("max_connections=20",))
        server.start()
        make_tables(server.url)
        with closing(PostgresEngine(f"{server.url}&folder={folder}/beside")) as made:
            write(made, kept())
            yield made
        server.stop()


def test_who_draws_does_not_wait_for_a_server_that_does_not_answer(engine: PostgresEngine) -> None:
    ((process,),) = engine.fetch("select pg_backend_pid()", ())
    os.kill(process, signal.SIGSTOP)
    try:
        poll = threading.Thread(target=engine.changed)
        poll.start()
        deadline = time.monotonic() + 30
        while poll.is_alive() and not engine._connections.is_silent:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert poll.is_alive()

        found = trouble_of(lambda: engine.count(KIND))
        assert found.code == "lost"
        assert found.sentence.endswith(
            "cannot be reached (it does not answer); nothing was changed. Try again."
        )
        # Others wait, or find another connection.
        assert in_thread(lambda: engine.count(KIND)) == 1
    finally:
        os.kill(process, signal.SIGCONT)
    poll.join(30)
    assert engine.count(KIND) == 1
