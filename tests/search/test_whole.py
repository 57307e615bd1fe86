"""A bare number that is the whole of something finds that; a part of one, whatever has it."""

from typing import Any

import pytest
from msgspec.structs import replace

from store.models.row import OrderRow
from store.search.folding import phone_words
from store.search.lists import CASES, ORDERS
from tests.search.generated import plain_order_row
from tests.search.lists_in_memory import Lists

NUMBER, PHONE, PARCEL = "261101-123456789012345", "13987654321", "YT8123456789012"


def row(key: str, order_no: str, **columns: Any) -> OrderRow:
    return replace(plain_order_row(), key=key, order_no=order_no, **columns)


@pytest.fixture
def lists() -> Lists:
    """One order has each number, another has all of them as parts of other texts."""
    made = Lists()
    told = [
        (row("a", NUMBER), ""),
        (row("b", "261101-1", tracking_nos=(PARCEL,)), ""),
        (row("c", "261101-2", phone_tail=PHONE[-4:]), f"+86{PHONE}"),
        (row("d", "261101-3", goods=f"{NUMBER} {PHONE}", tracking_nos=(f"{PARCEL}0",)), ""),
    ]
    made.put(ORDERS, *((n, [one], phone_words(p)) for n, (one, p) in enumerate(told, 1)))
    return made


def found(lists: Lists, text: str) -> str:
    selection = lists.select(text, "order")
    keys = "".join(sorted(one.key for one in selection.window(0, 10)))
    assert len(lists.select(text)) == lists.select(text).settled() == len(keys)
    assert lists.select(text).count_among(["261101-3"]) == ("d" in keys)
    return keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (NUMBER, "a"),
        (PARCEL, "b"),
        (PARCEL.lower(), "b"),
        (PHONE, "c"),
        (f"{NUMBER}|{PHONE}", "ac"),
        (f"{NUMBER} late", ""),
        (f"goods:{PHONE}", "d"),
        (f"!{NUMBER}", "bc"),
        # Parts, and numbers that nothing has as a whole.
        (NUMBER[:-1], "ad"),
        (PARCEL[2:], "bd"),
        (PHONE[:-1], "d"),
        (PHONE[-8:], "cd"),
        (f"{PARCEL}01", ""),
    ],
)
def test_a_whole_number_finds_what_it_is_the_number_of(lists: Lists, text: str, keys: str) -> None:
    assert found(lists, text) == keys


@pytest.mark.parametrize("text", [NUMBER, PARCEL, PHONE])
def test_a_whole_number_reads_no_text_of_the_list(lists: Lists, text: str) -> None:
    lists.asked.clear()
    lists.select(text).window(0, 10)

    assert [step for step in lists.plans() if step.startswith("SCAN f ")] == []
    assert not any("orders_find" in sql for sql, _parameters in lists.asked)


def test_a_list_of_cases_looks_in_the_texts_of_its_orders(lists: Lists) -> None:
    assert lists.keys(NUMBER, table=CASES) == []
