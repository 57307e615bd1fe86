"""The desk's own file of traces: where parcels are, one scan a row."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.models.parcel import Trace
from store.words.times import SHOP_TIME
from tests.exchange.read_files import read_export
from tests.said_by_files import ExportFile

HEADER = "order_no,tracking_no,at,state,text"
CHINESE = "订单号,运单号,时间,状态,说明"
ORDER = "261119-314159265358979"
AT = datetime(2026, 11, 20, 18, 5, tzinfo=SHOP_TIME).astimezone(UTC)


def traces(folder: Path, *rows: str, header: str = HEADER) -> ExportFile:
    path = folder / "traces.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return read_export(path)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param(
            HEADER, f"{ORDER},YT1234567890123,2026-11-20 18:05,picked_up,已揽收", id="as is"
        ),
        pytest.param(
            CHINESE, f"{ORDER},YT1234567890123,2026/11/20 18:05,揽收,已揽收", id="in Chinese"
        ),
        pytest.param(
            "状态,说明,时间,快递单号,主订单编号",
            f"揽收,已揽收,2026-11-20T18:05:00+08:00,yt 1234567890123,'{ORDER}",
            id="in another order, number in small letters",
        ),
        pytest.param(
            HEADER,
            f"{ORDER},'ＹＴ1234567890123,2026-11-20 18:05,picked_up,已揽收",
            id="number in full width, kept a text by an apostrophe",
        ),
        pytest.param(
            HEADER.upper(), f"{ORDER},YT1234567890123,2026-11-20 18:05,picked up,已揽收", id="label"
        ),
    ],
)
def test_a_scan_is_read_however_it_is_written(tmp_path: Path, header: str, row: str) -> None:
    export = traces(tmp_path, row, header=header)

    assert (export.kind, export.variant, export.platform) == ("traces", "shouhou", None)
    assert (export.row_count, export.rejected, export.unknown_columns) == (1, (), ())
    (facts,) = export.traces
    assert (facts.order_no, facts.tracking_no, facts.row) == (ORDER, "YT1234567890123", 2)
    assert facts.trace == Trace(at=AT, state="picked_up", text="已揽收", source="traces.csv")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("揽收", "picked_up"),
        ("分拣", "sorted"),
        ("运输中", "in_transit"),
        ("派送中", "out_for_delivery"),
        ("签收", "delivered"),
        ("退回", "returning"),
        ("已退回", "returned"),
        ("异常", "abnormal"),
        ("in-transit", "in_transit"),
    ],
)
def test_every_state_has_a_chinese_word(tmp_path: Path, word: str, state: str) -> None:
    export = traces(tmp_path, f"{ORDER},YT1234567890123,2026-11-20 18:05,{word},")

    assert [one.trace.state for one in export.traces] == [state]


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        pytest.param(
            f"{ORDER},YT1234567890123,2026-11-20 18:05,lost,",
            "state",
            "one of picked_up, sorted, in_transit, out_for_delivery, delivered, returning,"
            " returned, abnormal was expected, “lost” was found",
            id="no such state",
        ),
        pytest.param(
            f"{ORDER},YT1234567890123,yesterday,picked_up,",
            "at",
            "a time such as 2026-11-20 12:08:23 was expected, “yesterday” was found",
            id="no time",
        ),
        pytest.param(
            f"{ORDER},7.3E+13,2026-11-20 18:05,picked_up,",
            "tracking_no",
            "the number itself was expected, “7.3E+13” was found: a spreadsheet program has rounded"
            " it away",
            id="a rounded number",
        ),
        pytest.param(
            ",YT1234567890123,2026-11-20 18:05,picked_up,",
            "order_no",
            "a value is needed here",
            id="no order",
        ),
        pytest.param(
            f"{ORDER},,2026-11-20 18:05,picked_up,",
            "tracking_no",
            "a value is needed here",
            id="no number",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_and_the_others_are_read(
    tmp_path: Path, row: str, field: str, reason: str
) -> None:
    good = f"{ORDER},YT1234567890123,2026-11-20 18:05,picked_up,"
    export = traces(tmp_path, good, row)

    assert len(export.traces) == 1
    (bad,) = export.rejected
    assert (bad.file, bad.row, bad.field, bad.reason) == ("traces.csv", 3, field, reason)


def test_the_field_is_named_as_the_file_names_it(tmp_path: Path) -> None:
    export = traces(tmp_path, f"{ORDER},YT1234567890123,,揽收,", header=CHINESE)

    assert [(bad.field, bad.cells["订单号"]) for bad in export.rejected] == [("时间", ORDER)]


def test_the_text_may_be_missing_and_a_column_of_ones_own_is_listed(tmp_path: Path) -> None:
    export = traces(
        tmp_path,
        f"{ORDER},YT1234567890123,2026-11-20 18:05,picked_up,小李",
        header="order_no,tracking_no,at,state,谁查的",
    )

    assert export.traces[0].trace.text == ""
    assert export.unknown_columns == ("谁查的",)


def test_rejected_rows_that_were_mended_are_read_again(tmp_path: Path) -> None:
    export = traces(
        tmp_path,
        f"traces.csv,2,at,why,{ORDER},YT1234567890123,2026-11-20 18:05,picked_up,",
        header=f"file,row,field,reason,{HEADER}",
    )

    assert len(export.traces) == 1
    assert export.unknown_columns == ()
