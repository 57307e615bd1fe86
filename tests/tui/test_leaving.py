"""Leaving and keys of habit: q beside a draft, ctrl+c, the right arrow, an arrow in the palette."""

from pathlib import Path

import pytest

from store.repository import Repository
from tests.build import HOUR, NOW, case, keep, order
from tests.tui.driver import desk_on
from tui.screens.order import OrderScreen
from tui.screens.palette import CommandMenu

HABITS = {
    (): "Ctrl+C copies. How to leave stands at the bottom and under ?",
    ("note",): "Ctrl+C copies what is selected; esc leaves the form.",
}
"""What ctrl+c says, by the keys that were pressed before."""


async def test_q_asks_once_where_a_form_was_left_with_something_typed_into_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("不要放快递柜")
        await desk.keys("escape")
        await desk.press("leave")

        assert "Leave the desk?  1 draft" in desk.text()
        assert "Leave: what was typed stays a draft" in desk.text()
        await desk.keys("escape")
        assert not desk.has_ended
        await desk.press("leave")
        await desk.keys("enter")
    assert desk.app.return_code == 0


async def test_q_leaves_at_once_where_nothing_was_typed(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.keys("escape")
        await desk.press("leave")
    assert desk.app.return_code == 0


@pytest.mark.parametrize("before", HABITS, ids=["a list", "a form"])
async def test_ctrl_c_says_what_it_does_and_ends_nothing(
    before: tuple[str, ...], repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press(*before)
        behind = desk.screen
        await desk.keys("ctrl+c")

        assert HABITS[before] in " ".join((*desk.said(), *desk.whole_texts().split()))
        assert desk.screen is behind


@pytest.mark.parametrize("place", ["board", "orders", "cases"])
async def test_the_right_arrow_opens_the_order(
    place: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, order(cases=(case(platform_deadline=NOW + HOUR),)))
    async with desk_on(repository, drafts, place=place) as desk:
        await desk.keys("right")

        assert isinstance(desk.screen, OrderScreen)


async def test_in_the_palette_arrows_choose_the_line_that_enter_begins(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("palette")
        assert isinstance(desk.screen, CommandMenu)
        await desk.type("ca")
        first, second = desk.menu[:2]
        await desk.keys("down")

        assert desk.screen.line
        assert desk.screen.line.text in second
        assert desk.screen.line.text not in first
        await desk.keys("up")
        assert desk.screen.line.text in first
