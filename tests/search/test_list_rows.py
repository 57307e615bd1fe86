"""Rows of lists: written where they changed, read checked, known when they are stale."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.engines import rows as list_rows
from store.models.row import FORM, OrderRow
from store.search.folding import phone_words
from store.search.lists import LISTS, OBLIGATIONS, ORDERS, PRODUCTS
from store.search.reading import read, read_of
from tests.examples import examples
from tests.search.generated import OBLIGATION_ROWS, ORDER_ROWS, PHONES, plain_order_row
from tests.search.lists_in_memory import Lists
from tests.search.test_selection import _obligation

PARTS = ("row", "body", "find", "word")


def content(lists: Lists) -> dict[str, list[Any]]:
    """Everything the lists hold, ids of rows of many aside."""
    names = [
        f"{name}_{part}"
        for name, table in LISTS.items()
        for part in PARTS[: 4 if table.parent is None else 2]
    ]
    found = {name: lists.connection.execute(f"select * from {name}").fetchall() for name in names}
    for name in ("obligations_row", "obligations_body", "cases_row", "cases_body"):
        found[name] = [row[1:] for row in found[name]]
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def test_a_row_is_read_as_it_was_put() -> None:
    lists = Lists()
    row = replace(
        plain_order_row(), key="p:s:1", order_no="1", goods="大米", tags=("VIP",), due_at=5
    )
    lists.put(ORDERS, (7, [row], ()))

    assert read(lists.fetch, ORDERS, [7, 8]) == {7: row}
    assert read_of(lists.fetch, ORDERS, "orders", 7) == [row]


def test_what_is_as_it_was_is_not_written() -> None:
    lists = Lists()
    row = plain_order_row()
    changes = []
    for rows in ([row], [row], [replace(row, tag="急")], [], []):
        before = lists.connection.total_changes
        lists.put(ORDERS, (1, rows, ()))
        changes.append(lists.connection.total_changes > before)

    assert changes == [True, False, True, True, False]


def test_a_note_writes_no_index_but_that_of_its_words() -> None:
    lists = Lists()
    row = replace(plain_order_row(), amount_fen=500, paid_at=5)
    lists.put(ORDERS, (1, [row], phone_words("13812345600")))
    before = lists.connection.total_changes
    lists.put(ORDERS, (1, [replace(row, seller_note="很急")], phone_words("13812345600")))

    assert lists.connection.total_changes - before == 2, "the body and one word"
    assert lists.keys("note:急") == [""]
    assert lists.keys("phone:5600") == [""]


def test_a_masked_phone_is_found_by_its_end_masked_or_full() -> None:
    for phone in ("154****2292", "15412342292"):
        lists = Lists()
        lists.put(ORDERS, (1, [plain_order_row()], phone_words(phone)))
        assert lists.keys("154****2292") == lists.keys("phone:154****2292") == [""]
        assert lists.keys("154****2293") == lists.keys("154******29") == []


def test_a_phone_is_found_and_in_no_row() -> None:
    lists = Lists()
    lists.put(ORDERS, (1, [plain_order_row()], phone_words("13812345600")))

    assert lists.keys("phone:13812345600") == [""]
    assert "1381234" not in str(lists.connection.execute("select row from orders_body").fetchall())
    assert "1381234" not in str(lists.connection.execute("select text from orders_find").fetchall())
    lists.put(ORDERS, (1, [plain_order_row()], phone_words("13900000000")))
    assert lists.keys("phone:13812345600") == []


def test_rows_of_a_document_come_and_go_by_their_key() -> None:
    lists = Lists()
    lists.put(ORDERS, (1, [plain_order_row()], ()))
    a, b, c = (replace(_obligation(), key=key) for key in "abc")
    lists.put(OBLIGATIONS, (1, [a, b], ()), (2, [replace(c, of_key="other")], ()))
    (kept,) = lists.fetch("select id from obligations_row where key = 'b'", ())
    lists.put(OBLIGATIONS, (1, [replace(b, cost_fen=300), c], ()))

    assert read_of(lists.fetch, OBLIGATIONS, "orders", 1) == [replace(b, cost_fen=300), c]
    assert lists.fetch("select id from obligations_row where key = 'b'", ()) == [kept]
    assert len(read_of(lists.fetch, OBLIGATIONS, "orders", 2)) == 1
    lists.put(OBLIGATIONS, (1, [], ()))
    assert lists.count("select count(*) from obligations_body") == 1


def test_what_is_owed_for_documents_of_two_kinds_with_one_id_is_kept_apart() -> None:
    lists = Lists()
    lists.put(ORDERS, (1, [plain_order_row()], phone_words("13812345600")))
    parcel, claim = (replace(_obligation(), key=key, of_kind=key) for key in ("orders", "claims"))
    lists.put(OBLIGATIONS, (1, [parcel], ()))
    lists.put(OBLIGATIONS, (1, [claim], ()), kind="claims")

    assert lists.keys("", "", OBLIGATIONS) == ["orders", "claims"]
    assert lists.keys("phone:5600", "", OBLIGATIONS) == ["orders"], "an order's field"
    assert lists.keys("tasks:0", "", OBLIGATIONS) == ["orders"], "an order's column"
    assert read_of(lists.fetch, OBLIGATIONS, "claims", 1) == [claim]
    lists.put(OBLIGATIONS, (1, [], ()), kind="claims")
    assert lists.keys("", "", OBLIGATIONS) == ["orders"]


@settings(max_examples=examples(150))
@given(st.data())
def test_after_any_changes_the_lists_are_as_if_made_anew(data: st.DataObject) -> None:
    changing, anew = Lists(), Lists()
    rows = st.lists(st.tuples(ORDER_ROWS, st.sampled_from(PHONES)), min_size=3, max_size=3)
    last: dict[int, Any] = {}
    for _turn in range(data.draw(st.integers(1, 3))):
        for number, (row, phone) in enumerate(data.draw(rows), 1):
            is_gone = data.draw(st.booleans())
            given_rows = [] if is_gone else [row]
            owed = [
                replace(one, key=f"{number}#{n}", order_no=row.order_no)
                for n, one in enumerate(data.draw(st.lists(OBLIGATION_ROWS, max_size=2)))
            ]
            last[number] = (given_rows, owed, phone_words(phone))
            changing.put(ORDERS, (number, given_rows, phone_words(phone)))
            changing.put(OBLIGATIONS, (number, owed, ()))
    for number, (given_rows, owed, words) in last.items():
        anew.put(ORDERS, (number, given_rows, words))
        anew.put(OBLIGATIONS, (number, owed, ()))

    assert content(changing) == content(anew)


@pytest.mark.parametrize(
    "damage",
    [
        "update orders_body set row = replace(row, '大米', '小米')",
        "update orders_body set words = '[]'",
        "update orders_body set crc = crc + 1",
        "update orders_body set row = 'x', crc = 2363233923",
    ],
)
def test_a_damaged_row_says_so_and_states_no_fact(damage: str) -> None:
    lists = Lists()
    row = replace(
        plain_order_row(), key="p:s:1", order_no="1", goods="大米", amount_fen=500, skus=("R",)
    )
    lists.put(ORDERS, (1, [row], ()))
    lists.connection.execute(damage)
    (found,) = lists.select().window(0, 9)

    assert found.goods == "this row is damaged (number 1); have the whole store checked"
    assert (found.order_no, found.amount_fen, found.due_at, found.skus) == ("", 0, None, ())
    lists.put(ORDERS, (1, [row], ()))
    assert lists.select("sku:R").window(0, 9) == [row]
    lists.put(ORDERS, (1, [replace(row, skus=())], ()))
    assert lists.keys("sku:R") == []


@pytest.mark.parametrize("table", LISTS.values(), ids=lambda table: table.name)
def test_any_list_can_say_that_a_row_is_damaged(table: Any) -> None:
    from store.search.reading import damaged

    assert "damaged (number 5)" in getattr(damaged(table, 5), table.said_in)


def test_rows_of_other_rules_or_another_form_are_stale() -> None:
    lists = Lists()

    def row(form: int, policy: int, platform: str = "pinduoduo") -> OrderRow:
        return replace(plain_order_row(), platform=platform, form=form, policy=policy)

    given_rows = [row(1, 5), row(1, 0), row(1, 4), row(0, 0), row(1, 5, "douyin"), row(1, 6)]
    lists.put_rows(ORDERS, [*given_rows, *(row(1, 4) for _more in range(3))])

    def stale(at_once: int = 500) -> list[list[int]]:
        digests = {"pinduoduo": 5, "douyin": 6}
        return [*list_rows.stale(lists.session.read, "orders", 1, digests, at_once)]

    assert sorted(n for batch in stale() for n in batch) == [3, 4, 5, 6, 7, 8, 9]
    assert max(map(len, stale(2))) == 2
    assert sorted(n for batch in stale(2) for n in batch) == [3, 4, 5, 6, 7, 8, 9]
    for batch in list_rows.stale(lists.session.read, "orders", 1, {"pinduoduo": 5, "douyin": 6}, 2):
        lists.put(ORDERS, *((n, [row(1, 5)], ()) for n in batch))
    assert stale() == []


def test_products_are_stale_by_their_form_alone() -> None:
    from store.models.row import ProductRow

    lists = Lists()
    row = ProductRow("s:A", "s", "A", "", "", None, None, None, True, None, form=FORM)
    lists.put_rows(PRODUCTS, [row, replace(row, key="s:B", sku="B", form=0)])

    assert [*list_rows.stale(lists.session.read, "products", FORM, {})] == [[2]]


def test_a_hint_for_every_state_s_index_is_the_state_s_own_text() -> None:
    lists = Lists()
    texts = [
        sql
        for (sql,) in lists.fetch("select sql from sqlite_master where sql like '% where %'", ())
    ]

    assert any("where to_ship > 0 and payment not in ('unpaid', 'deposit')" in sql for sql in texts)
    assert any("where after_sales = 'open'" in sql for sql in texts)
