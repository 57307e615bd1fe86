"""The orders screen while others work on the same store: it follows, and keeps its place."""

import asyncio
from pathlib import Path
from threading import Event

import pytest

from store.accounts import user
from store.errors import StoreTrouble
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from tests.build import HOUR, NOW, TRACKING_NO, keep, order
from tests.tui.driver import Desk, Ledger, desk_on
from tests.tui.orders_shop import EARLIEST_FIRST, LATE, OIL, RICE, TEA, fill
from tui.places.pausing import TYPING_SECONDS


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Four orders; one is late, one has left."""
    fill(repository)
    return repository


def row(desk: Desk) -> list[str]:
    """The line of the late order, as far as the list goes."""
    lines = (line[: desk.table.region.right] for line in desk.text().split("\n"))
    return next(line for line in lines if LATE in line).split()


async def note_by_a_colleague(desk: Desk, ledger: Ledger, order_no: str) -> None:
    colleague = ledger.open()
    colleague.run(all_actions()["note"], colleague.find(order_no), {"text": "备注"})
    mine = desk.app.repository
    await desk.until(lambda: mine.find(order_no) == colleague.find(order_no), "the note")
    await desk.settle()


async def test_a_query_that_is_unclear_finds_nothing_and_says_the_whole_sentence(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("late")
        await desk.search("weight:5")
        sentence = "There is no field weight to search; the fields are: "
        assert desk.table.why_not.startswith(f"! {sentence}")
        assert "unannounced" not in desk.text()
        drawn = (desk.table.render_line(y) for y in range(desk.table.size.height))
        said = " ".join("".join(line.text for line in drawn).split())
        assert said.count("shipby, ordered, paid, shipped, moved.") == 1
        assert desk.rows == []

        await note_by_a_colleague(desk, ledger, RICE)
        assert desk.table.why_not.startswith(f"! {sentence}")
        await desk.search("!late")
        assert desk.part("#status").strip() == ""
        assert desk.rows == [RICE, OIL, TEA]


async def test_the_cursor_stays_on_its_order_when_the_list_changes(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("!late")
        await desk.at(OIL)
        assert (desk.current, desk.rows.index(OIL)) == (OIL, 1)

        colleague = ledger.open()
        values = {"tracking_no": TRACKING_NO}
        colleague.run(all_actions()["ship"], colleague.find(RICE), values)
        colleague.run(all_actions()["complete-task"], colleague.find(RICE), {})
        await desk.until(lambda: desk.rows == [OIL, RICE, TEA], "the colleague's shipment")
        assert desk.current == OIL

        await desk.search("shipped")
        assert desk.current in (RICE, TEA)


@pytest.mark.parametrize("end", ["enter", "escape"])
async def test_after_a_search_its_pause_moves_the_cursor_no_more(
    end: str, shop: Repository, drafts: Path
) -> None:
    pause = asyncio.Event()
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.keys(*"!late", end)
        await desk.press("down")
        desk.app.set_timer(2 * TYPING_SECONDS, pause.set)
        await desk.until(pause.is_set, "the pause")
        await desk.settle()

        assert desk.rows == [RICE, OIL, TEA]
        assert desk.current == OIL


async def test_a_colleague_s_order_comes_by_itself(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    new = "261121-000000000000009"
    async with desk_on(shop, drafts) as desk:
        keep(ledger.open(), order(order_no=new, ship_by_deadline=NOW + 2 * HOUR))
        await desk.until(lambda: new in desk.rows, "the new order")
        await desk.until(lambda: desk.part("#found").startswith("5 of 5 "), "how many there are")
        assert desk.current == LATE


async def test_who_has_an_order_open_stands_in_front_of_its_goods(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    colleague = ledger.open()
    async with desk_on(shop, drafts, size=(150, 38)) as desk:
        colleague.presence.enter(colleague.find(OIL).key)
        await desk.until(lambda: f"@小李 ({user()})" in desk.text(), "the colleague")
        colleague.presence.leave()
        await desk.until(lambda: "@小李" not in desk.text(), "the colleague's leaving")


async def test_a_refused_key_shows_what_a_colleague_did_before_it(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        colleague = ledger.open()
        values = {"tracking_no": TRACKING_NO}
        colleague.run(all_actions()["ship"], colleague.find(LATE), values)
        await desk.press("ship")

        assert desk.said()[0].startswith("Ship\nNothing is left to ship")
        assert "shipped" in row(desk)


async def test_a_key_means_the_order_that_stood_there_although_it_has_left_the_list(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("to-ship")
        await desk.at(RICE)
        colleague = ledger.open()
        colleague.run(all_actions()["ship"], colleague.find(RICE), {"tracking_no": TRACKING_NO})
        await desk.press("ship")

        assert desk.said()[0].startswith("Ship\nNothing is left to ship")
        assert desk.screen is desk.orders
        assert desk.current == RICE, "it stays, dimmed, until the cursor leaves it"
        await desk.press("down")
        assert RICE not in desk.rows


async def test_what_a_colleague_did_is_shown_although_the_key_that_saw_it_was_left(
    shop: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_looked, go_on = Event(), Event()

    async with desk_on(shop, drafts) as desk:
        look = desk.app._news.look

        def slowly() -> object:
            found = look()
            has_looked.set()
            go_on.wait(10)
            return found

        await desk.until(lambda: not desk.app._is_looking, "the last look")
        desk.app._is_looking = True  # none comes between
        monkeypatch.setattr(desk.app._news, "look", slowly)
        colleague = ledger.open()
        values = {"tracking_no": TRACKING_NO}
        colleague.run(all_actions()["ship"], colleague.find(LATE), values)
        desk.send("n")
        await desk.until(has_looked.is_set, "the look")
        await desk.until(lambda: "Working" in desk.part("#status"), "the wait")
        desk.send("escape")
        await desk.until(desk.said, "the leaving")
        assert desk.said() == ["Left; nothing was changed."]
        assert "shipped" not in row(desk)
        go_on.set()
        await desk.until(lambda: "shipped" in row(desk), "what the colleague did")


async def test_trouble_with_the_store_is_said_once_and_the_list_stays(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        raise StoreTrouble("shop.db cannot be read (disk I/O error).")

    async with desk_on(shop, drafts) as desk:
        monkeypatch.setattr(shop.engine, "changed", broken)
        await desk.until(desk.said, "the trouble")
        await desk.press("down", "up")

        assert len({one.whole.split("(")[0] for one in desk.app.said}) == 1
        assert desk.rows == EARLIEST_FIRST
