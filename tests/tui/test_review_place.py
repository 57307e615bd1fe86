"""Review, place 5: what went wrong by group, rates beside thresholds, weeks, improvements."""

from pathlib import Path

import pytest

from store.models.improvement import Improvement
from store.models.review import Review
from store.repository import Repository
from store.search.review import BYS
from tests.build import keep, order
from tests.tui.driver import NARROW, WIDE, Desk, desk_on
from tests.tui.panels_shop import fill, lines, panel, place, read, to
from tui.glyphs import ASCII, BOXES, draw_with
from tui.language import use_language
from tui.place_text.plot import Bar, plot
from tui.place_text.tables import bar
from tui.places.review import ReviewPlace
from tui.said import text_of
from tui.text import width_of

LARGE = (150, 38)


@pytest.fixture
def shop(repository: Repository) -> Repository:
    return fill(repository)


def review(desk: Desk) -> ReviewPlace:
    found = place(desk)
    assert isinstance(found, ReviewPlace)
    return found


async def by(desk: Desk, chosen: str) -> None:
    """Compare by this."""
    while review(desk).compared.chosen != chosen:
        await desk.press("next-group")
    await desk.until(lambda: review(desk).page.found.by == chosen, chosen)
    await desk.settle()


async def test_what_is_above_all_and_of_enough_is_told_from_what_is_of_few(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        for name in ("causes", "improvements", "reviews", "rates", "weeks"):
            print(name)
            print(panel(desk, name).text)
        for one in BYS:
            await by(desk, one)
            print(panel(desk, "causes").text)
        await to(desk, "causes")
        await desk.press("about-line")
        print(desk.text())
        assert 0
