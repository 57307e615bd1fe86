"""What the compiled conditions find, beside the closures of before and plain Python."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.errors import BadInput
from store.models.row import OrderRow
from store.search.folding import phone_words
from store.search.language import parse
from store.search.lists import CASES, INQUIRIES, OBLIGATIONS, ORDERS, PRODUCTS
from store.search.table import ListTable
from store.words.masks import phone_tail
from tests.build import NOW
from tests.examples import examples
from tests.search import closures
from tests.search.evaluate import Evaluator
from tests.search.generated import (
    CASE_ROWS,
    INQUIRY_ROWS,
    OBLIGATION_ROWS,
    ORDER_ROWS,
    PHONES,
    PRODUCT_ROWS,
    queries,
)
from tests.search.lists_in_memory import Lists

EXAMPLES = settings(max_examples=examples(300))
PHONED_ROWS = st.lists(st.tuples(ORDER_ROWS, st.sampled_from(PHONES)), max_size=8)
CHILD_ROWS = {"obligations": OBLIGATION_ROWS, "cases": CASE_ROWS}


def keyed(given_rows: list[tuple[OrderRow, str]]) -> list[tuple[OrderRow, str]]:
    return [
        (replace(row, key=f"{n}:{row.order_no}", phone_tail=phone_tail(phone)), phone)
        for n, (row, phone) in enumerate(given_rows)
    ]


def stored(orders: list[tuple[OrderRow, str]]) -> Lists:
    lists = Lists()
    lists.put(ORDERS, *((n, [row], phone_words(p)) for n, (row, p) in enumerate(orders, 1)))
    return lists


def agree(lists: Lists, text: str, table: ListTable, expected: set[str]) -> None:
    """However it is asked for: as a whole, as a count, as a window."""
    selection = lists.select(text, table=table)
    window = [row.key for row in selection.window(0, 50)]
    assert set(window) == expected
    assert len(window) == len(lists.select(text, table=table)) == len(expected)
    assert lists.select(text, table=table).settled() == len(expected)
    assert lists.keys(text, table=table) == window


@EXAMPLES
@given(PHONED_ROWS, queries())
def test_a_query_finds_what_plain_python_finds(
    given_rows: list[tuple[OrderRow, str]], text: str
) -> None:
    orders = keyed(given_rows)
    evaluator = Evaluator(ORDERS, NOW.timestamp())
    conditions = parse(text, NOW).conditions
    expected = {
        row.key
        for row, phone in orders
        if evaluator.fits(conditions, row, None, "".join(w for _f, w in phone_words(phone)))
    }

    agree(stored(orders), text, ORDERS, expected)


@EXAMPLES
@given(PHONED_ROWS, queries(any_of=False).filter(lambda text: "moved:" not in text))
def test_a_query_finds_what_the_closures_of_before_found(
    given_rows: list[tuple[OrderRow, str]], text: str
) -> None:
    """But for what is written down: ends of phones other than of four digits."""
    assume("phone:" not in text and not {"345600", "!345600"} & set(text.split()))
    orders = keyed([(row, "" if phone_tail(phone) == "" else phone) for row, phone in given_rows])
    before = closures.parse(text, NOW)
    expected = {row.key for row, _phone in orders if before.matches(row)}

    agree(stored(orders), text, ORDERS, expected)


@pytest.mark.parametrize("table", [OBLIGATIONS, CASES], ids=lambda table: table.name)
@settings(max_examples=examples(200))
@given(st.data())
def test_a_list_of_an_order_s_is_filtered_by_its_fields_too(
    table: ListTable, data: st.DataObject
) -> None:
    orders = keyed(data.draw(PHONED_ROWS))
    text = data.draw(queries(table))
    lists, expected = stored(orders), set()
    evaluator = Evaluator(table, NOW.timestamp())
    conditions = parse(text, NOW, table).conditions
    for of, (order, phone) in enumerate(orders, 1):
        made = data.draw(st.lists(CHILD_ROWS[table.name], max_size=3))
        rows: list[Any] = [
            replace(row, key=f"{order.key}#{n}", order_no=order.order_no)
            for n, row in enumerate(made)
        ]
        lists.put(table, (of, rows, ()))
        digits = "".join(word for _field, word in phone_words(phone))
        expected |= {row.key for row in rows if evaluator.fits(conditions, row, order, digits)}

    agree(lists, text, table, expected)


@settings(max_examples=examples(150))
@given(st.lists(PRODUCT_ROWS, max_size=8), queries(PRODUCTS))
def test_products_are_searched_by_their_own_fields(given_rows: list[Any], text: str) -> None:
    rows = [replace(row, key=f"{n}:{row.sku}") for n, row in enumerate(given_rows)]
    lists = Lists()
    lists.put_rows(PRODUCTS, rows)
    evaluator = Evaluator(PRODUCTS, NOW.timestamp())
    conditions = parse(text, NOW, PRODUCTS).conditions

    agree(lists, text, PRODUCTS, {r.key for r in rows if evaluator.fits(conditions, r, None)})


@settings(max_examples=examples(150))
@given(st.lists(INQUIRY_ROWS, max_size=8), queries(INQUIRIES))
def test_inquiries_are_searched_by_their_own_fields(given_rows: list[Any], text: str) -> None:
    rows = [replace(row, key=f"{n}:q") for n, row in enumerate(given_rows)]
    lists = Lists()
    lists.put_rows(INQUIRIES, rows)
    evaluator = Evaluator(INQUIRIES, NOW.timestamp())
    conditions = parse(text, NOW, INQUIRIES).conditions

    agree(lists, text, INQUIRIES, {r.key for r in rows if evaluator.fits(conditions, r, None)})


@settings(max_examples=examples(400))
@given(st.text(max_size=30) | st.text(alphabet='!:<>=."，：> 09hdm-duepaidmount', max_size=20))
def test_any_text_that_was_understood_still_is_and_every_other_is_refused_or_understood(
    text: str,
) -> None:
    """But for digits of other scripts in pasted numbers, signs that have a meaning now, what is
    compared without a colon, and a `!` or a quote without its word.
    """
    assume(not re.search(r'(^|\s)["!！]+(\s|$)', text))
    assume(not set("|｜“”＂＝") & set(text))
    assume(not re.search(r"[<>＜＞]=?[0-9.]", text) or not any(map(str.isalpha, text)))
    before = length_of(lambda: closures.parse(text, NOW).tests)
    now = length_of(lambda: parse(text, NOW).conditions)
    assert before is None or now == before


def length_of(parsed: Callable[[], Sequence[Any]]) -> int | None:
    """How many conditions there are; nothing where it is refused, or a time is too far."""
    try:
        return len(parsed())
    except (BadInput, OverflowError):
        return None
