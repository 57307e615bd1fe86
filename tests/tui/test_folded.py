"""What stands above and below the fields is folded by us, in any width; scrollbars are quiet."""

from pathlib import Path

import pytest
from textual.color import Color

from store.repository import Repository
from tests.build import keep, line, order
from tests.tui.driver import NARROW, WIDE, desk_on
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


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_long_plan_leaves_half_of_the_form_to_the_fields(
    size: tuple[int, int], repository: Repository, drafts: Path
) -> None:
    numbers = [f"261120-{number:015}" for number in range(1, 31)]
    # Each with a SKU of its own.
    skus = [line(sku=f"A-LONG-NAME-OF-A-SKU-{number}") for number in numbers]
    keep(repository, *(order(one, order_no=no) for no, one in zip(numbers, skus, strict=True)))
    async with desk_on(repository, drafts, size) as desk:
        await desk.press("mark-all", "apply-stock-out")
        await desk.fill(explanation="wet")
        await desk.until(lambda: desk.after.startswith("After it: 30 possible "), "the plan")
        await desk.settle()

        fields, after = desk.form.query_one("#body"), desk.form.query_one("#after")
        assert fields.size.height >= after.size.height
        assert len(desk.part("#after").split("\n")) == after.size.height
        assert desk.after.startswith("After it: 30 possible ")
        assert "…" in desk.after
        assert "f4 each of them" in desk.text()
        for name in ("explanation", "again", "lines"):
            await desk.go_to(name)
            await desk.settle()

            focused = desk.app.focused
            assert focused
            assert fields.content_region.contains_region(focused.region), desk.text()
