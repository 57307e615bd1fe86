"""Workbooks: cells without loss, and bombs that end in a sentence while the desk lives on."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pytest

from store.errors import BadInput
from store.exchange.incoming import workbook, workbook_xml
from store.exchange.incoming.workbook import sheets
from store.importing import import_paths
from store.models.order import Order
from store.repository import Repository
from tests.build import SHOP
from tests.exchange.read_files import (
    PDD_2026,
    PDD_ROW,
    douyin,
    pdd,
    read_export,
    read_table,
    xlsx_file,
)

SHEET = "xl/worksheets/sheet1.xml"
TOO_MUCH = (
    "orders.xlsx: refused, it unpacks into far more than a workbook of orders holds "
    "(at most 100 parts, 500 MB, and 100 times its packed size)."
)
DOCTYPE = "orders.xlsx: refused, it declares a document type (DOCTYPE), which no export does."
CELLS = "orders.xlsx: refused, it has cells beyond 200,000 rows or 200 columns."
LONG = (
    "orders.xlsx: refused, a cell of it is longer than 32,767 characters, or a row longer than"
    " 1,000,000, which no export is."
)
LARGE = "orders.xlsx: too large to read as a workbook; save it as CSV and import that."
BROKEN = "orders.xlsx: it is not a workbook that can be read."
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def header_and(row: dict[str, object]) -> list[list[object]]:
    return [list(PDD_2026), [row.get(column) for column in PDD_2026]]


def one_row(**cells: object) -> list[list[object]]:
    return header_and(dict(PDD_ROW) | cells)


def patched(path: Path, parts: dict[str, bytes | Iterable[bytes]]) -> Path:
    """The same workbook with these parts in place of its own."""
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist() if name not in parts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, data in kept.items():
            new.writestr(name, data)
        for name, part in parts.items():
            with new.open(name, "w", force_zip64=True) as member:
                for chunk in [part] if isinstance(part, bytes) else part:
                    member.write(chunk)
    return path


STRINGS = "xl/sharedStrings.xml"
STRINGS_ARE_HERE = (
    f'<Override PartName="/{STRINGS}" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def with_strings(path: Path, strings: bytes, rows: bytes) -> Path:
    """The workbook with a table of shared strings, as Excel writes it and openpyxl does not."""
    with zipfile.ZipFile(path) as archive:
        types = archive.read("[Content_Types].xml").decode()
    types = types.replace("</Types>", STRINGS_ARE_HERE)
    table = f'<sst xmlns="{MAIN}">'.encode() + strings + b"</sst>"
    parts: dict[str, bytes | Iterable[bytes]] = {"[Content_Types].xml": types.encode()}
    return patched(path, parts | {SHEET: sheet_of(rows), STRINGS: table})


def sheet_of(rows: bytes) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"


def sentence_of(path: Path) -> str:
    with pytest.raises(BadInput) as refused:
        read_export(path)
    return refused.value.sentence


def test_numbers_and_dates_become_text_without_loss(tmp_path: Path) -> None:
    header = ["a", "b", "c", "d", "e", "f", "g", "h"]
    row = [
        8,
        32.5,
        0.1 + 0.2,
        datetime(2026, 11, 20, 12, 8, 23),  # noqa: DTZ001 - a cell has no zone
        date(2026, 11, 20),
        True,
        None,
        "-",
    ]
    cells = read_table(xlsx_file(tmp_path, [header, row])).rows[0].cells
    assert list(cells.values()) == [
        "8",
        "32.5",
        "0.3",
        "2026-11-20 12:08:23",
        "2026-11-20 00:00:00",
        "TRUE",
        "",
        "-",
    ]


def test_a_formula_is_its_last_value_and_an_error_is_its_text(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["a", "b"], [1, 2]])
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
        b'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    )
    cells = read_table(patched(path, {SHEET: sheet_of(rows)})).rows[0].cells
    assert cells == {"a": "2", "b": "#N/A"}


def test_amounts_and_times_in_typed_cells_are_read(tmp_path: Path) -> None:
    typed: dict[str, object] = {
        "用户实付金额(元)": 1299,
        "商品数量(件)": 3,
        "订单成交时间": datetime(2026, 11, 20, 12, 8, 23),  # noqa: DTZ001 - a cell has no zone
        "发货时间": 46346.5,
    }
    order = read_export(xlsx_file(tmp_path, one_row(**typed))).orders[0]
    assert (order.money.paid_fen, order.lines[0].ordered) == (129900, 3)
    assert order.deal_at == datetime(2026, 11, 20, 4, 8, 23, tzinfo=UTC)
    assert order.shipped_at == datetime(2026, 11, 20, 4, tzinfo=UTC)


def test_a_number_that_lost_digits_in_a_float_is_rejected(tmp_path: Path) -> None:
    export = read_export(xlsx_file(tmp_path, one_row(快递单号=7.7051813023707e17)))
    assert [(bad.row, bad.field) for bad in export.rejected] == [(2, "快递单号")]
    assert "has rounded it away" in export.rejected[0].reason


def test_a_number_that_ends_in_zeros_is_rounded_where_a_workbook_holds_it_as_a_number(
    tmp_path: Path,
) -> None:
    numbers = [6956488938693640000, "6956488938693643482", "6956488938693650000"]
    rows = [(douyin() | {"主订单编号": number}).values() for number in numbers]
    export = read_export(xlsx_file(tmp_path, [list(douyin()), *map(list, rows)]))
    assert [one.order_no for one in export.orders] == [str(number) for number in numbers[1:]]
    assert [(bad.row, bad.reason) for bad in export.rejected] == [
        (
            2,
            (
                "the number itself was expected, “6.95648893869364e+18” was found: "
                "a spreadsheet program has rounded it away"
            ),
        )
    ]


def test_rows_are_read_although_the_sheet_claims_one_cell(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, one_row())
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET)
    lying = sheet.replace(b'<dimension ref="A1:W2"', b'<dimension ref="A1"')
    assert lying != sheet
    assert len(read_export(patched(path, {SHEET: lying})).orders) == 1


def test_the_first_sheet_with_a_header_is_read(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["说明"], ["请勿修改"]], title="说明")
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("订单明细")
    for row in one_row():
        sheet.append(row)
    book.save(path)
    assert len(read_export(path).orders) == 1


State = Literal["visible", "hidden", "veryHidden"]


def two_sheets(folder: Path, state: State) -> Path:
    """The first sheet hidden or not, the second seen; each with an order of its own."""
    import openpyxl

    path = xlsx_file(folder, one_row(订单号="261120-1"), title="旧数据")
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("订单")
    for row in one_row(订单号="261120-2"):
        sheet.append(row)
    book["旧数据"].sheet_state = state
    book.active = sheet
    book.create_sheet("Sheet3")
    book.create_sheet("说明").append(["请勿修改"])
    book.save(path)
    return path


def test_every_sheet_of_orders_is_imported_and_the_others_are_named(
    repository: Repository, tmp_path: Path
) -> None:
    reports = import_paths(repository, [two_sheets(tmp_path, "visible")], SHOP)
    assert [(report.file, report.counts["new"], report.left_out) for report in reports] == [
        ("orders.xlsx", 1, ("说明",)),
        ("orders.xlsx (订单)", 1, ()),
    ]
    again = import_paths(repository, [two_sheets(tmp_path, "visible")], SHOP)
    assert [report.counts["same"] for report in again] == [1, 1]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_sheet_of_a_header_alone_is_named(
    repository: Repository, tmp_path: Path, *, is_first: bool
) -> None:
    import openpyxl

    path = xlsx_file(tmp_path, one_row(), title="订单")
    book = openpyxl.load_workbook(path)
    book.create_sheet("空", 0 if is_first else 1).append(one_row()[0])
    book.save(path)
    (report,) = import_paths(repository, [path], SHOP)
    assert (report.counts["new"], report.left_out) == (1, ("空",))


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_left_out_and_named(
    repository: Repository, tmp_path: Path, state: State
) -> None:
    (report,) = import_paths(repository, [two_sheets(tmp_path, state)], SHOP)
    assert [order.order_no for order in repository.all(Order)] == ["261120-2"]
    assert report.left_out == ("说明", "旧数据")


def test_a_hidden_sheet_alone_is_never_what_is_meant(tmp_path: Path) -> None:
    import openpyxl

    path = two_sheets(tmp_path, "hidden")
    book = openpyxl.load_workbook(path)
    del book["订单"]
    book.save(path)
    assert sentence_of(path) == (
        "orders.xlsx: not an export, none of its first ten rows is a header with an order number,"
        " a status and an amount. Hidden sheets are not read (旧数据); show the one that is meant."
    )


def merged_file(folder: Path, *columns: str) -> Path:
    """Two lines of one order, in the way people merge what is the same in both."""
    import openpyxl

    names = [
        "主订单编号",
        "子订单编号",
        "商品数量",
        "订单应付金额",
        "收件人",
        "订单状态",
        "支付完成时间",
    ]
    line = {"子订单编号": "2", "商品数量": "1", "订单应付金额": "20.00"}
    rows = [douyin(子订单编号="1"), dict.fromkeys(names, "") | douyin(**line)]
    for name in columns:
        rows[1][name] = ""
    path = xlsx_file(folder, [names, *([row[name] for name in names] for row in rows)])
    book = openpyxl.load_workbook(path)
    for name in columns:
        place = names.index(name) + 1
        book.worksheets[0].merge_cells(start_row=2, end_row=3, start_column=place, end_column=place)
    book.save(path)
    return path


def test_cells_that_are_merged_are_said_of_every_row(tmp_path: Path) -> None:
    export = read_export(merged_file(tmp_path, "主订单编号", "收件人", "订单状态", "支付完成时间"))
    assert export.rejected == ()
    (order,) = export.orders
    assert (order.money.paid_fen, [line.ordered for line in order.lines]) == (7080, [2, 1])
    assert order.receiver.name == "孙*"


def test_an_amount_that_is_merged_is_of_no_row(tmp_path: Path) -> None:
    export = read_export(merged_file(tmp_path, "主订单编号", "订单应付金额"))
    assert export.orders == ()
    assert [(bad.row, bad.field, bad.reason) for bad in export.rejected] == [
        (2, "", "row 3 of the same order could not be read"),
        (
            3,
            "订单应付金额",
            (
                "“订单应付金额” is merged with the cell above, so how much of it is this row’s is"
                " not known; unmerge the cells and fill in each"
            ),
        ),
    ]


def test_another_zip_archive_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "bills.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bills.pdf", "1,2")
    assert sentence_of(path) == (
        "bills.zip: this is not a workbook but another zip archive; unpack it and import what is"
        " in it."
    )


def test_a_workbook_is_known_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, one_row())
    renamed = path.rename(tmp_path / "orders.csv")
    assert read_export(renamed).encoding == "xlsx"


def test_it_works_wherever_the_desk_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx_file(tmp_path, one_row())
    for name in ("pyexpat", "json", "store", "zipfile"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(read_export(path).orders) == 1


def test_an_old_excel_file_is_told_what_to_become(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500))
    assert sentence_of(path) == (
        "orders.xlsx: an old Excel file (.xls) or one with a password; "
        "save it as .xlsx or CSV without a password and import that."
    )


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06", b"PK\x03\x04" * 99])
def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(data)
    assert sentence_of(path) == BROKEN


def test_a_member_under_a_password_is_refused(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, one_row())
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert sentence_of(path) == (
        "orders.xlsx: it is protected by a password; save it without one and import that."
    )


def rows_without_end() -> Iterator[bytes]:
    head, foot = sheet_of(b"|").split(b"|")
    yield head
    for _block in range(2000):
        yield b"<row><c><v>1</v></c></row>" * 1000
    yield foot


def one_long_string() -> Iterator[bytes]:
    yield f'<sst xmlns="{MAIN}" count="1"><si><t>'.encode()
    for _block in range(210):
        yield b"A" * 1_000_000
    yield b"</t></si></sst>"


FAR_CELLS = sheet_of(
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)
LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(10)
)
BILLION_LAUGHS = b"<?xml version='1.0'?><!DOCTYPE x [%s]>" % LAUGHS + sheet_of(
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
)
QUADRATIC = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s">]>' % (b"a" * 50_000) + sheet_of(
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>' % (b"&a;" * 50_000)
)
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + sheet_of(b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>')
)


READ_ALONE = """
import resource, sys
from pathlib import Path
from store.errors import BadInput
from store.exchange.incoming.workbook import sheets

file = Path(sys.argv[1])
try:
    for sheet in sheets(file, file.name):
        list(sheet.records)
except BadInput as refused:
    print(refused.sentence)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A program of its own, so that the largest child it ever waited for is the one that read."""


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({SHEET: rows_without_end}, TOO_MUCH),
        ({STRINGS: one_long_string}, TOO_MUCH),
        ({SHEET: FAR_CELLS}, CELLS),
        ({SHEET: BILLION_LAUGHS}, DOCTYPE),
        ({SHEET: QUADRATIC}, DOCTYPE),
        ({SHEET: EXTERNAL}, DOCTYPE),
    ],
    ids=["rows", "string", "far-cells", "billion-laughs", "quadratic", "external"],
)
def test_a_bomb_is_refused_in_time_and_memory(
    tmp_path: Path, parts: dict[str, bytes | Callable[[], Iterator[bytes]]], sentence: str
) -> None:
    made: dict[str, bytes | Iterable[bytes]] = {
        name: part if isinstance(part, bytes) else part() for name, part in parts.items()
    }
    path = patched(xlsx_file(tmp_path, one_row()), made)
    began = time.monotonic()
    read = subprocess.run(
        [sys.executable, "-c", READ_ALONE, path], check=True, capture_output=True, text=True
    )
    assert time.monotonic() - began < 10
    said, peak_kb = read.stdout.splitlines()
    assert said == sentence
    assert int(peak_kb) < 64 * 1024


def test_the_document_type_is_found_in_utf_16_and_across_a_chunk(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, one_row())
    hidden = EXTERNAL.decode().replace("1.0'", "1.0' encoding='UTF-16'").encode("utf-16")
    assert sentence_of(patched(path, {SHEET: hidden})) == DOCTYPE
    padding = b"<!--" + b"".join(b"%d" % n for n in range(20_000))
    late = padding[: workbook_xml.CHUNK - 8] + b"-->" + EXTERNAL.partition(b"?>")[2]
    assert sentence_of(patched(path, {SHEET: late})) == DOCTYPE


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, one_row())
    assert sentence_of(patched(path, {f"x{n}": b"" for n in range(101)})) == TOO_MUCH


def test_a_row_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"/>' % n for n in (1, 200_010, 200_011))
    assert sentence_of(patched(xlsx_file(tmp_path, [["a"]]), {SHEET: sheet_of(rows)})) == CELLS


def test_shared_strings_and_long_whole_numbers_are_read_exactly(tmp_path: Path) -> None:
    strings = "<si><t>单号</t></si><si><r><t>商</t></r><r><t>品</t></r></si>".encode()
    rows = (
        b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        b'<row r="2"><c r="A2"><v>6917529027641081857</v></c><c r="B2"><v>1.5E2</v></c></row>'
    )
    path = with_strings(xlsx_file(tmp_path, [["a"]]), strings, rows)
    assert read_table(path).rows[0].cells == {"单号": "6917529027641081857", "商品": "150"}


def test_one_long_string_in_every_cell_is_refused(tmp_path: Path) -> None:
    strings = b"<si><t>" + b"ab" * 15_000 + b"</t></si>"
    cell = b'<c t="s"><v>0</v></c>'
    rows = b"".join(b'<row r="%d">%s</row>' % (n, cell * 30) for n in range(1, 500))
    path = with_strings(xlsx_file(tmp_path, [["a"]]), strings, rows)
    assert sentence_of(path) == LARGE


STRING = "<si><t>%s</t></si>"
RUNS = "<si>%s</si>"


@pytest.mark.parametrize(
    ("strings", "cells"),
    [
        (STRING % ("米" * 32_768), 1),
        (STRING % ("_x000D_" * 32_768), 1),
        (RUNS % ("<r><t>%s</t></r>" % ("米" * 20_000) * 2), 1),
        (RUNS % ("<r><t>%s</t></r>" % ("米" * 100_000) * 3), 0),
        (STRING % ("米" * 32_767), 31),
    ],
    ids=["cell", "escaped", "runs", "unused", "row"],
)
def test_what_is_longer_than_a_cell_or_a_row_of_any_export_is_refused(
    tmp_path: Path, strings: str, cells: int
) -> None:
    row = b'<row r="1">%s</row>' % (b'<c t="s"><v>0</v></c>' * cells)
    path = with_strings(xlsx_file(tmp_path, [["a"]]), strings.encode(), row)
    assert sentence_of(path) == LONG


@pytest.mark.parametrize("text", ["米" * 32_767, "_x000D_" * 32_767], ids=["plain", "escaped"])
def test_the_longest_cell_that_a_spreadsheet_has_is_read(tmp_path: Path, text: str) -> None:
    row = b'<row r="1">%s</row>' % (b'<c t="s"><v>0</v></c>' * 30)
    path = with_strings(xlsx_file(tmp_path, [["a"]]), (STRING % text).encode(), row)
    (record,) = next(sheets(path, path.name)).records
    assert record.cells == [text.replace("_x000D_", "\r")] * 30


FAULTY = """
import os, sys, time; sys.path.append(sys.argv[1])
from store.exchange.incoming import workbook_child
def fault(_file):
    yield "sheet", "a", ""
    {fault}
workbook_child.messages_of = fault
workbook_child.CPU_SECONDS = 1
workbook_child.main()
"""


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("while True: pass", LARGE),
        ("bytearray(600_000_000)", LARGE),
        ("while True: yield '1', '1' * 1_000_000", LARGE),
        ("yield '1', '1' * 8_000_000", LARGE),
        ("print('1', flush=True)", LARGE),
        ("os.abort()", LARGE),
        ("sys.exit(0)", LARGE),
        ("yield 'cells', 'a'", BROKEN),
        ("yield ('sheet',)", BROKEN),
        ("yield 'refused', 'bad'", BROKEN),
        ("raise ValueError", BROKEN),
    ],
)
def test_whatever_happens_to_the_child_is_one_sentence_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, sentence: str
) -> None:
    monkeypatch.setattr(workbook, "START", FAULTY.replace("{fault}", fault))
    assert sentence_of(xlsx_file(tmp_path, one_row())) == sentence


def test_a_child_that_sleeps_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "START", FAULTY.replace("{fault}", "time.sleep(60)"))
    monkeypatch.setattr(workbook, "PATIENCE_SECONDS", 0.5)
    assert sentence_of(xlsx_file(tmp_path, one_row())) == LARGE


def test_a_workbook_row_is_the_same_order_as_a_csv_row(tmp_path: Path) -> None:
    order = read_export(xlsx_file(tmp_path, one_row(商家备注="第一行\n第二行"))).orders[0]
    assert order.order_no == pdd()["订单号"]
    assert order.seller_note == "第一行\n第二行"
