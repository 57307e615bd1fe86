"""The dialogues about files, from the key to the file."""

import csv
import json
from pathlib import Path

import pytest

from store.repository import Repository
from tests.build import NOW, ORDER_NO, SHOP, keep, order
from tests.tui.driver import Desk, Ledger, desk_on

FILES = Path(__file__).parents[1] / "exchange" / "files"
SAMPLE = FILES / "pdd_orders_2023_utf8bom.csv"
OTHER_ORDER = "261120-000000000000002"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file name without a folder is one of the folder the desk was started in."""
    monkeypatch.chdir(tmp_path)
    # However slow the machine, the form waits for what comes of it.
    monkeypatch.setattr("tui.jobs.MOMENT", 60)
    return tmp_path


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Two orders."""
    keep(repository, order(), order(order_no=OTHER_ORDER))
    return repository


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def mode_of(file: Path) -> int:
    return file.stat().st_mode & 0o777


def files_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def ask(desk: Desk, name: str, **values: str) -> None:
    await desk.press(name)
    await desk.fill(**values)
    await desk.save()


async def test_the_orders_shown_go_into_a_file_with_personal_data_masked(
    shop: Repository, drafts: Path, here: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "export", file="out.csv")

        assert desk.said() == [f"2 orders, 2 rows written to {here / 'out.csv'}"]
        rows = rows_of(here / "out.csv")
        assert [row["Order no."] for row in rows] == [ORDER_NO, OTHER_ORDER]
        assert {(row["What"], row["Left (hours)"], row["Buyer"]) for row in rows} == {
            ("ship", "5.0", "张**")
        }
        assert mode_of(here / "out.csv") == 0o600


async def test_the_marked_orders_alone_are_exported_also_those_the_search_hides(
    shop: Repository, drafts: Path, here: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.at(OTHER_ORDER)
        await desk.press("mark")
        await desk.search(ORDER_NO)
        await desk.press("export")
        assert "Export 1 order" in desk.text()

        await desk.fill(file="out.json")
        await desk.save()
        assert desk.said() == [f"1 order, 1 row written to {here / 'out.json'}"]
        written = json.loads((here / "out.json").read_text("utf-8"))
        assert [(one["order_no"], one["receiver_name"]) for one in written] == [
            (OTHER_ORDER, "张**")
        ]


async def test_the_whole_form_can_be_imported_again_by_choice(
    shop: Repository, drafts: Path, here: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "export", file="out.csv", columns="full")
        assert [row["shouhou"] for row in rows_of(here / "out.csv")] == ["1", "1"]


async def test_the_folder_of_the_last_export_is_suggested_and_nothing_is_written_over(
    shop: Repository, drafts: Path, here: Path
) -> None:
    folder = here / "for the boss"
    folder.mkdir()
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "export", file="for the boss/out.csv")
        await desk.press("export")
        assert desk.values["file"] == f"{folder}/orders-20261122-0900.xlsx"

        await desk.fill(file="for the boss/out.csv")
        await desk.save()
        said = "for the boss/out.csv is there already and is not written over; name another file."
        assert said in desk.whole_texts()
        assert files_in(folder) == ["out.csv"]


async def test_a_reason_reveals_and_is_recorded_on_every_order(
    shop: Repository, drafts: Path, here: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "export", file="out.csv", reason="对账")

        assert {row["Buyer"] for row in rows_of(here / "out.csv")} == {"张三丰"}
        for number in (ORDER_NO, OTHER_ORDER):
            (event,) = ledger.events(number)
            assert (event.action, event.values) == ("reveal", {"reason": "对账"})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"file": "out.pdf"}, "out.pdf: an export is a .csv, .xlsx, .json file; choose one of"),
        ({"file": "missing/out.csv"}, "The folder missing does not exist."),
        ({"file": ""}, "A file name is needed."),
        ({"file": "store"}, "store: an export is a .csv, .xlsx, .json file; choose one of"),
    ],
)
async def test_what_cannot_be_written_is_said_and_what_was_typed_stays(
    values: dict[str, str], said: str, shop: Repository, drafts: Path, here: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "export", **values)

        assert said in desk.whole_texts()
        assert desk.values["file"] == values["file"]
        assert files_in(here) == ["store"]


async def test_the_suggested_name_is_of_the_shop_s_hour(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("export")

        assert desk.values["file"] == "orders-20261122-0900.xlsx"


async def test_an_export_of_the_platform_comes_in(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(repository, drafts) as desk:
        await ask(desk, "import", file=str(SAMPLE), shop=SHOP)
        assert "50 new, 0 changed, 0 same, 0 older, 0 rejected" in desk.said()[0].split("\n  ")
        assert desk.part("#found").startswith("50 of 50 ")
        assert len(ledger.open().search()) == 50

        await desk.press("import")
        assert desk.values["shop"] == SHOP
        await desk.fill(file=str(SAMPLE))
        await desk.save()
        assert "0 new, 0 changed, 50 same, 0 older, 0 rejected" in desk.said()[-1].split("\n  ")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"file": ""}, "A file name is needed."),
        ({"file": " ; "}, "A file name is needed."),
        ({"file": "none.csv"}, "none.csv"),
        ({"file": str(Path(__file__))}, "test_orders_files.py"),
        ({"file": str(SAMPLE), "shop": " "}, "A value is needed here."),
    ],
)
async def test_what_is_no_export_changes_nothing_and_says_so(
    values: dict[str, str], said: str, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(repository, drafts) as desk:
        await ask(desk, "import", **{"shop": SHOP, **values})

        assert said in desk.whole_texts()
        assert desk.form.values()["file"] == values["file"]
        assert list(ledger.open().search()) == []


async def test_esc_closes_a_dialogue_and_writes_nothing(
    shop: Repository, drafts: Path, here: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        for name in ("export", "import"):
            await desk.press(name)
            await desk.keys("escape")

        assert desk.screen is desk.orders
        assert files_in(here) == ["store"]
        assert desk.app.repository.now == NOW
