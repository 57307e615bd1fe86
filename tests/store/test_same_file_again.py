"""The very same file again, after another one: newer facts replace older ones, never the other way
round.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from store.importing import ImportReport, import_paths
from store.models.after_sales_case import AfterSalesCase, WaitingCase
from store.models.import_record import ImportRecord
from store.models.order import Order
from store.repository import Repository
from store.rules.platform.discrepancies.explaining import explain
from store.words.times import minute_text
from tests.build import ACTOR, HOUR, NOW, SHOP
from tests.exchange.read_files import (
    DOUYIN_A,
    PDD_2023,
    PDD_CASE_ROW,
    PDD_CASES,
    Row,
    csv_file,
    douyin,
    pdd,
)

DATED = "{}_5e8ff9bf55ba3508199d22e984129be6.csv"
MADE_FIRST = int((NOW - 2 * HOUR).timestamp())


class Desk:
    """Imports files, an hour apart."""

    def __init__(self, repository: Repository, folder: Path) -> None:
        self._repository = repository
        self._folder = folder
        self.now = NOW

    def file(self, name: str, columns: list[str], *rows: Row) -> Path:
        return csv_file(self._folder, columns, *rows, name=name)

    def take(self, path: Path, *, as_new: bool = False) -> ImportReport:
        self.now += HOUR
        acting = self._repository.acting(ACTOR, self._clock)
        (report,) = import_paths(acting, [path], SHOP, as_new=as_new)
        return report

    def _clock(self) -> datetime:
        return self.now

    @property
    def order(self) -> Order:
        (order,) = self._repository.all(Order)
        return order

    @property
    def case(self) -> AfterSalesCase:
        orders = [*self._repository.all(Order)]
        waiting = [one.case for one in self._repository.all(WaitingCase)]
        return orders[0].cases[0] if orders else waiting[0]

    def came(self, name: str) -> datetime | None:
        """When a file came first."""
        records = self._repository.all(ImportRecord)
        return next(one.first.at for one in records if one.file == name and one.first)


@pytest.fixture
def desk(repository: Repository, tmp_path: Path) -> Desk:
    return Desk(repository, tmp_path)


def asked(amount: str) -> Row:
    return PDD_CASE_ROW | {"退款金额": amount}


def test_what_another_file_changed_it_does_not_change_back(desk: Desk) -> None:
    first = desk.file("first.csv", PDD_2023, pdd())
    desk.take(first)
    desk.take(desk.file("second.csv", PDD_2023, pdd(订单状态="已申请缺货")))
    before = desk.order

    report = desk.take(first)

    assert desk.order == before
    assert (report.counts["older"], report.replaced) == (1, 1)
    assert report.imported_before == desk.came("first.csv") == NOW + HOUR


@pytest.mark.parametrize("waits", [False, True], ids=["of an order", "that waits for its order"])
def test_nor_of_a_case(desk: Desk, *, waits: bool) -> None:
    if not waits:
        desk.take(desk.file("orders.csv", PDD_2023, pdd()))
    first = desk.file("first.csv", PDD_CASES, asked("20.00"))
    second = desk.file("second.csv", PDD_CASES, asked("8.00"))
    desk.take(first)
    desk.take(second)

    report = desk.take(first)

    assert (desk.case.requested_fen, report.counts["older"], report.replaced) == (800, 1, 1)
    assert desk.take(second).replaced == 0
    # What another file says it says anew, be it in the very same row.
    assert desk.take(desk.file("third.csv", PDD_CASES, asked("20.00"), asked("20.00"))) is not None
    assert desk.case.requested_fen == 2000
    assert (desk.take(second).replaced, desk.case.requested_fen) == (1, 2000)


def test_what_nobody_has_said_since_it_still_brings(desk: Desk) -> None:
    desk.take(desk.file("orders.csv", PDD_2023, pdd()))
    first = desk.file("first.csv", PDD_CASES, asked("20.00"), asked("5.00") | {"售后编号": "2"})
    desk.take(first)
    desk.take(desk.file("second.csv", PDD_CASES, asked("8.00")))

    report = desk.take(first)

    assert (report.replaced, report.counts["same"], report.counts["older"]) == (1, 1, 1)


@pytest.mark.parametrize(("hours", "replaced"), [(1, 0), (-1, 1)], ids=["newer", "older"])
def test_between_files_that_say_when_they_were_made_that_counts(
    desk: Desk, hours: int, replaced: int
) -> None:
    """The second file, by its name so many hours older or newer than the first under its own."""
    again = DATED.format(MADE_FIRST)
    first = desk.file("first.csv", DOUYIN_A, douyin(商家备注="易碎"))
    desk.take(first)
    other = DATED.format(MADE_FIRST - hours * 3600)
    desk.take(desk.file(other, DOUYIN_A, douyin(商家备注="加急")))

    report = desk.take(first.rename(first.with_name(again)))

    assert desk.order.seller_note == ("易碎" if hours > 0 else "加急")
    assert (report.replaced, report.counts["older"]) == (0, replaced)


@pytest.mark.parametrize("ahead", [HOUR / 20, 365 * 24 * HOUR], ids=["minutes", "a year"])
def test_a_new_file_is_never_of_before_by_a_clock_that_is_behind(
    desk: Desk, ahead: timedelta
) -> None:
    desk.now += ahead
    desk.take(desk.file("orders.csv", PDD_2023, pdd()))
    desk.take(desk.file("first.csv", PDD_CASES, asked("20.00")))
    desk.now -= 2 * HOUR + ahead

    desk.take(desk.file("stopped.csv", PDD_2023, pdd(订单状态="已申请缺货")))
    desk.now -= HOUR
    report = desk.take(desk.file("second.csv", PDD_CASES, asked("8.00")))

    assert (report.counts["changed"], report.replaced) == (1, 0)
    assert desk.case.requested_fen == 800
    assert desk.order.stock_outs


def test_a_file_is_of_before_by_the_turn_of_imports_whatever_the_clocks_said(desk: Desk) -> None:
    """The first came by a computer whose clock was ahead, the second and the first again by one
    whose clock is right.
    """
    desk.now += 24 * HOUR
    first = desk.file("first.csv", PDD_2023, pdd())
    desk.take(first)
    desk.now -= 24 * HOUR
    desk.take(desk.file("second.csv", PDD_2023, pdd(是否审核中="是")))

    report = desk.take(first)

    assert (report.replaced, desk.order.under_review) == (1, True)


def test_somebody_may_say_that_the_platform_shows_just_this_again(desk: Desk) -> None:
    first = desk.file("first.csv", PDD_2023, pdd())
    second = desk.file("second.csv", PDD_2023, pdd(是否审核中="是"))
    desk.take(first)
    desk.take(second)
    assert desk.take(first).replaced == 1
    assert desk.order.under_review

    report = desk.take(first, as_new=True)

    assert (report.is_as_new, report.replaced, report.counts["changed"]) == (True, 0, 1)
    assert not desk.order.under_review
    assert desk.came("first.csv") == desk.now


STOPS = [
    pytest.param({"是否审核中": "是"}, id="under review"),
    pytest.param({"订单状态": "已申请缺货"}, id="out of stock"),
    pytest.param({"售后状态": "售后处理中"}, id="in after-sales"),
]


@pytest.mark.parametrize("stop", STOPS)
def test_the_file_that_stopped_it_before_that_is_asked_about(desk: Desk, stop: Row) -> None:
    """A person's word let it go; the platform may have stopped it again by the very same bytes."""
    first = desk.file("first.csv", PDD_2023, pdd())
    stopped = desk.file("stopped.csv", PDD_2023, pdd() | stop)
    desk.take(first)
    desk.take(stopped)
    desk.take(first, as_new=True)
    freed_at = desk.now
    assert not desk.order.stops_shipping

    report = desk.take(stopped)

    assert (report.replaced, report.discrepancies) == (1, 1)
    assert desk.order.stops_shipping
    (asked,) = desk.order.open_discrepancies
    assert minute_text(freed_at) in explain(desk.order, asked)
    desk.take(first, as_new=True)
    assert not desk.order.stops_shipping


def test_a_folder_that_is_imported_again_asks_nothing(desk: Desk) -> None:
    """Nobody said that the platform shows what was before: a later file let the order go."""
    stopped = desk.file("stopped.csv", PDD_2023, pdd(是否审核中="是"))
    desk.take(stopped)
    desk.take(desk.file("free.csv", PDD_2023, pdd(发货时间="2026-11-22 09:00:00")))
    before = desk.order

    assert (desk.take(stopped).replaced, desk.order) == (1, before)


def test_of_a_file_that_never_came_nothing_is_said(desk: Desk) -> None:
    report = desk.take(desk.file("first.csv", PDD_2023, pdd()), as_new=True)

    assert (report.is_as_new, report.counts["new"]) == (False, 1)
