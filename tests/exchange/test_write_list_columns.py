"""An export of what a list shows: from its rows alone, and the same as from the orders."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import StoreTrouble
from store.exchange.desk_columns import COLUMNS, Column
from store.exchange.outgoing.export import ExportSummary
from store.exchange.outgoing.export_pages import How, OrderPage, RowPage
from store.exchange.outgoing.list_columns import ONLY_LISTED
from store.models.contact import Flag
from store.models.order import Order
from store.models.receiver import AddressChange, Receiver
from store.models.row import OrderRow
from store.policy import load_policy
from store.rules.order.masking import masked
from store.search.lists import ORDERS
from store.search.reading import damaged
from tests.exchange.write_orders import (
    NOON,
    case,
    export_from,
    export_orders,
    order,
    orders,
)
from tests.rules.row_facts import order_row


def asked_for_nothing(_rows: Iterable[OrderRow]) -> Iterator[Order]:
    raise AssertionError("an order was read")


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_what_a_list_shows_is_written_without_reading_an_order(tmp_path: Path) -> None:
    row = order_row(order(cases=(case(),)))
    summary = export_from([row], asked_for_nothing, tmp_path / "a.csv", columns=["list"])
    assert summary == ExportSummary(rows=1, orders=1)
    assert rows_of(tmp_path / "a.csv") == [
        {
            "平台": "拼多多",
            "店铺": "米铺",
            "订单号": "261120-123456789012345",
            "最近期限": "2026-11-22 12:08:23",
            "发货期限": "2026-11-22 12:08:23",
            "支付": "已付款",
            "履约": "部分发货",
            "售后": "售后中",
            "缺货": "无缺货",
            "订单实付(元)": "121.80",
            "订单已退(元)": "0.00",
            "收件人": "张**",
            "全部商家编码": "RICE-10, OIL-5",
            "总件数": "3",
            "待发总件数": "1",
            "下单或成交时间": "2026-11-20 12:08:23",
            "支付时间": "2026-11-20 12:11:23",
            "售后编号": "A1",
            "风控审核中": "否",
            "待办平台任务": "0",
            "旗帜": "",
            "负责人": "",
        }
    ]


def test_a_revealed_list_names_the_buyer_and_has_what_was_typed(tmp_path: Path) -> None:
    to = tmp_path / "a.json"
    given = order(tags=("急", "张三丰"))
    export_orders([given], to, columns=["list"], reveal=True)
    (said,) = json.loads(to.read_text("utf-8"))
    assert {key: said[key] for key in ("receiver_name", "due_at", "summary", "tags")} == {
        "receiver_name": "张三丰",
        "due_at": "2026-11-22T12:08:23+08:00",
        "summary": "东北大米 10kg x2 + 菜籽油 x1",
        "tags": ["急", "张三丰"],
    }


SECRETS = (
    *("张三丰", "13812345600", "138 1234 5600", "文三路街道", "学院路 77 号"),
    *("李四光", "解放路 1 号", "王五"),
)
TYPED = "刻 张三丰 13812345600 文三路街道 学院路 77 号 3 单元 501 李四光 解放路 1 号"
SHOWN = "刻 张** 138******00 ** ** 李** **"


def order_with_the_buyer_everywhere() -> Order:
    """The buyer's words, new and old, wherever a platform, the buyer or a colleague may type."""
    reason = case().reasons[0].model_copy(update={"text": TYPED})
    before = Receiver(name="李四光", phone="13812345600", detail="解放路 1 号")
    lines = [line.model_copy(update={"name": TYPED, "spec": TYPED}) for line in order().lines]
    return order(
        lines=tuple(lines),
        buyer_note=TYPED,
        seller_note=TYPED,
        tags=("急", TYPED),
        flag=Flag(colour="red", tag=TYPED),
        platform_status={"订单状态": "待发货", "备注": TYPED},
        extra={"样式ID": TYPED, "买家": "王五"},
        cases=(case(reasons=(reason,), platform_status=(("售后状态", TYPED), ("买家", "王五"))),),
        address_changes=(AddressChange(at=NOON, asked_by="buyer", before=before, by="小李"),),
    )


@pytest.mark.parametrize("beside", [(), ("sku",)], ids=["alone", "beside-a-line"])
@pytest.mark.parametrize("column", [*COLUMNS, *ONLY_LISTED], ids=lambda column: column.key)
def test_no_masked_column_tells_who_the_buyer_is(
    tmp_path: Path, column: Column, beside: tuple[str, ...]
) -> None:
    to = tmp_path / "a.json"
    export_orders([order_with_the_buyer_everywhere()], to, columns=[column.key, *beside])
    written = to.read_text("utf-8")
    assert [secret for secret in SECRETS if secret in written] == []


def test_goods_and_tags_are_masked_as_in_the_order_when_they_are_asked_for(tmp_path: Path) -> None:
    to = tmp_path / "a.csv"
    columns = ["list", "summary", "tags"]
    export_orders([order_with_the_buyer_everywhere()], to, columns=columns)
    (row,) = rows_of(to)
    assert row["商品概要"] == f"{SHOWN} {SHOWN} x2 + {SHOWN} {SHOWN} x1"
    assert row["标签"] == f"急, {SHOWN}"
    assert row["收件人"] == "张**"


def test_an_order_is_one_row_unless_a_column_is_of_a_line(tmp_path: Path) -> None:
    given = [order(), order(order_no="2", lines=())]
    columns = ["order_no", "paid", "seller_note", "units"]
    assert export_orders(given, tmp_path / "a.csv", columns=columns).rows == 2
    assert [row["总件数"] for row in rows_of(tmp_path / "a.csv")] == ["3", "0"]
    assert export_orders(given, tmp_path / "b.csv", columns=[*columns, "sku"]).rows == 3
    assert [row["总件数"] for row in rows_of(tmp_path / "b.csv")] == ["3", "3", "0"]


def to_the_second(value: object) -> object:
    return getattr(value, "timestamp", lambda: value)()


@settings(max_examples=40)
@given(orders(), st.booleans())
def test_a_row_says_what_its_order_says(told: Order, reveal: bool) -> None:
    wanted = [
        column
        for column in (*COLUMNS, *ONLY_LISTED)
        if column.of_order and column.is_of_rows(reveal=reveal)
    ]
    row = RowPage([order_row(told)], wanted, How(NOON, load_policy(), reveal))
    shown = told if reveal else masked(told)
    for column in wanted:
        assert column.of_order
        (by_row,), by_order = row.values(column), column.of_order(shown)
        at = to_the_second(by_order)
        assert by_row == (int(at) if isinstance(at, float) else at), column.key


@settings(max_examples=60)
@given(orders())
def test_every_column_is_masked_as_the_order_is(told: Order) -> None:
    wanted = (*COLUMNS, *ONLY_LISTED)

    def values(shown: Order, *, reveal: bool) -> dict[str, list[object]]:
        how = How(NOON, load_policy(), reveal)
        rows = RowPage([order_row(shown)], wanted, how)
        page = OrderPage([shown], rows, how, by_line=True)
        known = (column for column in wanted if column.key != "hidden")
        return {column.key: list(page.values(column)) for column in known}

    assert values(told, reveal=False) == values(masked(told), reveal=True)


def test_a_damaged_row_is_no_row_of_a_file(tmp_path: Path) -> None:
    row = damaged(ORDERS, 7)
    with pytest.raises(StoreTrouble) as trouble:
        export_from([row], asked_for_nothing, tmp_path / "a.csv", columns=["list"])
    assert trouble.value.sentence == "this row is damaged (number 7); have the whole store checked"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("column", [*COLUMNS, *ONLY_LISTED], ids=lambda column: column.key)
def test_what_is_of_a_row_is_a_field_of_it_or_what_is_due_now(column: Column) -> None:
    assert column.of_row in {"", "due", *OrderRow.__struct_fields__}
