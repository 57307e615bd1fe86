"""What stands above and below the fields is folded by us, in any width; scrollbars are quiet."""

from pathlib import Path

import pytest
from textual.color import Color

from store.repository import Repository
from tests.build import keep, order
from tests.tui.driver import desk_on
from tui.widgets.folded import Folded

TOLD = "最多可退 59.00：实付 59.00 - 已退 0.00 - 退款中 0.00"


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (60, [TOLD]),
        (28, ["最多可退 59.00：实付 59.00 -", "已退 0.00 - 退款中 0.00"]),
        (24, ["最多可退 59.00：", "实付 59.00 - 已退 0.00 -", "退款中 0.00"]),
    ],
)
async def test_a_text_is_folded_anew_in_another_width(
    width: int, lines: list[str], repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        folded = desk.screen.query_one("#after", Folded)
        folded.say(TOLD)
        folded.styles.width = width
        await desk.settle()

        assert desk.part("#after").split("\n") == lines
        assert folded.content_size.height == len(lines)


async def test_a_scrollbar_is_as_quiet_as_a_frame(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        quiet = Color.parse(desk.app.theme_variables["panel"])
        await desk.press("note")

        assert desk.screen.query_one("#body").styles.scrollbar_color == quiet
        assert desk.table.styles.scrollbar_color == quiet
