"""A shop that the bench makes several times over in its database is as whole as the one it was."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import psycopg
import pytest

from store.engines.opening import make_tables
from store.models.event import Actor
from store.repository import open_store
from store.upkeep.migrating import migrate
from tests.bench.growing import grow
from tests.bench.shop_files import parts
from tests.bench.shop_orders import REFERENCE, orders
from tests.bench.shop_stores import NOW
from tests.postgres import server_url
from tui.cli import main

COUNT, TIMES = 150, 3


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[str]:
    """The address of a database that has the bench's shop of this many orders."""
    name = f"grown_{uuid4().hex}"
    with psycopg.connect(server_url(), autocommit=True) as server:
        server.execute(f"create database {name}".encode())
        plain = urlsplit(server_url())._replace(path=f"/{name}").geturl()
        make_tables(plain)
        for paths in parts(tmp_path, COUNT, COUNT):
            words = ["--store", str(tmp_path / "store"), "--now", NOW, "import", *map(str, paths)]
            assert main([*words, "--shop", "云南果园"]) == 0
        beside = f"{plain}{'&' if '?' in plain else '?'}folder={quote(str(tmp_path), safe='')}/b"
        migrate(str(tmp_path / "store"), beside, lambda _count: None)
        with psycopg.connect(plain, autocommit=True) as connection:
            grow(connection, TIMES)
        yield beside
        server.execute(f"drop database {name} with (force)".encode())


def test_a_shop_three_times_over_is_whole_and_each_order_is_another(
    shop: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--store", shop, "--now", NOW, "verify", "--full"]) == 0
    capsys.readouterr()
    with closing(open_store(shop, Actor(user="test"), lambda: REFERENCE)) as repository:
        found = list(repository.search("", "order").window(0, TIMES * COUNT + 1))
        assert len({row.order_no for row in found}) == len(found) == TIMES * COUNT
        for sold in list(orders(COUNT))[::30]:
            phone = "" if sold.is_douyin else sold.person.phone
            for sought in filter(None, (sold.order_no, phone, sold.tracking_no)):
                rows = repository.search(sought).window(0, TIMES)
                assert [row.order_no for row in rows] == [sold.order_no]
