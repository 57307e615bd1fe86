"""The desk shows its rows before the store behind them is open, and waits where that is needed."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Event, Thread, Timer
from typing import Any

import pytest

from store.engines.opening import engine_at
from store.errors import StoreTrouble
from store.reading.shop_lists import Lists
from store.repository import Repository
from tests.build import ACTOR, HOUR, NOW, keep, order
from tests.terminal.pty_driver import Desk as Terminal
from tests.terminal.whole import SHOUHOU
from tests.tui.driver import Desk
from tests.tui.orders_shop import EARLIEST_FIRST, LATE, RICE, fill
from tui.actions import KEYS
from tui.app import DeskApp
from tui.drafts import Drafts
from tui.opening import Opening

OWN = """
[[rule]]
name = "ship_by"
valid_from = 2020-01-01
value = 24
source = "we promise a day"
"""


@pytest.fixture
def shop(repository: Repository, store: Path) -> Path:
    """The folder of a store of four orders; one is late, one has left."""
    fill(repository)
    return store


@pytest.fixture
def lists(store: Path) -> Iterator[Lists]:
    """What the desk opens first."""
    opened = Lists(engine_at(str(store)), lambda: NOW)
    yield opened
    opened.close()


@asynccontextmanager
async def desk_of(opening: Opening, drafts: Path) -> AsyncIterator[Desk]:
    """The desk, its list shown, whatever is open behind it."""
    app = DeskApp(opening, KEYS, Drafts(drafts), place="orders")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        desk = Desk(pilot, app)
        await desk.opened()
        yield desk


def opening_after(go_on: Event, lists: Lists) -> Opening:
    """The rest is opened once this is set."""

    def open_rest() -> Repository:
        go_on.wait()
        return Repository.on(lists.engine, ACTOR, lambda: NOW)

    return Opening(lists, "lina (root)", open_rest)


async def test_the_list_is_worked_with_before_the_rest_is_open(
    shop: Path, lists: Lists, drafts: Path
) -> None:
    go_on = Event()
    opening = opening_after(go_on, lists)
    async with desk_of(opening, drafts) as desk:
        assert desk.rows == EARLIEST_FIRST
        await desk.search("late")
        assert desk.rows == [LATE]
        await desk.press("views")
        assert "Late" in desk.text()
        await desk.keys("escape")
        assert "lina (root)" in desk.text()
        assert not opening.is_open

        # A key that needs the store waits for it.
        Timer(0.2, go_on.set).start()
        await desk.press("ship")
        assert opening.is_open
        assert f"Ship  {LATE}" in desk.text()


def test_two_threads_that_need_the_store_at_once_open_it_once(
    shop: Path, lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, opened = Barrier(2), []

    class Opened(Thread):
        """One that is made as slowly as it takes another one to be made beside."""

        def __init__(self, **given: Any) -> None:
            with suppress(BrokenBarrierError):
                both.wait(0.3)
            super().__init__(**given)

    def open_rest() -> Repository:
        opened.append(1)
        return Repository.on(lists.engine, ACTOR, lambda: NOW)

    opening = Opening(lists, "lina", open_rest)
    monkeypatch.setattr("tui.opening.Thread", Opened)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _turn: opening.wait(), range(2)))
    opening.close()

    assert found[0] is found[1]
    assert opened == [1]


async def test_esc_leaves_a_place_that_shows_nothing_yet_for_the_one_that_was_gone_from(
    shop: Path, lists: Lists, drafts: Path
) -> None:
    go_on = Event()
    opening = opening_after(go_on, lists)
    async with desk_of(opening, drafts) as desk:
        await desk.at(LATE)
        desk.send("4", "j")
        status = "Working …  esc leaves it"
        await desk.until(lambda: desk.app.current_mode == "stock", "the place")
        await desk.until(lambda: status in desk.text(), status)
        desk.send("escape")
        await desk.until(lambda: desk.app.current_mode == "orders", "the place before")
        await desk.until(desk.said, "what is said")

        assert desk.said() == ["Left; nothing was changed.\n1 key typed meanwhile was forgotten."]
        assert desk.current == LATE
        await desk.press("search")
        assert desk.focus == "search"
        await desk.keys("escape")
        go_on.set()
        await desk.press("stock")

        assert desk.app.current_mode == "stock"
        assert "by how long it lasts" in desk.text()


async def test_rows_that_other_rules_made_are_made_anew_behind_the_list(
    repository: Repository, store: Path, lists: Lists, drafts: Path
) -> None:
    keep(repository, order(order_no=RICE, ship_by_deadline=None, deal_at=NOW))
    (store / "policy.toml").write_text(OWN, "utf-8")
    begin = Event()

    def open_rest() -> Repository:
        begin.wait()
        return Repository.on(lists.engine, ACTOR, lambda: NOW)

    opening = Opening(lists, "lina", open_rest)
    async with desk_of(opening, drafts) as desk:
        assert desk.table.row
        assert desk.table.row.due_at == int((NOW + 48 * HOUR).timestamp())
        begin.set()
        soon = int((NOW + 24 * HOUR).timestamp())
        await desk.until(lambda: desk.table.row and desk.table.row.due_at == soon, "the new row")
        assert opening.over.result() == 1


async def test_what_keeps_the_store_from_being_opened_ends_the_desk(
    shop: Path, lists: Lists, drafts: Path
) -> None:
    begin = Event()

    def open_rest() -> Repository:
        begin.wait()
        raise StoreTrouble("It is broken.")

    opening = Opening(lists, "lina", open_rest)
    async with desk_of(opening, drafts) as desk:
        begin.set()
        await desk.until(lambda: desk.has_ended, "the end")
    with pytest.raises(StoreTrouble, match=r"^It is broken\.$"):
        opening.wait()


def test_trouble_after_the_first_rows_is_a_sentence_and_its_status(shop: Path) -> None:
    (shop / "policy.toml").write_text("[[rule]]\nname = 3\n", "utf-8")

    with Terminal([SHOUHOU, "--store", str(shop), "--lang", "en"]) as desk:
        assert desk.exit_status() == 3
        shown, restored, said = desk.raw.decode().partition("\x1b[?1049l")
        assert RICE in shown
        assert restored
        assert said.endswith(
            f"{shop}/policy.toml, rule 1, valid_from: a value is needed here. Correct the file, or"
            " move it elsewhere and adopt the rules anew; the orders are whole.\r\n"
        )


async def test_a_calendar_that_is_not_used_is_said_once(
    shop: Path, lists: Lists, drafts: Path
) -> None:
    (shop / "calendar.toml").write_text("year = soon", "utf-8")
    opening = Opening(lists, "lina (root)", lambda: Repository.on(lists.engine, ACTOR, lambda: NOW))
    async with desk_of(opening, drafts) as desk:
        await desk.app.opened()
        await desk.app.look_for_news()
        await desk.app.look_for_news()

        await desk.until(desk.said)
        assert desk.said() == [
            (
                f"{shop}/calendar.toml is no TOML file: Invalid value (at line 1, column 8). This"
                " file is not used until it is corrected; working days are counted without it."
            )
        ]


def test_left_at_once_the_desk_has_done_no_harm(shop: Path) -> None:
    with Terminal([SHOUHOU, "--store", str(shop), "--lang", "en"]) as desk:
        desk.wait_for(RICE)
        desk.press("q")
        assert desk.exit_status() == 0
        assert "desk has stopped" not in desk.text()
