"""Selection: the result of a search, as a length and windows of rows on demand."""

from typing import Any

import pytest
from msgspec.structs import replace

from store.errors import BadInput
from store.models.row import OrderRow
from store.policy import load_policy
from store.repository import Repository
from store.rules.row import row_of
from store.selection import SORTS, Selection, sort_rows
from tests.build import DAY, HOUR, NOW, keep, line, order

BASE = row_of(order(), load_policy())


def rows(**columns: list[Any]) -> list[OrderRow]:
    """Rows a, b, c … with these values in one column."""
    ((name, values),) = columns.items()
    return [
        replace(BASE, key=chr(97 + at), order_no=chr(97 + at), **{name: value})
        for at, value in enumerate(values)
    ]


def keys(sorted_rows: list[OrderRow]) -> str:
    return "".join(one.key for one in sorted_rows)


@pytest.mark.parametrize(
    ("sort", "column"),
    [("due", "due_at"), ("ordered", "ordered_at"), ("paid", "paid_at"), ("shipped", "shipped_at")],
)
def test_unknown_times_stand_last_whichever_way(sort: str, column: str) -> None:
    given = rows(**{column: [None, 3, 1, None, 2]})

    assert keys(sort_rows(given, sort, NOW)) == "cebad"
    assert keys(sort_rows(given, f"-{sort}", NOW)) == "becad"


def test_what_another_party_let_pass_is_sorted_by_when_it_did() -> None:
    soon, later = (int((NOW + hours * HOUR).timestamp()) for hours in (1, 2))
    given = [
        *rows(due_at=[later]),
        *(replace(one, key="b", order_no="b") for one in rows(falls_to_us_at=[soon])),
    ]
    given[1] = replace(given[1], due_at=None)

    assert keys(sort_rows(given, "due", NOW)) == "ab"
    assert keys(sort_rows(given, "due", NOW + HOUR)) == "ba"


@pytest.mark.parametrize(
    ("sort", "column", "values"),
    [
        ("amount", "amount_fen", [30, 10, 20]),
        ("goods", "goods", ["c", "a", "b"]),
        ("buyer", "buyer", ["c", "a", "b"]),
    ],
)
def test_a_sort_can_be_turned_around(sort: str, column: str, values: list[Any]) -> None:
    given = rows(**{column: values})

    assert keys(sort_rows(given, sort, NOW)) == "bca"
    assert keys(sort_rows(given, f"-{sort}", NOW)) == "acb"


def test_equal_rows_stand_by_their_number() -> None:
    given = rows(amount_fen=[1, 1, 1])

    assert keys(sort_rows(given[::-1], "amount", NOW)) == "abc"
    assert keys(sort_rows(given, "-order", NOW)) == "cba"


def test_an_unknown_sort_is_said_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as caught:
        sort_rows([], "-colour", NOW)

    assert caught.value.sentence == f"There is no order by colour; there is: {', '.join(SORTS)}."
    assert caught.value.field == "sort"


def test_a_selection_gives_windows_and_places() -> None:
    selection = Selection(rows(amount_fen=[1, 2, 3]), total=9)

    assert (len(selection), selection.total) == (3, 9)
    assert keys(list(selection.window(1, 9))) == "bc"
    assert (selection.position("c"), selection.position("z")) == (2, None)


def test_a_search_sorts_counts_and_misses(repository: Repository) -> None:
    late = order(line(name="菜籽油"), order_no="261120-2", ship_by_deadline=NOW - HOUR)
    shipped_soon = order(order_no="261120-3", ship_by_deadline=NOW + DAY)
    keep(repository, order(), late, shipped_soon)

    found = repository.search("to-ship due:<24h")
    pasted = repository.search("261120-000000000000001 261120-000000000000009", sort="-order")

    assert [one.order_no for one in found.rows] == ["261120-2", order().order_no]
    assert found.total == 3
    assert pasted.misses == ("261120-000000000000009",)
    assert [one.key for one in repository.orders(found.rows)]


def test_the_orders_behind_the_rows_are_whole(repository: Repository) -> None:
    keep(repository, order())

    assert list(repository.orders(repository.search().rows)) == [order(version=1)]
