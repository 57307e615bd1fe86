"""A server that says nothing: that is known, and what waits for its answer can be given up."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from store.engines.postgres import patience
from store.engines.postgres.engine import PostgresEngine, make_tables
from store.errors import ShouhouError, StoreTrouble
from tests.engines.facts import KIND, kept, trouble_of, write
from tests.postgres import Server, quick_place
from tests.silent_proxy import Proxy


@pytest.fixture
def server() -> Iterator[Server]:
    """One of its own, with tables."""
    with TemporaryDirectory(prefix="pg", dir=quick_place()) as folder:
        made = Server(Path(folder), ("max_connections=20",))
        made.start()
        make_tables(made.url)
        yield made
        made.stop()


@pytest.fixture
def engine(server: Server) -> Iterator[PostgresEngine]:
    """An order is there."""
    with closing(PostgresEngine(f"{server.url}&folder={server.folder}/beside")) as made:
        write(made, kept())
        yield made


@pytest.fixture
def stopped(engine: PostgresEngine) -> Iterator[Callable[[], None]]:
    """Of the two connections there are, both processes of the server are stopped; lets them go."""
    with engine._connections.lent() as one, engine._connections.lent() as other:
        processes = [one.info.backend_pid, other.info.backend_pid]
    for process in processes:
        os.kill(process, signal.SIGSTOP)

    def go_on() -> None:
        for process in processes:
            # Whose connection was hung up meanwhile may have gone.
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    yield go_on
    go_on()


def silence(engine: PostgresEngine) -> StoreTrouble:
    """What is said of it, as soon as it is."""
    deadline = time.monotonic() + 30
    while (found := engine.silence()) is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


def test_a_server_that_owes_an_answer_is_silent_until_it_gives_it(
    engine: PostgresEngine, stopped: Callable[[], None]
) -> None:
    assert engine.silence() is None
    look = threading.Thread(target=engine.changed)
    look.start()
    found = silence(engine)
    assert found.code == "lost"
    assert found.sentence.endswith(
        "cannot be reached (it does not answer); nothing was changed. Try again."
    )
    stopped()
    look.join(30)
    assert engine.silence() is None
    assert engine.count(KIND) == 1


def test_what_is_read_of_a_silent_server_is_given_up_without_asking_it(
    engine: PostgresEngine, stopped: Callable[[], None]
) -> None:
    look = threading.Thread(target=engine.changed)
    look.start()
    silence(engine)
    told: list[ShouhouError] = []
    reader = threading.Thread(target=lambda: told.append(trouble_of(lambda: engine.count(KIND))))
    reader.start()
    while reader.ident not in engine._connections._running:
        time.sleep(0.02)
    assert reader.ident is not None
    engine.interrupt(reader.ident)
    reader.join(30)
    assert [one.code for one in told] == ["interrupted"]
    stopped()
    look.join(30)


def test_what_is_read_of_a_server_that_has_just_fallen_silent_is_given_up_too(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "CANCEL_SECONDS", 0.2)
    between = server.folder / "between"
    between.mkdir()
    with (
        closing(Proxy(server.folder, between)) as proxy,
        closing(PostgresEngine(f"{proxy.url}&folder={server.folder}/beside")) as engine,
    ):
        assert engine.count(KIND) == 0
        proxy.fall_silent()
        told: list[ShouhouError] = []
        reader = threading.Thread(
            target=lambda: told.append(trouble_of(lambda: engine.count(KIND)))
        )
        reader.start()
        while reader.ident not in engine._connections._running:
            time.sleep(0.02)
        assert reader.ident is not None
        assert engine.silence() is None, "nobody knows of it yet"
        engine.interrupt(reader.ident)
        reader.join(30)
        assert [one.code for one in told] == ["interrupted"]
