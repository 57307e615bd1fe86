"""Imports and exports go on beside the desk: watched, left, stopped; one of a kind at a time."""

import csv
from collections.abc import Callable, Iterator, Sequence
from functools import partialmethod
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Any

import pytest

from store.errors import BadInput
from store.importing import ImportReport, Step
from store.repository import Repository
from tests.build import HOUR, NOW, ORDER_NO, SHOP, keep, order
from tests.tui.driver import Desk, Ledger, desk_on
from tui.jobs import Job

OTHER_ORDER = "261120-000000000000002"
COMPLETES = "stopped before its end; importing the file again completes it"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file name without a folder is one of the folder the desk was started in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tui.jobs.MOMENT", 0)  # every job is long
    return tmp_path


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Two orders."""
    keep(
        repository,
        order(ship_by_deadline=NOW + HOUR),
        order(order_no=OTHER_ORDER, ship_by_deadline=NOW + 2 * HOUR),
    )
    return repository


class LongImport:
    """Stands in for an import: it does what the test tells it, and notes what it was given."""

    def __init__(self) -> None:
        self.steps: Queue[Step | Callable[[Repository], None] | Exception | None] = Queue()
        """What it comes to next; nothing more to do; or what goes wrong."""
        self.given: list[tuple[list[str], str | None]] = []
        self.goes_on: list[bool] = []

    def __call__(
        self,
        repository: Repository,
        paths: Sequence[Path],
        shop: str | None = None,
        *,
        watch: Callable[[Step], bool],
    ) -> list[ImportReport]:
        self.given.append(([path.name for path in paths], shop))
        report = ImportReport("orders.csv", "pinduoduo", "orders", "2023", "utf-8", 50_000)
        while step := self.steps.get(timeout=10):
            if isinstance(step, Exception):
                raise step
            if not isinstance(step, Step):
                step(repository)
                continue
            self.goes_on.append(watch(step))
            if not self.goes_on[-1]:
                report.left_off = True
                break
        report.counts["new"] = 50_000 if not report.left_off else 12_000
        return [report]

    def comes_to(self, deed: Any, done: int) -> None:
        """It has done so many rows of 50,000."""
        self.steps.put(Step("orders.csv", deed, done, 50_000))


@pytest.fixture
def long_import(monkeypatch: pytest.MonkeyPatch) -> LongImport:
    """What the desk imports with."""
    stands_in = LongImport()
    monkeypatch.setattr(Repository, "import_files", partialmethod(stands_in))
    return stands_in


async def ask(desk: Desk, name: str, **values: str) -> None:
    await desk.press(name)
    await desk.fill(**values)
    await desk.save()


def status(desk: Desk) -> str:
    """The status line of the list, the rate left out."""
    return desk.part("#status").strip().rpartition(", ")[0]


@pytest.mark.parametrize("between", [";", "；"])
async def test_an_import_is_watched_in_the_status_line_while_the_list_is_worked_with(
    shop: Repository, drafts: Path, ledger: Ledger, long_import: LongImport, between: str
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file=f"orders.csv{between} more.csv", shop=SHOP)
        assert desk.screen is desk.orders
        assert desk.said() == []
        long_import.comes_to("read", 8_000)
        reading = "Import of 2 files: rows read 8,000 of 50,000"
        await desk.until(lambda: status(desk) == reading, "the rows read")
        assert desk.part("#status").strip().endswith(" a second   orders.csv")
        long_import.comes_to("merge", 500)
        merging = "Import of 2 files: rows merged 500 of 50,000"
        await desk.until(lambda: status(desk) == merging, "the rows merged")

        await desk.press("down", "note")
        await desk.type("换礼盒")
        await desk.save()
        assert [note.text for note in ledger.order(OTHER_ORDER).notes] == ["换礼盒"]
        assert long_import.given == [(["orders.csv", "more.csv"], SHOP)]
        long_import.steps.put(None)
        await desk.until(lambda: not desk.app.jobs.under_way, "the end")


@pytest.mark.parametrize("place", ["order", "data"])
async def test_how_far_an_import_has_come_is_said_on_an_order_and_on_panels_too(
    place: str, shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file="orders.csv", shop=SHOP)
        await desk.press("open" if place == "order" else place)
        long_import.comes_to("merge", 500)
        merging = "Import of orders.csv: rows merged 500 of 50,000"
        await desk.until(lambda: merging in desk.text(), "the rows merged")
        long_import.steps.put(None)
        await desk.until(lambda: "Import" not in desk.part("#status"), "nothing more of it")


async def test_the_list_shows_what_an_import_of_its_own_desk_has_written_so_far(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    new = "261121-000000000000077"
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file="orders.csv", shop=SHOP)
        long_import.steps.put(lambda repository: keep(repository, order(order_no=new)))
        long_import.comes_to("merge", 500)
        await desk.until(lambda: new in desk.rows, "the order of the import under way")
        assert [job.kind for job in desk.app.jobs.under_way] == ["import"]
        long_import.steps.put(None)
        await desk.until(lambda: not desk.app.jobs.under_way, "the end")


async def test_what_came_of_an_import_is_said_wherever_one_is(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file="orders.csv", shop=SHOP)
        await desk.open(ORDER_NO)
        assert desk.said() == []
        long_import.steps.put(None)
        await desk.until(desk.said, "the result")

        assert desk.said()[0].split("\n  ") == [
            "orders.csv: Pinduoduo, orders (2023, utf-8)",
            "50000 new, 0 changed, 0 same, 0 older, 0 rejected",
        ]
        await desk.press("back")
        assert desk.part("#status").strip() == ""


async def test_the_key_of_an_import_that_is_under_way_stops_it_between_two_batches(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file="orders.csv", shop=SHOP)
        long_import.comes_to("merge", 12_000)
        await desk.until(lambda: status(desk), "the rows merged")
        await desk.press("import")
        assert "Import of orders.csv: rows merged 12,000 of 50,000, " in desk.text()
        await desk.keys("escape")
        long_import.comes_to("merge", 12_001)
        await desk.until(lambda: long_import.goes_on == [True, True], "the next batch")
        await desk.press("import")
        await desk.keys("enter")
        long_import.comes_to("merge", 12_200)
        await desk.until(desk.said, "the end")

        assert long_import.goes_on == [True, True, False]
        assert desk.said()[0].split("\n  ") == [
            "orders.csv: Pinduoduo, orders (2023, utf-8)",
            "12000 new, 0 changed, 0 same, 0 older, 0 rejected",
            COMPLETES,
        ]
        assert long_import.given == [(["orders.csv"], SHOP)]


async def test_an_import_that_fails_says_why_and_its_form_comes_back_as_it_was_typed(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file="orders.csv", shop="另一店")
        long_import.steps.put(BadInput("orders.csv is no export."))
        await desk.until(desk.said, "the reason")
        assert desk.said() == ["orders.csv is no export."]

        await desk.press("import")
        assert dict(desk.values) == {"file": "orders.csv", "shop": "另一店"}


async def test_who_leaves_while_an_import_goes_on_stops_it_and_is_told_how_to_complete_it(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file="orders.csv", shop=SHOP)
        await desk.press("leave")
        assert "Leave the desk?  Import of orders.csv" in desk.text()
        assert [" ".join(line.split()) for line in desk.menu] == [
            "Leave: what goes on is stopped where nothing is half done",
            "esc Stay",
        ]
        await desk.keys("escape")
        assert desk.app.jobs.of("import")
        await desk.press("leave")
        await desk.keys("enter")
        long_import.comes_to("merge", 12_000)
    assert long_import.goes_on == [False]
    assert desk.app.close()[-1].strip() == COMPLETES


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Queue[bool]:
    """An export waits for something in here at every order that it is to write."""
    passes: Queue[bool] = Queue()
    passing = Job.passing

    def slowly(job: Job, things: Sequence[Any], deed: str, total: int) -> Iterator[Any]:
        for thing in passing(job, things, deed, total):
            passes.get(timeout=10)
            yield thing

    monkeypatch.setattr(Job, "passing", slowly)
    return passes


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def numbers_in(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [row["Order no."] for row in csv.DictReader(lines)]


async def test_while_an_export_is_written_one_searches_and_saves(
    shop: Repository, drafts: Path, here: Path, ledger: Ledger, go_on: Queue[bool]
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "export", file="out.csv")
        going_on = "Export to out.csv: orders written 0 of 2"
        await desk.until(lambda: status(desk) == going_on, "the export")
        await desk.search(OTHER_ORDER)
        assert desk.rows == [OTHER_ORDER]
        assert desk.part("#found").startswith("1 of 2 ")
        await desk.press("note")
        await desk.type("x")
        await desk.save()
        assert len(ledger.order(OTHER_ORDER).notes) == 1
        for _order in range(2):
            go_on.put(True)
        await desk.until(lambda: len(desk.said()) == 2, "the end")

        assert desk.said()[-1] == f"2 orders, 2 rows written to {here / 'out.csv'}"
        assert numbers_in(here / "out.csv") == [ORDER_NO, OTHER_ORDER]


async def test_an_export_that_is_stopped_leaves_no_file(
    shop: Repository, drafts: Path, here: Path, go_on: Queue[bool]
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "export", file="out.csv")
        await desk.until(lambda: status(desk), "the export")
        await desk.press("export")
        await desk.keys("enter")
        go_on.put(True)
        await desk.until(desk.said, "the end")

        assert desk.said() == ["Export to out.csv: It was stopped; no file was written."]
        assert files_in(here) == {"store"}


async def test_another_kind_of_job_goes_on_beside_and_another_of_the_kind_is_not_asked_for(
    shop: Repository, drafts: Path, here: Path, long_import: LongImport, go_on: Queue[bool]
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file="orders.csv", shop=SHOP)
        await ask(desk, "export", file="out.csv")
        titles = [job.title for job in desk.app.jobs.under_way]
        assert titles == ["Import of orders.csv", "Export to out.csv"]
        await desk.press("export")
        assert "Stop it" in desk.text()
        await desk.keys("escape")
        for _order in range(4):
            go_on.put(True)
        long_import.steps.put(None)
        await desk.until(lambda: not desk.app.jobs.under_way, "the ends")
        assert "out.csv" in files_in(here)


async def test_what_offers_to_stop_a_job_says_how_far_it_is_and_goes_when_it_ends(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file="orders.csv", shop=SHOP)
        await desk.press("import")
        assert [line.strip() for line in desk.menu] == ["Stop it", "esc Let it go on"]
        long_import.comes_to("merge", 500)
        said = "Import of orders.csv: rows merged 500 of 50,000"
        await desk.until(lambda: said in desk.text().split("Stop it")[0], "how far it is")
        long_import.steps.put(None)
        await desk.until(lambda: desk.screen is desk.orders, "the menu to go")

        assert "Stop it" not in desk.text()


async def test_the_day_s_copy_is_a_job_that_says_nothing_unless_it_fails(
    shop: Repository, drafts: Path
) -> None:
    def fails() -> None:
        raise BadInput("No copy was made.")

    async with desk_on(shop, drafts, chore=fails) as desk:
        await desk.until(desk.said, "the reason")
        assert desk.said() == ["No copy was made."]
        assert desk.part("#status").strip() == ""


async def test_the_desk_is_suspended_once_the_day_s_copy_is_made_and_not_beside_an_import(
    shop: Repository, drafts: Path, long_import: LongImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, suspended = Event(), list[bool]()

    def suspend() -> bool:
        suspended.append(copy.is_set())
        return True

    monkeypatch.setattr("tui.suspending.suspend", suspend)

    async with desk_on(shop, drafts, chore=copy.wait) as desk:
        await desk.until(lambda: desk.app.jobs.under_way, "the copy")
        desk.orders.press_suspend()
        await desk.until(lambda: desk.app.is_held, "the wait")
        assert (suspended, desk.said()) == ([], [])
        copy.set()
        await desk.until(lambda: suspended, "the stop")
        assert (suspended, desk.said()) == ([True], [])

        await ask(desk, "import", file="orders.csv", shop=SHOP)
        desk.orders.press_suspend()
        await desk.until(desk.said, "the refusal")
        assert desk.said()[-1] == (
            "Import of orders.csv would stand still, and hold others up: wait for its end, "
            "or stop it."
        )
        assert suspended == [True]
        long_import.steps.put(None)
        await desk.until(lambda: not desk.app.jobs.under_way, "the end")
