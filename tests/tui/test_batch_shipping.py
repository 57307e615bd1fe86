"""Batch-shipping at the desk: a file for each shop, then one question about all of them."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from store.models.axes import Platform
from store.models.order import Order
from store.models.subject import of_order
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from tests.build import NOW, WANG, keep, order, stock_out
from tests.tui.driver import Desk, Ledger, desk_on
from tui.actions import KEYS
from tui.order_text.preview import preview_of
from tui.said import text_of
from tui.widgets.section_panel import SectionPanel

FIRST, SECOND = "261120-000000000000001", "261120-000000000000002"
DOUYIN = "6950000000000000001"
NUMBERS = {FIRST: "YT1000000000001", SECOND: "YT1000000000002", DOUYIN: "SF1000000000004"}
FILE, DOUYIN_FILE = "pinduoduo-米铺-20261122-0900.xlsx", "douyin-米铺-20261122-0900.xlsx"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder the desk was started in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Two orders of one platform and one of the other, all sent, none told."""
    keep(repository, order(order_no=FIRST), order(order_no=SECOND))
    keep(repository, order(platform=Platform.DOUYIN, order_no=DOUYIN))
    for number, tracking_no in NUMBERS.items():
        repository.run(all_actions()["ship"], repository.find(number), {"tracking_no": tracking_no})
    return repository


def files_in(folder: Path) -> dict[str, int]:
    """The files of a folder, each with who may read it."""
    return {one.name: one.stat().st_mode & 0o777 for one in folder.iterdir()}


def untold(ledger: Ledger) -> set[str]:
    return {one.order_no for one in ledger.open().all(Order) if one.open_tasks}


def preview(shop: Repository) -> list[str]:
    """What stands beside the list about the first order."""
    lines = preview_of(shop, of_order(shop.find(FIRST).key), KEYS).in_column()
    return [text_of(one) for one in lines]


async def write(desk: Desk) -> None:
    await desk.press("batch-ship")
    await desk.save()


@pytest.mark.parametrize("place", ["orders", "board"])
async def test_three_keys_write_the_files_and_complete_what_stands_in_them(
    place: str, shop: Repository, drafts: Path, here: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, place=place) as desk:
        await desk.press("batch-ship")
        assert desk.values == {"folder": str(here)}
        await desk.save()

        assert "3 parcels: are they uploaded?" in desk.text()
        assert "y, r answers at once; type to find" in desk.text()
        assert "ctrl+z takes it back" in desk.text()
        assert files_in(here) == {FILE: 0o600, DOUYIN_FILE: 0o600}
        sheet = load_workbook(here / FILE).worksheets[0]
        assert [row[0].value for row in sheet.iter_rows()] == ["订单号", FIRST, SECOND]
        assert len(untold(ledger)) == 3

        await desk.keys("y")
        assert desk.said() == [
            "3 parcels are uploaded; their tasks are complete.\nctrl+z takes it back."
        ]
        assert untold(ledger) == set()


async def test_what_is_told_by_a_file_is_settled_by_the_key_that_writes_it(
    shop: Repository, drafts: Path, here: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("open")
        owed = desk.app.screen.query_one("#owed", SectionPanel)
        row = next(one for one in owed.rows if one.duty and one.duty.kind == "platform-task")
        assert text_of(row.right).split()[-1] == "w"

        await desk.press("batch-ship")
        assert desk.values == {"folder": str(here)}


async def test_what_was_said_of_the_files_is_taken_back_where_nothing_else_happened_since(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await write(desk)
        await desk.keys("y")
        again = ledger.order(FIRST)
        (told,) = (one.id for one in again.tasks)
        shop.run(all_actions()["reopen-task"], again, {"task": told})
        await desk.press("undo")
        said = "What was said of the uploaded files: 2 taken back, 1 not."
        await desk.until(lambda: desk.said()[-1:] == [said], said)

        assert len(untold(ledger)) == 3
        undone = [one.values for one in ledger.events(SECOND) if one.action == "undone"]
        assert undone == [{"action": "complete-task", "task": ledger.order(SECOND).tasks[0].id}]

        await write(desk)
        assert "3 parcels: are they uploaded?" in desk.text()


async def test_a_full_width_letter_answers_too(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await write(desk)
        await desk.keys("ｙ")
        assert untold(ledger) == set()


@pytest.mark.parametrize("key", [*"1234"])
async def test_no_digit_answers_for_good_for_it_may_be_typed_for_a_place(
    key: str, shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await write(desk)
        await desk.keys(key)
        assert len(untold(ledger)) == 3


@pytest.mark.parametrize("number", ["YT7300000000017", "yt1", "1"])
async def test_a_number_that_is_pasted_or_scanned_is_no_answer(
    number: str, shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await write(desk)
        await desk.paste(number)
        await desk.keys("ctrl+u")
        await desk.type(number)
        assert len(untold(ledger)) == 3
        assert "3 parcels: are they uploaded?" in desk.text()


async def test_only_the_marked_orders_are_written_and_one_file_of_them_may_be_uploaded(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        for number in (FIRST, DOUYIN):
            await desk.at(number)
            await desk.press("mark")
        await write(desk)
        assert [" ".join(line.split()) for line in desk.menu[2:4]] == [
            f"{DOUYIN_FILE} (1): mark as uploaded written 09:00 by 小李 (li)",
            f"{FILE} (1): mark as uploaded written 09:00 by 小李 (li)",
        ]
        await desk.keys(*"douyin", "enter")
        assert untold(ledger) == {FIRST, SECOND}


@pytest.mark.parametrize("query", ["platform:douyin", "to-ship after:none"])
async def test_what_a_search_hides_is_told_too_and_the_form_says_how_much_that_is(
    query: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search(query)
        await desk.press("batch-ship")
        said = "3 parcels: all that is to be told, whatever the list shows"
        assert said in desk.whole_texts()
        await desk.save()
        assert "3 parcels: are they uploaded?" in desk.text()


async def test_the_question_is_answered_later_and_what_is_new_goes_into_new_files(
    shop: Repository, drafts: Path, here: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.at(DOUYIN)
        await desk.press("mark")
        await desk.press("batch-ship")
        assert "1 parcel: only of the orders that are marked" in desk.whole_texts()
        await desk.save()
        await desk.keys("escape")
        await desk.press("unmark")
        assert len(untold(ledger)) == 3

        for number in (FIRST, SECOND):
            await desk.at(number)
            await desk.press("mark")
        await desk.press("batch-ship")
        assert "1 parcel: is it uploaded?" in desk.text()
        assert "written 09:00" in desk.text()
        await desk.keys("w")
        await desk.save()
        assert "2 parcels: are they uploaded?" in desk.text()
        await desk.keys("y")
        assert untold(ledger) == {DOUYIN}

        await desk.press("batch-ship")
        await desk.keys("y")
        assert untold(ledger) == set()


async def test_what_the_platform_rejected_is_pasted_and_stays_to_be_told(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await write(desk)
        await desk.keys("r")
        await desk.save()
        assert desk.under("rejected") == "! A value is needed here."

        await desk.fill(rejected="999")
        await desk.save()
        said = "! 999 is in none of these files; leave it away, or name the row's number."
        assert desk.under("rejected") == said

        await desk.fill(rejected=f"{FIRST} {NUMBERS[DOUYIN]}")
        await desk.save()
        (said,) = desk.said()
        assert said.splitlines() == [
            "1 parcel is uploaded; its task is complete.",
            "2 were rejected there; they are still to be told.",
            "ctrl+z takes it back.",
        ]
        assert untold(ledger) == {FIRST, DOUYIN}


async def test_what_a_colleague_did_before_the_answer_is_left(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await write(desk)
        wang = ledger.open().acting(WANG, lambda: NOW)
        wang.run(all_actions()["complete-task"], wang.find(FIRST), {})
        await desk.keys("y")

        (said,) = desk.said()
        assert said.splitlines() == [
            "2 parcels are uploaded; their tasks are complete.",
            "1 were left: done, moot or with another number since then.",
            "ctrl+z takes it back.",
        ]
        assert [one.done_by for one in ledger.order(FIRST).tasks] == ["小王 (wang)"]


async def test_what_is_left_out_of_the_files_is_said_beside_the_question(
    shop: Repository, drafts: Path
) -> None:
    first = shop.find(FIRST)
    assert isinstance(first, Order)
    keep(shop, first.model_copy(update={"stock_outs": (stock_out(),)}))
    async with desk_on(shop, drafts) as desk:
        await write(desk)
        said = f"{FIRST} is left out: an application for out-of-stock waits for its verdict."
        assert desk.menu[-1].endswith(said)


async def test_an_order_says_in_which_file_it_was_written_until_that_is_uploaded(
    shop: Repository, drafts: Path
) -> None:
    said = f"written 09:00 into {FILE}, not yet said to be uploaded"
    async with desk_on(shop, drafts) as desk:
        await desk.at(FIRST)
        before = await desk.app.threads.read(lambda: preview(shop))
        assert said not in before
        await write(desk)
        assert said in await desk.app.threads.read(lambda: preview(shop))

        await desk.keys("y")
        assert said not in await desk.app.threads.read(lambda: preview(shop))


async def test_the_folder_is_suggested_again(shop: Repository, drafts: Path, here: Path) -> None:
    (here / "up").mkdir()
    async with desk_on(shop, drafts) as desk:
        await desk.press("batch-ship")
        await desk.fill(folder="up")
        await desk.save()
        await desk.keys("y")
        keep(shop, order(order_no="261120-000000000000009"))
        await desk.press("batch-ship")
        assert desk.values == {"folder": str(here / "up")}


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("no", "! The folder no does not exist."),
        ("file", "! file is not a folder."),
        ("", "! '' is not a file name."),
    ],
)
async def test_a_folder_that_is_none_is_said_under_its_field(
    folder: str, said: str, shop: Repository, drafts: Path, here: Path
) -> None:
    (here / "file").write_bytes(b"")
    async with desk_on(shop, drafts) as desk:
        await desk.press("batch-ship")
        await desk.fill(folder=folder)
        await desk.save()
        assert desk.under("folder") == said
        assert [*files_in(here)] == ["file"]


async def test_where_nothing_was_shipped_nothing_is_written(
    repository: Repository, drafts: Path, here: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await write(desk)
        said = "Nothing has to be told to the platform; no file was written."
        assert said in desk.whole_texts()
        assert files_in(here) == {}
