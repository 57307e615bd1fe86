"""What to pack now, at the desk: a line each SKU that leads to its orders, and a file."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from store.repository import Repository
from tests.build import OIL, keep, line, order
from tests.tui.driver import Desk, desk_on

FIRST, SECOND, REVIEWED = (f"261120-00000000000000{number}" for number in (1, 2, 3))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder the desk was started in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tui.jobs.MOMENT", 60)
    return tmp_path


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Two orders that may go out, and one that may not."""
    keep(
        repository,
        order(line(), OIL, order_no=FIRST),
        order(line(), order_no=SECOND),
        order(OIL, order_no=REVIEWED, under_review=True),
    )
    return repository


def lines(desk: Desk) -> list[str]:
    return [" ".join(text.split()) for text in desk.menu]


@pytest.mark.parametrize("place", ["board", "orders", "stock"])
async def test_every_place_tells_what_to_pack(place: str, shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place=place) as desk:
        await desk.act("pack")
        assert "To pack now: 5 units for 2 orders" in desk.text()
        assert lines(desk) == [
            "1 Write the packing list into a file",
            "2 OIL-5 菜籽油 1 in 1 order",
            "3 RICE-10 东北大米 4 in 2 orders",
            "4 1 order that may not go out now",
        ]


async def test_a_line_leads_to_its_orders_which_are_marked(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.act("pack")
        await desk.keys("2")
        assert {key.rpartition(":")[2] for key in desk.table.marked} == {FIRST}

        await desk.press("unmark")
        await desk.search("")
        await desk.act("pack")
        await desk.keys("4")
        assert {key.rpartition(":")[2] for key in desk.table.marked} == {REVIEWED}


async def test_the_marked_orders_alone_are_packed_into_a_file(
    shop: Repository, drafts: Path, here: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.at(SECOND)
        await desk.press("mark")
        await desk.act("pack")
        await desk.keys("1")
        assert desk.values == {"file": "pack-20261122-0900.xlsx"}
        await desk.save()

        assert desk.said() == [f"2 units for 1 order written to {here / 'pack-20261122-0900.xlsx'}"]
        sheet = load_workbook(here / "pack-20261122-0900.xlsx").worksheets[0]
        assert [cell.value for cell in sheet[2]][:5] == ["RICE-10", "东北大米", None, 2, 1]


async def test_where_nothing_is_to_be_shipped_that_is_said(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts) as desk:
        await desk.act("pack")
        assert desk.said() == ["Nothing is to be packed now."]
