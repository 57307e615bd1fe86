"""The files that the bench makes its stores of are such as a shop's platform gives."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from store.models.event import Actor
from store.models.order import Order
from store.repository import open_store
from tests.bench.shop_files import as_sheet, parts
from tests.bench.shop_orders import orders
from tests.bench.shop_stores import NOW
from tui.cli import main

COUNT = 200
Report = dict[str, Any]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench") / "store"


@pytest.fixture(scope="module")
def reports(store: Path) -> list[Report]:
    """What `shouhou import` says of each file, of two parts."""
    said: list[Report] = []
    for paths in parts(store.parent, COUNT, COUNT // 2):
        capture = pytest.MonkeyPatch()
        lines: list[str] = []
        capture.setattr("tui.printing.print", lines.append, raising=False)
        words = ["--store", str(store), "--now", NOW, "import", *map(str, paths)]
        status = main([*words, "--shop", "云南果园", "--json"])
        capture.undo()

        assert status == 0
        said += [json.loads(line) for line in lines]
    return said


def test_every_row_is_taken_in(reports: list[Report]) -> None:
    new: Counter[str] = Counter()
    for report in reports:
        new[report["kind"]] += report["new"]

        assert report["rejected"] == []
        assert report["unknown_columns"] == []
        assert report["unknown_words"] == []
        assert report["discrepancies"] == 0
    assert new["orders"] == COUNT
    assert new["after_sales"] == sum(sold.case is not None for sold in orders(COUNT))


def test_no_two_orders_share_their_receiver_and_their_notes(
    reports: list[Report], store: Path
) -> None:
    repository = open_store(str(store), Actor(user="test"))
    found = [
        (
            *order.receiver.model_dump(exclude={"phone"}).values(),
            order.buyer_note,
            order.seller_note,
        )
        for order in repository.all(Order)
    ]
    repository.close()

    assert len(found) == len(set(found)) == COUNT


def test_what_names_something_names_one_thing() -> None:
    sold = list(orders(5000))

    assert len({one.order_no for one in sold}) == 5000
    assert len({one.person.phone for one in sold}) == 5000
    assert len({one.person.street for one in sold}) == 5000
    tracked = [one.tracking_no for one in sold if one.shipped is not None]
    assert len(set(tracked)) == len(tracked)


def test_the_orders_are_the_same_each_time() -> None:
    assert list(orders(50)) == list(orders(50))


def test_most_orders_are_done_and_some_of_every_other_kind_are_there() -> None:
    sold = list(orders(5000))
    states = Counter(one.state for one in sold)
    cases = [one.case for one in sold if one.case]

    assert states["received"] > 4000
    assert {"to ship", "stock-out", "unpaid", "cancelled", "shipped"} < set(states)
    assert any(one.state == "to ship" and one.promised > 0 for one in sold)
    assert 0.03 < len(cases) / len(sold) < 0.05
    assert {case.is_open for case in cases} == {case.refunded for case in cases} == {True, False}
    assert 0.05 < sum(one.is_douyin for one in sold) / len(sold) < 0.15


def test_a_peer_gets_every_order_in_one_file(tmp_path: Path) -> None:
    lines = as_sheet(tmp_path / "orders.csv", COUNT).read_text("utf-8").splitlines()

    assert len(lines) == COUNT + 1
    assert all(sold.order_no in line for sold, line in zip(orders(COUNT), lines[1:], strict=True))
