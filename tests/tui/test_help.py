"""Help: every key that works here, from the live key table, and the search language."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

from store.models.product import Product
from store.repository import Repository
from store.search.language import FIELDS, STATES
from store.words.labels import label
from tests.build import HOUR, NOW, ORDER_NO, case, keep, order, shipped
from tests.rules.inquiries import inquiry
from tests.tui.driver import NARROW, Desk, desk_on
from tui.actions import KEYS, Key, keys_of
from tui.language import use_language
from tui.screens.base import DeskScreen
from tui.screens.help import HelpScreen
from tui.text import width_of

NAMELESS = {"ideographic_comma", "right_black_lenticular_bracket"} | {
    f"fullwidth_{one}"
    for one in (
        *("question_mark", "colon", "equals_sign", "plus_sign", "vertical_line"),
        *("asterisk", "percent_sign", "commercial_at", "hyphen_minus"),
    )
}
"""Twins that an input method makes of a key that is shown; they need no line of their own."""
WRITTEN = {
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "escape": "esc",
    "equals_sign": "=",
    "plus": "+",
    "minus": "-",
    "at": "@",
    "asterisk": "*",
    "percent_sign": "%",
    "vertical_line": "|",
    "right_square_bracket": "]",
}


def lines(desk: Desk) -> list[str]:
    """The lines of the help, blanks taken together."""
    assert isinstance(desk.screen, HelpScreen), desk.text()
    return [" ".join(one[3:].split()) for one in desk.menu]


@pytest.mark.parametrize("place", ["orders", "order"])
async def test_it_shows_every_key_of_the_place_and_what_it_does(
    place: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        if place == "order":
            await desk.open(ORDER_NO)
        screen = desk.screen
        assert isinstance(screen, DeskScreen)
        keys_here = list(screen.keys_here())
        assert [key.name for key in keys_here] == [key.name for key in keys_of(place)]
        await desk.press("help")

        shown = lines(desk)
        for key in (one for one in keys_here if one.keys and one.fits("orders")):
            keys = [WRITTEN.get(one, one) for one in key.keys.split(",") if one not in NAMELESS]
            assert f"{' '.join(keys)} {key.title}" in shown
        assert {"Open an inquiry", "Record an order", "Add an improvement"} <= {*shown}


@pytest.mark.parametrize(
    ("place", "kind", "own"),
    [("stock", "products", {"set-stock", "relist-product"}), ("cases", "inquiries", {"assign"})],
)
async def test_no_key_of_an_order_is_shown_where_something_else_is_meant(
    place: str, kind: str, own: set[str], repository: Repository, drafts: Path
) -> None:
    keep(repository, Product(shop="米铺", sku="RICE-10", name="大米"), inquiry())
    async with desk_on(repository, drafts, place=place) as desk:
        await desk.press("help")
        assert isinstance(desk.screen, HelpScreen)
        acts = {key.name: key for key in KEYS if key.acts}
        told = {line.name for line in desk.screen._lines} & acts.keys()

        assert own <= told
        assert all(acts[name].fits(kind) for name in told)


async def test_it_shows_every_state_and_field_of_the_search(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts) as desk:
        await desk.press("help")

        words = set(" ".join(lines(desk)).split())
        assert set(STATES) <= words
        assert {f"{name}:" for name in FIELDS} <= {word.partition(":")[0] + ":" for word in words}
        assert "金额, 实付" in " ".join(lines(desk))


async def test_in_chinese_the_words_of_the_search_are_chinese_first(
    repository: Repository, drafts: Path
) -> None:
    use_language("zh")
    async with desk_on(repository, drafts) as desk:
        await desk.press("help")
        shown = lines(desk)
        assert {"逾期 超时、late", "金额:>0 实付、amount"} <= {*shown}
        await desk.type("amount")
        await desk.keys("enter")

        assert desk.orders.search_box.value == "金额:"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "computed until a bill confirms it"), ("zh", "在账单确认之前")],
)
async def test_it_says_what_the_signs_beside_the_data_mean(
    language: str, said: str, repository: Repository, drafts: Path
) -> None:
    use_language(language)
    async with desk_on(repository, drafts) as desk:
        await desk.press("help")

        assert f"({label('seen')})" in " ".join(lines(desk))
        assert said in " ".join(lines(desk))
        await desk.keys("end", "enter")
        assert isinstance(desk.screen, HelpScreen)


async def test_a_remapped_key_is_shown_as_it_is(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    table = tuple(replace(key, keys="S,f4") if key.name == "ship" else key for key in KEYS)
    async with desk_on(repository, drafts, keys=table) as desk:
        await desk.press("help")

        assert "S f4 Ship" in lines(desk)
        assert "S ship" in desk.orders.query_one("#keys", Static).render().plain  # type: ignore[union-attr]


async def test_it_closes_and_the_desk_stays(repository: Repository, drafts: Path) -> None:
    async with desk_on(repository, drafts) as desk:
        for key in ("escape", "?", "？", "f1"):
            await desk.press("help")
            assert desk.screen is not desk.orders
            await desk.keys(key)

            assert (key, desk.screen) == (key, desk.orders)
            assert not desk.has_ended


async def test_on_a_narrow_screen_it_scrolls_to_its_end(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("help")
        last = desk.menu[-1].rpartition("  ")[2]
        assert last not in desk.text()
        await desk.keys("end")

        await desk.until(lambda: last in desk.text(), "the end")
        assert "esc back" in desk.text()


async def test_what_is_typed_finds_a_key_and_enter_does_what_it_does(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts) as desk:
        await desk.press("help")
        await desk.type("sort")
        assert lines(desk) == ["o f7 sort"]
        await desk.keys("enter")

        assert "Sort by" in desk.text()


async def test_a_word_of_the_search_goes_into_the_box(repository: Repository, drafts: Path) -> None:
    async with desk_on(repository, drafts) as desk:
        await desk.press("help")
        await desk.type("缺货状态")
        await desk.keys("enter")

        assert desk.orders.search_box.value == "stock:"
        assert desk.focus == "search"


async def test_its_lines_stand_in_groups(repository: Repository, drafts: Path) -> None:
    async with desk_on(repository, drafts, size=(120, 200)) as desk:
        await desk.press("help")
        text = desk.text()
        heads = ("Moving and marking", "Finding", "Doing", "The desk", "Words of the search")

        assert [*map(text.index, heads)] == sorted(map(text.index, heads))


async def test_it_opens_from_the_search_box_and_goes_back_into_it(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts) as desk:
        await desk.press("search")
        await desk.keys("f1")
        assert isinstance(desk.screen, HelpScreen)
        await desk.keys("escape")

        assert desk.focus == "search"


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_footer_is_one_line_and_never_without_help_and_the_way_out(
    language: str, repository: Repository, drafts: Path
) -> None:
    use_language(language)
    keep(repository, order())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.open(ORDER_NO)
        for screen in desk.app.screen_stack:
            assert isinstance(screen, DeskScreen)
            keys, place = screen.keys_here(), screen.place
            footer = sorted(
                (
                    key
                    for key in keys
                    if key.is_told(place) and key.fits("orders") and screen.may_be_done(key.name)
                ),
                key=lambda key: key.footer,
            )
            bar = str(screen.query_one("#keys", Static).render())

            shown = [key for key in footer if is_in(key, bar)]
            assert shown[:2] == footer[:2]
            assert {"help", "leave"} <= {key.name for key in shown}
            assert width_of(bar.rstrip()) <= 80


def is_in(key: Key, bar: str) -> bool:
    return f"{key.shown} {key.brief}" in bar


@pytest.mark.parametrize("place", ["board", "orders", "cases", "data"])
async def test_the_line_below_says_what_the_key_does_that_agrees_or_exports(
    place: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(cases=(case(platform_deadline=NOW + HOUR),)))
    async with desk_on(repository, drafts, place=place) as desk:
        if place == "board":
            await desk.press("bottom")
            await desk.rest()
        assert ("e export" if place in ("orders", "data") else "e agree") in desk.part("#keys")
        await desk.press("orders", "open", "down")
        assert "e agree" in desk.part("#keys")


async def test_it_is_silent_of_agreeing_where_nothing_is_asked_for(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(ship_by_deadline=NOW + HOUR))
    async with desk_on(repository, drafts, place="board") as desk:
        assert "e agree" not in desk.part("#keys")
        await desk.press("order")
        assert "e agree" not in desk.part("#keys")
