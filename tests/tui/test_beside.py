"""What a job does for long is done by a second process: it comes to the same, and ends with it."""

import csv
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from stat import S_IMODE
from time import monotonic, sleep
from typing import Any

import pytest

from store.child import ChildProcess
from store.errors import BadInput, GivenUp
from store.exchange.outgoing.export import ExportSummary
from store.importing import ImportReport
from store.repository import Repository
from tests.build import NOW, SHOP, keep, order
from tests.exchange.read_files import PDD_2023, csv_file, pdd
from tests.postgres import store_url
from tests.tui.driver import desk_on
from tui import beside
from tui.beside import done_beside
from tui.beside_child import Wanted, Work
from tui.file_work import export, import_files, named
from tui.jobs import Job
from tui.progress import Progress, Stopped, Watched
from tui.session import Session

COUNT = 40
BOTH = pytest.mark.parametrize(
    "session", [str, store_url], ids=["folder", "database"], indirect=True
)
"""In a folder, and in a database."""
PEOPLE = {"columns": "people", "encoding": "utf-8-sig", "reason": ""}


def number(place: int) -> str:
    return f"261120-{place:015}"


@pytest.fixture
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Session:
    """How both processes open the store: a folder, where a test does not ask for both."""
    address: Callable[[Path], str] = getattr(request, "param", str)
    return Session(address(tmp_path / "store"), "", NOW, "en")


@pytest.fixture
def shop(session: Session) -> Iterator[Repository]:
    """Some orders."""
    repository = session.open_as_it_is(founds=True)
    keep(repository, *(order(order_no=number(place)) for place in range(COUNT)))
    yield repository
    repository.close()


class Watch:
    """A job that notes what it is told, and stops where it is to."""

    def __init__(self, stops_at: int | None = None) -> None:
        self.told: list[Progress] = []
        self._stops_at = stops_at

    def job(self, work: Callable[[Job], Any]) -> Job:
        watch = self

        class Watching(Job):
            def tell(self, progress: Progress) -> bool:
                watch.told.append(progress)
                if len(watch.told) == watch._stops_at:
                    self.stop(lambda _thread: None)
                return super().tell(progress)

        return Watching("export", "Export", work)


def come_of(watch: Watch, act: Callable[[Job], Any]) -> Any:
    """What comes of work in the thread of a job; raises what it raises."""
    answer: Future[Any] = Future()

    def work(job: Job) -> str:
        answer.set_result(act(job))
        return ""

    job = watch.job(work)
    job.start()
    job.outcome.result(timeout=60)
    return answer.result()


def exported(
    session: Session | None,
    shop: Repository,
    path: Path,
    watch: Watch | None = None,
    query: str = "",
    **values: str,
) -> ExportSummary:
    """What comes of an export."""
    orders = named(shop.search(query, "order"))
    work = partial(export, orders=orders, path=path, values=PEOPLE | values)
    summary: ExportSummary = come_of(
        watch or Watch(), lambda job: done_beside(session, shop, work, job)
    )
    return summary


def fails(*_given: object, **_named: object) -> None:
    raise AssertionError("it was done here")


@pytest.mark.parametrize(
    ("session", "form"),
    [
        *((str, form) for form in ("people.csv", "list.csv")),
        *((kept, "full.json") for kept in (str, store_url)),
    ],
    indirect=["session"],
)
def test_a_file_is_the_same_whichever_process_wrote_it(
    session: Session, shop: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    here, there = tmp_path / f"here-{form}", tmp_path / f"there-{form}"
    columns = here.stem.removeprefix("here-")
    summary = exported(None, shop, here, columns=columns)
    monkeypatch.setattr(Repository, "export", fails)

    assert exported(session, shop, there, columns=columns) == summary
    assert there.read_bytes() == here.read_bytes()
    assert S_IMODE(there.stat().st_mode) == 0o600
    assert summary == ExportSummary(COUNT, COUNT)


def test_what_a_query_found_and_what_was_marked_are_written_in_their_order(
    session: Session, shop: Repository, tmp_path: Path
) -> None:
    exported(session, shop, tmp_path / "found.csv", query=f"{number(3)} {number(3)}")
    marked = shop.rows_with_keys([f"pinduoduo:{SHOP}:{number(place)}" for place in (7, 2)])
    work = partial(export, orders=named(marked[::-1]), path=tmp_path / "marked.csv", values=PEOPLE)
    come_of(Watch(), lambda job: done_beside(session, shop, work, job))

    assert numbers_in(tmp_path / "found.csv") == [number(3)]
    assert numbers_in(tmp_path / "marked.csv") == [row.order_no for row in marked[::-1]]


def numbers_in(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [row["Order no."] for row in csv.DictReader(lines)]


def test_it_says_how_far_it_has_come_in_the_language_of_the_desk(
    session: Session, shop: Repository, tmp_path: Path
) -> None:
    watch = Watch()
    exported(session._replace(language="zh"), shop, tmp_path / "a.csv", watch)

    assert watch.told[0] == Progress("已写订单", 0, COUNT)
    header = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.startswith("剩余（小时）,")


def test_what_goes_wrong_is_said_as_it_is_here(
    session: Session, shop: Repository, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("mine")
    with pytest.raises(BadInput) as refused:
        exported(session, shop, file)

    error = refused.value
    assert (error.sentence, error.field, error.code) == (
        f"{file} is there already and is not written over; name another file.",
        "to",
        "exists",
    )
    assert file.read_text() == "mine"


def test_an_export_that_is_stopped_leaves_no_file(
    session: Session, shop: Repository, tmp_path: Path
) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(Stopped) as stopped:
        come_of(Watch(1), lambda job: done_beside(session, shop, endless(tmp_path), job))

    assert stopped.value.sentence == "It was stopped; no file was written."
    assert set(tmp_path.iterdir()) == before


def endless(folder: Path) -> Work[ExportSummary]:
    return partial(export_without_end, path=folder / "a.csv")


def export_without_end(repository: Repository, watched: Watched, path: Path) -> ExportSummary:
    """An export that does not come to its end by itself."""
    rows = list(repository.search())
    return repository.export(
        watched.passing((rows[0] for _turn in iter(int, 1)), "orders written", 0), path
    )


def test_one_that_does_not_hear_is_ended_and_stopped_all_the_same(
    session: Session, shop: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "PATIENCE_SECONDS", 0.1)
    begin = monotonic()
    with pytest.raises(Stopped):
        come_of(Watch(1), lambda job: done_beside(session, shop, deaf, job))

    assert monotonic() - begin < 30


def deaf(_repository: Repository, watched: Watched) -> None:
    """Work that is told to stop and does not."""
    if not watched.tell(Progress("x")):
        raise Stopped("It was stopped; no file was written.")
    sleep(60)


@pytest.mark.parametrize("way", ["dies", "cannot start", "is at fault"])
def test_what_the_second_process_does_not_answer_is_done_here(
    session: Session,
    shop: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    if way == "cannot start":
        monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    work = partial(here_alone, way=way, desk=os.getpid())

    answer = come_of(Watch(), lambda job: done_beside(session, shop, work, job))

    assert answer == (os.getpid(), COUNT)


def here_alone(repository: Repository, _watched: Watched, way: str, desk: int) -> tuple[int, int]:
    """Work that another process than the desk does not bring to its end."""
    if os.getpid() != desk:
        if way == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError(way)
    return os.getpid(), repository.order_count()


def test_it_ends_with_its_desk_and_leaves_no_file(
    session: Session, shop: Repository, tmp_path: Path
) -> None:
    before = set(tmp_path.iterdir())
    child = ChildProcess("tui.beside_child")
    child.start()
    child.tell(Wanted(session, endless(tmp_path)))
    assert isinstance(child.heard(), Progress)
    assert len(set(tmp_path.iterdir()) - before) == 1
    assert child._child

    child.tell_no_more()

    assert child._child.wait(30) == 0
    assert set(tmp_path.iterdir()) == before
    child.stop()


def imported(
    session: Session | None, shop: Repository, file: Path, watch: Watch | None = None
) -> list[ImportReport]:
    work = partial(import_files, paths=[file], shop=SHOP)
    reports: list[ImportReport] = come_of(
        watch or Watch(), lambda job: done_beside(session, shop, work, job)
    )
    return reports


@BOTH
def test_an_import_comes_to_the_same_and_its_rows_are_news_here(
    session: Session, shop: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [pdd(订单号=number(place)) for place in range(COUNT - 10, COUNT + 20)]
    rows[-1] |= {"商品数量(件)": "二"}
    file = csv_file(tmp_path, PDD_2023, *rows)
    shop.refresh()
    monkeypatch.setattr(Repository, "import_files", fails)

    (report,) = imported(session, shop, file)

    assert (report.counts["new"], report.counts["changed"] + report.counts["same"]) == (19, 10)
    assert [row.reason for row in report.rejected] == [
        "a whole number of at least 1 was expected, “二” was found"
    ]
    assert shop.refresh()
    assert shop.order_count() == COUNT + 19


@BOTH
def test_what_waits_for_a_colleague_is_given_up_when_it_is_stopped(
    session: Session, shop: Repository
) -> None:
    with shop.writing(), pytest.raises(GivenUp) as given_up:
        come_of(Watch(1), lambda job: done_beside(session, shop, waits_for_the_lock, job))

    said = "It was given up before its turn came; nothing was changed."
    assert given_up.value.sentence == said


def waits_for_the_lock(repository: Repository, watched: Watched) -> None:
    """Work that writes."""
    watched.tell(Progress("x"))
    with repository.writing():
        pass


async def test_the_desk_has_a_large_export_and_a_large_import_done_beside(
    session: Session, shop: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.files.MANY_ORDERS", COUNT - 1)
    monkeypatch.setattr("tui.screens.files.MANY_BYTES", 100)
    monkeypatch.setattr(Repository, "export", fails)
    monkeypatch.setattr(Repository, "import_files", fails)
    file = csv_file(tmp_path, PDD_2023, pdd(订单号=number(COUNT)))
    async with desk_on(shop, tmp_path / "drafts") as desk:
        desk.app._opening.session = session
        await desk.press("export")
        await desk.fill(file=str(tmp_path / "out.csv"))
        await desk.save()
        await desk.until(lambda: not desk.app.jobs.under_way, "the export")
        await desk.press("import")
        await desk.fill(file=str(file), shop=SHOP)
        await desk.save()
        await desk.until(lambda: number(COUNT) in desk.rows, "the order that was imported")

        assert desk.said()[0].endswith(f"40 orders, 40 rows written to {tmp_path / 'out.csv'}")
        assert len(numbers_in(tmp_path / "out.csv")) == COUNT
