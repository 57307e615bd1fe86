"""Stock: products beside what orders ask of them; enter leads to the orders that wait, marked."""

from pathlib import Path

import pytest

from store.models.product import Product
from store.repository import Repository
from tests.build import keep, units
from tests.store.test_stock_reading import number
from tests.store.test_stock_reading import shop as shop  # noqa: PLC0414 - the same shop
from tests.tui.driver import NARROW, WIDE, Desk, Ledger, desk_on
from tui.language import use_language
from tui.places.stock import StockPlace

LARGE = (150, 38)


def stock(desk: Desk) -> StockPlace:
    place = desk.app.screen_stack[0]
    assert isinstance(place, StockPlace)
    return place


def lines(desk: Desk) -> list[str]:
    """What stands in the frame of the list, blanks taken together."""
    table = stock(desk).table
    drawn = ("".join(part.text for part in table.render_line(y)) for y in range(table.length))
    return [" ".join(line.split()) for line in drawn]


async def preview(desk: Desk, first: str) -> str:
    """What stands beside the list once it is about this, its folds taken together."""
    place = stock(desk)
    await desk.until(lambda: place.preview.lines and place.preview.lines[0][0].text == first, first)
    return " ".join(place.preview.text.split())


async def test_what_is_short_stands_first_with_what_to_do(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="stock") as desk:
        assert lines(desk) == [
            "▲ 东北大米 RICE-10 on sale 3 1.2 7 4 0 d 0 restock 13",
            "普洱茶 TEA off sale 90 2 45 d 90",
            "菜籽油 OIL-5 on sale 12 0.1 1 77 d 11",
            "梨 PEARS 5 kg on sale ?",
        ]
        assert str(stock(desk).panel.border_title) == "All products, by how long they last"


async def test_it_speaks_chinese(shop: Repository, drafts: Path) -> None:
    use_language("zh")
    async with desk_on(shop, drafts, size=LARGE, place="stock") as desk:
        assert lines(desk)[0] == "▲ 东北大米 RICE-10 在售 3 1.2 7 4 0 天 0 补货 13"
        assert "“RICE-10”" not in desk.text()
        said = await preview(desk, "RICE-10")
        assert "缺 4" in said


async def test_enter_shows_the_orders_that_wait_for_it_those_marked_that_are_short(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("stock")
        await desk.until(lambda: stock(desk).table.length == 4, "the products")
        await desk.press("open")

        assert desk.app.current_mode == "orders"
        assert sorted(desk.rows) == [number(1), number(2), number(3)]
        assert {key.rpartition(":")[2] for key in desk.table.marked} == {number(2), number(3)}
        assert desk.orders.search_box.value == "waits:RICE-10"
        assert desk.said() == [
            "Marked: 2 orders short of RICE-10; others have theirs, or are applied for."
        ]


async def test_nothing_is_marked_of_what_is_not_short(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="stock") as desk:
        await desk.press("down", "down", "open")

        assert desk.rows == [number(2)]
        assert desk.orders.search_box.value == "waits:OIL-5"
        assert not desk.table.marked


async def test_from_the_stock_only_its_units_are_applied_for(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("stock")
        await desk.until(lambda: stock(desk).table.length == 4, "the products")
        await desk.press("open", "apply-stock-out")
        await desk.until(lambda: "possible" in desk.part("#after"), "the plan")

        assert desk.after.startswith("After it: 2 possible RICE-10 x5")
        await desk.keys("f4")
        told = [line for line in desk.menu if "RICE" in line]
        assert told == [f"1  {number(2)}  RICE-10 x4", f"2  {number(3)}  RICE-10 x1"]
        await desk.keys("escape")
        await desk.go_to("again")
        await desk.keys("2")
        await desk.save()
        await desk.until(lambda: "done" in "".join(desk.said()), "what came of it")

    (applied,) = ledger.order(number(2)).stock_outs
    assert applied.lines == units((1, 4))
    assert not any("OIL" in task.copy_text for task in ledger.order(number(2)).open_tasks)


async def test_one_order_of_it_is_asked_for_these_units_too(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("stock")
        await desk.until(lambda: stock(desk).table.length == 4, "the products")
        await desk.press("open", "unmark")
        await desk.open(number(2))
        await desk.press("apply-stock-out")

        assert desk.values["lines"] == "1:4"


async def test_a_product_nobody_waits_for_says_so(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="stock") as desk:
        await desk.press("down", "open")

        assert desk.said() == ["No order waits for TEA."]
        assert desk.app.current_mode == "stock"


async def test_keys_of_products_act_on_the_row(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="stock") as desk:
        await desk.press("set-stock")
        await desk.fill(on_hand="20")
        await desk.save()
        await desk.until(lambda: " RICE-10 on sale 20 " in " ".join(lines(desk)), "the stock")

        assert any(one.startswith("东北大米 RICE-10 on sale 20 7") for one in lines(desk))


async def test_the_keys_below_are_those_of_products(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="stock") as desk:
        below = desk.part("#keys")

        assert "Q set the stock" in below
        assert "d take off sale" in below
        assert "ship" not in below


async def test_the_preview_says_how_long_it_lasts_who_waits_and_what_may_be_done(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="stock") as desk:
        said = await preview(desk, "RICE-10")

        assert "Nothing is left for new orders; 1.2 are sold a day." in said
        assert "4 short: restock 13, or apply for out-of-stock for 2 of the 3 waiting" in said
        assert "0 of RICE-10 can be on sale: 3 on hand + 0 made a day x 2 days = 3" in said
        assert f"x2 {number(1)} 5h x4 {number(2)}" in said
        assert "Q Set the stock" in said
        await desk.press("bottom")
        assert "Nobody has counted it." in await preview(desk, "PEARS 5 kg")


async def test_a_query_that_is_unclear_is_said_and_shows_nothing(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="stock") as desk:
        await desk.search("colour:red")
        assert "There is no field colour to search" in desk.text()
        assert stock(desk).table.length == 0
        await desk.search("short")

        assert [line.split()[2] for line in lines(desk)] == ["RICE-10"]


async def test_a_view_has_its_count(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="stock") as desk:
        await desk.press("views")

        assert [line.split()[-1] for line in desk.menu][:-1] == ["4", "1", "1", "2", "1", "0"]


async def test_it_is_sorted_by_what_a_person_chooses(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="stock") as desk:
        stock(desk).sort_by("-sold")
        await desk.settle()

        assert "TEA" in lines(desk)[0]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_column_that_it_is_sorted_by_and_what_to_do_are_always_there(
    shop: Repository, drafts: Path, size: tuple[int, int]
) -> None:
    async with desk_on(shop, drafts, size=size, place="stock") as desk:
        titles = ("Product", "SKU", "On hand", "To ship", "Short by", "Lasts ↑", "What to do")
        assert all(title in desk.text() for title in titles)
        assert "A day" not in desk.text()

        stock(desk).sort_by("-sold")
        await desk.settle()
        assert "A day ↓" in desk.text()
        assert "What to do" in desk.text()


async def test_a_place_without_rows_says_what_fills_it(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts, size=LARGE, place="stock") as desk:
        assert "No orders yet: i imports the platform's exports." in desk.text()


@pytest.mark.parametrize("size", [WIDE, NARROW, (60, 15)])
async def test_it_fits_a_smaller_window(
    shop: Repository, drafts: Path, size: tuple[int, int]
) -> None:
    async with desk_on(shop, drafts, size=size, place="stock") as desk:
        assert stock(desk).preview.display == (size != (60, 15))
        assert lines(desk)[0].startswith("▲ 东北大米 RICE-10")


@pytest.mark.parametrize("size", [(120, 36), LARGE])
async def test_of_several_shops_each_row_names_its_own_and_no_goods_are_not_to_be_counted(
    size: tuple[int, int], shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=size, place="stock") as desk:
        assert "Shop" not in desk.part("#heading")

    keep(shop, Product(shop="油坊", sku="RICE-10", name="补差价专拍 ¥1"))
    async with desk_on(shop, drafts, size=size, place="stock") as desk:
        assert "Shop" in desk.part("#heading")
        (theirs,) = [one for one in lines(desk) if "油坊" in one]
        assert theirs.endswith("no goods")
        assert sum(" 米铺 " in one for one in lines(desk)) == 4
