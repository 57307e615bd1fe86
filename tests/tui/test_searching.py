"""Above a list: chips, completion, history, views, columns, and what is pasted."""

import stat
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from textual.events import Paste

from store.models.shop_views import ShopViews
from store.repository import Repository
from store.search.language import FIELDS
from store.words import listed
from tests.build import ORDER_NO, case, keep, order, shipped
from tests.tui.driver import Desk, desk_on
from tests.tui.orders_shop import EARLIEST_FIRST, LATE, OIL, RICE, TEA, fill
from tui.language import use_language
from tui.places.board import BoardPlace
from tui.places.list_place import ListPlace
from tui.screens.menu import MenuScreen

UNKNOWN = "261120-999999999999999"
NOTHING = "Nothing is found by what was pasted, {text}; what is shown stays as it is."


@pytest.fixture
def shop(repository: Repository) -> Repository:
    fill(repository)
    return repository


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture
def _chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("en")


def offered(desk: Desk) -> list[str]:
    """How the word may go on."""
    return [one.text for one in desk.orders.search_box.completing.found.found]


async def paste(desk: Desk, text: str) -> None:
    desk.app.post_message(Paste(text))
    await desk.settle()


HALVES = {
    "late|": "“|” finds any of two words",
    "!!": "“!” finds what a word does not fit",
    '"': '“"” holds words together',
    'late "': '“"” holds words together',
    "amount:>": "After “amount:>” a value is needed.",
}


async def test_half_of_a_query_finds_nothing_and_says_why(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        for query, why in HALVES.items():
            await desk.search("")
            assert desk.rows
            await desk.search(query)

            assert (query, desk.rows) == (query, [])
            assert f"! {why}" in desk.text()


async def test_a_query_is_shown_as_chips_once_it_is_searched(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("to-ship rice|oil")

        assert " to-ship ×   rice|oil × " in desk.text().splitlines()[1], desk.text()
        assert desk.rows == [LATE, RICE, OIL]


async def test_chips_are_taken_off_from_the_list_one_by_one(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("to-ship late 大米")
        await desk.press("take-off", "take-off")
        assert desk.orders.search_box.value == "to-ship"
        assert desk.rows == [LATE, RICE, OIL]
        await desk.press("take-off", "take-off")

        assert desk.orders.search_box.value == ""
        assert desk.rows == EARLIEST_FIRST


async def test_where_nothing_is_searched_for_the_cursor_stays(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.at(OIL)
        await desk.press("take-off")
        await desk.keys("escape")

        assert desk.current == OIL


@pytest.mark.parametrize("key", ["back", "take-off"])
async def test_the_cursor_stays_on_its_row_when_the_query_is_taken_off(
    shop: Repository, drafts: Path, key: str
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("oil")
        assert desk.current == OIL != EARLIEST_FIRST[0]
        await desk.press(key)

        assert desk.rows == EARLIEST_FIRST
        assert desk.current == OIL


async def test_backspace_behind_a_blank_takes_the_whole_word(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.type('to-ship "大 米" ')
        await desk.keys("backspace")
        assert desk.orders.search_box.value == "to-ship "
        await desk.keys("l", "backspace")
        assert desk.orders.search_box.value == "to-ship "
        await desk.keys("backspace")

        assert desk.orders.search_box.value == ""


GOES_ON = (
    ("unsh", "unshipped:", "unshipped:"),
    ("wait", "waits:", "waits:"),
    ("等", "等货:", "等货:"),
    ("!lat", "late", "!late "),
    ("pay:unp", "pay:unpaid", "pay:unpaid "),
    ("late|待发", "待发货", "late|待发货 "),
    ("金", "金额:", "金额:"),
    ("付款状态:待", "付款状态:待付款", "付款状态:待付款 "),
    ("moved:", "moved:<24h", "moved:<24h "),
    ("pay:part r", "pay:part-refunded", "pay:part-refunded "),
)
"""What is typed, what is offered for it first, and what stands there once that is taken."""


async def test_a_word_goes_on_as_is_offered_in_the_language_it_is_typed_in(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        for typed, first, then in GOES_ON:
            await desk.keys("end", "ctrl+u")
            await desk.type(typed)
            assert offered(desk)[0] == first
            assert first in desk.text()
            await desk.keys("tab")

            assert desk.orders.search_box.value == then
            assert desk.focus == "search"


NAMES_OF_QUEUES = (
    ("late kind:settle the r", "kind:settle-refund", "late kind:settle-refund "),
    ("kind:ship,tell the pl", "kind:ship,platform-task", "kind:ship,platform-task "),
    ("!类型:登记退款", "类型:登记退款结果", "!类型:登记退款结果 "),
)


async def test_the_name_of_a_queue_goes_on_although_it_has_several_words(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        board = desk.app.screen
        assert isinstance(board, BoardPlace)
        await desk.press("search")
        for typed, first, then in NAMES_OF_QUEUES:
            await desk.keys("end", "ctrl+u")
            await desk.type(typed)
            assert board.search_box.completing.found.found[0].text == first
            await desk.keys("tab")

            assert board.search_box.value == then


async def test_arrows_choose_another_and_right_takes_it(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.type("re")
        second = offered(desk)[1]
        await desk.keys("down", "right")

        assert desk.orders.search_box.value.strip() == second


async def test_enter_searches_for_what_is_typed_whatever_is_offered(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("shipp")

        assert desk.orders.search_box.value == "shipp"
        assert offered(desk) == []


async def test_the_arrow_up_brings_back_what_was_searched_for(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("late")
        await desk.search("to-ship")
        await desk.search("")
        await desk.press("search")
        await desk.keys("up")
        assert desk.orders.search_box.value == "to-ship"
        await desk.keys("escape")
        await desk.press("search")
        await desk.keys("end", "ctrl+u", "up", "escape")
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.keys("up", "up")

        assert desk.orders.search_box.value == "late"


async def test_what_may_name_a_buyer_is_in_no_file(shop: Repository, drafts: Path) -> None:
    queries = ("13812345600", "张三丰", "buyer:张三丰|late", "phone:5600", ORDER_NO, "!note:急")
    async with desk_on(shop, drafts) as desk:
        for query in (*queries, "late"):
            await desk.search(query)
        file = drafts.with_name(drafts.name.replace("drafts", "desk"))

        assert desk.app.drafts.kept.searches("orders") == [*queries, "late"]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        kept = file.read_text("utf-8")
        assert '"late"' in kept
        assert not [query for query in queries if query in kept]


async def test_a_view_is_saved_with_its_sort_counted_and_chosen_by_its_digit(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        desk.orders.sort_by("-amount")
        await desk.search("to-ship 菜籽油|大米")
        await desk.press("save-view")
        await desk.fill(name="米和油")
        await desk.save()
        assert "The view 米和油 is kept; it stands among the views." in desk.said()
        await desk.search("")
    async with desk_on(shop, drafts) as desk:
        await desk.press("views")
        assert ["米和油", "3"] in [line.split()[-2:] for line in desk.menu]
        await desk.type("米和油")
        await desk.keys("1")

        assert {*desk.rows} == {LATE, RICE, OIL}
        assert desk.table.cursor == 0
        assert desk.orders.search_box.value == "to-ship 菜籽油|大米"
        assert "amount ↓" in desk.text()
        assert "米和油" in str(desk.orders.panel.border_title)


@pytest.mark.usefixtures("_chinese")
async def test_a_search_is_named_as_its_chips_say_it(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("late amount:>999")
        assert "没有符合“逾期 金额:>999”的结果" in desk.text()
        await desk.press("save-view")

        assert desk.form._asking.title == "存为视图：逾期 金额:>999"


async def test_a_view_of_the_shop_s_is_everybody_s(
    shop: Repository, drafts: Path, tmp_path: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("to-ship 米")
        await desk.press("save-view")
        await desk.fill(name="大米", whose="shop")
        await desk.save()
        assert "The view 大米 is kept; it stands among the views." in desk.said()
    async with desk_on(shop, tmp_path / "others" / "drafts.json") as desk:
        await desk.press("palette")
        await desk.type("大米")
        await desk.keys("enter")
        assert desk.orders.search_box.value == "to-ship 米"
        await desk.press("views")
        await desk.type("take a view")
        await desk.keys("enter", "1")

        await desk.until(lambda: not shop.shop_views("orders"), "the view to go")
        assert [one.action for one in shop.events(ShopViews())] == ["keep-view", "drop-view"]


@pytest.mark.parametrize("query", ["buyer:张三丰", "late|phone:5600", "13812345600"])
async def test_no_view_names_a_buyer(query: str, shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search(query)
        await desk.press("save-view")
        await desk.fill(name="x")
        await desk.save()

        assert desk.under("name") == "! A view is kept in a file and names no buyer and no phone."
        assert desk.app.drafts.kept.views("orders") == []


async def test_a_view_is_taken_away(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("late")
        await desk.press("save-view")
        await desk.fill(name="mine")
        await desk.save()
        await desk.press("views")
        await desk.type("take a view")
        await desk.keys("enter", "1")
        await desk.until(lambda: not desk.app.drafts.kept.views("orders"), "the view to go")
        await desk.press("views")

        assert not [line for line in desk.menu if "mine" in line]


async def test_nothing_is_saved_where_nothing_is_searched_for(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("save-view")

        assert desk.said() == ["Nothing is searched for; a view is a search with a name."]


async def test_a_view_counts_what_it_then_shows(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        for place, _view in enumerate(desk.orders.views[:9], start=1):
            await desk.press("views")
            count = desk.menu[place - 1].split()[-1]
            await desk.keys(str(place))

            assert desk.table.length == int(count)
            assert desk.table.cursor == 0


async def test_a_column_left_out_stays_left_out(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        assert "Goods" in desk.part("#heading")
        await desk.press("columns")
        await desk.type("goods")
        await desk.keys("enter", "escape")
        assert "Goods" not in desk.part("#heading")
    async with desk_on(shop, drafts) as desk:
        assert "Goods" not in desk.part("#heading")
        await desk.press("columns")
        await desk.type("goods")
        await desk.keys("enter", "escape")

        assert "Goods" in desk.part("#heading")


async def test_a_column_is_moved_by_shift_and_an_arrow_and_stands_there_from_then_on(
    shop: Repository, drafts: Path
) -> None:
    def titles(desk: Desk) -> list[str]:
        return [column.title for column in desk.table.columns.all]

    async with desk_on(shop, drafts) as desk:
        made = titles(desk)
        await desk.press("columns")
        await desk.keys("shift+down", "shift+down", "down", "shift+up", "enter")
        first, one, two, three, four, *others = made
        assert titles(desk) == [first, two, three, one, *others]
        assert f"[ ] {four}" in desk.menu[2]
        await desk.keys(*["shift+up"] * 4, "enter")
        shown = [first, four, two, three, one, *others]
        assert titles(desk) == shown
        await desk.keys("escape")
    async with desk_on(shop, drafts) as desk:
        assert titles(desk) == shown


async def test_one_s_own_views_stand_behind_six_ready_ones_and_no_view_moves_these(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("views")
        without = [*desk.menu]
        await desk.keys("escape")
        kept = (("逾期", "shop", "late"), ("茶", "own", "sku:TEA"), ("米", "own", "sku:RICE-10"))
        for name, whose, query in kept:
            await desk.search(query)
            await desk.press("save-view")
            await desk.fill(name=name, whose=whose)
            await desk.save()
        await desk.press("views")
        assert desk.menu[:6] == without[:6]
        assert [line.split()[1] for line in desk.menu[6:8]] == ["茶", "米"]
        assert [line.split()[1:] for line in desk.menu[8:9]] == [without[6].split()[1:]]
        assert "逾期" in desk.menu[2 + len(desk.orders.views)]
        await desk.keys("7")
        assert desk.rows == [TEA]
        await desk.press("views")
        await desk.keys("2")
        assert desk.orders.search_box.value == "late"


async def test_what_is_pasted_on_the_list_is_searched_for(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await paste(desk, f"订单号\n{TEA}\n{RICE}\n")
        assert desk.rows == [RICE, TEA]
        assert desk.current == RICE
        assert "not in this store: 订单号" in desk.text()


FIND_NOTHING = {
    "colour:red": f"There is no field colour to search; the fields are: {listed(FIELDS)}.",
    "您好\n还在吗": NOTHING.format(text="您好 还在吗"),
    " \n": NOTHING.format(text=""),
}


async def test_what_is_pasted_and_finds_nothing_is_said_and_changes_nothing(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("to-ship")
        rows = desk.rows
        for text, said in FIND_NOTHING.items():
            await paste(desk, text)

            assert (desk.rows, desk.orders.search_box.value) == (rows, "to-ship")
            assert desk.said()[-1] == said


PLACES = ("board", "cases", "stock", "review", "data")


async def test_in_every_place_a_pasted_number_leads_to_its_order_and_back(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="data") as desk:
        for turn, place in enumerate(PLACES, start=1):
            await desk.press(place)
            await paste(desk, f"您好，{TEA} 到哪了？")
            assert (place, desk.rows) == (place, [TEA])
            said = "Of what was pasted, only the order number is searched for."
            assert desk.said() == [said] * turn
            await desk.press("leave")
            assert desk.app.current_mode == place


async def test_in_every_place_any_other_text_is_said_and_changes_nothing(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="data") as desk:
        for turn, place in enumerate(PLACES, start=1):
            await desk.press(place)
            await paste(desk, "您好\n还在吗")

            assert desk.app.current_mode == place
            assert desk.said() == [NOTHING.format(text="您好 还在吗")] * turn


@pytest.mark.parametrize("text", [UNKNOWN, f"您好，{UNKNOWN} 到哪了？"])
async def test_a_pasted_number_that_nothing_has_shows_no_order_for_the_next_key(
    text: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        for place in (*PLACES, "order"):
            await desk.press("orders")
            assert (place, desk.rows) == (place, EARLIEST_FIRST)
            await desk.press(place)
            await paste(desk, text)
            screen = desk.screen

            assert isinstance(screen, ListPlace)
            assert (place, screen.table.row) == (place, None)
            assert f"Nothing fits “{UNKNOWN}”; esc takes it away." in screen.empty_said()
            await desk.keys("escape")


@pytest.mark.parametrize("place", ["board", "orders"])
async def test_a_number_pasted_on_the_page_of_an_order_is_shown_and_leads_back(
    place: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place=place) as desk:
        for number, key in product((TEA, UNKNOWN), ("escape", "q")):
            await desk.press("order")
            page, rows = desk.screen, desk.rows if place == "orders" else None
            await paste(desk, number)

            assert desk.screen is desk.orders
            assert desk.rows == [TEA][: number == TEA]

            await desk.keys(key)
            await desk.settle()

            assert (number, key, desk.app.current_mode) == (number, key, place)
            if rows is None:
                assert desk.screen is page
                await desk.press("leave")
            else:
                assert desk.rows == rows


async def test_the_number_of_a_case_that_is_pasted_leads_to_its_order(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(), shipped(order_no=TEA, cases=(case(id="51234567890"),)))
    async with desk_on(repository, drafts, place="review") as desk:
        await paste(desk, "售后单 51234567890 怎么样了")

        assert desk.rows == [TEA]
        assert desk.orders.search_box.value == "case:51234567890"


async def test_of_a_pasted_chat_the_order_is_shown(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await paste(desk, f"小王 10:02\n您好，{TEA} 到哪了？\n电话 13800138000")

        assert desk.rows == [TEA]
        assert desk.orders.search_box.value == TEA
        assert desk.said() == ["Of what was pasted, only the order number is searched for."]


@pytest.mark.usefixtures("_chinese")
async def test_the_menu_finds_by_either_language_and_by_initials(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    for typed in ("tk", "Refund", "退款"):
        async with desk_on(repository, drafts) as desk:
            await desk.press("menu")
            await desk.type(typed)

            assert isinstance(desk.screen, MenuScreen)
            assert any("退款" in line for line in desk.menu)


async def test_an_unfinished_word_is_no_error_until_enter(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await desk.press("search")
        await desk.keys("ctrl+u")
        await desk.type("kind:ref")
        await desk.settle()
        assert "refund-only" in desk.text()
        assert "cannot be understood" not in desk.text()
        await desk.keys("enter")
        await desk.until(lambda: "cannot be understood" in desk.text(), "why it finds nothing")
