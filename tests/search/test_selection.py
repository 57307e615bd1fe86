"""Selection: the order, the windows, the places and the counts of what a query finds."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.errors import BadInput
from store.models.row import OrderRow
from store.search.folding import folded
from store.search.lists import CASES, LISTS, OBLIGATIONS, ORDERS, PRODUCTS
from store.search.selection import KEPT
from store.search.table import ListTable
from tests.build import HOUR, NOW
from tests.examples import examples
from tests.search import closures
from tests.search.generated import (
    CASE_ROWS,
    IMPROVEMENT_ROWS,
    INQUIRY_ROWS,
    OBLIGATION_ROWS,
    ORDER_ROWS,
    PAYMENT_ROWS,
    PRODUCT_ROWS,
    REVIEW_ROWS,
    plain_order_row,
    queries,
)
from tests.search.lists_in_memory import Lists

AT = int(NOW.timestamp())
SORTS = [way + name for name in ORDERS.sorts for way in ("", "-")]
ROWS = {
    "orders": ORDER_ROWS,
    "obligations": OBLIGATION_ROWS,
    "cases": CASE_ROWS,
    "products": PRODUCT_ROWS,
    "inquiries": INQUIRY_ROWS,
    "payments": PAYMENT_ROWS,
    "reviews": REVIEW_ROWS,
    "improvements": IMPROVEMENT_ROWS,
}


def order_rows(**columns: list[Any]) -> list[OrderRow]:
    """Rows a, b, c … with these values in one column."""
    ((name, values),) = columns.items()
    return [
        replace(plain_order_row(), key=chr(97 + at), order_no=chr(97 + at), **{name: value})
        for at, value in enumerate(values)
    ]


def stored(rows: list[Any]) -> Lists:
    lists = Lists()
    lists.put_rows(ORDERS, rows)
    return lists


def keys(lists: Lists, sort: str) -> str:
    return "".join(lists.keys("", sort))


@pytest.mark.parametrize(
    ("sort", "column"),
    [("due", "due_at"), ("ordered", "ordered_at"), ("paid", "paid_at"), ("shipped", "shipped_at")],
)
def test_unknown_times_stand_last_whichever_way(sort: str, column: str) -> None:
    lists = stored(order_rows(**{column: [None, 3, 1, None, 2]}))

    assert keys(lists, sort) == "cebad"
    assert keys(lists, f"-{sort}") == "becad"


def test_what_another_party_let_pass_is_sorted_by_when_it_did() -> None:
    soon, later = (int((NOW + hours * HOUR).timestamp()) for hours in (1, 2))
    (first,) = order_rows(due_at=[later])
    second = replace(plain_order_row(), key="b", order_no="b", falls_to_us_at=soon)
    lists = stored([first, second])

    assert keys(lists, "due") == "ab"
    assert [row.key for row in lists.select("", "due", now=NOW + HOUR)] == ["b", "a"]


@pytest.mark.parametrize(
    ("sort", "column", "values"),
    [
        ("amount", "amount_fen", [30, 10, 20]),
        ("goods", "goods", ["c", "a", "b"]),
        ("buyer", "buyer", ["c", "a", "b"]),
    ],
)
def test_a_sort_can_be_turned_around(sort: str, column: str, values: list[Any]) -> None:
    lists = stored(order_rows(**{column: values}))

    assert keys(lists, sort) == "bca"
    assert keys(lists, f"-{sort}") == "acb"


def test_equal_rows_stand_by_their_number() -> None:
    lists = stored(order_rows(amount_fen=[1, 1, 1])[::-1])

    assert keys(lists, "amount") == keys(lists, "-amount") == "abc"
    assert keys(lists, "-order") == "cba"


def test_an_unknown_sort_is_said_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as caught:
        Lists().select("", "-colour")

    known = ", ".join(ORDERS.sorts)
    assert caught.value.sentence == f"There is no order by colour; there is: {known}."
    assert caught.value.field == "sort"


@settings(max_examples=25)
@given(given_rows=st.lists(ORDER_ROWS, max_size=12))
def test_a_list_is_sorted_as_before_in_every_way(given_rows: list[OrderRow]) -> None:
    """But for upper and lower case and width, which goods and buyers are sorted without."""
    rows = [replace(row, key=str(n)) for n, row in enumerate(given_rows)]
    shown = [replace(row, goods=folded(row.goods), buyer=folded(row.buyer)) for row in rows]
    lists = stored(rows)

    for sort in SORTS:
        expected = [row.key for row in closures.sort_rows(shown, sort, NOW)]
        assert (sort, lists.keys("", sort)) == (sort, expected)


def made(table: ListTable, given_rows: list[Any]) -> Lists:
    """Two rows a document, where it has many; every document an order."""
    lists = Lists()
    if table.parent:
        rows = [replace(row, key=f"{n}") for n, row in enumerate(given_rows)]
        pairs = [rows[at : at + 2] for at in range(0, len(rows), 2)]
        orders = [
            replace(plain_order_row(), key=f"p:s:{n}", order_no=f"{n}") for n in range(len(pairs))
        ]
        lists.put_rows(ORDERS, orders)
        lists.put(table, *((n, pair, ()) for n, pair in enumerate(pairs, 1)))
        return lists
    rows = [
        replace(row, key=f"p:{n}:{getattr(row, table.tie)}") for n, row in enumerate(given_rows)
    ]
    lists.put_rows(table, rows)
    return lists


@pytest.mark.parametrize("name", LISTS)
@settings(max_examples=examples(120))
@given(data=st.data())
def test_windows_places_and_counts_agree_with_the_whole(name: str, data: st.DataObject) -> None:
    table = LISTS[name]
    lists = made(table, data.draw(st.lists(ROWS[name], max_size=14)))
    sort = data.draw(st.sampled_from(("", "-"))) + data.draw(st.sampled_from(sorted(table.sorts)))
    text = data.draw(st.just("") | queries(table))
    whole = lists.keys(text, sort, table)
    selection = lists.select(text, sort, table)
    if data.draw(st.booleans()):
        selection.counted()
    steps = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 5)), max_size=6)

    for start, length in data.draw(steps):
        found = [row.key for row in selection.window(start, start + length)]
        assert found == whole[start : start + length]
    assert len(selection) == len(whole)
    assert [selection.position(key) for key in whole] == list(range(len(whole)))
    assert selection.position("p:s:nobody") is None
    assert selection.count_among([*lists.keys("", "", table), "p:s:nobody"]) == len(whole)
    # Of orders two may share what a row is looked up by here; of a shop they do not.
    some = whole[::2] if table.key == "key" else []
    assert selection.count_among([*some, "p:s:nobody"]) == len(some)
    fresh = lists.select(text, sort, table)
    assert [fresh.position(key) for key in whole] == list(range(len(whole)))
    assert fresh.settled() == len(whole)
    assert [row.key for row in fresh.window(3, 9)] == whole[3:9]


def test_the_first_window_waits_for_no_count() -> None:
    lists = stored(order_rows(amount_fen=list(range(20))))
    selection = lists.select("", "amount")

    assert [row.key for row in selection.window(0, 3)] == ["a", "b", "c"]
    assert selection.count is None
    assert not any("count" in sql for sql, _parameters in lists.asked)
    assert len(selection) == 20
    assert selection.counted() == 20


def test_a_window_may_be_longer_than_what_is_kept() -> None:
    lists = stored(order_rows(amount_fen=list(range(2 * KEPT))))
    selection = lists.select("", "amount")
    whole = lists.keys("", "amount")

    for start, stop in ((0, KEPT), (0, 2 * KEPT), (40, KEPT + 80), (0, KEPT + 20)):
        assert [row.key for row in selection.window(start, stop)] == whole[start:stop]


def test_rows_near_the_screen_are_read_once() -> None:
    lists = stored(order_rows(amount_fen=list(range(100))))
    selection = lists.select("", "amount")
    selection.window(0, 40)
    lists.asked.clear()

    assert len(selection.window(10, 30)) == 20
    assert lists.asked == []


def test_a_walk_through_a_long_list_keeps_a_screen_of_rows() -> None:
    lists = Lists()
    rows = [
        replace(plain_order_row(), key=f"{n:04}", order_no=f"{n:04}", amount_fen=n)
        for n in range(1500)
    ]
    lists.put_rows(ORDERS, rows)
    selection = lists.select("", "-amount")

    for start in range(0, 1500, 40):
        assert selection.window(start, start + 40)[0].amount_fen == 1499 - start
    for start in range(1480, -1, -40):
        assert selection.window(start, start + 40)[0].amount_fen == 1499 - start
    assert selection.window(700, 740)[0].amount_fen == 799
    assert len(selection._rows) <= KEPT
    assert [row.key for row in selection] == [row.key for row in rows[::-1]]


def test_a_search_among_many_finds_those_along_the_order_and_the_rare() -> None:
    lists = Lists()
    rows = [
        replace(
            plain_order_row(),
            key=f"p:s:{n:05}",
            order_no=f"{n:05}",
            goods="云南鲜花饼" if n % 3 else "大米",
            buyer="张三丰" if n == 6999 else "",
            amount_fen=n,
        )
        for n in range(7000)
    ]
    lists.put_rows(ORDERS, rows)
    common, rare = lists.select("鲜花饼", "amount"), lists.select("三丰", "amount")

    assert [row.amount_fen for row in common.window(0, 4)] == [1, 2, 4, 5]
    assert common.count is None
    assert [row.amount_fen for row in common.window(4666, 4700)] == []
    assert len(common) == 4666
    assert [row.amount_fen for row in common.window(4664, 4666)] == [6997, 6998]
    assert [row.amount_fen for row in common.window(2000, 2002)] == [3001, 3002]
    assert common.position("p:s:03001") == 2000
    assert common.position("p:s:00003") is None
    assert [row.key for row in rare.window(0, 40)] == ["p:s:06999"]
    assert (rare.count, rare.total) == (1, 7000)


def test_what_lapsed_is_in_no_window_and_no_count() -> None:
    lists = Lists()
    lists.put_rows(ORDERS, [plain_order_row()])
    row = _obligation(lapses=True, due_at=AT)
    lists.put(OBLIGATIONS, (1, [row, replace(row, key="b", due_at=AT + 1)], ()))

    assert lists.keys("", "", OBLIGATIONS) == ["b"]
    assert len(lists.select("", "", OBLIGATIONS)) == 1
    assert lists.select("", "", OBLIGATIONS).position("a") is None


def test_what_another_party_let_pass_is_ours_and_of_another_kind() -> None:
    lists = Lists()
    lists.put_rows(ORDERS, [plain_order_row()])
    row = _obligation(who="carrier", kind="first-scan", then="contact-carrier", due_at=AT)
    lists.put(OBLIGATIONS, (1, [row, replace(row, key="b", due_at=AT + 1)], ()))

    assert lists.keys("who:us", "", OBLIGATIONS) == ["a"]
    assert lists.keys("kind:contact-carrier", "", OBLIGATIONS) == ["a"]
    assert lists.keys("who:carrier kind:first-scan", "", OBLIGATIONS) == ["b"]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("press 同意退款", ["agreed"]),
        ("kind:press 同意退款,ship", ["agreed", "ship"]),
        ("task:answer case", ["agreed", "answered"]),
        ("answer case there", ["agreed", "answered"]),
        ("申请缺货", ["applied"]),
        ("!task:申请缺货", ["agreed", "answered", "ship"]),
        ("kind:platform-task", ["agreed", "answered", "applied"]),
    ],
)
def test_a_platform_task_is_found_by_what_its_row_says(typed: str, keys: list[str]) -> None:
    lists = Lists()
    lists.put_rows(ORDERS, [plain_order_row()])
    told = _obligation(kind="platform-task")
    rows = (
        replace(told, key="agreed", zero=("task_agreed", "answer-case", "同意退款")),
        replace(told, key="answered", zero=("task", "answer-case", "")),
        replace(told, key="applied", zero=("task", "apply-stock-out", "")),
        _obligation(key="ship"),
    )
    lists.put(OBLIGATIONS, (1, rows, ()))

    assert sorted(lists.keys(typed, "", OBLIGATIONS)) == keys


def _obligation(**changes: Any) -> Any:
    from store.models.row import ObligationRow

    texts = dict.fromkeys(("of_key", "order_no", "platform", "shop", "goods", "ref"), "")
    given_values: dict[str, Any] = {
        **texts,
        **dict.fromkeys(("about", "then"), ""),
        "key": "a",
        "of_kind": "orders",
        "kind": "ship",
        "who": "us",
        "due_at": None,
        "estimated": False,
        "zero": (),
        "lapses": False,
        "cost_fen": None,
    }
    return ObligationRow(**{**given_values, **changes})


def test_every_list_has_a_default_order() -> None:
    assert [table.default_sort for table in (ORDERS, OBLIGATIONS, CASES, PRODUCTS)] == [
        "due",
        "due",
        "due",
        "sku",
    ]
