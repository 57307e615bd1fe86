"""A download of the turn before that comes late, as files of the platform show it: it takes nothing
back, and a new one of the turn known before it settles that.
"""

from datetime import datetime
from pathlib import Path

import pytest

from store.models.order import Order
from store.repository import Repository
from store.rules.cases.case_machine import RULE
from store.rules.obligations import obligations
from tests.build import DAY, NOW, context
from tests.exchange.read_files import PDD_2023, PDD_CASE_ROW, PDD_CASES, Row, pdd
from tests.store.test_same_file_again import Desk

COLUMNS = [*dict.fromkeys([*PDD_CASES, "超时时间"])]


@pytest.fixture
def desk(repository: Repository, tmp_path: Path) -> Desk:
    return Desk(repository, tmp_path)


def row(word: str, due: datetime, reason: str) -> Row:
    """A case with its state and deadline; the reason tells the bytes of one file from another."""
    shown = {"售后状态": word, "超时时间": f"{due:%Y-%m-%d %H:%M:%S}", "退款原因": reason}
    return PDD_CASE_ROW | shown


def ruling(number: int) -> Row:
    return row("平台处理中", NOW + 3 * DAY, f"{number}")


LATE = row("待商家处理", NOW + 2 * DAY, "late")


def looks(order: Order) -> list[datetime | None]:
    """Until when it is owed to look where a case is."""
    asked = {one.id for one in order.open_discrepancies if one.kind == "case_back"}
    return [one.due_at for one in obligations(order, context().policy) if one.about in asked]


def evidence(order: Order) -> list[datetime | None]:
    duties = obligations(order, context().policy)
    return [one.due_at for one in duties if one.kind == "submit-evidence"]


@pytest.mark.parametrize("waits", [False, True], ids=["of an order", "that waits for its order"])
def test_what_comes_late_is_said_and_asked_and_the_truth_settles_it(
    desk: Desk, *, waits: bool
) -> None:
    orders = desk.file("orders.csv", PDD_2023, pdd())
    if not waits:
        desk.take(orders)
    desk.take(desk.file("first.csv", COLUMNS, ruling(1)))

    report = desk.take(desk.file("late.csv", COLUMNS, LATE))

    assert [one for one, _cases in report.doubts.items()] == ["gone_back"]
    assert desk.case.state is RULE
    if waits:
        desk.take(orders)
    assert (len(looks(desk.order)), len(evidence(desk.order))) == (1, 1)
    assert looks(desk.order) < evidence(desk.order)

    desk.take(desk.file("second.csv", COLUMNS, ruling(2)))

    assert (looks(desk.order), len(evidence(desk.order))) == ([], 1)
    assert desk.case.state is RULE


@pytest.mark.parametrize("waits", [False, True], ids=["of an order", "that waits for its order"])
def test_the_very_file_of_before_settles_it_only_by_somebody_s_word(
    desk: Desk, *, waits: bool
) -> None:
    orders = desk.file("orders.csv", PDD_2023, pdd())
    if not waits:
        desk.take(orders)
    first = desk.file("first.csv", COLUMNS, ruling(1))
    desk.take(first)
    desk.take(desk.file("late.csv", COLUMNS, LATE))

    desk.take(first)
    asked = [] if waits else looks(desk.order)
    desk.take(first, as_new=True)

    assert len(asked) == (0 if waits else 1)
    if waits:
        desk.take(orders)
    assert looks(desk.order) == []


def test_the_same_row_in_another_file_settles_it(desk: Desk) -> None:
    """It was met before, and is met again: two cases of another file are of other bytes."""
    desk.take(desk.file("orders.csv", PDD_2023, pdd()))
    desk.take(desk.file("first.csv", COLUMNS, ruling(1)))
    desk.take(desk.file("late.csv", COLUMNS, LATE))

    desk.take(desk.file("second.csv", COLUMNS, ruling(1), ruling(1) | {"订单编号": "1"}))

    assert looks(desk.order) == []


def test_settled_before_its_order_came_it_is_asked_nowhere(desk: Desk) -> None:
    desk.take(desk.file("first.csv", COLUMNS, ruling(1)))
    desk.take(desk.file("late.csv", COLUMNS, LATE))
    desk.take(desk.file("second.csv", COLUMNS, ruling(2)))

    desk.take(desk.file("orders.csv", PDD_2023, pdd()))

    assert (looks(desk.order), len(evidence(desk.order))) == ([], 1)
