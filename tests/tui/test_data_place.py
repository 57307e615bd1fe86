"""Data, place 6: which days are here, what the platforms are to be told, payments, views."""

from datetime import date
from pathlib import Path

import pytest

from store.models.coverage import Coverage
from store.models.import_record import Rejection
from store.models.product import Product
from store.reading.covered import HERE, Covered
from store.repository import Repository
from tests.build import SHOP, keep, order
from tests.tui.driver import NARROW, WIDE, Desk, Ledger, desk_on
from tests.tui.panels_shop import file, lines, number, panel, place, read, to
from tui.glyphs import ASCII, BOXES, draw_with
from tui.language import use_language
from tui.place_text.coverage import Missing, Widths, coverage_rows, ticks, widths
from tui.place_text.gathered import read_data
from tui.said import text_of
from tui.text import width_of

LARGE = (150, 38)


@pytest.fixture
def shop(filled_shop: Repository) -> Repository:
    return filled_shop


def parts(desk: Desk, name: str) -> list[list[str]]:
    """What stands in a panel, as the words between wide gaps."""
    return [
        [part for part in line.split("  ") if part.strip()]
        for line in panel(desk, name).text.split("\n")
    ]


def bar(desk: Desk, row: int) -> str:
    """The days of a row."""
    line = panel(desk, "coverage")._lines[row][1]
    return "".join(part.text for part in line[2:-2])


async def test_each_shop_and_kind_of_file_has_a_bar_of_ninety_days(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)

        assert [(words[0].strip(), words[-1].strip()) for words in parts(desk, "coverage")[1:]] == [
            ("米铺@Douyin", "missing 11-19 to 11-21"),
            ("after-sales cases", "never imported"),
            ("funds", "never imported"),
            ("米铺@Pinduoduo", "to 11-21"),
            ("after-sales cases", "missing 11-10 to 11-14"),
            ("funds", "to 11-10"),
        ]
        assert bar(desk, 5).strip("─") == "━━━━━━━━━·····━━━━━━"
        assert len(bar(desk, 5)) == 86


async def test_days_that_are_missing_are_told_by_a_sign_and_by_red(
    shop: Repository, drafts: Path
) -> None:
    draw_with(ASCII)
    try:
        async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
            await read(desk)
            line = panel(desk, "coverage")._lines[5][1]
    finally:
        draw_with(BOXES)

    runs = [(part.text, part.kind) for part in line if part.kind in {"well", "late"}]
    assert runs[:3] == [("=========", "well"), (".....", "late"), ("======", "well")]


async def test_a_month_that_is_not_over_is_not_missing_yet(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)

        funds = panel(desk, "coverage")._lines[6][1]
        assert {part.kind for part in funds} == {"", "well", "quiet"}


async def test_enter_on_missing_days_asks_for_their_file(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        await to(desk, "coverage", 4)
        await desk.press("open")

        assert desk.values["shop"] == SHOP
        said = "Export the after-sales cases of shop 米铺 on Pinduoduo for 2026-11-10 – 2026-11-14"
        assert said in desk.whole_texts()


async def test_what_was_never_imported_is_asked_for_as_such(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        await to(desk, "coverage", 2)
        await desk.press("open")

        said = "Nothing is here yet: export the funds of shop 米铺 on Douyin first."
        assert said in desk.whole_texts()


async def test_days_without_anything_to_export_are_noted_from_the_menu(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        await to(desk, "coverage", 4)
        await desk.act("note-empty-days")
        await desk.fill(reason="盘点")
        await desk.save()
        await desk.until(lambda: "missing 11-10" not in panel(desk, "coverage").text, "the days")

        (noted,) = [one for one in shop.all(Coverage) if one.kind == "after_sales"]
        assert [one.reason for one in noted.empty] == ["盘点", "盘点"]


async def test_tasks_stand_together_by_what_is_to_be_done_there(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)

        assert lines(desk, "tasks") == [
            "First What to do there Platform Press Orders Tasks At zero",
            "▲ ~-6h00 apply for out-of-stock on the platform Douyin 申请缺货 1 1",
            "~22h upload the batch-ship file Pinduoduo 3 3",
        ]


async def test_enter_lists_the_orders_that_the_platform_is_to_be_told_of(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        await to(desk, "tasks", 1)
        await desk.press("open")

        assert desk.app.current_mode == "orders"
        assert sorted(desk.rows) == [number(900), number(901), number(902)]


async def test_the_batch_ship_file_is_written_from_here(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        await desk.press("batch-ship")

        assert desk.form._asking.title == "Write the batch-ship files"


async def test_payments_are_counted_by_what_came_of_them_and_the_open_ones_decided(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)

        assert lines(desk, "payments") == [
            "matched 1 number missing 1 charge not recorded 1",
            "Day Payment State In Out Here There",
            "2026-11-21 转账 number missing 77.00 0.00 in 77.00",
            f"2026-11-21 {number(2)} charge not recorded 0.00 3.00 0.00 3.00",
        ]
        await to(desk, "payments", 0)
        await desk.press("open")
        assert "Set aside" in " ".join(desk.menu)


async def test_a_file_that_was_stopped_says_what_is_left_of_it(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)

        assert lines(desk, "files")[1:] == [
            "2026-11-21 09:00 orders-11.csv orders 40 12 3 0",
            "2026-11-20 09:00 aftersales-11.xlsx after-sales cases 40 12 3 2",
            "▲ 2026-11-11 09:00 funds-10.csv funds 40 12 3 0 7",
        ]
        await to(desk, "files", 2)
        await desk.press("open")
        said = "rows not here: 7; its import was broken off, import it again"
        assert said in desk.whole_texts()


async def test_a_file_says_which_rows_were_rejected_and_why(shop: Repository, drafts: Path) -> None:
    reason = "an amount in yuan such as 1,299.00 was expected, “x” was found"
    told = file(
        "orders-12.csv",
        "orders",
        22,
        rejected=3,
        rejections=(
            Rejection(row=7, field="商家实收金额(元)", reason=reason),
            Rejection(row=9, field="", reason="12 cells were expected, 5 were found"),
        ),
    )
    keep(shop, told)
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        await to(desk, "files", 0)
        await desk.press("open")

        said = desk.whole_texts()
        assert "orders-12.csv" in said
        assert "Rejected; mend these rows in the file and import it again:" in said
        assert f"row 7, 商家实收金额(元): {reason}" in said
        assert "row 9: 12 cells were expected, 5 were found" in said
        assert "and 1 row more" in said


async def test_a_view_is_opened_in_its_place_and_exported_from_here(
    shop: Repository, drafts: Path
) -> None:
    shop.keep_view("cases", "只看少件", "reason:少件")
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)

        views = lines(desk, "views")
        assert "4 The platform has to be told Orders task" in views
        assert "0 只看少件 Cases reason:少件" in views
        await to(desk, "views", views.index("4 The platform has to be told Orders task") - 1)
        await desk.press("export")
        assert desk.form._asking.title == "Export 4 orders"
        await desk.keys("escape")
        await desk.press("open")
        assert (desk.app.current_mode, desk.orders.search_box.value) == ("orders", "task")


async def test_an_empty_shop_says_what_fills_each_panel(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=LARGE, place="data") as desk:
        await read(desk)

        assert lines(desk, "coverage") == [
            "No file was imported yet.",
            "Export the orders of a shop on its platform, then take the file in here.",
        ]
        assert lines(desk, "tasks") == ["The platforms know everything that was done here."]
        assert lines(desk, "payments") == [
            "No funds file was imported yet; the platform's accounts page exports one a month."
        ]
        await desk.press("open")
        assert desk.form._asking.title == "Import files of the platform"


async def test_what_others_do_comes_by_itself(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        other, told = ledger.open(), ledger.order(number(900))
        other.run(other.action_named("complete-task", told), told, {"task": "t0"})
        await desk.app.look_for_news()
        await desk.until(lambda: lines(desk, "tasks")[2].endswith("2 2"), "the tasks")


async def test_a_line_that_is_about_nothing_says_so(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        await to(desk, "tasks")
        await desk.press("menu")

        said = "Nothing can be done with this line; enter shows what it tells of."
        assert desk.said() == [said]


async def test_a_sku_that_is_to_be_taken_off_sale_leads_to_the_stock(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, Product(shop=SHOP, sku="RICE-10", name="大米"))
    product = repository.find("RICE-10")
    repository.run(repository.action_named("delist-product", product), product, {})
    async with desk_on(repository, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        assert lines(desk, "tasks")[1] == "take off sale on the platform any 下架 1 1"
        await to(desk, "tasks")
        await desk.press("open")

        assert desk.app.current_mode == "stock"


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_it_fits_into_every_window(language: str, shop: Repository, drafts: Path) -> None:
    use_language(language)
    async with desk_on(shop, drafts, size=LARGE, place="data") as desk:
        await read(desk)
        for size in (LARGE, WIDE, NARROW, (60, 15)):
            await desk.resize(size)
            for one in place(desk).panels.shown:
                await to(desk, one.id or "", len(one.rows) - 1)
                assert one.has_focus, size
                assert one.region.bottom <= size[1]
            for _place, line in panel(desk, "coverage")._lines:
                assert sum(width_of(part.text) for part in line) <= size[0] - 5


def test_all_of_it_is_of_the_shop_that_was_chosen(shop: Repository) -> None:
    shop.shop = ("pinduoduo", "茶铺")

    data = read_data(shop, ())
    assert (data.covered, data.never, data.tasks, data.states) == ((), [], (), {})
    assert (data.open_count, data.file_count) == (0, 0)


@pytest.mark.parametrize("chosen", ["data", "review"])
async def test_arrows_and_pages_move_the_cursor_and_the_page_follows_it(
    chosen: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=NARROW, place=chosen) as desk:
        await read(desk)
        body, panels = place(desk).body, place(desk).panels
        assert body.max_scroll_y > 0
        seen = []
        for key in ("end", "home", *["down"] * 30, "up", "pagedown", "pageup"):
            await desk.keys(key)
            current = panels.current
            line = current.content_region.y + current.place_of(current.cursor)[0]
            assert body.content_region.y <= line < body.content_region.bottom, key
            seen.append((current.id, current.cursor))

    last = panels.shown[-1]
    assert seen[0] == (last.id, len(last.rows) - 1)
    assert seen[1] == (panels.shown[0].id, 0)
    assert len(set(seen)) > 15


def test_no_name_of_a_shop_is_cut_that_has_room() -> None:
    never = [Missing("pinduoduo", "云南果园", "orders", None)]

    wide = widths(76, (), never)

    ((row, _missing),) = coverage_rows((), never, wide)
    assert text_of(row.head).split()[:2] == ["云南果园@Pinduoduo", "orders"]


@pytest.mark.parametrize(
    ("bar", "dates"), [(10, ["11-01", "11-28"]), (12, ["11-01", "11-28"]), (28, ["11-01", "11-15"])]
)
def test_over_a_bar_stand_two_dates_however_narrow_it_is(bar: int, dates: list[str]) -> None:
    days = Coverage(platform="pinduoduo", shop="店", kind="orders", spans=())
    one = Covered(days, date(2026, 11, 1), HERE * 28, (), ())

    text = text_of(ticks(one, Widths(24, 18, bar)).head)

    assert text.split() == dates
    assert text.index(dates[0]) == 24 + 18 + 2
