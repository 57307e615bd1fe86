"""Help: every key that works here, from the live key table, and the search language."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

from store.repository import Repository
from store.search.language import FIELDS, STATES
from tests.build import ORDER_NO, keep, order
from tests.tui.driver import NARROW, Desk, desk_on
from tui.actions import KEYS, Key, keys_of
from tui.language import use_language
from tui.screens.help import HelpScreen
from tui.screens.order import OrderScreen
from tui.text import width_of

NAMELESS = {"ideographic_comma", "fullwidth_question_mark", "fullwidth_colon"}
"""Twins that an input method makes of a key that is shown; they need no line of their own."""
WRITTEN = {"slash": "/", "question_mark": "?", "colon": ":", "escape": "esc"}


def lines(desk: Desk) -> list[str]:
    """The lines of the help, blanks taken together."""
    assert isinstance(desk.screen, HelpScreen), desk.text()
    return [" ".join(str(one.render()).split()) for one in desk.screen.query(Static)]


@pytest.mark.parametrize("place", ["orders", "order"])
async def test_it_shows_every_key_of_the_place_and_what_it_does(
    place: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        if place == "order":
            await desk.open(ORDER_NO)
        await desk.press("help")

        shown = lines(desk)
        for key in filter(lambda key: key.keys, keys_of(place)):
            keys = [WRITTEN.get(one, one) for one in key.keys.split(",") if one not in NAMELESS]
            assert f"{' '.join(keys)} {key.title}" in shown


async def test_it_shows_every_state_and_field_of_the_search(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts) as desk:
        await desk.press("help")

        words = set(" ".join(lines(desk)).replace("\n", " ").split())
        assert set(STATES) <= words
        assert {f"{name}:" for name in FIELDS} <= words


async def test_a_remapped_key_is_shown_as_it_is(repository: Repository, drafts: Path) -> None:
    table = tuple(replace(key, keys="S,f4") if key.name == "ship" else key for key in KEYS)
    async with desk_on(repository, drafts, keys=table) as desk:
        await desk.press("help")

        assert "S f4 Ship" in lines(desk)
        assert "S ship" in desk.orders.query_one("#keys", Static).render().plain  # type: ignore[union-attr]


@pytest.mark.parametrize("key", ["escape", "?", "？", "f1", "q"])
async def test_it_closes_and_the_desk_stays(key: str, repository: Repository, drafts: Path) -> None:
    async with desk_on(repository, drafts) as desk:
        await desk.press("help")
        await desk.keys(key)

        assert desk.screen is desk.orders
        assert not desk.has_ended


async def test_on_a_narrow_screen_it_scrolls_to_its_end(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("help")
        assert "esc back" not in desk.text()
        await desk.keys("end")

        await desk.until(lambda: "esc back" in desk.text(), "the end")


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
            place = "order" if isinstance(screen, OrderScreen) else "orders"
            footer = sorted(
                (key for key in keys_of(place) if key.footer), key=lambda key: key.footer
            )
            bar = str(screen.query_one("#keys", Static).render())

            shown = [key for key in footer if is_in(key, bar)]
            assert shown[:2] == footer[:2]
            assert {"help", "leave"} <= {key.name for key in shown}
            assert width_of(bar.rstrip()) <= 80


def is_in(key: Key, bar: str) -> bool:
    return f"{key.shown} {key.brief}" in bar
