"""Cells of a workbook: each the text it stands for, as openpyxl reads it and more exactly.

What the child would write is asked here; that it comes whole from the child to the desk is seen in
`test_read_workbook`.
"""

import tempfile
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from store.errors import BadInput
from store.exchange.incoming.workbook import sheets
from store.exchange.incoming.workbook_child import messages_of
from tests.exchange.read_files import xlsx_file
from tests.exchange.test_read_workbook import MAIN, SHEET, patched, sheet_of, with_strings

FORMATS = (0, 14, 22, 31, 46, 164, 165, 166, 167, 168)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts>'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '<numFmt numFmtId="165" formatCode="0.00%"/>'
    '<numFmt numFmtId="166" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="167" formatCode="&quot;days&quot; 0.0"/>'
    '<numFmt numFmtId="168" formatCode="[$-804]0;[Red]yyyy"/>'
    '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
    + "".join(f'<xf numFmtId="{number}"/>' for number in FORMATS)
    + "</cellXfs></styleSheet>"
).encode()
"""Styles 0 to 9."""


def texts_of(path: Path) -> list[list[str]]:
    with path.open("rb") as file:
        return [cells for kind, *cells in messages_of(file) if kind.isdecimal()]


def cell(attributes: str, content: str) -> bytes:
    return f'<row r="1"><c r="A1" {attributes}>{content}</c></row>'.encode()


@pytest.mark.parametrize(
    ("attributes", "content", "text"),
    [
        ("", "<v>6917529027641081857</v>", "6917529027641081857"),
        ("", "<v>6956488938693640000</v>", "6.95648893869364e+18"),
        ("", "<v>123456789012345</v>", "123456789012345"),
        ("", "<v>0</v>", "0"),
        ("", "<v>-3</v>", "-3"),
        ("", "<v>89.69999999999999</v>", "89.7"),
        ("", "<v>1.5E2</v>", "150"),
        ("", "<v>0.0000001</v>", "0.0000001"),
        ("", "<v>7.7051813023707e17</v>", "7.7051813023707e+17"),
        ("", "<v> 12 </v>", "12"),
        ('t="b"', "<v>1</v>", "TRUE"),
        ('t="b"', "<v>0</v>", "FALSE"),
        ('t="e"', "<v>#DIV/0!</v>", "#DIV/0!"),
        ('t="str"', "<f>A2&amp;B2</f><v>a &lt;b&gt;</v>", "a <b>"),
        ('t="str"', "<v>00123</v>", "00123"),
        ('t="inlineStr"', "<is><t xml:space='preserve'> a </t></is>", " a "),
        ('t="inlineStr"', "<is><r><t>王</t></r><r><t>五</t></r><rPh><t>w</t></rPh></is>", "王五"),
        ('t="inlineStr"', "<is><t>一_x000D_\n二_x0000_</t></is>", "一\r\n二"),
        ('t="inlineStr"', "<is><t><![CDATA[<t>]]></t></is>", "<t>"),
        ('t="d"', "<v>2026-11-20T12:08:23</v>", "2026-11-20 12:08:23"),
        ('t="d"', "<v>2026-11-20</v>", "2026-11-20"),
        ('s="1"', "<v>46346</v>", "2026-11-20 00:00:00"),
        ('s="2"', "<v>46346.50582175926</v>", "2026-11-20 12:08:23"),
        ('s="3"', "<v>46346</v>", "2026-11-20 00:00:00"),
        ('s="4"', "<v>1.5</v>", "1 day, 12:00:00"),
        ('s="5"', "<v>46346.999999999</v>", "2026-11-21 00:00:00"),
        ('s="5"', "<v>0.5</v>", "12:00:00"),
        ('s="5"', "<v>59</v>", "1900-02-28 00:00:00"),
        ('s="5"', "<v>61</v>", "1900-03-01 00:00:00"),
        ('s="5"', "<v>99999999</v>", "#VALUE!"),
        ('s="6"', "<v>0.125</v>", "0.125"),
        ('s="7"', "<v>0.5</v>", "12:00:00"),
        ('s="8"', "<v>2.5</v>", "2.5"),
        ('s="9"', "<v>46346</v>", "46346"),
    ],
)
def test_a_cell_is_the_text_it_stands_for(
    tmp_path: Path, attributes: str, content: str, text: str
) -> None:
    path = xlsx_file(tmp_path, [["a"]])
    patched(path, {SHEET: sheet_of(cell(attributes, content)), "xl/styles.xml": STYLES})
    assert texts_of(path) == [[text]]


def test_cells_and_rows_stand_where_they_say_or_after_the_one_before(tmp_path: Path) -> None:
    rows = (
        b'<row><c><v>1</v></c><c r="D1"><v>4</v></c><c><v>5</v></c></row>'
        b'<row r="5"><c r="B5"><v>2</v></c><c r="A5"><v>1</v></c><c r="C5"/></row>'
        b'<row/><row><c r="A7"><v>7</v></c></row>'
    )
    path = patched(xlsx_file(tmp_path, [["a"]]), {SHEET: sheet_of(rows)})
    sheet = next(sheets(path, path.name)).records
    assert [(record.number, record.cells) for record in sheet] == [
        (1, ["1", "", "", "4", "5"]),
        (5, ["1", "2"]),
        (7, ["7"]),
    ]


def test_elements_with_a_prefix_are_read_as_those_without(tmp_path: Path) -> None:
    prefixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr">'
        '<x:is><x:t>王五</x:t></x:is></x:c><c r="B1"><v>1</v></c></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    path = patched(xlsx_file(tmp_path, [["a"]]), {SHEET: prefixed.encode()})
    assert texts_of(path) == [["王五"]]


PLAIN = (
    b'<row r="%d"><c r="A%d" s="1" t="s"><v>0</v></c><c r="C%d" t="inlineStr"><is>'
    b'<t>&amp;&#60;&#x7C73;&quot;\r\nb</t></is></c><c r="D%d"><v>7.5</v></c></row>'
)
ODD = (
    b"<!-- <row/> -->",
    b'<row r="3"/>',
    b'<row r="3" spans="1:3"><c r="A3" t="str"><f>1+1</f><v>a</v></c></row>',
    b'<row r="3"><c t="s" r="A3"><v>0</v></c></row>',
    b'<row r="3"><c r="B3"><v><![CDATA[7]]></v></c><c r="A3"/></row>',
)
"""Rows as few programs write them, from which on all are read element by element."""


@pytest.mark.parametrize("odd", ODD)
def test_a_row_that_is_written_otherwise_changes_nothing_of_the_others(
    tmp_path: Path, odd: bytes
) -> None:
    plain = {number: PLAIN % ((number,) * 4) for number in (1, 2, 4, 5)}
    strings = "<si><t>米&gt;</t></si>".encode()
    path = with_strings(xlsx_file(tmp_path, [["a"]]), strings, b"".join(plain.values()))
    found = texts_of(path)
    assert found == [["米>", "", '&<米"\nb', "7.5"]] * len(plain)

    mixed = b"".join((plain[1], plain[2], odd, plain[4], plain[5]))
    again = texts_of(with_strings(xlsx_file(tmp_path, [["a"]]), strings, mixed))

    assert [*again[:2], *again[-2:]] == found
    assert len(again) - len(found) == (b"<v>" in odd)


def test_a_string_in_runs_changes_nothing_of_the_others(tmp_path: Path) -> None:
    strings = "<si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si><si><t>d &amp;</t></si>"
    row = b'<row r="1">%s</row>' % b"".join(b'<c t="s"><v>%d</v></c>' % n for n in range(3))
    path = with_strings(xlsx_file(tmp_path, [["a"]]), strings.encode(), row)
    assert texts_of(path) == [["a", "bc", "d &"]]


def test_a_sheet_is_read_while_the_child_still_reads_it_and_refused_at_its_end(
    tmp_path: Path,
) -> None:
    rows = b"".join(b'<row r="%d"><c><v>%d</v></c></row>' % (n, n) for n in range(1, 60_000))
    broken = sheet_of(rows).removesuffix(b"</worksheet>")
    path = patched(xlsx_file(tmp_path, [["a"]]), {SHEET: broken})
    sheet = next(sheets(path, path.name)).records
    assert next(sheet).cells == ["1"]
    with pytest.raises(BadInput) as refused:
        list(sheet)
    assert refused.value.sentence == "orders.xlsx: it is not a workbook that can be read."


def test_a_sheet_that_is_left_is_not_in_the_way_of_the_next(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["a"], ["b"]])
    book = load_workbook(path)
    book.create_sheet("2").append(["c"])
    book.save(path)
    found = sheets(path, path.name)
    next(next(found).records)
    assert [record.cells for record in next(found).records] == [["c"]]
    assert list(found) == []


values = (
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.floats(-1e14, 1e14)
    | st.datetimes(datetime(1901, 1, 1), datetime(2099, 1, 1))  # noqa: DTZ001 - a cell has no zone
    | st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF), max_size=8)
).filter(lambda value: not (isinstance(value, str) and ("_x" in value or value[:1] == "=")))


@settings(max_examples=25)
@given(st.lists(st.lists(values, min_size=1, max_size=5), min_size=1, max_size=5))
def test_any_cells_are_read_as_openpyxl_reads_them(rows: list[list[object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = xlsx_file(Path(folder), rows)
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        known = [[told(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        assert texts_of(path) == [cut for row in known if (cut := without_end(row))]


def told(value: object) -> str:
    """What openpyxl says of a cell, as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return f"{value + timedelta(microseconds=500_000):%Y-%m-%d %H:%M:%S}"
    return str(value)


def without_end(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row
