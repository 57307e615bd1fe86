"""A file becomes a table: encodings, headers, quotes, row numbers, and files that are cut."""

import hashlib
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.exchange.incoming.tables import Limits
from tests.examples import examples
from tests.exchange.read_files import (
    DOUYIN_A,
    PDD_2023,
    PDD_2026,
    SAMPLES,
    ReadTable,
    csv_file,
    csv_text,
    douyin,
    pdd,
    read_export,
    read_table,
)

NOT_AN_EXPORT = (
    "orders.csv: not an export, none of its first ten rows is a header with "
    "an order number, a status and an amount."
)


def table(folder: Path, text: str) -> ReadTable:
    path = folder / "any.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return read_table(path)


def sentence_of(path: Path) -> str:
    with pytest.raises(BadInput) as refused:
        read_export(path)
    return refused.value.sentence


def written(folder: Path, data: bytes) -> Path:
    path = folder / "orders.csv"
    path.write_bytes(data)
    return path


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    found = table(tmp_path, 'a,b\n1,"x\ny"\n\n,\n2,z\n')
    assert [(row.number, row.cells) for row in found.rows] == [
        (2, {"a": "1", "b": "x\ny"}),
        (5, {"a": "2", "b": "z"}),
    ]


def test_a_line_break_in_a_cell_is_one_line_feed(tmp_path: Path) -> None:
    assert table(tmp_path, 'a,b\r\n"x\r\ny",1\r\n').rows[0].cells["a"] == "x\ny"
    assert table(tmp_path, 'a,b\r"x\ry",1\r').rows[0].cells["a"] == "x\ny"


def test_the_digest_is_of_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, b"a,b\n1,2\n")
    assert read_table(path).digest == hashlib.sha256(b"a,b\n1,2\n").hexdigest()


def test_a_file_of_broken_rows_alone_has_nothing_to_read(tmp_path: Path) -> None:
    text = csv_text(PDD_2026, [pdd()]).rstrip() + ",more\n"
    assert sentence_of(written(tmp_path, text.encode())) == (
        "orders.csv: none of its rows can be read, 23 cells were expected, 24 were found."
    )


def test_a_column_without_a_name_and_one_named_twice_get_names_of_their_own(
    tmp_path: Path,
) -> None:
    found = table(tmp_path, "a,,a,a (2),a,,\n1,2,3,4,5\n")
    assert found.columns == ("a", "#2", "a (2)", "a (2) (2)", "a (3)")


def test_a_row_with_more_cells_than_the_header_is_rejected(tmp_path: Path) -> None:
    found = table(tmp_path, "a,b\n1,2,,\n1,2,3\n4,5\n")
    assert [row.number for row in found.rows] == [2, 4]
    assert [(row.number, row.reason) for row in found.broken] == [
        (3, "2 cells were expected, 3 were found")
    ]


def test_rows_that_excel_left_short_are_whole(tmp_path: Path) -> None:
    found = table(tmp_path, "a,b,c\n1,2,3\n4,5\n6\n")
    assert [row.cells["b"] for row in found.rows] == ["2", "5", ""]
    assert found.broken == ()


def test_a_header_may_stand_in_the_tenth_row_and_no_later(tmp_path: Path) -> None:
    text = csv_text(PDD_2026, [pdd()])
    path = written(tmp_path, ("名称：店铺导出\n" * 9 + text).encode())
    assert read_export(path).orders[0].rows == (11,)
    assert sentence_of(written(tmp_path, ("名称\n" * 10 + text).encode())) == NOT_AN_EXPORT


@pytest.mark.parametrize(
    "text",
    [
        "\n\n",
        "hello",
        "订单号,收货人\n261120-1,王*\n",
        "订单号,订单状态\n261120-1,待发货\n",
        "商户订单号,发生时间,收入金额（+元）,账务类型\n1,2,3,4\n",
    ],
)
def test_a_file_without_the_columns_of_an_export_is_none(tmp_path: Path, text: str) -> None:
    assert sentence_of(written(tmp_path, text.encode())) == NOT_AN_EXPORT


def test_a_header_alone_is_no_export(tmp_path: Path) -> None:
    path = csv_file(tmp_path, PDD_2026)
    assert sentence_of(path) == "orders.csv: it has a header and no row below it."


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    assert sentence_of(written(tmp_path, b"")) == "orders.csv: the file is empty."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_bytes_that_are_no_character_spoil_their_own_row_only(
    tmp_path: Path, encoding: str
) -> None:
    rows = [pdd(订单号=f"261120-{number}", 商家备注="谢谢") for number in range(1, 4)]
    data = csv_text(PDD_2026, rows).encode(encoding)
    note = "谢谢".encode(encoding)[-4 if encoding in ("gb18030", "utf-16") else -6 :]
    broken = note[:-2] + b"\x00\xd8" if encoding == "utf-16" else note[:-1]
    second = data.index(note, data.index(note) + 1)
    data = data[:second] + broken + data[second + len(note) :]
    export = read_export(written(tmp_path, data))
    assert [one.order_no for one in export.orders] == ["261120-1", "261120-3"]
    name = "utf-16-le" if encoding == "utf-16" else encoding
    assert [(bad.row, bad.reason) for bad in export.rejected] == [
        (3, f"it holds bytes that are no character in {name}, shown as \ufffd")
    ]


def test_text_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xff\x80\x80,\xff")
    assert sentence_of(path) == (
        "orders.csv: this is neither a workbook nor a text in UTF-8, GB18030 or UTF-16; "
        "export it from the platform again, as xlsx or CSV."
    )


def test_a_file_that_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    assert sentence_of(tmp_path / "none.csv") == "none.csv: there is no such file."
    folder = tmp_path / "folder"
    folder.mkdir()
    assert sentence_of(folder) == "folder: not a file that can be read."
    assert sentence_of(Path("/dev/zero")) == "zero: not a file that can be read."
    assert sentence_of(tmp_path / ("x" * 300)).endswith(" (File name too long).")


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(file_bytes=10), "orders.csv: larger than 10 B, which no export is."),
        (Limits(rows=1), "orders.csv: more than 1 rows, which no export has."),
        (Limits(columns=2), "orders.csv: more than 2 columns, which no export has."),
    ],
)
def test_a_file_beyond_the_limits_is_refused(tmp_path: Path, limits: Limits, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_table(written(tmp_path, b"a,b,c\n1,2,3\n4,5,6\n"), limits)
    assert refused.value.sentence == sentence


CUT = "the file was cut in the middle of this row: 23 cells were expected, {found} were found"


def test_a_row_that_the_end_of_the_file_cuts_is_rejected_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    whole = csv_text(PDD_2026, [pdd(), pdd(订单号="261120-2")])
    path = written(tmp_path, whole[: whole.rindex("待发货")].encode())
    export = read_export(path)
    assert [one.order_no for one in export.orders] == ["261120-123456789012345"]
    bad = export.rejected[0]
    assert (bad.row, bad.field, bad.reason) == (3, "", CUT.format(found=4))
    assert bad.cells["订单号"] == "261120-2"
    assert export.row_count == 2


@pytest.mark.parametrize(
    ("end", "reason"),
    [("大", CUT.format(found=2)), ("袋", 'a quote (") is opened in this row and never closed')],
)
def test_a_row_cut_inside_quotes_is_rejected(tmp_path: Path, end: str, reason: str) -> None:
    whole = csv_text(PDD_2026, [pdd(), pdd(订单号="261120-2", 商品="米,大\n袋")]).encode()
    export = read_export(written(tmp_path, whole[: whole.rindex(end.encode())]))
    assert [(bad.row, bad.reason) for bad in export.rejected] == [(3, reason)]


def test_a_file_that_ends_inside_a_character_lost_its_last_row(tmp_path: Path) -> None:
    rows = [pdd(), pdd(订单号="261120-2", 快递单号="YT6954154531736", 快递公司="圆通快递")]
    data = csv_text(PDD_2026, rows).encode().rstrip()
    export = read_export(written(tmp_path, data[:-1]))
    assert [bad.row for bad in export.rejected] == [3]


@pytest.mark.parametrize("end", ["待发货", "RICE-10", "米"])
def test_a_file_cut_in_its_only_row_has_nothing_to_read(tmp_path: Path, end: str) -> None:
    whole = csv_text(PDD_2026, [pdd()])
    path = written(tmp_path, whole[: whole.rindex(end)].encode())
    assert sentence_of(path) == (
        "orders.csv: cut in the middle of its only row, nothing can be read."
    )


def test_a_quote_that_is_never_closed_spoils_its_own_row_only(tmp_path: Path) -> None:
    rows = [pdd(订单号=f"261120-{number}") for number in range(1, 6)]
    lines = csv_text(PDD_2026, rows).splitlines(keepends=True)
    lines[2] = lines[2].replace("东北大米", '"东北大米')
    export = read_export(written(tmp_path, "".join(lines).encode()))
    assert [one.order_no[-1] for one in export.orders] == ["1", "3", "4", "5"]
    assert [(bad.row, bad.reason) for bad in export.rejected] == [
        (3, 'a quote (") is opened in this row and never closed')
    ]
    assert export.rejected[0].cells["订单号"] == "261120-2"


def test_a_stray_quote_that_meets_another_swallows_no_order(tmp_path: Path) -> None:
    rows = [pdd(订单号=f"261120-{number}") for number in range(1, 6)]
    lines = csv_text(PDD_2026, rows).splitlines(keepends=True)
    lines[2] = lines[2].replace("东北大米", '"东北大米')
    lines[4] = lines[4].replace("东北大米", '"东北, 大米"')
    export = read_export(written(tmp_path, "".join(lines).encode()))
    assert [one.order_no[-1] for one in export.orders] == ["1", "3", "4", "5"]


def test_a_cell_larger_than_any_text_spoils_its_own_row_only(tmp_path: Path) -> None:
    rows = [pdd(商家备注="长" * 200_000), pdd(订单号="261120-2")]
    export = read_export(written(tmp_path, csv_text(PDD_2026, rows).encode()))
    assert [one.order_no for one in export.orders] == ["261120-2"]
    assert [bad.row for bad in export.rejected] == [2]


def test_null_bytes_are_left_out(tmp_path: Path) -> None:
    data = csv_text(PDD_2026, [pdd(商家备注="加\0急")]).encode()
    assert read_export(written(tmp_path, data)).orders[0].seller_note == "加急"


def test_every_place_to_cut_a_file_is_survived(tmp_path: Path) -> None:
    data = (SAMPLES / "pdd_orders_2026_trailing_tabs.csv").read_bytes()[:2500]
    numbers = set()
    for end in range(0, len(data), 7):
        try:
            export = read_export(written(tmp_path, data[:end]))
        except BadInput:
            continue
        numbers |= {one.order_no for one in export.orders}
        assert len(export.orders) + len(export.rejected) == export.row_count
    assert all(len(number) == 22 for number in numbers)


fragments = st.sampled_from(
    [b",", b'"', b"\n", b"\r\n", b"\t", b"\0", b"\xff", "退".encode()[:2], b"-", b"'=", b"1.5"]
)
header = csv_text(PDD_2023, []).encode()
douyin_header = csv_text(DOUYIN_A, []).encode()
rows = st.sampled_from(
    [
        csv_text(PDD_2023, [pdd()]).splitlines(keepends=True)[1],
        csv_text(DOUYIN_A, [douyin()]).splitlines(keepends=True)[1],
    ]
).map(str.encode)
marks = st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04"])
made_up = st.tuples(
    marks,
    st.sampled_from([b"", header, douyin_header]),
    st.lists(fragments | rows | st.binary(max_size=12), max_size=12).map(b"".join),
).map(b"".join)
names = count()


@settings(max_examples=examples(300))
@given(data=made_up)
def test_any_bytes_are_read_or_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{next(names)}.csv"
    path.write_bytes(data)
    said = f"{path.name}: nothing."
    try:
        export = read_export(path)
        assert export.row_count >= len(export.rejected)
    except BadInput as refused:
        said = refused.sentence
    assert said.startswith(f"{path.name}: ")
    assert said.endswith(".")
