"""The screen of one order: all that belongs to it, the buyer hidden until a reason is given."""

from pathlib import Path

import pytest

from store.engines.places import user
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from tests.build import (
    ORDER_NO,
    OTHER_NO,
    keep,
    order,
    stock_out,
)
from tests.tui.driver import NARROW, WIDE, Ledger, desk_on
from tests.tui.full_order import full, shown_sections

OTHER_ORDER = "261120-000000000000002"
TITLES = [
    "Goods",
    "Money",
    "Receiver",
    "What is owed",
    "Parcels",
    "Cases",
    "Reissues",
    "Platform tasks",
    "Talk",
    "History",
]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_it_shows_everything_in_its_sections_at_any_width(
    size: tuple[int, int], repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=size) as desk:
        await desk.open(ORDER_NO)
        sections = shown_sections(desk)

        assert sorted(sections) == sorted([*TITLES, "Steps"])
        assert desk.part("#headline").startswith(f" {ORDER_NO}   ")
        assert sections["Receiver"] == "张** 138******00 浙江省杭州市西湖区"
        assert "YTO YT1234567890123 2 x RICE-10, 1 x OIL-5" in sections["Parcels"]
        assert "A1 refund only ours to answer 50.00 少件" in sections["Cases"]
        assert "goods were missing 1 x RICE-10 open 少一袋" in sections["Reissues"]
        assert "换礼盒 (li)" in sections["Talk"]
        assert sections["Platform tasks"] == sections["History"] == "none"


async def test_a_line_end_in_a_buyer_s_text_forges_no_section(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)

        assert "buyer note: 张**收␊[2] Money" in shown_sections(desk)["Goods"]
        await desk.keys("alt+2")
        assert sum(one.startswith("[2]") for one in desk.part("#left").split("\n")) == 1


async def test_what_the_footer_offers_and_a_rule_refuses_is_said_above_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(stock_outs=(stock_out(),)))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)

        assert desk.part("#status") == (
            " Ship: An application for out-of-stock is under review since 2026-11-21 (the whole"
            " order); the verdict is expected between 2026-11-24 and 2026-11-25 09:00; until it is"
            " recorded nothing of it may be shipped and no tracking number"
            " uploaded."
        )


async def test_alt_and_a_digit_go_to_a_section(repository: Repository, drafts: Path) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=(80, 12)) as desk:
        await desk.open(ORDER_NO)
        for digit in range(10):
            await desk.keys("g", f"alt+{digit}")

            assert f"[{digit}] {TITLES[digit - 1]}" in desk.text()


MOVES = {
    "j": 1,
    "j j k": 1,
    "down down up": 1,
    "G g": 0,
    "end home": 0,
    "ctrl+d": 5,
    "ctrl+d ctrl+d ctrl+u": 5,
}


async def test_keys_scroll_at_once(repository: Repository, drafts: Path) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=(80, 17)) as desk:
        await desk.open(ORDER_NO)
        body = desk.screen.query_one("#body")
        assert body.size.height // 2 == 5
        assert body.max_scroll_y > 20
        for keys, first_line in MOVES.items():
            await desk.keys("g", *keys.split())

            await desk.until(lambda line=first_line: body.scroll_y == line, keys)  # type: ignore[misc]


async def test_back_returns_to_the_list_and_its_order(repository: Repository, drafts: Path) -> None:
    keep(repository, full(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts) as desk:
        await desk.open(OTHER_ORDER)
        await desk.press("back")

        assert desk.screen is desk.orders
        assert desk.current == OTHER_ORDER


async def test_a_colleague_s_work_appears_and_so_does_the_colleague(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        colleague = ledger.open()
        assert [one.key for one in colleague.presence.others()] == [order().key]

        colleague.presence.enter(order().key)
        colleague.run(all_actions()["ship"], order(), {"tracking_no": OTHER_NO})
        await desk.until(lambda: OTHER_NO in shown_sections(desk)["Parcels"], "the parcel")
        await desk.until(
            lambda: desk.part("#headline").endswith(f"@小李 ({user()})"), "the colleague"
        )

        await desk.press("back")
        assert colleague.presence.others() == ()


async def test_the_order_number_is_copied(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.press("copy")

        assert desk.app.clipboard == ORDER_NO
        assert desk.said() == [f"{ORDER_NO} is copied."]
