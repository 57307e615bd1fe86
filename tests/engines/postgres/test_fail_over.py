"""An address with two hosts: the first is dead, and everything goes on at the second."""

import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from urllib.parse import quote

import psycopg
import pytest

from store.engines.postgres.engine import PostgresEngine, make_tables
from tests.engines.facts import KIND, kept, told_by, write
from tests.postgres import Server, quick_place

DURABLE = ("max_connections=20", "shared_buffers=16MB")


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server]]:
    """The first, which waits for the second with every commit, and that, its standby."""
    with TemporaryDirectory(prefix="pg", dir=quick_place()) as folder:
        places = [Path(folder) / name for name in ("a", "b")]
        for place in places:
            place.mkdir()
        first = Server(places[0], DURABLE)
        first.start()
        make_tables(first.url)
        second = Server(places[1], DURABLE, copied=first)
        second.start()
        with psycopg.connect(first.url, autocommit=True) as connection:
            connection.execute("alter system set synchronous_standby_names = '*'")
            connection.execute("select pg_reload_conf()")
        yield first, second
        first.stop()
        second.stop()


def test_the_second_host_goes_on_with_all_that_was_acknowledged(
    servers: tuple[Server, Server], tmp_path: Path
) -> None:
    first, second = servers
    hosts = quote(f"{first.folder},{second.folder}", safe=",")
    url = f"postgresql://postgres@/postgres?host={hosts}&target_session_attrs=read-write"
    with closing(PostgresEngine(f"{url}&folder={tmp_path}")) as engine:
        for number in range(1, 21):
            write(engine, kept(number, str(number)))
        first.stop(signal.SIGKILL)
        # Its children notice a moment later, and one may answer once more until then.
        select([one.fileno() for one in engine._connections._idle], [], [], 5)
        refused = told_by(lambda: write(engine, kept(21, "21")))
        # Until somebody says that it is the first now, a standby takes nothing.
        assert refused is not None
        assert refused.code == "lost"
        with psycopg.connect(second.url, autocommit=True) as connection:
            connection.execute("select pg_promote()")
        assert not engine.changed()
        write(engine, kept(21, "21"))
        assert [one.id for one in engine.documents(KIND)] == list(range(1, 22))
        assert engine.commits() == 21
