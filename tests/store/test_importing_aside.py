"""A large import has its orders made by a second process, and comes to the same without it."""

import sys
from collections.abc import Callable, Iterator, Mapping
from gettext import NullTranslations
from pathlib import Path

import pytest

from store import aside, words
from store.importing import batches, import_paths, making_aside, paths
from store.importing.batches import Batches
from store.importing.bundles import Bundle
from store.importing.making import Maker
from store.importing.making_aside import MakingAside
from store.importing.pace import HELD_SECONDS, Pace
from store.importing.read_rows import Entry
from store.models.after_sales_case import WaitingCase
from store.models.order import Order
from store.repository import Repository, open_store
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.parcels.actions.ship import Ship
from store.search.lists import LISTS
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW, SHOP
from tests.exchange.read_files import (
    DOUYIN_A,
    DOUYIN_CASE_ROW,
    DOUYIN_CASES,
    PDD_2023,
    PDD_CASE_ROW,
    PDD_CASES,
    csv_file,
    douyin,
    pdd,
)
from tests.postgres import store_url

SHIPPED = {"订单状态": "已发货", "发货时间": "2026-11-21 12:00:00", "快递单号": "YT1234567890123"}
MADE_UP = ("id", "parcel", "clock_at", "before")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes thousands of rows takes dozens."""
    for name in ("FIRST", "FEWEST", "MOST"):
        monkeypatch.setattr(batches, name, 10)
    monkeypatch.setattr(paths, "MANY", 5)
    monkeypatch.setattr(making_aside, "STEP", 0)


def number(place: int) -> str:
    return f"261120-{place:015}"


def key(place: int) -> str:
    return f"pinduoduo:{SHOP}:{number(place)}"


def orders(folder: Path, count: int = 40, name: str = "orders.csv", **cells: str) -> Path:
    rows = [pdd(订单号=number(place), **cells) for place in range(count)]
    return csv_file(folder, PDD_2023, *rows, name=name)


@pytest.fixture
def made_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The numbers of the orders that this process made."""
    found: list[str] = []
    real = Maker.read

    def read(self: Maker, rows: list[Entry], *taken: Mapping[str, str]) -> Bundle:
        found.extend(row.order_no for row in rows)
        return real(self, rows, *taken)

    monkeypatch.setattr(Maker, "read", read)
    return found


def without_ids(value: object) -> object:
    if isinstance(value, dict):
        return {
            name: without_ids(part)
            for name, part in value.items()
            if name not in MADE_UP or (name == "id" and "reasons" in value)
        }
    return [without_ids(part) for part in value] if isinstance(value, list | tuple) else value


def all_there_is(repository: Repository) -> list[object]:
    """Documents, events, digests and rows of lists, but for ids that are made up."""
    found: list[object] = []
    for kind in (Order, WaitingCase):
        for one in sorted(repository.all(kind), key=lambda one: one.key):
            found += [one.key, one.version, without_ids(one.model_dump())]
            if isinstance(one, Order):
                found += [without_ids(event.model_dump()) for event in repository.events(one)]
    keys = [one.key for one in repository.all(Order)]
    found.append(sorted(repository.engine.digests("orders", keys).items()))
    for name in ("orders", "obligations", "cases"):
        found += sorted(repr(row) for row in repository.rows_where(LISTS[name]))
    return found


@pytest.mark.parametrize("address", [str, store_url], ids=["folders", "databases"])
def test_a_store_is_the_same_whichever_process_made_its_orders(
    address: Callable[[Path], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    made_here: list[str],
) -> None:
    lines = [douyin(子订单编号=one, 商家编码=f"YX-{one}") for one in ("1", "2")]
    another = PDD_CASE_ROW | {"订单编号": number(1), "售后编号": "98765432109"}
    given = [
        [orders(tmp_path, 15), csv_file(tmp_path, PDD_CASES, PDD_CASE_ROW, name="cases.csv")],
        [
            orders(tmp_path, 40, "later.csv", **SHIPPED),
            csv_file(tmp_path, DOUYIN_A, *lines, name="douyin.csv"),
            csv_file(tmp_path, DOUYIN_CASES, DOUYIN_CASE_ROW, name="refunds.csv"),
            csv_file(tmp_path, PDD_CASES, another, name="more.csv"),
        ],
    ]
    places = [address(tmp_path / name) for name in ("aside", "here")]
    stores = [open_store(place, ACTOR, lambda: NOW) for place in places]
    reports = []
    for repository in stores:
        reports.append([import_paths(repository, files, SHOP) for files in given])
        if repository is stores[0]:
            assert made_here == []
        monkeypatch.setattr(paths, "MANY", 1000)
    assert made_here

    assert all_there_is(stores[0]) == all_there_is(stores[1])
    assert reports[0] == reports[1]
    verify(stores[0], full=True)
    for repository in stores:
        repository.close()


def test_while_the_second_process_is_busy_this_one_makes_orders_too(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_here: list[str]
) -> None:
    monkeypatch.setattr(making_aside, "STEP", 0.25)
    monkeypatch.setattr(MakingAside, "is_ready", lambda _self: False)

    (report,) = import_paths(repository, [orders(tmp_path)], SHOP)

    assert report.counts["new"] == 40
    # None of two batches, which were asked for at once, a quarter of the third, then half.
    assert made_here == [number(place) for place in (28, 29, *range(35, 40))]
    verify(repository, full=True)


def test_each_of_several_batches_on_their_way_is_judged_by_its_own_size() -> None:
    pace = Pace(50, 10, 300)

    for held in (0.0, 0.0):
        pace.took(held, 50)
    assert pace.size == 100

    pace.took(HELD_SECONDS, 60)
    assert pace.size == 60


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_an_import_whose_second_process_dies_is_done_by_this_one(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    made_here: list[str],
    turn: int,
) -> None:
    turns = iter(range(100))
    real = MakingAside._ask

    def ask(self: MakingAside, *given: object) -> int:
        if next(turns) == turn:
            assert self._child._child
            self._child._child.kill()
            self._child._child.wait()
        return real(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(MakingAside, "_ask", ask)
    (report,) = import_paths(repository, [orders(tmp_path)], SHOP)

    assert report.counts["new"] == 40
    # The batch before was not answered yet.
    assert len(set(made_here)) == 40 - 10 * max(0, turn - 1)
    verify(repository, full=True)


def test_an_import_whose_second_process_cannot_start_is_done_by_this_one(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_here: list[str]
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))

    (report,) = import_paths(repository, [orders(tmp_path)], SHOP)

    assert (report.counts["new"], len(made_here)) == (40, 40)


def test_a_second_process_that_says_nothing_is_not_waited_for(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_here: list[str]
) -> None:
    monkeypatch.setattr(aside, "PATIENCE_SECONDS", 0)

    (report,) = import_paths(repository, [orders(tmp_path)], SHOP)

    assert (report.counts["new"], len(made_here)) == (40, 40)


def test_what_moved_meanwhile_is_made_here_of_how_it_is_now(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_here: list[str]
) -> None:
    import_paths(repository, [orders(tmp_path)], SHOP)
    made_here.clear()
    real = Batches._prepared
    acts: list[Callable[[], object]] = [
        lambda: None,
        lambda: repository.run(Ship, repository.order(key(25)), SENT),
    ]
    turns = iter(acts)

    def prepared(self: Batches, given: Iterator[list[Entry]]) -> Iterator[object]:
        for batch in real(self, given):
            next(turns, lambda: None)()
            yield batch

    monkeypatch.setattr(Batches, "_prepared", prepared)
    (report,) = import_paths(repository, [orders(tmp_path, 40, "b.csv", 商家备注="易碎")], SHOP)

    assert report.counts["changed"] == 40
    assert made_here == [number(25)]
    order = repository.order(key(25))
    assert (order.version, order.seller_note) == (3, "易碎")
    assert [one.tracking_no for one in order.parcels] == ["YT7777777777777"]
    assert [one.action for one in repository.events(order)] == ["import", "ship", "import"]
    verify(repository, full=True)


SENT = {"tracking_no": "YT7777777777777", "carrier": "圆通快递"}


class Loud(NullTranslations):
    """A language that shouts."""

    def gettext(self, message: str) -> str:
        return f"¡{message}!"


def test_why_a_row_is_not_taken_is_said_in_the_language_of_the_desk(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_here: list[str]
) -> None:
    rows = [pdd(订单号=number(place)) for place in range(20)]
    rows[7] |= {"商品数量(件)": "二"}
    monkeypatch.setattr(words, "_catalogue", Loud())

    (report,) = import_paths(repository, [csv_file(tmp_path, PDD_2023, *rows)], SHOP)

    assert (report.counts["new"], report.rejected_count) == (19, 1)
    assert (
        report.rejected[0].reason == "¡a whole number of at least 1 was expected, “二” was found!"
    )
    assert made_here == [number(7)]


def test_an_import_that_is_stopped_leaves_no_second_process(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[MakingAside] = []
    real = MakingAside.start

    def start(self: MakingAside) -> None:
        real(self)
        assert self.is_there
        left.append(self)

    monkeypatch.setattr(MakingAside, "start", start)
    (report,) = import_paths(
        repository, [orders(tmp_path)], SHOP, watch=lambda step: step.deed != "merge"
    )

    assert (report.left_off, [one.is_there for one in left]) == (True, [False])


def test_what_the_buyer_took_of_us_is_said_in_the_language_of_the_desk(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_here: list[str]
) -> None:
    def cases(word: str) -> Path:
        rows = [
            PDD_CASE_ROW | {"售后编号": f"9{place:02}", "订单编号": number(place), "售后状态": word}
            for place in range(20)
        ]
        return csv_file(tmp_path, PDD_CASES, *rows, name=f"{word}.csv")

    import_paths(repository, [orders(tmp_path, 20), cases("待商家处理")], SHOP)
    offered = {"solution": "partial_refund", "amount": "10"}
    repository.run(OfferSolution, repository.order(key(7)), offered)
    repository.run(RecordOfferAnswer, repository.order(key(7)), {"accepted": "yes"})
    made_here.clear()
    monkeypatch.setattr(words, "_catalogue", Loud())

    (report,) = import_paths(repository, [cases("退款关闭")], SHOP)

    assert made_here == [number(7)]
    (said,) = report.taken
    assert said.startswith("¡")
