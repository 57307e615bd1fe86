"""In a terminal that draws boxes two cells wide, frames and signs are ASCII."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from babel.messages.pofile import read_po

from store.repository import Repository
from store.words import _
from tests.catalogues import CHINESE
from tests.tui.driver import WIDE, desk_on
from tests.tui.orders_shop import fill
from tui.glyphs import ASCII, BOXES, draw_with
from tui.language import use_language


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
        colours = desk.app.get_css_variables()

        assert colours["text-error"] == colours["text-primary"] == colours["foreground"]
        assert colours["text-muted"] != colours["foreground"]


@pytest.mark.usefixtures("ascii_signs")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_has_a_sign_that_may_be_wider_than_one_cell(language: str) -> None:
    use_language(language)
    with CHINESE.open("rb") as file:
        sentences = [_(str(one.id)) for one in read_po(file, locale="zh") if one.id]

    narrow = {
        sign
        for text in sentences
        for sign in text
        if not sign.isascii() and east_asian_width(sign) not in "WF"
    }
    assert sentences
    assert narrow <= {"\ufffd"}  # it is told of as what stands there
