"""A list that another place opened leads back there, and has its own search again then."""

from pathlib import Path

import pytest

from store.repository import Repository
from tests.build import ORDER_NO, keep, order
from tests.store.test_stock_reading import number
from tests.store.test_stock_reading import shop as shop  # noqa: PLC0414 - the same shop
from tests.tui.driver import Desk, desk_on

LARGE = (150, 38)


async def opened_from_stock(desk: Desk) -> None:
    """The orders that wait for a product, opened from it; the list had a search of its own."""
    await desk.search(f"order:{number(4)}")
    await desk.keys("4")
    await desk.press("open")
    assert desk.orders.search_box.value == "waits:RICE-10"


@pytest.mark.parametrize("key", ["q", "escape", "f10"])
async def test_what_leaves_a_list_leads_back_to_the_place_that_opened_it(
    key: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE) as desk:
        await opened_from_stock(desk)
        assert "q back" in desk.text()
        await desk.keys(key)

        assert not desk.has_ended
        assert desk.app.current_mode == "stock"
        assert "q leave" in desk.text()
        await desk.keys("2")
        assert desk.orders.search_box.value == f"order:{number(4)}"
        assert desk.table.marked == frozenset()
        assert "q leave" in desk.text()


async def test_a_digit_leads_away_from_it_and_back_to_its_own_search(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE) as desk:
        await desk.search(f"order:{number(4)}")
        rows = desk.rows
        assert rows == [number(4)]
        await opened_from_stock(desk)
        await desk.keys("1", "2")

        assert desk.orders.search_box.value == f"order:{number(4)}"
        assert desk.rows == rows
        await desk.keys("q")
        assert desk.has_ended


@pytest.mark.parametrize("back", [("q", "2"), ("1", "2")])
async def test_it_has_its_own_cursor_again(
    back: tuple[str, ...], shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE) as desk:
        await desk.keys("down", "down", "space")
        stood, marked = desk.orders.number, desk.table.marked
        assert desk.table.cursor == 3
        await desk.keys("4", "enter")
        assert desk.table.cursor == 0
        await desk.keys(*back)

        assert desk.orders.number == stood
        assert desk.table.cursor == 3
        assert desk.table.marked == marked


async def test_the_box_is_left_before_the_list_is(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE) as desk:
        await opened_from_stock(desk)
        await desk.press("search")
        await desk.keys("escape")
        assert desk.app.current_mode == "orders"
        await desk.keys("escape")
        assert desk.app.current_mode == "stock"


async def test_an_order_says_that_it_leads_back(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=LARGE) as desk:
        await desk.open(ORDER_NO)

        assert "q back" in desk.text()
        assert "leave" not in desk.text()
