"""A shop that its database does not have: said with the names of those that it has."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

import psycopg
import pytest

from store.engines.opening import engine_at, make_tables
from store.errors import StoreTrouble
from store.upkeep.migrating import migrate
from tests.engines.facts import kept, trouble_of, write
from tests.postgres import server_url
from tui.cli import main


@pytest.fixture
def database() -> Iterator[str]:
    """The address of a database of its own."""
    name = f"shops_{uuid4().hex}"
    with psycopg.connect(server_url(), autocommit=True) as server:
        server.execute(f"create database {name}".encode())
        url = urlsplit(server_url())._replace(path=f"/{name}").geturl()
        make_tables(url)
        yield url
        server.execute(f"drop database {name} with (force)".encode())


def of(database: str, shop: str, folder: Path) -> str:
    return f"{database}&folder={quote(str(folder))}&shop={quote(shop)}"


@pytest.fixture
def rice(database: str, tmp_path: Path) -> str:
    """It has one shop, whose address this is."""
    url = of(database, "rice", tmp_path)
    with closing(engine_at(url)) as engine:
        write(engine, kept())
    return url


COMMANDS = (
    "list",
    "verify",
    "backup /nowhere/x.zip",
    "export --to /nowhere/x.csv",
    "due",
    "dump /nowhere/x.json",
    "show 1",
    "",
)
"""The last one is the desk."""


@pytest.mark.parametrize("shop", ["ricee", ""])
def test_every_command_says_it(rice: str, capsys: pytest.CaptureFixture[str], shop: str) -> None:
    store = rice.replace("shop=rice", f"shop={shop}")
    missing = f"There is no shop {shop} in postgresql://" if shop else " names no shop"
    for command in COMMANDS:
        assert main(["--store", store, *command.split()]) == StoreTrouble.status, command
        said = capsys.readouterr().err
        assert missing in said, command
        assert "the database has: rice." in said, command
    assert main(["--store", rice, "list"]) == 0


def test_a_database_without_shops_is_as_an_empty_folder(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--store", of(database, "any", tmp_path), "verify"]) == 0
    assert capsys.readouterr().err == ""


def test_a_shop_is_founded_beside_others_by_its_name_alone(
    rice: str, database: str, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    with closing(engine_at(here)) as engine:
        write(engine, kept())

    def move(shop: str) -> object:
        return migrate(str(here), of(database, shop, tmp_path / "there"), lambda _count: None)

    assert trouble_of(lambda: move("")).code == "no_shop"
    move("tea")
    with closing(engine_at(of(database, "", tmp_path))) as engine:
        found = trouble_of(engine.ensure_founded)
    assert "the database has: rice, tea." in found.sentence
