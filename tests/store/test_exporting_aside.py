"""A large export has orders worked out by a second process, and is the same file without it."""

import sys
from collections.abc import Callable, Iterator, Sequence
from gettext import NullTranslations
from pathlib import Path

import pytest

from store import words
from store.aside import Aside
from store.exchange.outgoing import export_pages, pages_aside
from store.exchange.outgoing.export_pages import Pages, Rows, Told
from store.importing import import_paths
from store.models.order import Order
from store.models.row import OrderRow
from store.repository import Repository
from tests.build import SHOP
from tests.exchange.read_files import PDD_2023, csv_file, pdd

COUNT, PAGE, MANY = 60, 5, 10
Alone = Callable[[Repository, Path, str], bytes]


@pytest.fixture(autouse=True)
def shop(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty orders, and what takes thousands of them takes ten."""
    monkeypatch.setattr(export_pages, "ORDERS", PAGE)
    monkeypatch.setattr(pages_aside, "MANY", MANY)
    monkeypatch.setattr(pages_aside, "processors", lambda: 2)
    rows = [pdd(订单号=f"261120-{place:015}") for place in range(COUNT)]
    import_paths(repository, [csv_file(tmp_path, PDD_2023, *rows)], SHOP)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The numbers of the orders that this process worked out; it lets the other one load first."""
    found: list[str] = []
    told, has_begun = Pages.told, Aside.has_begun

    def counted(self: Pages, rows: Rows, orders: Sequence[Order]) -> Told:
        found.extend(row.order_no for row in rows)
        return told(self, rows, orders)

    def loaded(self: Aside) -> bool:
        if not self._has_begun:
            self._child.has_spoken(60)
        return has_begun(self)

    monkeypatch.setattr(Pages, "told", counted)
    monkeypatch.setattr(Aside, "has_begun", loaded)
    return found


def written(repository: Repository, to: Path, form: str) -> bytes:
    """The file of all orders with the columns of a form."""
    repository.export(repository.search(), to, columns=form.split(","))
    return to.read_bytes()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Alone:
    """Writes the same without a second process."""

    def write(repository: Repository, to: Path, form: str) -> bytes:
        with monkeypatch.context() as patched:
            patched.setattr(pages_aside, "processors", lambda: 1)
            return written(repository, to, form)

    return write


class Loud(NullTranslations):
    """A language that shouts."""

    def gettext(self, message: str) -> str:
        return f"¡{message}!"


@pytest.mark.parametrize(
    ("name", "form"), [("a.csv", "people"), ("a.csv", "full"), ("a.json", "paid_at,people")]
)
def test_a_file_is_the_same_whichever_process_worked_its_orders_out(  # noqa: PLR0913, PLR0917
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    here: list[str],
    alone: Alone,
    name: str,
    form: str,
) -> None:
    monkeypatch.setattr(words, "_catalogue", Loud())
    shared = written(repository, tmp_path / name, form)

    assert shared.count(b"261120-") == COUNT
    assert MANY <= len(here) < COUNT
    assert shared == alone(repository, tmp_path / f"alone-{name}", form)


@pytest.mark.parametrize("turn", range(4))
def test_an_export_whose_second_process_dies_is_done_by_this_one(  # noqa: PLR0913, PLR0917
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    here: list[str],
    alone: Alone,
    turn: int,
) -> None:
    turns = iter(range(100))
    real = Aside.give

    def give(self: Aside, asked: object) -> None:
        if next(turns) == turn:
            assert self._child._child
            self._child._child.kill()
            self._child._child.wait()
        real(self, asked)

    monkeypatch.setattr(Aside, "give", give)
    shared = written(repository, tmp_path / "a.csv", "full")

    # The page before was not answered yet.
    assert len(here) == COUNT - max(0, turn - 1) * PAGE
    assert shared == alone(repository, tmp_path / "b.csv", "full")


def test_an_export_whose_second_process_cannot_start_is_done_by_this_one(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: list[str]
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    summary = repository.export(repository.search(), tmp_path / "a.csv", columns=["full"])

    assert (summary.orders, len(here)) == (COUNT, COUNT)


@pytest.mark.parametrize(("cores", "many"), [(1, MANY), (2, COUNT)])
def test_one_processor_or_few_orders_start_no_second_process(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    cores: int,
    many: int,
) -> None:
    def start(_self: Aside) -> None:
        raise AssertionError("it was started")

    monkeypatch.setattr(Aside, "start", start)
    monkeypatch.setattr(pages_aside, "processors", lambda: cores)
    monkeypatch.setattr(pages_aside, "MANY", many)
    summary = repository.export(repository.search(), tmp_path / "a.csv", columns=["full"])

    assert summary.orders == COUNT


def test_an_export_that_is_interrupted_leaves_no_file_and_no_second_process(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Aside] = []
    real = Aside.start

    def start(self: Aside) -> None:
        real(self)
        assert self.is_there
        started.append(self)

    def interrupted() -> Iterator[OrderRow]:
        yield from list(repository.search())[: COUNT // 2]
        raise KeyboardInterrupt

    monkeypatch.setattr(Aside, "start", start)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        repository.export(interrupted(), tmp_path / "a.csv", columns=["full"])

    assert [one.is_there for one in started] == [False]
    assert sorted(tmp_path.iterdir()) == before
