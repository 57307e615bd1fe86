"""The orders screen: what is searched, where the cursor stands, what is marked."""

import asyncio
from pathlib import Path

import pytest

from store.repository import Repository
from store.rules.actions import all_actions
from tests.build import DAY, HOUR, NOW, SHOP, TRACKING_NO, keep, line, order, shipped
from tests.tui.driver import Desk, Ledger, desk_on

RICE, OIL, TEA, LATE = (f"261120-00000000000000{number}" for number in range(1, 5))
EARLIEST_FIRST = [LATE, RICE, OIL, TEA]


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Four orders; one is late, one has left."""
    keep(
        repository,
        order(order_no=RICE, ship_by_deadline=NOW + HOUR),
        order(line(name="菜籽油", sku="OIL-5"), order_no=OIL, ship_by_deadline=NOW + DAY),
        shipped(line(name="普洱茶", sku="TEA", amount_fen=38800), order_no=TEA),
        order(order_no=LATE, ship_by_deadline=NOW - HOUR),
    )
    return repository


async def test_the_list_shows_every_order_and_the_first_one_has_the_cursor(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        assert desk.rows == EARLIEST_FIRST
        assert desk.current == LATE
        assert desk.focus == "orders"
        assert desk.part("#found") == " 4 of 4 orders   by time left, upwards"
        assert desk.part("#top").split()[:2] == ["shouhou", f"{SHOP}@pinduoduo"]
        assert "!1 late  1 <2h  1 <24h" in desk.part("#top")


async def test_it_searches_as_somebody_types(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.type("sku:OIL-5")
        await desk.until(lambda: desk.rows == [OIL], "the search")

        assert desk.part("#found").startswith(" 1 of 4 orders")
        assert desk.focus == "search"
        await desk.keys("enter")
        assert desk.focus == "orders"


async def test_a_query_that_is_unclear_is_said_and_keeps_the_list(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("late")
        await desk.search("weight:5")
        sentence = "There is no field weight to search; the fields are: "
        assert desk.part("#status").startswith(f" ! {sentence}")
        assert desk.rows == [LATE]

        await note_by_a_colleague(desk, ledger, RICE)
        assert desk.part("#status").startswith(f" ! {sentence}")
        await desk.search("!late")
        assert desk.part("#status").strip() == ""
        assert desk.rows == [RICE, OIL, TEA]


async def test_esc_leaves_the_search_box_and_again_takes_the_query_away(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.type("late")
        await desk.until(lambda: desk.rows == [LATE], "the search")
        await desk.keys("escape")
        assert (desk.focus, desk.rows) == ("orders", [LATE])

        await desk.keys("escape")
        await desk.until(lambda: desk.rows == EARLIEST_FIRST, "the whole list")
        assert desk.orders.search_box.value == ""


async def test_a_pasted_list_of_numbers_finds_those_and_names_the_others(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search(f"{TEA}、261101-999999999999999, {RICE}")

        assert desk.rows == [RICE, TEA]
        assert desk.part("#found").endswith("not in this store: 261101-999999999999999")


async def test_a_view_is_a_ready_query_with_its_count(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("views")
        assert [(one[:3].strip(), one[3:].split("  ")[0]) for one in desk.menu[:3]] == [
            ("1", "All orders"),
            ("2", "Late"),
            ("3", "To ship within 24 hours"),
        ]
        assert [one.split()[-1] for one in desk.menu[:3]] == ["4", "1", "2"]

        await desk.keys("2")
        await desk.until(lambda: desk.rows == [LATE], "the view")
        assert desk.orders.search_box.value == "late"
        await desk.press("views")
        await desk.keys("1")
        await desk.until(lambda: desk.rows == EARLIEST_FIRST, "the whole list")


async def test_another_sort_stays_through_searches_and_says_so(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("sort")
        await desk.type("amount, down")
        await desk.keys("enter")
        assert desk.rows[0] == TEA
        assert desk.part("#found") == " 4 of 4 orders   by amount, downwards"

        await desk.search("to-ship")
        assert desk.part("#found") == " 3 of 4 orders   by amount, downwards"


async def test_the_cursor_stays_on_its_order_when_the_list_changes(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.at(OIL)
        await desk.search("!late")
        assert (desk.current, desk.rows.index(OIL)) == (OIL, 1)

        colleague = ledger.open()
        values = {"tracking_no": TRACKING_NO}
        colleague.run(all_actions()["ship"], colleague.find(RICE), values)
        await desk.until(lambda: desk.rows == [OIL, RICE, TEA], "the colleague's shipment")
        assert desk.current == OIL

        await desk.search("shipped")
        assert desk.current in (RICE, TEA)


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (("j",), 1),
        (("j", "j", "k"), 1),
        (("down", "down", "up"), 1),
        (("k",), 0),
        (("G",), 99),
        (("G", "j"), 99),
        (("end", "k"), 98),
        (("G", "g"), 0),
        (("end", "home"), 0),
        (("ctrl+d",), 14),
        (("pagedown", "pagedown"), 28),
        (("G", "ctrl+u"), 85),
        (("ctrl+u",), 0),
    ],
)
async def test_the_cursor_goes_where_the_key_says_and_is_always_seen(
    keys: tuple[str, ...], row: int, repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=f"261120-{number:015}") for number in range(100)))
    async with desk_on(repository, drafts) as desk:
        await desk.keys(*keys)

        assert desk.table.cursor == row
        assert desk.table.size.height == 29
        assert 0 <= row - desk.table.scroll_y < 29
        assert f"261120-{row:015}" in desk.text()


async def test_space_marks_and_goes_on_and_what_is_hidden_is_counted(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark", "mark", "mark")
        assert desk.current == TEA
        assert desk.part("#status") == " 3 marked (0 hidden)"
        assert [line[:3] for line in desk.text().split("\n")[5:9]] == ["!* ", " * ", " * ", "   "]

        await desk.press("up", "mark")
        assert desk.part("#status") == " 2 marked (0 hidden)"
        await desk.search("late")
        assert desk.part("#status") == " 2 marked (1 hidden)"
        await desk.press("unmark")
        assert desk.part("#status").strip() == ""


@pytest.mark.parametrize(
    ("typed", "opened"), [("、", "search"), ("：", "Commands"), ("？", "Keys")]
)
async def test_what_an_input_method_makes_of_the_keys_does_the_same(
    typed: str, opened: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.keys(typed)

        assert desk.focus == opened or opened in desk.text()


async def test_an_empty_store_says_so_and_every_key_is_harmless(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts) as desk:
        assert desk.part("#found") == " 0 of 0 orders   by time left, upwards"
        assert desk.part("#status").startswith(" No order fits")

        names = [key.name for key in desk.app.keys if key.where in ("orders", "both", "action")]
        for name in names:
            if name != "leave":
                await desk.press(name)
                await desk.keys("escape")
        assert desk.rows == []
        assert desk.screen is desk.orders


async def note_by_a_colleague(desk: Desk, ledger: Ledger, order_no: str) -> None:
    colleague = ledger.open()
    colleague.run(all_actions()["note"], colleague.find(order_no), {"text": "备注"})
    mine = desk.app.repository
    await desk.until(lambda: mine.find(order_no) == colleague.find(order_no), "the note")
    await desk.settle()


async def test_a_colleague_s_order_comes_by_itself(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    new = "261121-000000000000009"
    async with desk_on(shop, drafts) as desk:
        keep(ledger.open(), order(order_no=new, ship_by_deadline=NOW + 2 * HOUR))
        await desk.until(lambda: new in desk.rows, "the new order")

        assert desk.part("#found").startswith(" 5 of 5 orders")
        assert desk.current == LATE


async def test_who_has_an_order_open_stands_in_front_of_its_goods(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    colleague = ledger.open()
    async with desk_on(shop, drafts) as desk:
        colleague.presence.enter(colleague.find(OIL).key)
        await desk.until(lambda: "@小李 菜籽油" in desk.text(), "the colleague")
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
        assert next(one for one in desk.text().split("\n") if LATE in one).split()[2] == "shipped"


async def test_trouble_with_the_store_is_said_once_and_the_list_stays(
    shop: Repository, drafts: Path, store: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        break_store(store)
        await desk.until(desk.said, "the trouble")
        await asyncio.sleep(0)
        await desk.press("ship")

        assert len({one.split("(")[0] for one in desk.said()}) == 1
        assert desk.rows == EARLIEST_FIRST


def break_store(store: Path) -> None:
    for file in store.glob("*.json"):
        file.write_text("{broken", "utf-8")
