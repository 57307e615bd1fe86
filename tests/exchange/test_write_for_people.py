"""An export for people: what is next first, real dates and numbers, in the language of the desk."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from store.exchange.desk_values import serial
from store.exchange.incoming.clean import clean
from store.exchange.outgoing.export import ExportSummary
from store.models.case_state import CaseState
from store.words.times import SHOP_TIME
from tests.exchange.write_orders import NOON, case, export_orders, order
from tui.language import use_language

PEOPLE: dict[str, Any] = {"columns": ["people"]}
HEADERS = [
    *("Left (hours)", "Due", "What", "Who", "Costs (yuan)", "Order no.", "Platform", "Shop"),
    *("Goods", "Buyer", "Paid (yuan)", "Refunded (yuan)", "Payment", "Shipment", "To ship"),
    *("After-sales", "Stock-out", "Paid at", "Ship by", "Tracking numbers", "Owner", "Flag"),
    *("Tags", "Our note"),
]


@pytest.fixture
def in_chinese() -> Iterator[None]:
    """The desk speaks Chinese."""
    use_language("zh")
    yield
    use_language("en")


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_what_is_next_until_when_whose_and_for_how_much_comes_first(tmp_path: Path) -> None:
    assert export_orders([order()], tmp_path / "a.csv", **PEOPLE) == ExportSummary(1, 1)
    (row,) = rows_of(tmp_path / "a.csv")
    assert list(row) == HEADERS
    assert [row[header] for header in HEADERS[:15]] == [
        *("48.0", "2026-11-22 12:08:23", "ship", "us", "3.00"),
        *("261120-123456789012345", "Pinduoduo", "米铺", "东北大米 10kg x2 + 菜籽油 x1", "张**"),
        *("121.80", "0.00", "paid", "part shipped", "1"),
    ]


def test_an_order_is_one_row_however_many_lines_it_has(tmp_path: Path) -> None:
    given = [order(), order(order_no="2", lines=())]
    assert export_orders(given, tmp_path / "a.csv", **PEOPLE).rows == 2


def test_what_is_ours_comes_before_what_others_owe_earlier(tmp_path: Path) -> None:
    waits = case(state=CaseState.BUYER_TO_RETURN, kind="return_and_refund", agreed_at=NOON)
    export_orders([order(cases=(waits,))], tmp_path / "a.json", **PEOPLE)
    (said,) = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert (said["what"], said["who"], said["after_sales"]) == ("ship", "us", "open")


def test_an_order_for_which_nothing_is_owed_says_nothing_of_it(tmp_path: Path) -> None:
    given = order(lines=(), parcels=(), ship_by_deadline=None)
    export_orders([given], tmp_path / "a.csv", **PEOPLE)
    (row,) = rows_of(tmp_path / "a.csv")
    assert [row[header] for header in HEADERS[:5]] == [""] * 5


def test_a_workbook_has_dates_and_numbers_and_texts_of_their_own_types(tmp_path: Path) -> None:
    export_orders([order()], tmp_path / "a.xlsx", **PEOPLE)
    row = dict(zip(HEADERS, load_workbook(tmp_path / "a.xlsx").worksheets[0][2], strict=True))
    assert row["Due"].data_type == "d"
    assert row["Due"].value == datetime(2026, 11, 22, 12, 8, 23)  # noqa: DTZ001 - a sheet has no zone
    assert row["Paid at"].value == datetime(2026, 11, 20, 12, 11, 23)  # noqa: DTZ001
    assert row["Due"].number_format == "yyyy-mm-dd hh:mm"
    numbers = ("Left (hours)", "Costs (yuan)", "Paid (yuan)", "Refunded (yuan)", "To ship")
    assert [(row[name].data_type, row[name].value) for name in numbers] == [
        ("n", 48),
        ("n", 3),
        ("n", 121.8),
        ("n", 0),
        ("n", 1),
    ]
    assert row["Left (hours)"].number_format == "0.0;[Red]-0.0"
    assert (row["Order no."].data_type, row["Order no."].number_format) == ("s", "@")


def test_the_header_is_bold_stays_and_filters_over_all_rows_and_columns_have_widths(
    tmp_path: Path,
) -> None:
    export_orders([order(), order(order_no="2")], tmp_path / "a.xlsx", **PEOPLE)
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADERS
    assert all(cell.font.b for cell in sheet[1])
    assert not any(cell.font.b for cell in sheet[2])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:X3")
    assert sheet.title == "Orders"
    widths = {HEADERS[at]: sheet.column_dimensions[name].width for at, name in ((5, "F"), (8, "I"))}
    assert widths["Goods"] > widths["Order no."] > 20


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "<r>a</r>"])
def test_what_begins_as_a_formula_is_a_text(tmp_path: Path, text: str) -> None:
    line = order().lines[0].model_copy(update={"name": text, "spec": ""})
    given = order(lines=(line,), seller_note=text, shop=text)
    export_orders([given], tmp_path / "a.xlsx", **PEOPLE)
    row = dict(zip(HEADERS, load_workbook(tmp_path / "a.xlsx").worksheets[0][2], strict=True))
    assert {row[name].data_type for name in ("Shop", "Goods", "Our note")} == {"s"}
    export_orders([given], tmp_path / "a.csv", **PEOPLE)
    (said,) = rows_of(tmp_path / "a.csv")
    if text[0] != "<":
        assert (said["Shop"], said["Our note"]) == (f"'{text}", f"'{text}")


def test_a_number_of_many_digits_is_a_text_for_a_spreadsheet_and_reads_back_without_its_tab(
    tmp_path: Path,
) -> None:
    number = "6917000000000000001"
    export_orders([order(order_no=number)], tmp_path / "a.csv", **PEOPLE)
    (row,) = rows_of(tmp_path / "a.csv")
    assert row["Order no."] == f"{number}\t"
    assert clean(row["Order no."]) == number
    export_orders([order(order_no=number)], tmp_path / "b.csv", columns=["order_no"])
    assert [*rows_of(tmp_path / "b.csv")[0].values()] == [number], "programs read it as it is"


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_the_buyer_is_hidden_wherever_a_name_was_typed_unless_it_is_revealed(
    tmp_path: Path, name: str
) -> None:
    typed = "刻字 张三丰 13812345600"
    lines = tuple(line.model_copy(update={"name": typed, "spec": typed}) for line in order().lines)
    given = order(lines=lines, tags=("急", typed), seller_note=typed)

    def text(**how: bool) -> str:
        export_orders([given], tmp_path / name, **PEOPLE, **how)
        return (tmp_path / name).read_text("utf-8-sig")

    hidden = text()
    assert [secret for secret in ("张三丰", "13812345600") if secret in hidden] == []
    assert "刻字 张** 138******00" in hidden
    assert text(reveal=True).count(typed) > 3


@pytest.mark.usefixtures("in_chinese")
def test_headers_and_words_are_in_the_language_that_the_desk_speaks(tmp_path: Path) -> None:
    export_orders([order()], tmp_path / "a.xlsx", **PEOPLE)
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    row = {head.value: cell.value for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (sheet.title, list(row)[:5]) == (
        "订单",
        ["剩余（小时）", "到期", "事项", "谁办", "损失（元）"],
    )
    assert (row["事项"], row["谁办"], row["平台"], row["发货"]) == (
        *("发货", "商家", "拼多多"),
        "部分发货",
    )


@pytest.mark.usefixtures("in_chinese")
def test_the_full_form_has_the_same_headers_in_every_language(tmp_path: Path) -> None:
    export_orders([order()], tmp_path / "a.csv", columns=["order_no", "payment"])
    (row,) = rows_of(tmp_path / "a.csv")
    assert row == {"订单号": "261120-123456789012345", "支付": "已付款"}


@pytest.mark.parametrize(
    "at",
    [datetime(2026, 11, 20, 4, 8, 23, tzinfo=UTC), datetime(1988, 7, 1, 4, tzinfo=UTC)],
)
def test_a_sheet_counts_days_on_the_shop_s_clock(at: datetime) -> None:
    days = serial(at)
    assert days is not None
    assert days == serial(int(at.timestamp()))
    there = at.astimezone(SHOP_TIME).replace(tzinfo=None)
    assert round((days - 25_569) * 86_400) == (there - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001
