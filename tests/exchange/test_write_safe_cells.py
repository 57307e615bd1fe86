"""Text on its way through a spreadsheet: no formula, no control character, the same text back."""

import csv
import io
import re
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from store.exchange.outgoing.safe_cells import (
    escape_controls,
    from_cell,
    guard,
    safe_all,
    unescape_controls,
    unguard,
)
from store.exchange.outgoing.workbook_out import SheetColumn, write_workbook
from tests.exchange.write_orders import texts

FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\t\r＝＋－＠]")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+8613812345600", "'+8613812345600"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝１＋１", "'＝１＋１"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        ("\ufeff =1", "'\ufeff =1"),
        ("'=1", "''=1"),
        ("3-4", "3-4"),
        ("'tis", "'tis"),
        ("", ""),
    ],
)
def test_an_apostrophe_stands_before_what_would_run(text: str, cell: str) -> None:
    assert guard(text) == cell


@given(st.text() | texts)
@example("'" * 3 + "=")
def test_a_guarded_text_comes_back_and_runs_nowhere(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not FORMULA.match(guard(text))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("\x1b[2J", r"\u001b[2J"),
        ("a\nb", "a\nb"),
        ("a\r\nb", "a\\u000d\nb"),
        ("\ud83d", r"\ud83d"),
        ("\ufffe", r"\ufffe"),
        (r"C:\users", r"C:\users"),
        (r"\u001b", r"\u005cu001b"),
        ("_x001B_", r"_\u0078001B_"),
        ("10x2000_", "10x2000_"),
        (" a ", r"\u0020a\u0020"),
        ("-", r"\u002d"),
        ('="1"', r'\u003d"1"'),
        ("𠮷😀", "𠮷😀"),
    ],
)
def test_what_a_file_cannot_carry_is_escaped(text: str, cell: str) -> None:
    assert escape_controls(text) == cell


@given(st.text(st.characters()) | texts)
def test_an_escaped_text_comes_back_and_holds_no_control_character(text: str) -> None:
    cell = escape_controls(text)
    assert unescape_controls(cell) == text
    assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", cell)


@given(st.lists(st.text() | texts | st.text("ab", max_size=3), max_size=4), st.booleans())
def test_a_column_is_made_safe_as_each_of_its_texts_is(column: list[str], guarded: bool) -> None:
    each = [escape_controls(text) for text in column]
    assert list(safe_all(column, guarded=guarded)) == [
        guard(text) if guarded else text for text in each
    ]


@given(st.text(st.characters()) | texts)
def test_a_cell_is_read_alike_whether_or_not_a_reader_took_the_apostrophe_off(text: str) -> None:
    cell = guard(escape_controls(text))
    assert from_cell(cell) == text
    assert from_cell(unguard(cell).strip()) == text


@given(
    st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5),
    st.sampled_from(["utf-8-sig", "gb18030"]),
)
def test_random_texts_come_back_from_a_csv(rows: list[list[str]], encoding: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[guard(escape_controls(one)) for one in row] for row in rows])
    data = written.getvalue().encode(encoding)
    read = csv.reader(io.StringIO(data.decode(encoding), newline=""), strict=True)
    assert [[unescape_controls(unguard(one)) for one in row] for row in read] == rows


def test_a_text_that_looks_like_xml_stays_a_text(tmp_path: Path) -> None:
    text = "<r><t>a</t></r></is></c><c r='B2'><f>1+1</f></c><c><is><r></r>"
    written = io.BytesIO()
    write_workbook(written, [SheetColumn("a")], [[text]], tmp_path)
    assert b"<f" not in zipfile.ZipFile(written).read("xl/worksheets/sheet1.xml")
    (cell,) = load_workbook(written).worksheets[0][2]
    assert cell.value == "\\u003c" + text[1:]
    assert from_cell(str(cell.value)) == text


@settings(max_examples=30)
@given(st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1, max_size=5))
def test_random_texts_come_back_from_an_xlsx_that_holds_no_formula(rows: list[list[str]]) -> None:
    written = io.BytesIO()
    cells = [[escape_controls(one) for one in row] for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        write_workbook(written, [SheetColumn("a"), SheetColumn("b")], cells, Path(folder))
    assert b"<f" not in zipfile.ZipFile(written).read("xl/worksheets/sheet1.xml")
    sheet = load_workbook(written, read_only=True).worksheets[0]
    found = list(sheet.iter_rows(min_row=2, max_col=2, max_row=len(rows) + 1, values_only=True))
    read = [[unescape_controls(str(one or "")) for one in row] for row in found]
    while read and not any(rows[len(read) - 1]):
        read.pop()
    assert read == rows[: len(read)]
    assert not any(any(row) for row in rows[len(read) :])
