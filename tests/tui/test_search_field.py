"""The field that a query is typed into: its keys, and how one comes into it and out of it."""

from pathlib import Path

import pytest
from textual.widgets import Input

from store.repository import Repository
from tests.tui.driver import Desk, desk_on
from tests.tui.orders_shop import LATE, OIL, RICE, fill
from tui.places.looking import Looking
from tui.places.review import ReviewPlace
from tui.widgets.bars import KeyBar


@pytest.fixture
def shop(repository: Repository) -> Repository:
    fill(repository)
    return repository


def footer(desk: Desk) -> str:
    return str(desk.screen.query_one(KeyBar).render())


@pytest.mark.parametrize("key", ["tab", "shift+tab"])
async def test_what_completes_nothing_leads_to_no_list(
    key: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.type("昭通")
        await desk.keys(key, *" m*")

        assert desk.focus == "search"
        assert desk.orders.search_box.value == "昭通 m*"
        assert not desk.table.marked


async def test_the_line_below_says_what_keys_do_in_the_field_and_nothing_of_the_list(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("rice")
        in_list = footer(desk)
        assert "s ship" in in_list
        await desk.press("search")
        assert footer(desk).split("   ")[:3] == [
            " enter search",
            "space narrow it further",
            "up what was searched for before",
        ]
        assert "esc leave the field" in footer(desk)
        await desk.type("du")
        assert "tab complete the word" in footer(desk)
        assert "ship" not in footer(desk)
        await desk.keys("ctrl+u", "escape")

        assert "s ship" in footer(desk)


async def test_a_letter_searches_anew_and_a_blank_before_it_narrows_what_is_searched_for(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("to-ship")
        assert desk.rows == [LATE, RICE, OIL]
        await desk.press("search")
        await desk.keys("space", *"oil", "enter")
        assert desk.orders.search_box.value == "to-ship oil"
        assert desk.rows == [OIL]

        await desk.press("search")
        await desk.keys(*"rice", "enter")
        assert desk.orders.search_box.value == "rice"


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_who_looks_into_the_field_and_leaves_it_has_searched_for_the_same(
    key: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("to-ship")
        assert desk.orders.title_of_list() == "To ship"
        await desk.press("search")
        await desk.keys(key)

        assert desk.orders.search_box.value == "to-ship"
        assert desk.orders.title_of_list() == "To ship"
        assert desk.focus == "rows"


@pytest.mark.parametrize("key", ["enter", "escape"])
@pytest.mark.parametrize("typed", ["due:", "note:"])
async def test_a_field_without_a_value_says_that_one_is_needed(
    typed: str, key: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.type(typed)
        await desk.keys(key)

        assert f"! After “{typed}” a value is needed." in desk.text()


async def test_what_is_typed_in_the_review_is_counted_when_the_field_is_left(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("review")
        await desk.until(lambda: isinstance(desk.screen, ReviewPlace), "the review")
        review = desk.screen
        assert isinstance(review, ReviewPlace)
        await desk.press("search")
        await desk.keys("space", *"sku:R")
        assert "esc leave the field" in footer(desk)
        await desk.keys("tab", "escape")

        assert review.search_box.value == review._query == "paid:<30d sku:R"
        assert not isinstance(desk.app.focused, Input)


async def test_what_is_done_to_many_is_not_stopped_by_leaving_the_field(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Looking, "is_acting_on_many", True)
    stopped: list[bool] = []
    monkeypatch.setattr(Looking, "stop_acting", lambda _place: stopped.append(True))
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        await desk.keys("escape")
        assert (desk.focus, stopped) == ("rows", [])
        await desk.keys("escape")

        assert stopped == [True]
