"""How statements are run: what a screen waits for is read along an index, never row by row."""

import pytest
from msgspec.structs import replace

from store.search.board import clocks
from store.search.counting import counts
from store.search.language import parse
from store.search.lists import CASES, OBLIGATIONS, ORDERS, PRODUCTS
from store.search.sql import TRUE
from store.search.table import ListTable
from store.search.unclaimed import unclaimed
from store.search.walking import walk
from tests.build import NOW
from tests.search.generated import plain_order_row
from tests.search.lists_in_memory import Lists

VIEWS = (
    "late",
    "to-ship",
    "to-ship shipby:<24h",
    "shipped",
    "received",
    "after-sales",
    "stock-out",
    "review",
    "reissue",
    "task",
    "discrepancy",
    "hold",
    "claimed",
    "flagged",
    "penalty",
    "due:<2h",
)


@pytest.fixture
def lists() -> Lists:
    lists = Lists()
    lists.put_rows(
        ORDERS, [replace(plain_order_row(), key=f"p:s:{n}", order_no=f"{n}") for n in range(50)]
    )
    lists.asked.clear()
    return lists


def scans(lists: Lists) -> list[str]:
    """Steps that read a table row by row, or sort all of it."""
    return [
        step
        for step in lists.plans()
        if (step.startswith("SCAN") and "INDEX" not in step and "json_each" not in step)
        or step == "USE TEMP B-TREE FOR ORDER BY"
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_counted_on_an_index_alone(lists: Lists, view: str) -> None:
    counts(ORDERS, [parse(view, NOW)], NOW, lists.fetch)

    steps = [step for step in lists.plans() if step.startswith(("SEARCH", "SCAN r"))]
    assert steps
    assert all("COVERING INDEX" in step for step in steps), steps


def test_the_clocks_read_ranges_of_indexes_alone(lists: Lists) -> None:
    clocks(NOW, lists.fetch)

    steps = [step for step in lists.plans() if step.startswith(("SEARCH", "SCAN"))]
    near, risk, *_its_costs = steps
    # What is due by tonight, and no more of what is owed.
    assert near == "SEARCH r USING INDEX obligations_due (due_at<?)"
    # What is at risk is added up by order, of the few that end within a day.
    assert "USING INDEX obligations_who" in risk


def test_the_dearest_that_is_nobody_s_is_found_along_the_indexes_of_both_amounts(
    lists: Lists,
) -> None:
    next(unclaimed(lists.fetch, NOW, "money", ("orders",), ()), None)

    steps = [step for step in lists.plans() if step.startswith("SEARCH r")]
    assert [step.split(" (")[0] for step in steps[:2]] == [
        "SEARCH r USING INDEX obligations_free_cost",
        "SEARCH r USING INDEX obligations_free_later_cost",
    ]


@pytest.mark.parametrize(
    ("table", "sort"),
    [
        (table, way + name)
        for table in (ORDERS, OBLIGATIONS, CASES, PRODUCTS)
        for name in table.sorts
        for way in ("", "-")
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_order_is_the_order_of_an_index(lists: Lists, table: ListTable, sort: str) -> None:
    selection = lists.select("", sort, table)
    selection.window(0, 10)
    selection.window(10, 20)
    selection.window(30, 40)

    assert scans(lists) == []
    assert "INDEX" in " ".join(lists.plans())


@pytest.mark.parametrize("sort", [way + name for name in ORDERS.sorts for way in ("", "-")])
def test_walking_a_list_reads_no_row_of_its_table(
    lists: Lists, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.search.walking.PAGE", 7)
    selection = lists.select("", sort)
    for _ids in walk(lists.fetch, selection._along.ordering, "orders_row r", TRUE):
        pass

    reads = [
        step
        for step in lists.plans()
        if step.startswith(("SEARCH r", "SCAN r")) and "rowid=?" not in step
    ]
    assert all("COVERING INDEX" in step for step in reads), reads


@pytest.mark.parametrize(
    "text", ["sku:A", "phone:5600", "phone:13812345600", "tag:急", "claim:li", "tracking:YT1"]
)
def test_a_word_of_a_field_is_looked_up(lists: Lists, text: str) -> None:
    selection = lists.select(text)
    selection.window(0, 10)
    len(selection)

    assert scans(lists) == []
    assert any(step.startswith("SEARCH w USING PRIMARY KEY (field=") for step in lists.plans())


def test_pasted_numbers_are_looked_up(lists: Lists) -> None:
    selection = lists.select("261120-000000000000001 261120-000000000000002")
    selection.window(0, 10)

    assert selection.misses == selection.query.pasted
    assert scans(lists) == []
    assert any("orders_order (order_no=?)" in step for step in lists.plans())


def test_a_key_is_found_and_placed_along_an_index(lists: Lists) -> None:
    selection = lists.select("", "paid")

    assert selection.position("p:s:7") is not None
    assert scans(lists) == []
