"""A desk at a real terminal whose database goes and comes: what is typed stays, and it goes on."""

import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from store.engines.postgres.engine import make_tables
from store.models.event import Actor
from store.models.order import Order
from store.repository import Repository, open_store
from store.rules.action.catalogue import all_actions
from tests.build import ORDER_NO, keep, order
from tests.postgres import Server, quick_place
from tests.terminal.loaded_desk import LoadedDesk
from tests.terminal.pty_driver import Desk
from tui.keyboard.type_ahead import REPEAT_SECONDS

OTHER_ORDER = "261120-000000000000002"
SOON = 10
"""Seconds; a desk looks twice a second; a loaded machine may take its time."""
BACK = 5
"""Seconds after the server is there again in which a desk goes on."""


@pytest.fixture
def server() -> Iterator[Server]:
    with TemporaryDirectory(prefix="pg", dir=quick_place()) as folder:
        made = Server(Path(folder), ("max_connections=30",))
        made.start()
        make_tables(made.url)
        yield made
        made.stop()


@pytest.fixture
def store(server: Server, tmp_path: Path) -> str:
    """The address of a shop with two orders."""
    url = f"{server.url}&folder={tmp_path / 'beside'}"
    with closing(as_wang(url)) as repository:
        keep(repository, order(), order(order_no=OTHER_ORDER))
    return url


@pytest.fixture
def desk(store: str, tmp_path: Path) -> Iterator[Desk]:
    """Li's, at the list of orders."""
    words = ["--store", store, "--lang", "en", "--as", "li", "--now", "2026-11-22T09:00"]
    folders = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    with LoadedDesk(words, columns=120, rows=36, env=folders, cwd=tmp_path) as opened:
        opened.press("2")
        opened.wait_for("Order no.")
        opened.press("enter")  # which waits until all of the store is open
        opened.wait_for("1 What is owed")
        opened.press("esc")
        opened.wait_for("Order no.")
        opened.settle()
        yield opened


def as_wang(store: str) -> Repository:
    return open_store(store, Actor(user="wang"))


def found(repository: Repository, order_no: str) -> Order:
    here = repository.find(order_no)
    assert isinstance(here, Order)
    return here


def test_what_is_typed_while_the_server_is_away_is_saved_when_it_is_back(
    desk: Desk, store: str, server: Server
) -> None:
    desk.type(f"/{ORDER_NO}\r")
    desk.wait_for("1 of 2")
    desk.press("n")
    desk.wait_for("ctrl+s save")
    desk.type("left at ")
    desk.wait_for("left at")
    server.stop(signal.SIGKILL)
    desk.wait_for("Connection lost, retrying", SOON)
    desk.type("the gate")
    desk.press("ctrl+s")
    desk.wait_for("cannot be reached", SOON)
    assert "left at the gate" in desk.text()
    server.start()
    desk.wait_for("Connected again.", BACK)
    desk.press("ctrl+s")
    desk.wait_for("Write a note: done.", BACK)
    desk.press("q")
    assert desk.exit_status() == 0
    with closing(as_wang(store)) as repository:
        assert [note.text for note in found(repository, ORDER_NO).notes] == ["left at the gate"]


def test_a_list_stays_while_the_server_is_away_and_goes_on_when_it_is_back(
    desk: Desk, store: str, server: Server
) -> None:
    server.stop(signal.SIGKILL)
    text = desk.wait_for("Connection lost, retrying", SOON)
    assert ORDER_NO in text
    desk.press("down", "up", "enter")
    desk.wait_for("cannot be reached", SOON)
    server.start()
    desk.wait_for("Connected again.", BACK)
    with closing(as_wang(store)) as repository:
        repository.run(
            all_actions()["note"], found(repository, ORDER_NO), {"text": "from another machine"}
        )
    desk.press("enter")
    desk.wait_for("from another machine", SOON)
    desk.press("q")
    desk.wait_for("Order no.")
    desk.settle(REPEAT_SECONDS)
    desk.press("q")
    assert desk.exit_status() == 0


def test_what_another_machine_commits_is_on_the_screen_soon(desk: Desk, store: str) -> None:
    with closing(as_wang(store)) as repository:
        values = {"carrier": "YTO", "tracking_no": "YT1234567890123"}
        repository.run(all_actions()["ship"], found(repository, OTHER_ORDER), values)
    desk.wait_until(lambda text: "shipped" in text, SOON, "the other's commit")
    desk.press("q")
    assert desk.exit_status() == 0
