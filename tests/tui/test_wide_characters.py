"""Characters of two cells are whole, whatever begins or ends under them."""

from pathlib import Path

import pytest
from rich.segment import Segment
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import Static

from store.repository import Repository
from tests.tui.driver import NARROW, WIDE, desk_on
from tests.tui.orders_shop import fill
from tui.language import use_language

SAID = "已保存，这件事情以后还要再看。"


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """A few orders, and the frame around their list under what is said of them."""
    fill(repository)
    return repository


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_is_said_under_the_frame_of_a_list_begins_with_its_first_character(
    size: tuple[int, int], shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size, is_drawn=True) as desk:
        desk.app.notify(SAID * 9, title="同意退款", severity="warning")
        await desk.settle()

        text = desk.text().splitlines()[-2].strip()
        assert text.startswith(f"! 同意退款  {SAID}")


async def test_every_completion_begins_with_its_first_character(
    shop: Repository, drafts: Path
) -> None:
    use_language("zh")
    async with desk_on(shop, drafts, is_drawn=True) as desk:
        await desk.press("search")
        await desk.keys("缺")

        above, *lines = desk.text().splitlines()[2:5]
        assert above.startswith("╭───")
        assert [line.strip("│").split()[0] for line in lines] == ["缺货", "缺货状态:"]


class Row(App[None]):
    """A line, and something that covers the left of it."""

    CSS = """
    Static { width: 20; height: 1; }
    #cover { overlay: screen; width: 5; offset: 0 -1; }
    """

    def compose(self) -> ComposeResult:
        yield Static("礼盒装早餐糕点", id="row")
        yield Static("-----", id="cover")


async def uncovered() -> str:
    """What the terminal is told when the cover goes."""
    app = Row()
    async with app.run_test(size=(20, 2)) as pilot:
        compositor = app.screen._compositor
        first = compositor.render_strips()[0]
        assert "".join(part.text for part in first).startswith("----- 早餐")

        covered = app.query_one("#cover").region
        app.query_one("#cover").display = False
        await pilot.pause()
        compositor._dirty_regions = {covered}
        update = compositor.render_partial_update()
        assert update is not None
        return update.render_segments(app.console)


async def test_what_was_covered_to_the_middle_of_a_character_is_whole_again() -> None:
    assert "礼盒装早餐糕点" in await uncovered()


async def test_textual_still_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails, Textual has mended it: `tui/drawing/wide_characters.py` goes."""
    given = Compositor.render_partial_update.__wrapped__  # type: ignore[attr-defined]
    monkeypatch.setattr(Compositor, "render_partial_update", given)

    assert "装" not in await uncovered()


def test_a_line_that_ends_before_where_it_is_cut_is_cut_into_nothing() -> None:
    line = Strip([Segment("礼盒")])

    assert list(line.divide([9])) == []
    assert [piece.text for piece in line.divide([2, 4])] == ["礼", "盒"]
