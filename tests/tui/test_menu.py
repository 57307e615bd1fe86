"""Menus: by digit, by a part of the name, by arrow; what may not be done says why and stays."""

from pathlib import Path

import pytest

from store.models.order import Order
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import is_about
from store.search.initials import fits, spells
from tests.build import ORDER_NO, TRACKING_NO, case, keep, order, shipped
from tests.tui.driver import NARROW, WIDE, Desk, Ledger, desk_on
from tui.actions import KEYS, keys_of
from tui.language import use_language
from tui.other_words import OTHER_WORDS
from tui.places.board import BoardPlace
from tui.places.orders import OrdersPlace
from tui.screens.finding import found_by, in_groups
from tui.screens.menu import MenuLine, MenuScreen
from tui.screens.menu_groups import GROUPS
from tui.widgets.line_list import LineList

OTHER_ORDER = "261120-000000000000002"
NOTHING_LEFT = (
    "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before shipping."
)
OF_ORDERS = [name for name, one in all_actions().items() if is_about(one, Order)]


NO_CASE = "This order has no after-sales case."


def is_menu(desk: Desk) -> bool:
    return isinstance(desk.screen, MenuScreen)


def said(line: str) -> str:
    """A line of a menu, its blanks taken together."""
    return " ".join(line.split())


async def test_every_action_is_in_the_menu_the_refused_ones_last_with_their_sentence(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        possible = len(desk.menu)
        assert f"Not now: {len(OF_ORDERS) - possible}   tab shows them and why" in desk.text()
        await desk.keys("tab")
        lines = [said(one) for one in desk.menu]

        assert len(lines) == len(OF_ORDERS)
        assert lines[0] == "1 c Log a contact"
        refused = [not one[0].isdecimal() for one in lines]
        assert [one[0] for one in lines[:9]] == [*"123456789"]
        assert refused == sorted(refused)
        assert sum(refused) > 10
        assert "s Ship" in lines
        assert isinstance(desk.screen, MenuScreen)
        drawn = " ".join(part.strip() for _of, part, *_rest in desk.screen.options._drawn)
        for why in (NO_CASE, NOTHING_LEFT):
            assert drawn.count(why) == drawn.count(f"Not now: {why}") == 1
        assert "Actions on " + ORDER_NO in desk.text()


async def test_a_digit_chooses_at_once(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        assert said(desk.menu[0]) == "1 s Ship"
        await desk.keys("1")

        assert desk.form
        assert f"Ship  {ORDER_NO}" in desk.text()


async def test_a_part_of_the_name_finds_and_enter_chooses(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.type("conTACT")
        assert [said(one) for one in desk.menu] == ["1 c Log a contact"]
        await desk.keys("enter")

        assert f"Log a contact  {ORDER_NO}" in desk.text()


async def test_the_name_that_scripts_use_finds_too(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.type("log-con")

        assert [said(one) for one in desk.menu] == ["1 c Log a contact"]


async def test_arrows_and_enter_choose(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.keys("down", "down", "up", "enter")

        assert f"Log a contact  {ORDER_NO}" in desk.text()


async def test_the_line_under_the_cursor_is_on_the_screen_and_beyond_the_last_stands_the_first(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("palette")
        first, last = desk.menu[0].strip(), desk.menu[-1].strip()
        assert last not in desk.text()
        await desk.keys("up")
        assert last in desk.text()
        assert first not in desk.text()

        await desk.keys("down")
        assert first in desk.text()


@pytest.mark.parametrize("name", ["menu", "palette", "help", "views"])
async def test_a_menu_is_paged_to_both_its_ends_and_no_line_of_it_is_passed_unseen(
    name: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press(name)
        assert isinstance(desk.screen, MenuScreen)
        options, count = desk.screen.options, len(desk.menu)
        for down, up in (("pagedown", "pageup"), ("ctrl+d", "ctrl+u")):
            seen = {line.strip() for line in desk.text().splitlines()}
            for key, end in ((down, count - 1), (up, 0)):
                steps = 0
                while options.cursor != end:
                    before = options.cursor
                    await desk.keys(key)
                    assert options.cursor != before
                    seen |= {line.strip() for line in desk.text().splitlines()}
                    steps += 1
                assert steps < max(3, count // 2)
                await desk.keys(key)
                assert options.cursor == end

            shown = " ".join(" ".join(seen).split())
            assert all(said(line[:30]) in shown for line in desk.menu)


async def test_a_refused_line_says_why_and_the_menu_stays_for_another_digit(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.keys(*"ship", "enter")
        assert desk.said() == [f"Ship\n{NOTHING_LEFT}"]
        assert is_menu(desk)
        await desk.keys("ctrl+u", "1")

        assert f"Log a contact  {ORDER_NO}" in desk.text()
        assert ledger.events(ORDER_NO) == []


async def test_what_fits_nothing_chooses_nothing(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.type("xyz")
        assert desk.menu == ["nothing fits"]
        await desk.keys("enter", "down", "up")
        assert is_menu(desk)

        await desk.keys("escape")
        assert desk.screen is desk.orders


async def test_esc_closes_it_and_no_letter_of_the_list_acts_behind_it(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.keys("s", "c", "r", "q", "f4", "f10", "escape")

        assert desk.screen is desk.orders
        assert ledger.events(ORDER_NO) == []


async def test_a_long_sentence_is_whole_on_a_narrow_screen(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("menu")
        await desk.type("ship")
        inside = " ".join(part for part in desk.text().split() if part.strip("|│"))

        assert NOTHING_LEFT in inside


async def test_an_action_from_the_menu_is_judged_when_it_is_chosen(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        colleague = ledger.open()
        ship = all_actions()["ship"]
        colleague.run(ship, colleague.find(ORDER_NO), {"tracking_no": TRACKING_NO})
        await desk.keys("1")

        assert desk.said() == [f"Ship\n{NOTHING_LEFT}"]
        assert desk.screen is desk.orders


@pytest.mark.parametrize("place", ["orders", "order"])
async def test_the_palette_holds_every_place_view_action_and_command(
    place: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        if place == "order":
            await desk.open(ORDER_NO)
        await desk.press("palette")
        await desk.keys("tab")

        here = (key for key in keys_of(place, KEYS) if key.fits("orders"))
        keys = {key.title for key in here if key.name != "palette"}
        views = {title for one in (BoardPlace, OrdersPlace) for _query, title in one.views}
        chores = {"Verify the store", "Back the store up", "import files of the platform"}
        text = " ".join(map(said, desk.menu))
        assert [title for title in keys | views | chores if title[:25] not in text] == []


@pytest.mark.parametrize("place", ["orders", "order"])
async def test_the_palette_acts_on_no_row_but_the_one_that_is_meant(
    place: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(), order(order_no=OTHER_ORDER, cases=(case(),)))
    async with desk_on(repository, drafts, place="cases") as desk:
        await desk.keys("2")  # the cursor of the cases stands on the case of the other order
        await desk.at(ORDER_NO)
        if place == "order":
            await desk.press("open")
        await desk.press("palette")
        await desk.type("reject a")
        assert [said(line) for line in desk.menu] == [
            f"{'- ' * (place == 'order')}Reject a case This order has no after-sales case."
        ]
        await desk.keys("enter")
        assert is_menu(desk)

        of_others = ("its cases", "queues", "next grouping", "match with an order")
        for title in (*of_others, "add an improvement"):
            await desk.keys("ctrl+u")
            await desk.type(title)
            lines = [said(line).lower() for line in desk.menu]
            assert sum(title in line for line in lines) == (title not in of_others)


async def test_of_what_stands_under_another_s_title_the_palette_has_one_line(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, place="review") as desk:
        await desk.press("palette")
        await desk.type("improvement")

        assert [said(line) for line in desk.menu] == ["1 n add an improvement"]


async def test_files_are_asked_for_from_every_place_under_a_heading_of_their_own(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, place="stock") as desk:
        await desk.press("palette")
        await desk.type("export what")
        assert "In other places" in desk.text()
        assert said(desk.menu[0]) == "1 e export what is shown or marked Orders"
        await desk.keys("enter")

        assert desk.app.current_mode == "orders"
        assert desk.form


async def test_the_palette_shows_a_view_of_another_place(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(), shipped(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("palette")
        await desk.type("to ship within")
        await desk.keys("enter")

        assert desk.orders.search_box.value == "to-ship shipby:<24h"
        assert desk.screen is desk.orders


CALLED = {
    "Theme (colours): shouhou": ("theme", "主题", "zhuti", "zt"),
    "hand over all that is mine": ("handover", "交接", "jiaojie", "交班", "end of the shift"),
}


async def test_the_palette_finds_what_a_person_calls_it(
    repository: Repository, drafts: Path
) -> None:
    use_language("en")  # and Chinese is understood
    async with desk_on(repository, drafts) as desk:
        for found, names in CALLED.items():
            for typed in names:
                await desk.press("palette")
                await desk.type(typed)

                assert (typed, found.lower() in desk.menu[0].lower()) == (typed, True)
                await desk.keys("escape")


async def test_the_palette_finds_by_words_in_any_order_and_the_stock_s_acts_from_every_place(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        for typed in ("change address", "address change"):
            await desk.press("palette")
            await desk.type(typed)
            assert "Change the address" in desk.menu[0]
            await desk.keys("escape")

        for typed in ("quit", "exit", "退出"):
            await desk.press("palette")
            await desk.type(typed)
            assert (typed, "leave" in desk.menu[0]) == (typed, True)
            await desk.keys("escape")

        await desk.press("cases", "palette")
        await desk.type("set stock")
        assert "Set the stock" in desk.menu[0]
        await desk.keys("enter")
        await desk.settle()
        assert desk.app.current_mode == "stock"
        assert desk.said()[0] == "Choose the goods, then Q: Set the stock."


async def test_the_palette_verifies_the_store_and_backs_it_up(
    repository: Repository, drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("palette")
        await desk.type("verify")
        await desk.keys("enter")
        whole = "The store is whole: 1 order, "
        await desk.until(lambda: any(one.startswith(whole) for one in desk.said()), whole)

        await desk.press("palette")
        await desk.type("back the store")
        await desk.keys("enter")
        await desk.fill(file="copy.zip")
        await desk.save()
        await desk.until((tmp_path / "copy.zip").exists, "the backup")


async def test_what_is_owed_now_stands_first(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        text = " ".join(desk.text().split())

        assert text.index("Owed now") < text.index("1 s Ship") < text.index("│ Possible")
        assert said(desk.menu[0]) == "1 s Ship"


async def test_end_shows_what_may_not_be_done_too(repository: Repository, drafts: Path) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.keys("end")
        assert len(desk.menu) == len(OF_ORDERS)
        await desk.keys("tab")

        assert len(desk.menu) < len(OF_ORDERS)


async def test_a_digit_behind_what_is_typed_chooses_among_what_is_found(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.type("log a1")

        assert f"Log a contact  {ORDER_NO}" in desk.text()


async def test_a_command_of_the_palette_acts_where_it_was_called(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("palette")
        await desk.type("search")
        await desk.keys("enter")
        assert desk.focus == "search"

        await desk.keys("escape")
        await desk.press("palette")
        await desk.type("leave")
        await desk.keys("enter")
    assert desk.app.return_code == 0


async def test_an_action_of_the_menu_is_done_to_the_order_in_its_title(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts) as desk:
        await desk.search("to-ship")
        await desk.at(ORDER_NO)
        await desk.press("menu")
        colleague = ledger.open()
        values = {"tracking_no": TRACKING_NO}
        colleague.run(all_actions()["ship"], colleague.find(ORDER_NO), values)
        shown = desk.table
        await desk.until(lambda: shown.selection and len(shown.selection) == 1, "the shipment")
        await desk.at(OTHER_ORDER)
        await desk.type("contact")
        await desk.keys("enter")

        assert f"Log a contact  {ORDER_NO}" in desk.text()


async def test_however_long_a_menu_its_title_and_its_keys_are_seen(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts, size=NARROW) as desk:
        for name, title in (("palette", "Commands"), ("sort", "Sort by")):
            await desk.press(name)
            assert title in desk.text()
            assert "enter choose" in desk.text()
            await desk.keys("escape")


KEYS_BELOW = {
    "menu": " enter choose   esc back",
    "columns": " enter shows or hides   shift+up shift+down moves it   esc back",
    "help": " enter choose   esc back",
    "said": " esc back",
}


@pytest.mark.parametrize("size", [NARROW, WIDE, (150, 38)])
async def test_the_line_below_has_the_keys_of_what_is_in_front_and_no_others(
    size: tuple[int, int], repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size) as desk:
        desk.app.notify("Something was said.")
        page = desk.screen.query_one("#keys").region
        below = page.grow((0, size[0] - page.right, 0, 0))
        for name, keys in KEYS_BELOW.items():
            await desk.press(name)

            assert desk.part("#keys").rstrip() == keys
            assert desk.screen.query_one("#keys").region == below
            await desk.keys("escape")


async def test_beside_refund_stands_how_much_may_go_back(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")

        (line,) = [one for one in desk.menu if "Refund" in one and "at most" in one]
        assert " ".join(line.split()[-3:]) == "at most 50.00"


async def test_beside_the_cancellation_stands_what_lack_of_stock_asks_for_first(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")

        (line,) = [one for one in desk.menu if "Cancel the order" in one]
        assert line.rstrip().endswith("lack of stock: first tell the buyer, offer a solution")


@pytest.mark.parametrize(("across", "left"), [(80, 0), (109, 0), (110, 5), (120, 10)])
async def test_in_a_narrow_window_a_menu_has_its_lines_whole(
    across: int, left: int, repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=(across, 24)) as desk:
        await desk.press("menu")

        panel, options = (
            desk.screen.query_one("#menu").region,
            desk.screen.query_one(LineList).region,
        )
        assert (panel.x, panel.right) == (left, across - left)
        assert options.right <= panel.right
        await desk.keys("escape")
        await desk.press("copy", "said")
        said = desk.screen.query_one("#about").region
        assert (said.x == 0) == (across < 100)


async def test_home_goes_to_the_first_line_of_a_menu_the_palette_and_the_help(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        for name in ("menu", "palette", "help"):
            await desk.press(name)
            menu = desk.screen
            assert isinstance(menu, MenuScreen)
            await desk.keys("end")
            assert menu.options.cursor == len(desk.menu) - 1
            await desk.keys("home")
            assert menu.options.cursor == 0
            assert menu.options.scroll_y == 0
            await desk.keys("escape")


async def test_in_a_narrow_window_a_refusal_goes_on_under_the_name(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        why = "this sentence is longer than what is left of the line beside the name of the action"
        line = MenuLine("a", "Do it", why_not=why, group="possible")
        desk.app.push_screen(MenuScreen("Actions", [line]))
        await desk.settle()
        await desk.keys("tab")

        lines = [one.strip("│ ") for one in desk.text().splitlines()]
        rest = next(one for one in lines if one.endswith("of the action"))
        assert f"Do it{' ' * 24}{why}".startswith(next(x for x in lines if x.startswith("Do it")))
        assert len(rest) > 30


@pytest.mark.parametrize("menu", ["menu", "palette", "views", "help"])
async def test_what_is_pasted_into_a_menu_is_looked_for_and_chooses_nothing(
    menu: str, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        below = desk.screen
        for number in ("YT7300000000017", "1", "12", "?"):
            await desk.press(menu)
            shown = desk.screen
            await desk.paste(number)

            assert desk.screen is shown, number
            assert number in desk.text()
            while desk.screen is not below:
                await desk.keys("escape")
    assert ledger.events(ORDER_NO) == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *((word, "offer-solution") for word in ("小额打款", "打款", "赔", "差价", "compensate")),
        *((word, "assign") for word in ("移交", "转交", "zhuanjiao", "transfer")),
        *((word, "log-contact") for word in ("承诺", "promise")),
        *((word, "open-case") for word in ("拒收", "refused delivery")),
        *((word, "change-address") for word in ("改地址", "换地址", "gdz")),
        *((word, "hold") for word in ("先别发", "ship later")),
        *((word, "ship") for word in ("填单号", "出库")),
    ],
)
def test_an_action_is_found_by_what_agents_call_it(typed: str, name: str) -> None:
    use_language("en")  # Chinese is understood beside it, whichever test was first
    key = next(one for one in KEYS if one.name == name)
    assert fits(typed, *key.readings) or spells(typed, *key.readings)


def test_other_words_are_of_actions_that_there_are() -> None:
    assert set(OTHER_WORDS) <= set(all_actions())


async def test_the_end_of_a_shift_is_found_in_the_help(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts) as desk:
        await desk.press("help")
        await desk.type("jiaojie")
        assert any("hand over all that is mine" in line for line in desk.menu)


def _first(typed: str, *lines: MenuLine) -> str:
    """What enter would choose."""
    found = in_groups(typed, found_by(typed, lines), ["", *GROUPS])
    return found[0].name


OWED = MenuLine("pay", "Pay the refund", group="owed")
USUAL = MenuLine("refund", "Refund", "r", group="possible")
LONG = MenuLine("record", "Record the refusal", group="possible")
SHORT = MenuLine("reject", "Reject", group="possible")
COMMAND = MenuLine("take-off", "Take the record off", "x", group="command")
UNNUMBERED = MenuLine("hand-over", "Ship without a number", group="possible")
SHIFT = MenuLine("hand-all-over", "hand over all that is mine", group="command")
MANY = MenuLine("mark-all", "Refund all that is found", "*", group="many")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("refund", "refund", id="the name itself before what has it within"),
        pytest.param("e", "pay", id="of what fits alike what is owed"),
        pytest.param("ref", "refund", id="what begins so before what has it within"),
        pytest.param("re", "refund", id="of what begins alike what has a key"),
        pytest.param("r", "refund", id="a first letter that is all of them"),
        pytest.param("cord", "record", id="of what fits alike what is done before a command"),
        pytest.param("", "pay", id="nothing typed"),
        pytest.param("x", "take-off", id="its key, before what is owed"),
        pytest.param("fusal", "record", id="what is within before what is done with many"),
        pytest.param("all", "mark-all", id="what is done with many alone"),
    ],
)
def test_enter_does_what_is_meant_by_what_is_typed(typed: str, first: str) -> None:
    assert _first(typed, COMMAND, MANY, LONG, SHORT, OWED, USUAL) == first


LEAVE = MenuLine("leave", "leave", "q", group="command", readings=("退出", "quit"))
CANCEL = MenuLine("cancel-order", "取消订单", "X", group="owed")


@pytest.mark.parametrize("typed", ["q", "q!", "wq", "qa"])
def test_what_leaves_an_editor_leaves_the_desk_and_cancels_nothing(typed: str) -> None:
    assert _first(typed, CANCEL, OWED, LEAVE) == "leave"


def test_a_capital_is_another_key() -> None:
    assert _first("X", COMMAND, CANCEL) == "cancel-order"


@pytest.mark.parametrize("typed", ["hando", "handover", "hand over", "hoa"])
def test_what_is_called_so_comes_before_what_another_name_finds(typed: str) -> None:
    assert _first(typed, UNNUMBERED, SHIFT) == "hand-all-over"


def test_of_what_fits_alike_and_has_no_key_the_shorter_comes_first_else_all_stays_in_order() -> (
    None
):
    assert _first("re", LONG, SHORT) == "reject"
    twins = [MenuLine(name, "Record", group="possible") for name in "cab"]
    assert [one.name for one in found_by("re", twins)] == ["c", "a", "b"]


async def test_of_the_actions_that_what_is_typed_finds_the_nearest_is_done_by_enter(
    repository: Repository, drafts: Path
) -> None:
    use_language("zh")
    keep(repository, shipped(cases=(case(state="seller_to_answer"),)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.type("tk")

        found = [said(line) for line in desk.menu]
        assert found[0].split()[1:3] == ["r", "退款"]
        assert any("同意退款" in line for line in found)
