"""A server that waits for a standby which is not there: it is said, and nothing is saved twice."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from time import monotonic

import pytest

from store.engines.postgres import committing
from store.engines.postgres.engine import PostgresEngine, make_tables
from store.engines.postgres.patience import hang_up
from store.engines.postgres.session import PostgresSession
from tests.engines.facts import KIND, kept, trouble_of, write
from tests.postgres import QUICK, Server, quick_place

SECONDS = 0.3
WAITS = "options=-c%20synchronous_commit%3Don"
"""Only who asks for it waits on a server of tests, which waits for no disk."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """It waits for a standby that nobody has started."""
    with TemporaryDirectory(prefix="pg", dir=quick_place()) as folder:
        made = Server(Path(folder), (*QUICK, "synchronous_standby_names=*"))
        made.start()
        make_tables(made.url)
        yield made
        made.stop()


@pytest.fixture
def engine(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PostgresEngine]:
    monkeypatch.setattr(committing, "COMMIT_SECONDS", SECONDS)
    url = f"{server.url}&shop={tmp_path.name}&folder={tmp_path}&{WAITS}"
    with closing(PostgresEngine(url)) as made:
        yield made


def test_a_commit_that_no_standby_confirms_is_said_and_is_there(engine: PostgresEngine) -> None:
    begun = monotonic()
    found = trouble_of(lambda: write(engine, kept()))
    assert SECONDS <= monotonic() - begun < 10
    assert (found.code, found.status) == ("unconfirmed", 3)
    assert "is saved in postgresql://" in found.sentence
    assert "Do not repeat it" in found.sentence
    assert (engine.document(KIND, 1), engine.commits()) == (kept(), 1)
    # It was never told to be saved, so that it is news.
    assert engine.changed()


def test_a_connection_that_ends_while_the_server_waits_leaves_nobody_waiting(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = PostgresSession.commit

    def commit(session: PostgresSession) -> None:
        # It is sent, and the line is cut before any answer.
        Timer(SECONDS / 3, hang_up, [session.connection]).start()
        real(session)

    trouble_of(lambda: write(engine, kept()))
    monkeypatch.setattr(PostgresSession, "commit", commit)
    begun = monotonic()
    found = trouble_of(lambda: write(engine, kept(2, "b")))
    assert monotonic() - begun < 10
    assert found.code == "uncertain"


def test_a_commit_within_its_time_is_left_alone(server: Server, tmp_path: Path) -> None:
    with closing(PostgresEngine(f"{server.url}&shop=quick&folder={tmp_path}")) as engine:
        for version in (1, 2, 3):
            write(engine, kept(version=version))
        assert engine.commits() == 3
