"""The orders screen: what is searched, where the cursor stands, what is marked."""

import re
from collections.abc import Collection
from pathlib import Path
from threading import current_thread
from typing import Any

import pytest

from store.repository import Repository
from store.search.selection import Selection
from tests.build import keep, order
from tests.tui.driver import desk_on
from tests.tui.orders_shop import EARLIEST_FIRST, LATE, OIL, RICE, TEA, fill
from tui.actions import PLACES, keys_of
from tui.widgets.row_table import RowTable
from tui.widgets.said_line import SaidLine


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Four orders; one is late, one has left."""
    fill(repository)
    return repository


async def test_the_list_shows_every_order_and_the_first_one_has_the_cursor(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        assert desk.rows == EARLIEST_FIRST
        assert desk.current == LATE
        assert desk.focus == "rows"
        assert desk.part("#found") == "4 of 4   by time left ↑"
        above = " ".join(desk.part("#top").split())
        assert above.startswith(
            "shouhou 1 Board 2 Orders 3 Cases 4 Stock 5 Review 6 Data owed ▲1 late 1 <2h"
        )


@pytest.mark.parametrize(
    ("width", "places"),
    [
        (90, "1Board 2Orders 3Cases 4Stock 5Review 6Data owed ▲1 late"),
        (80, "1Board 2Orders 3Cases 4Stock 5Review 6Data ▲1 late 1 <2h 0 today 09:00"),
        (60, "shouhou 1 2 Orders 3 4 5 6 owed ▲1 late 1 <2h"),
    ],
)
async def test_a_narrow_window_names_the_other_places_as_long_as_there_is_room(
    width: int, places: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, (width, 24)) as desk:
        assert " ".join(desk.part("#top").split()).startswith(places)


async def test_it_searches_as_somebody_types(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.type("sku:OIL-5")
        await desk.until(lambda: desk.part("#found").startswith("1 of 4 "), "the search")

        assert desk.rows == [OIL]
        assert desk.focus == "search"
        await desk.keys("enter")
        assert desk.focus == "rows"


async def test_esc_leaves_the_search_box_and_again_takes_the_query_away(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.type("late")
        await desk.until(lambda: desk.rows == [LATE], "the search")
        await desk.keys("escape")
        assert (desk.focus, desk.rows) == ("rows", [LATE])

        await desk.keys("escape")
        await desk.until(lambda: desk.rows == EARLIEST_FIRST, "the whole list")
        assert desk.orders.search_box.value == ""


async def test_a_pasted_list_of_numbers_finds_those_and_names_the_others(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search(f"{TEA}、261101-999999999999999, {RICE} 261101-888888888888888")

        assert desk.rows == [RICE, TEA]
        said = "2 not in this store: 261101-999999999999999, 261101-888888888888888"
        assert desk.said() == [said]
        (told,) = re.findall("   (2 not in .*)", desk.part("#found"))
        assert told.startswith("2 not in this store: 2611")
        assert told.endswith("…")
        assert TEA[:9] in desk.text().splitlines()[1], "what is searched for is seen beside it"


async def test_a_view_is_a_ready_query_with_its_count(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("views")
        assert [(one[:3].strip(), one[3:].split("  ")[0]) for one in desk.menu[:3]] == [
            ("1", "All orders"),
            ("2", "Late orders"),
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
        assert desk.part("#found") == "4 of 4   by amount ↓"

        await desk.search("to-ship")
        assert desk.part("#found") == "3 of 4   by amount ↓"


MOVES = {
    "j": 1,
    "j j k": 1,
    "down down up": 1,
    "k": 0,
    "G": 99,
    "G j": 99,
    "end k": 98,
    "G g": 0,
    "end home": 0,
    "ctrl+d": 15,
    "pagedown pagedown": 30,
    "G ctrl+u": 84,
    "ctrl+u": 0,
}


async def test_the_cursor_goes_where_the_key_says_and_is_always_seen(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=f"261120-{number:015}") for number in range(100)))
    async with desk_on(repository, drafts) as desk:
        assert desk.table.size.height == 30
        for keys, row in MOVES.items():
            await desk.keys("g", *keys.split())

            assert (keys, desk.table.cursor) == (keys, row)
            assert 0 <= row - desk.table.scroll_y < 30
            assert f"261120-{row:015}" in desk.text()


async def test_how_many_marks_are_hidden_is_one_question_of_the_thread_that_reads(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []
    count_among = Selection.count_among

    def noted(selection: Selection[Any], keys: Collection[str]) -> int:
        asked.append((current_thread().name, len(keys)))
        return count_among(selection, keys)

    monkeypatch.setattr(Selection, "count_among", noted)
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark-all")
        marked = len(desk.table.marked)
        assert marked > 1
        assert desk.part("#status") == f" {marked} marked"
    ((thread, count),) = asked
    assert (thread[:4], count) == ("read", marked)


async def test_space_marks_and_goes_on_and_what_is_hidden_is_counted(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark", "mark", "mark")
        assert desk.current == TEA
        assert desk.part("#status") == " 3 marked"
        signs = [line[2:5] for line in desk.text().split("\n")[4:8]]
        assert signs == ["▲* ", " * ", " * ", "   "]

        await desk.press("up", "mark")
        assert desk.part("#status") == " 2 marked"
        await desk.search("late")
        assert desk.part("#status") == " 2 marked (1 hidden)"
        await desk.press("unmark")
        assert desk.part("#status").strip() == ""


async def test_esc_takes_the_marks_last_and_they_can_be_brought_back(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark", "mark")
        assert "ctrl+z" not in desk.part("#keys")
        await desk.search("late")
        await desk.keys("escape")
        assert desk.orders.search_box.value == ""
        assert len(desk.table.marked) == 2

        await desk.keys("escape")
        assert desk.table.marked == frozenset()
        assert desk.said()[-1] == "The marks are taken away (2); ctrl+z brings them back."
        assert "ctrl+z undo" in desk.part("#keys")
        await desk.press("undo")
        assert len(desk.table.marked) == 2
        assert "ctrl+z" not in desk.part("#keys")


async def test_where_rows_are_marked_leaving_is_asked_first(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark", "leave")
        assert "Leave the desk?  1 marked" in desk.text()
        await desk.keys("escape")
        assert len(desk.table.marked) == 1

        await desk.press("leave")
        await desk.keys("1")
        assert not desk.has_ended
        await desk.keys("backspace", "enter")
    assert desk.app.return_code == 0


async def test_what_was_said_of_what_lies_beneath_is_not_shown_over_it(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark", "mark", "back")
        assert desk.orders.query_one(SaidLine).display
        await desk.press("mark", "leave")
        assert "Leave the desk?" in desk.text()
        assert not desk.screen.query_one(SaidLine).display


@pytest.mark.parametrize(
    ("typed", "opened"), [("、", "search"), ("：", "Commands"), ("？", "Keys")]
)
async def test_what_an_input_method_makes_of_the_keys_does_the_same(
    typed: str, opened: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.keys(typed)

        assert desk.focus == opened or opened in desk.text()


@pytest.mark.parametrize("place", ["board", "orders", "cases", "stock"])
async def test_where_a_search_finds_nothing_the_list_says_what_was_searched_and_how_that_ends(
    place: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place=place) as desk:
        count = desk.screen.query_one(RowTable).length
        await desk.search("无此货")
        assert " Nothing fits “无此货”; esc takes it away." in desk.text()

        await desk.keys("escape")
        assert "Nothing fits" not in desk.text()
        assert desk.screen.query_one(RowTable).length == count


async def test_who_looks_for_either_of_two_and_finds_nothing_is_told_how(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("shipped,无此货")
        assert "Nothing fits “shipped,无此货”; esc takes it away." in desk.text()
        assert "a|b finds either of two." in desk.text()


async def test_an_empty_store_says_so_and_every_key_is_harmless(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts) as desk:
        assert desk.part("#found") == "0 of 0   by time left ↑"
        assert "No orders yet: i imports the platform's exports." in desk.text()

        for name in [key.name for key in keys_of("orders", desk.app.keys)]:
            if name not in {"leave", *PLACES}:
                await desk.press(name)
                await desk.keys("escape")
        assert desk.rows == []
        assert desk.screen is desk.orders


async def test_a_view_that_finds_nothing_is_called_by_its_name(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("shipped moved:>4d")
        assert " Nothing fits “Not moved for four days”; esc takes it away." in desk.text()
