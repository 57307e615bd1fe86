"""In a terminal that draws boxes two cells wide, frames and signs are ASCII."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.repository import Repository
from tests.tui.driver import WIDE, desk_on
from tests.tui.orders_shop import fill
from tui.glyphs import ASCII, BOXES, draw_with


@pytest.fixture
def ascii_signs() -> Iterator[None]:
    draw_with(ASCII)
    yield
    draw_with(BOXES)


@pytest.mark.usefixtures("ascii_signs")
@pytest.mark.parametrize("place", ["board", "orders"])
async def test_no_sign_around_the_data_is_wider_than_ascii(
    place: str, repository: Repository, drafts: Path
) -> None:
    fill(repository)
    async with desk_on(repository, drafts, size=WIDE, place=place) as desk:
        signs = {sign for sign in desk.text() if not sign.isascii()}

        assert {sign for sign in signs if not "\u4e00" <= sign <= "\u9fff"} == set()
        assert "!" in desk.text()


async def test_without_colours_what_is_late_is_no_darker_than_other_text(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk_on(repository, drafts) as desk:
        colours = desk.app.theme_variables

        assert colours["text-error"] == colours["text-primary"] == colours["foreground"]
        assert colours["text-muted"] != colours["foreground"]
