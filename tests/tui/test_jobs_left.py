"""A job is left to itself with esc; what comes of one is said, also when the desk is left."""

import asyncio
import sys
from collections.abc import Callable
from functools import partialmethod
from pathlib import Path
from threading import Event

import pytest
from textual.worker import WorkerFailed

from store.errors import BadInput
from store.repository import Repository
from tests.build import HOUR, NOW, keep, order
from tests.tui.driver import Desk, desk_on
from tests.tui.test_jobs import LongImport, ask
from tui.app import DeskApp, open_desk
from tui.base_app import CRASHED
from tui.cli import main
from tui.jobs import Broken, Job
from tui.opening import Opening
from tui.progress import Progress

PHONE = "13812345600"
DONE = [
    "orders.csv: Pinduoduo, orders (2023, utf-8)",
    "50000 new, 0 changed, 0 same, 0 older, 0 rejected",
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form waits long for its job."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tui.jobs.MOMENT", 10)


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """One order."""
    keep(repository, order(ship_by_deadline=NOW + HOUR))
    return repository


@pytest.fixture
def long_import(monkeypatch: pytest.MonkeyPatch) -> LongImport:
    """What the desk imports with."""
    stands_in = LongImport()
    monkeypatch.setattr(Repository, "import_files", partialmethod(stands_in))
    return stands_in


async def ask_in_vain(desk: Desk) -> None:
    """Save the form of an import, and see that it waits."""
    await desk.press("import")
    await desk.fill(file="orders.csv", shop="x")
    desk.send("ctrl+s")
    await desk.until(lambda: desk.app.jobs.under_way, "the import")
    await desk.until(lambda: desk.trouble.startswith("Working"), "the wait")


async def test_esc_on_the_form_of_a_job_leaves_the_job_to_itself(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask_in_vain(desk)
        await desk.keys("escape")
        assert desk.screen is desk.orders
        assert desk.said() == [
            "Import of orders.csv goes on beside: its line says how far it is, its key stops it."
        ]
        assert [job.kind for job in desk.app.jobs.under_way] == ["import"]

        long_import.steps.put(None)
        await desk.until(lambda: len(desk.said()) == 2, "the result")
        assert desk.said()[1].split("\n  ") == DONE


async def test_esc_when_a_job_has_just_ended_loses_nothing_of_what_came_of_it(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask_in_vain(desk)
        (job,) = desk.app.jobs.under_way
        long_import.steps.put(None)
        job.join()  # nothing else happens in the desk meanwhile
        desk.form.leave_wait()
        await desk.settle()

        assert desk.said()[0].split("\n  ") == DONE
        assert len(desk.said()) == 1


def until_stopped(job: Job) -> str:
    """Goes on until it is told to stop."""
    for _look in range(10_000):
        if not job.tell(Progress("looked", 1)):
            return "It was stopped."
        Event().wait(0.001)
    return "It went on."


async def test_what_ends_while_the_desk_is_left_is_said_when_the_terminal_is_back(
    shop: Repository, drafts: Path, long_import: LongImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.jobs.MOMENT", 0)
    async with desk_on(shop, drafts) as desk:
        await ask(desk, "import", file="orders.csv", shop="x")
        (job,) = desk.app.jobs.under_way
        long_import.steps.put(None)
        job.join()
        desk.app.leave(0)

    assert [line.strip() for line in desk.app.close()] == DONE
    assert desk.app.jobs.fault is None


async def test_what_a_form_waits_for_while_the_desk_is_left_is_said_as_well(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        await ask_in_vain(desk)
        desk.app.leave(0)
        long_import.steps.put(BadInput("orders.csv is no export."))

    assert desk.app.close() == ["orders.csv is no export."]


async def test_what_was_said_in_the_desk_is_not_said_again(
    shop: Repository, drafts: Path, long_import: LongImport
) -> None:
    async with desk_on(shop, drafts) as desk:
        long_import.steps.put(None)
        await ask(desk, "import", file="orders.csv", shop="x")
        assert len(desk.said()) == 1
        desk.app.leave(0)

    assert desk.app.close() == []


async def test_no_job_begins_while_the_desk_is_left(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        desk.app.leave(0)
        with pytest.raises(asyncio.CancelledError):
            desk.app.jobs.start(Job("import", "Import", until_stopped))


@pytest.mark.parametrize("moment", [0, 10])
@pytest.mark.parametrize("error", [ValueError(PHONE), SystemExit(0), asyncio.CancelledError()])
async def test_a_fault_in_a_job_ends_the_desk_with_a_sentence(
    error: BaseException,
    moment: float,
    shop: Repository,
    drafts: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.jobs.MOMENT", moment)
    go_on = Event()

    def fails(*_given: object, **_named: object) -> None:
        go_on.wait(10)
        raise error

    monkeypatch.setattr(Repository, "import_files", fails)
    kind = "ValueError" if isinstance(error, ValueError) else "Broken"
    apps: list[DeskApp] = []

    async def work() -> None:
        async with desk_on(shop, drafts) as desk:
            apps.append(desk.app)
            await desk.press("import")
            await desk.fill(file="orders.csv", shop="x")
            desk.send("ctrl+s")
            await desk.until(lambda: desk.app.jobs.under_way, "the import")
            if not moment:
                await desk.settle()
            go_on.set()
            await desk.until(lambda: desk.app.crash, "the fault")

    with pytest.raises((ValueError, Broken, WorkerFailed)):  # as `run_test` raises it
        await work()
    (app,) = apps
    assert app.crash.startswith(f"The desk has stopped: {kind} at ")
    assert PHONE not in app.crash
    assert app.crash_status == CRASHED
    assert app.jobs.fault is None, "it was told"


async def test_a_desk_that_breaks_stops_its_jobs(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        job = desk.app.jobs.start(Job("import", "Import", until_stopped))
        desk.app.panic()

    assert job.outcome.result() == "It was stopped."


def fault(_job: Job) -> str:
    raise ValueError(PHONE)


def refusal(_job: Job) -> str:
    raise BadInput("The first line.\nThe second line.")


@pytest.fixture
def ends_with(
    shop: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Job], str]], int]:
    """The status of `shouhou` when this work ends while the desk is left."""
    for place in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(place, str(tmp_path / place))
    monkeypatch.setattr("tui.app.SWITCH_SECONDS", sys.getswitchinterval())

    def status(work: Callable[[Job], str]) -> int:
        def left(app: DeskApp) -> int:
            app.jobs.start(Job("import", "Import", work)).join()
            app.jobs.leave()
            return 0

        monkeypatch.setattr("tui.app.run_desk", left)
        monkeypatch.setattr(
            "tui.commands.desk.run", lambda *_given: open_desk(Opening.done(shop), "")
        )
        return main([])

    return status


def test_what_failed_is_printed_line_by_line(
    ends_with: Callable[[Callable[[Job], str]], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ends_with(refusal) == 0
    assert capsys.readouterr().out.splitlines() == ["Import: The first line.", "The second line."]


def test_a_fault_while_the_desk_is_left_is_told_as_any_other(
    ends_with: Callable[[Callable[[Job], str]], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ends_with(fault) == CRASHED
    said = capsys.readouterr().err
    assert said.startswith("The program has a fault (ValueError at test_jobs_left.py:")
    assert PHONE not in said
