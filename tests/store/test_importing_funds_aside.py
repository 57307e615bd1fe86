"""A large file of funds has its bills made by a second process, and comes to the same without."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from store.importing import ImportReport, funds, paths
from store.importing.bills import Bill
from store.importing.funds import FundsImport
from store.importing.funds_making import FoundOfBill, FundsMaker, MadeOfRows
from store.importing.making_aside import MakingAside
from store.importing.read_rows import Entry
from store.models.payment import Payments
from store.models.penalty import Penalty
from store.repository import Repository, open_store
from store.rules.money.actions.set_payment_aside import SetPaymentAside
from store.search.lists import PAYMENTS
from tests.build import ACTOR, DAY, NOW, SHOP, keep, order
from tests.exchange.test_read_funds import pdd, totals_of


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes thousands of rows takes dozens."""
    monkeypatch.setattr(funds, "FEWEST", 8)
    monkeypatch.setattr(funds, "MOST", 32)
    monkeypatch.setattr(paths, "MANY_OF_FUNDS", 5)


@pytest.fixture
def made_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The numbers of the orders whose bills this process made."""
    found: list[str] = []
    real = FundsMaker.made

    def made(
        self: FundsMaker, entries: Sequence[Entry], of: Mapping[Bill, FoundOfBill]
    ) -> MadeOfRows:
        found.append(entries[0].order_no)
        return real(self, entries, of)

    monkeypatch.setattr(FundsMaker, "made", made)
    monkeypatch.setattr(MakingAside, "is_ready", lambda _self: True)
    return found


def number(place: int) -> str:
    return f"261120-{place:015}"


def row(order_no: str, amount: str = "50.00", text: str = "0010002|交易收入-订单收入") -> str:
    kind = "交易收入" if amount[0] != "-" else "其他"
    moved = f"{amount},0.00" if amount[0] != "-" else f"0.00,{amount}"
    return f"{order_no},2026-11-21 10:00:00,{moved},{kind},-,{text}"


FEE = "0030002|技术服务费-基础技术服务费"
NAMELESS = row("", "-3.00", "0040004|扣款-延迟发货")
INCOME = [row(number(place)) for place in range(40)]
FEES = [row(number(place), "-0.30", FEE) for place in range(0, 40, 3)]


def file(folder: Path, *rows: str, name: str = "funds.csv") -> Path:
    return pdd(folder, rows, totals_of(rows)).rename(folder / name)


def take(repository: Repository, *files: Path) -> list[ImportReport]:
    return repository.import_files(files, SHOP)


def all_there_is(repository: Repository) -> list[object]:
    """Documents and rows of lists."""
    found = sorted(repository.all(Payments), key=lambda one: one.key)
    rows = sorted(map(repr, repository.rows_where(PAYMENTS)))
    return [*((one.key, one.version, one.model_dump()) for one in found), *rows]


def test_a_store_is_the_same_whichever_process_made_its_bills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_here: list[str]
) -> None:
    strange = row(number(7), "-1.00", "从未见过")
    given = [
        [file(tmp_path, *INCOME[:15], NAMELESS, NAMELESS, strange, name="first.csv")],
        [
            file(tmp_path, *INCOME, NAMELESS, NAMELESS, NAMELESS, name="later.csv"),
            file(tmp_path, *FEES, NAMELESS, name="fees.csv"),
        ],
    ]
    stores = [open_store(str(tmp_path / name), ACTOR, lambda: NOW) for name in ("aside", "here")]
    reports = []
    for repository in stores:
        for place in range(0, 40, 2):
            keep(repository, order(order_no=number(place)))
        reports.append([take(repository, *files) for files in given])
        if repository is stores[0]:
            assert made_here == []
        monkeypatch.setattr(paths, "MANY_OF_FUNDS", 1000)
    assert made_here

    assert all_there_is(stores[0]) == all_there_is(stores[1])
    assert reports[0] == reports[1]
    assert [sum(one.counts.values()) for one in reports[0][1]] == [43, 15]
    for repository in stores:
        repository.verify(full=True)
        repository.close()


def test_a_bill_whose_order_has_to_be_seen_is_made_here(
    repository: Repository, tmp_path: Path, made_here: list[str]
) -> None:
    """Its row does not say when it was penalised."""
    late = Penalty(id="p1", kind="late_shipment", at=NOW - DAY, amount_fen=300, by="li")
    keep(repository, order(order_no=number(3), penalties=(late,)))
    keep(repository, order(order_no=number(4)))

    (report,) = take(repository, file(tmp_path, *INCOME))

    assert report.counts["new"] == 40
    assert set(made_here) == {number(3)}
    bill = repository.find(f"bill-{number(3)}")
    assert isinstance(bill, Payments)
    assert bill.beside
    assert bill.beside.penalised_at == NOW - DAY
    repository.verify(full=True)


def test_why_a_row_is_not_taken_is_said_by_this_process(
    repository: Repository, tmp_path: Path, made_here: list[str]
) -> None:
    bad = row(number(50)).replace("2026-11-21 10:00:00", "gestern")

    (report,) = take(repository, file(tmp_path, *INCOME, bad))

    assert (report.counts["new"], report.rejected_count) == (40, 1)
    assert "gestern" in report.rejected[0].reason
    assert made_here == [number(50)]


def test_an_import_whose_second_process_dies_is_done_by_this_one(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    made_here: list[str],
) -> None:
    real = MakingAside.begin

    def begin(self: MakingAside, terms: object) -> None:
        assert self._child._child
        self._child._child.kill()
        self._child._child.wait()
        real(self, terms)

    monkeypatch.setattr(MakingAside, "begin", begin)

    (report,) = take(repository, file(tmp_path, *INCOME))

    assert (report.counts["new"], len(made_here)) == (40, 40)
    repository.verify(full=True)


def test_what_moved_meanwhile_is_made_here_of_how_it_is_now(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_here: list[str]
) -> None:
    take(repository, file(tmp_path, *INCOME, name="first.csv"))
    made_here.clear()
    real = FundsImport._prepared
    bill = repository.find(f"bill-{number(20)}")
    assert isinstance(bill, Payments)
    acts: list[Callable[[], object]] = [
        lambda: None,
        lambda: None,
        lambda: repository.run(SetPaymentAside, bill, {"reason": "checked"}),
    ]
    turns = iter(acts)

    def prepared(self: FundsImport, given: Iterator[list[Entry]]) -> Iterator[object]:
        for batch in real(self, given):
            next(turns, lambda: None)()
            yield batch

    monkeypatch.setattr(FundsImport, "_prepared", prepared)
    (report,) = take(repository, file(tmp_path, *INCOME, *FEES, *DIFFERENT))

    assert report.counts["new"] == len(FEES) + len(DIFFERENT)
    assert number(20) in made_here
    now = repository.find(f"bill-{number(20)}")
    assert isinstance(now, Payments)
    assert (len(now.payments), len(now.asides)) == (2, 1)
    repository.verify(full=True)


DIFFERENT = [row(number(place), "-1.00", "技术服务费-其他") for place in (19, 20, 21)]


def test_an_import_that_is_stopped_is_gone_on_with_where_it_stopped(
    repository: Repository, tmp_path: Path, made_here: list[str]
) -> None:
    """The batch after the one that was written was looked at already: it is not there."""
    steps = iter([True, False])
    given = [file(tmp_path, *INCOME)]

    (report,) = repository.import_files(
        given, SHOP, watch=lambda step: step.deed != "merge" or next(steps)
    )

    there = len(list(repository.all(Payments)))
    assert report.left_off
    assert (report.counts["new"], 0 < there < 40) == (there, True)
    (again,) = take(repository, *given)
    assert (again.counts["new"], again.counts["same"]) == (40 - there, there)
    assert len(list(repository.all(Payments))) == 40
