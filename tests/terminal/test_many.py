"""Fifty refunds at a real terminal: agreed to in ten keys, each its own event, and ctrl+z."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.models.event import Actor
from store.models.order import Order
from store.repository import Repository, open_store
from tests.build import NOW, case, keep, order
from tests.terminal.loaded_desk import LoadedDesk
from tests.terminal.pty_driver import Desk

NUMBERS = [f"261120-{number:015}" for number in range(1, 51)]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Repository]:
    """Fifty unshipped orders whose buyers want 12.34 back each."""
    opened = open_store(str(tmp_path / "shop"), Actor(user="test"), lambda: NOW)
    asked = (case(requested_fen=1234, unshipped=True),)
    keep(opened, *(order(order_no=number, cases=asked) for number in NUMBERS))
    yield opened
    opened.close()


@pytest.fixture
def desk(shop: Repository, tmp_path: Path) -> Iterator[Desk]:
    """The desk on it."""
    env = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    words = ["--store", str(shop.engine.folder), "--lang", "en", "--now", "2026-11-22T09:00"]
    with LoadedDesk(words, columns=120, rows=36, env=env, cwd=tmp_path) as opened:
        opened.wait_for("50 of 50")
        yield opened


def kept(shop: Repository) -> list[Order]:
    return [shop.order(f"pinduoduo:米铺:{number}") for number in NUMBERS]


def test_fifty_unshipped_refunds_are_agreed_to_in_ten_keys(desk: Desk, shop: Repository) -> None:
    keys = ["*", "a", *"agr", "enter", *"50", "ctrl+s"]
    assert len(keys) <= 10
    desk.press(*keys[:5])
    desk.wait_for("Agree to a refund")
    desk.press(keys[5])
    desk.wait_for("50 possible  ¥617.00 in")
    assert "left out, what each" in desk.text()
    desk.press(*keys[6:])
    desk.wait_for("50 done", 60)

    assert [one.cases[0].agreed_fen for one in kept(shop)] == [1234] * 50
    assert [[event.action for event in shop.events(one)] for one in kept(shop)] == [
        ["agree-refund"]
    ] * 50


def test_ctrl_z_takes_back_and_suspends_nothing(desk: Desk, shop: Repository) -> None:
    desk.press("m")
    desk.wait_for("Claim the order: done; ctrl+z takes it back.")
    desk.press("ctrl+z")
    desk.wait_for("taken back.")

    assert [one.claim for one in kept(shop)] == [None] * 50
    desk.press("q")
    assert desk.exit_status() == 0
