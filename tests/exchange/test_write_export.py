"""Export: a table for people and programs: private, masked unless asked, nothing lost silently."""

import csv
import errno
import gc
import io
import json
import os
import re
import signal
import stat
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from store.errors import BadInput, StoreTrouble
from store.exchange.desk_columns import COLUMNS
from store.exchange.outgoing import workbook_out
from store.exchange.outgoing.export import ExportSummary
from store.exchange.outgoing.list_columns import ONLY_LISTED
from store.exchange.outgoing.people_columns import OF_DUTY
from store.models.order import Order
from store.models.receiver import Receiver
from store.models.row import OrderRow
from tests.exchange.write_orders import case, export_from, export_orders, order
from tests.rules.row_facts import order_row


def rows_of(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    text = path.read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def refused(to: Path, *orders: Order, **how: object) -> BadInput:
    with pytest.raises(BadInput) as said:
        export_orders(orders, to, **how)
    assert not to.exists()
    return said.value


def test_there_is_a_row_for_every_line_and_one_for_an_order_without_lines(tmp_path: Path) -> None:
    given = [order(), order(order_no="2", lines=())]
    summary = export_orders(given, tmp_path / "a.csv")
    assert summary == ExportSummary(rows=3, orders=2)
    read = rows_of(tmp_path / "a.csv")
    assert [(one["订单号"], one["行号"], one["商家编码"]) for one in read] == [
        ("261120-123456789012345", "1", "RICE-10"),
        ("261120-123456789012345", "2", "OIL-5"),
        ("2", "", ""),
    ]
    assert list(read[0]) == [one.label for one in COLUMNS]


def test_a_csv_has_a_byte_order_mark_and_crlf_and_only_its_texts_are_guarded(
    tmp_path: Path,
) -> None:
    line = order().lines[0].model_copy(update={"name": '=cmd|"1",2', "amount_fen": -5})
    path = tmp_path / "a.csv"
    export_orders([order(lines=(line,))], path, columns=["order_no", "name", "amount", "quantity"])
    assert (
        path.read_bytes()
        == (
            "\ufeff订单号,商品,本行金额(元),数量\r\n"
            '261120-123456789012345,"\'=cmd|""1"",2",-0.05,2\r\n'
        ).encode()
    )


def test_columns_are_named_by_key_or_header_in_the_order_asked_for(tmp_path: Path) -> None:
    columns = ["paid", " 订单号 ", "paid"]
    export_orders([order()], tmp_path / "a.csv", columns=columns)
    assert list(rows_of(tmp_path / "a.csv")[0]) == ["订单实付(元)", "订单号"]


def test_the_four_axes_what_is_to_ship_and_what_went_back_are_there_to_read(tmp_path: Path) -> None:
    columns = ["payment", "fulfilment", "after_sales", "stock_out", "to_ship", "refunded"]
    path = tmp_path / "a.csv"
    export_orders([order(cases=(case(),))], path, columns=[*columns, "cases", "carriers"])
    assert list(rows_of(tmp_path / "a.csv")[1].values()) == [
        "已付款",
        "部分发货",
        "售后中",
        "无缺货",
        "1",
        "0.00",
        "A1",
        "圆通快递",
    ]


@pytest.mark.parametrize("name", ["a.csv", "a.XLSX", "a.json"])
def test_every_export_is_private(tmp_path: Path, name: str) -> None:
    export_orders([order()], tmp_path / name)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json"])
def test_the_buyer_is_masked_unless_asked(tmp_path: Path, name: str) -> None:
    secret = ("张三丰", "13812345600", "138 1234 5600", "学院路", "文三路", "330106199001011234")
    reason = case().reasons[0].model_copy(update={"text": "打 13812345600 张三丰"})
    given = [order(cases=(case(reasons=(reason,), platform_status=(("买家", "王五"),)),))]

    def text(*, reveal: bool) -> str:
        export_orders(given, tmp_path / name, reveal=reveal)
        if name != "a.xlsx":
            return (tmp_path / name).read_text("utf-8-sig")
        return zipfile.ZipFile(tmp_path / name).read("xl/worksheets/sheet1.xml").decode()

    shown = text(reveal=False)
    assert [one for one in (*secret, "王五") if one in shown] == []
    assert "张**收, 打 138******00" in shown
    assert "西湖区" in shown
    revealed = text(reveal=True)
    assert [one for one in secret if one not in revealed] == []


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("打 +86 138-1234-5600 或 １３９１２３４５６７８", "打 138******00 或 139******78"),
        ("单号 6917012345678901234", "单号 6917012345678901234"),
        ("送到 ##cipher##", "送到 ##cipher##"),
    ],
)
def test_mobile_numbers_in_notes_are_masked_and_longer_numbers_are_not(
    tmp_path: Path, note: str, shown: str
) -> None:
    given = order(seller_note=note, receiver=Receiver(name="##cipher##", phone="138******00"))
    export_orders([given], tmp_path / "a.csv", columns=["seller_note", "receiver_name", "phone"])
    assert list(rows_of(tmp_path / "a.csv")[0].values()) == [shown, "**", "138******00"]


def test_an_xlsx_has_texts_typed_as_text_amounts_as_numbers_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    given = order(order_no="6917012345678901234", seller_note='=HYPERLINK("http://x")')
    columns = ["order_no", "seller_note", "amount", "quantity", "paid_at"]
    export_orders([given], path, columns=columns)
    xml = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert not re.search(r"<f[ >]", xml)
    row = load_workbook(path).worksheets[0][2]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in row] == [
        ("6917012345678901234", "s", "@"),
        ('=HYPERLINK("http://x")', "s", "@"),
        (59.8, "n", "0.00"),
        (2, "n", "0"),
        ("2026-11-20 12:11:23", "s", "@"),
    ]
    assert [cell.quotePrefix for cell in row] == [True, True, False, False, True]


def test_a_text_that_no_xlsx_cell_holds_is_refused_and_a_csv_holds_it(tmp_path: Path) -> None:
    long = order(buyer_note="😀" * 16_384)
    said = refused(tmp_path / "a.xlsx", long, reveal=True).sentence
    assert said == (
        "Order 261120-123456789012345: buyer_note is longer than the 32767 characters that a cell"
        " of an .xlsx file holds; export to a .csv or .json file, or leave the column out."
    )
    fits = order(buyer_note="😀" * 16_383 + "a")
    export_orders([fits], tmp_path / "a.xlsx", columns=["buyer_note"])
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0]["A2"].value == fits.buyer_note
    export_orders([long], tmp_path / "a.csv", columns=["buyer_note"])
    assert rows_of(tmp_path / "a.csv")[0]["买家留言"] == long.buyer_note


def test_an_xlsx_is_made_beside_its_target_where_only_its_owner_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    seen: dict[bool, int] = {}

    def looking(rows: Iterable[OrderRow]) -> Iterator[Order]:
        for path in tmp_path.iterdir():
            assert path.name.startswith(".shouhou-")
            seen[path.is_dir()] = stat.S_IMODE(path.stat().st_mode)
        return (order() for _row in rows)

    row = order_row(order())
    export_from([row], looking, tmp_path / "a.xlsx")
    assert seen == {True: 0o700, False: 0o600}
    assert list(tmp_path.iterdir()) == [tmp_path / "a.xlsx"]


def test_a_refused_xlsx_leaves_nothing(tmp_path: Path) -> None:
    refused(tmp_path / "a.xlsx", order(), order(buyer_note="a" * 32_768))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_what_a_killed_export_left_is_taken_away_by_the_next(tmp_path: Path, name: str) -> None:
    def killed(_rows: Iterable[OrderRow]) -> Iterator[Order]:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    row = order_row(order())
    child = os.fork()
    if child == 0:
        export_from([row], killed, tmp_path / name)
    os.waitpid(child, 0)
    left = list(tmp_path.iterdir())
    assert len(left) == (2 if name == "a.xlsx" else 1)

    export_orders([order()], tmp_path / "b.csv")
    assert list(tmp_path.iterdir()) == [tmp_path / "b.csv"]


def test_an_xlsx_on_a_full_disk_leaves_what_was_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", is_full)
    with pytest.raises(StoreTrouble) as said:
        export_orders([order()], path)
    assert said.value.sentence == f"The disk is full: {path} was not written."
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"old"


def test_a_disk_that_gets_full_beneath_an_xlsx_says_nothing_but_its_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = zipfile.ZipFile.write

    def write_one(archive: zipfile.ZipFile, part: str, name: str) -> None:
        if written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(name)
        write(archive, part, name)

    ignored: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda given: ignored.append(str(given.exc_value)))
    monkeypatch.setattr(zipfile.ZipFile, "write", write_one)
    with pytest.raises(StoreTrouble) as said:
        export_orders([order()], tmp_path / "a.xlsx")
    assert said.value.sentence == f"The disk is full: {tmp_path}/a.xlsx was not written."
    del said
    gc.collect()
    assert (len(written), ignored) == (1, [])


def test_more_rows_than_an_xlsx_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_out, "MOST_ROWS", 2)
    said = refused(tmp_path / "a.xlsx", order()).sentence
    assert said == "An .xlsx file holds at most 2 rows; export to a .csv file instead."


def test_gb18030_holds_rare_characters_and_emoji_exactly(tmp_path: Path) -> None:
    given = order(seller_note="𠮷野家😀\ue000é")
    summary = export_orders(
        [given], tmp_path / "a.csv", encoding="gb18030", columns=["seller_note"]
    )
    assert summary.unwritable == ()
    assert rows_of(tmp_path / "a.csv", "gb18030")[0]["商家备注"] == "𠮷野家😀\ue000é"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_what_an_encoding_cannot_hold_is_escaped_and_listed(tmp_path: Path, encoding: str) -> None:
    given = order(seller_note="a\ud83db\udc00", lines=order().lines[:1])
    columns = ["order_no", "seller_note"]
    summary = export_orders([given], tmp_path / "a.csv", encoding=encoding, columns=columns)
    assert summary.unwritable == (("261120-123456789012345", "seller_note", r"\ud83d\udc00"),)
    assert rows_of(tmp_path / "a.csv", encoding)[0]["商家备注"] == r"a\ud83db\udc00"


def test_a_json_holds_fen_codes_and_shop_time_and_no_control_character(tmp_path: Path) -> None:
    columns = ["order_no", "amount", "refunded", "seller_receives", "fulfilment", "paid_at"]
    more = ["deal_at", "extra", "tracking_nos", "under_review", "seller_note"]
    given = order(seller_note="\x1b]0;\x9b\u2028\ud83d=1", lines=order().lines[:1])
    export_orders([given], tmp_path / "a.json", columns=[*columns, *more], reveal=True)
    text = (tmp_path / "a.json").read_text("utf-8")
    assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028]", text)
    assert json.loads(text) == [
        {
            "order_no": "261120-123456789012345",
            "amount_fen": 5980,
            "refunded_fen": 0,
            "seller_receives_fen": 12000,
            "fulfilment": "shipped",
            "paid_at": "2026-11-20T12:11:23+08:00",
            "deal_at": None,
            "extra": {"样式ID": "000123", "身份证号码": "330106199001011234"},
            "tracking_nos": ["YT1234567890123"],
            "under_review": False,
            "seller_note": "\x1b]0;\x9b\u2028\ud83d=1",
        }
    ]


@pytest.mark.parametrize(("name", "text"), [("a.json", "[]\n"), ("a.csv", "\ufeff订单号\r\n")])
def test_no_orders_are_an_empty_table(tmp_path: Path, name: str, text: str) -> None:
    assert export_orders([], tmp_path / name, columns=["order_no"]) == ExportSummary(0, 0)
    assert (tmp_path / name).read_bytes().decode() == text


def test_another_ending_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path / "a.xls", order())
    assert said.sentence == (
        "a.xls: an export is a .csv, .xlsx, .json file; choose one of these endings."
    )
    assert said.field == "to"


def test_an_unknown_column_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    said = refused(tmp_path / "a.csv", order(), columns=["order_no", "colour", "size"])
    every = [one.key for one in (*OF_DUTY, *COLUMNS, *ONLY_LISTED)]
    known = ", ".join(["people", "full", "list", *every])
    assert said.sentence == f"There is no column colour, size; the columns are: {known}."
    assert said.field == "columns"


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path / "a.csv", order(), encoding="latin-1")
    assert said.sentence == "There is no encoding latin-1; choose one of utf-8-sig, gb18030."
    assert said.field == "encoding"


def test_no_two_columns_share_a_key_or_a_header() -> None:
    every = (*OF_DUTY, *COLUMNS, *ONLY_LISTED)
    names = [name for one in every for name in (one.key, one.label)]
    assert len(set(names)) == 2 * len(every) - 1  # `shouhou` is both
