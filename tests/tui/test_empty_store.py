"""A store that nothing came into yet: every place says what fills it, and does that by one key."""

from pathlib import Path

import pytest

from store.models.axes import Payment
from store.repository import Repository
from tests.build import keep, order
from tests.tui.driver import NARROW, WIDE, desk_on
from tui.actions import PLACES
from tui.screens.form import FormScreen


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_every_place_of_an_empty_store_says_what_fills_it_and_which_store_it_is(
    size: tuple[int, int], repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts, size=size) as desk:
        for place in PLACES:
            await desk.press(place)

            assert desk.app.current_mode == place
            said = "No orders yet: i imports the platform's exports. The store is"
            assert "No orders yet: i imports" in desk.text(), place
            assert "takes" not in desk.text()
            assert desk.app.said_of_an_empty_store() == f"{said} {repository.engine.folder}."


@pytest.mark.parametrize("place", PLACES)
async def test_from_every_place_of_an_empty_store_one_key_imports_into_a_shop_that_is_asked_for(
    place: str, repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts, place=place) as desk:
        await desk.keys("i")

        assert isinstance(desk.screen, FormScreen)
        assert desk.values == {"file": "", "shop": ""}
        await desk.fill(file="orders.csv")
        await desk.save()
        assert desk.under("shop") == "! A value is needed here."


async def test_where_orders_are_and_nothing_is_owed_the_board_says_only_that(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(platform_payment=Payment.UNPAID))
    async with desk_on(repository, drafts, place="board") as desk:
        assert "Nothing is owed here." in desk.text()
        assert "No orders yet" not in desk.text()
