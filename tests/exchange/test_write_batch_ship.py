"""The batch-ship file: what the platform's upload page takes."""

import csv
import io
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from store.errors import BadInput, Refused
from store.exchange.outgoing.batch_ship import ToTell, to_tell, write_batch_ship
from store.models.axes import Platform
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.shown import Shown
from tests.build import line, refund, stock_out
from tests.exchange.write_orders import NOON, order, told


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def write(given: Iterable[Order], to: Path) -> ToTell:
    """The file of what has to be told of these orders of one shop."""
    found = to_tell(given)
    write_batch_ship(found.shops[found.the_only_shop()], to)
    return found


def test_a_pinduoduo_file_has_its_three_columns_and_the_carriers_name(tmp_path: Path) -> None:
    given = [order(order_no="261120-1", **told(1)), order(order_no="261120-2", **told(2))]
    write(given, tmp_path / "up.csv")
    assert rows_of(tmp_path / "up.csv") == [
        ["订单号", "快递公司", "快递单号"],
        ["261120-1", "圆通快递", "YT0000000000001"],
        ["261120-2", "圆通快递", "YT0000000000002"],
    ]
    assert stat.S_IMODE((tmp_path / "up.csv").stat().st_mode) == 0o600


def test_a_doudian_file_calls_the_order_number_as_doudian_does_and_keeps_its_19_digits(
    tmp_path: Path,
) -> None:
    given = order(platform=Platform.DOUYIN, order_no="6917012345678901234", **told(1))
    write([given], tmp_path / "up.xlsx")
    sheet = load_workbook(tmp_path / "up.xlsx").worksheets[0]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["订单编号", "快递公司", "快递单号"],
        ["6917012345678901234", "圆通快递", "YT0000000000001"],
    ]
    assert {(cell.data_type, cell.number_format) for cell in sheet[2]} == {("s", "@")}


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        pytest.param(
            {"under_review": True},
            "261120-2 is left out: the platform is reviewing it.",
            id="under review",
        ),
        pytest.param(
            {"stock_outs": (stock_out(),)},
            "261120-2 is left out: an application for out-of-stock waits for its verdict.",
            id="in stock-out",
        ),
        pytest.param(
            {"refunds": (refund(amount_fen=10**9, state="done"),)},
            "261120-2 is left out: all that was paid for it is refunded.",
            id="refunded",
        ),
        pytest.param(
            {"lines": (line(case_shown=Shown()),)},
            (
                "261120-2 is left out: the platform shows a case that is not here (import the"
                " after-sales export)."
            ),
            id="a case that is not here",
        ),
        pytest.param(
            {"discrepancies": (Discrepancy(id="d1", kind="goods", line=1, opened_at=NOON),)},
            "261120-2 is left out: the platform and the desk contradict each other about it.",
            id="contradicted",
        ),
        pytest.param(
            {"stock_outs": (stock_out(),), "under_review": True},
            (
                "261120-2 is left out: an application for out-of-stock waits for its verdict; the"
                " platform is reviewing it."
            ),
            id="for two reasons",
        ),
    ],
)
def test_what_may_not_be_uploaded_is_left_out_and_said(
    about: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    given = [order(order_no="261120-1", **told(1)), order(order_no="261120-2", **told(2) | about)]
    assert write(given, tmp_path / "up.csv").left_out == (sentence,)
    assert [row[0] for row in rows_of(tmp_path / "up.csv")] == ["订单号", "261120-1"]


@pytest.mark.parametrize(
    ("one_by_one", "sentence"),
    [
        (0, "Nothing has to be told to the platform; no file was written."),
        (
            2,
            (
                "Nothing has to be told by this file, and none was written; numbers to be uploaded"
                " one by one: 2 (see the platform tasks)."
            ),
        ),
    ],
)
def test_only_parcels_that_the_platform_still_has_to_be_told_are_in_it(
    one_by_one: int, sentence: str, tmp_path: Path
) -> None:
    waiting = told(1)
    done = [one.model_copy(update={"done_at": NOON}) for one in waiting["tasks"]]  # type: ignore[attr-defined]
    other = [one.model_copy(update={"kind": "upload-tracking"}) for one in waiting["tasks"]]  # type: ignore[attr-defined]
    given = [order(), order(**waiting | {"tasks": done})]
    given += [order(**waiting | {"tasks": other})] * one_by_one
    with pytest.raises(Refused) as refused:
        write(given, tmp_path / "up.csv")
    assert refused.value.sentence == sentence
    assert not (tmp_path / "up.csv").exists()


@pytest.mark.parametrize(
    ("carrier", "number", "word"),
    [
        ("SF", "SF123456789012", "顺丰快递"),
        ("60 普洱", "SF123456789012", "60 普洱"),
        ("", "SF123456789012", "顺丰快递"),
        ("安能物流", "XX1", "安能物流"),
        ("", "XX1", ""),
    ],
)
def test_a_carrier_the_desk_does_not_know_keeps_its_word(
    tmp_path: Path, carrier: str, number: str, word: str
) -> None:
    given = order(**told(1, carrier=carrier, tracking_no=number))
    write([given], tmp_path / "up.csv")
    assert rows_of(tmp_path / "up.csv")[1][1:] == [word, number]


def test_parcels_of_two_platforms_are_refused(tmp_path: Path) -> None:
    given = [order(**told(1)), order(platform=Platform.DOUYIN, **told(2))]
    with pytest.raises(BadInput) as said:
        write(given, tmp_path / "up.csv")
    assert said.value.sentence == (
        "These parcels are of more than one platform (douyin, pinduoduo), and each has its own"
        " upload page; select one, for example with platform:douyin, or name a folder that is there"
        " already."
    )
    assert not (tmp_path / "up.csv").exists()


def test_parcels_of_two_shops_are_refused(tmp_path: Path) -> None:
    given = [order(**told(1)), order(shop="粮店", **told(2))]
    with pytest.raises(BadInput) as said:
        write(given, tmp_path / "up.csv")
    assert said.value.sentence == (
        "These parcels are of more than one shop (米铺, 粮店), and each has its own upload page;"
        " select one, for example with shop:米铺, or name a folder that is there already."
    )


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "up.csv").write_bytes(b"old")
    with pytest.raises(BadInput) as said:
        write([order(**told(1))], tmp_path / "up.csv")
    assert said.value.sentence == (
        f"{tmp_path}/up.csv is there already and is not written over; name another file."
    )
    assert (tmp_path / "up.csv").read_bytes() == b"old"


def test_an_order_of_another_platform_without_such_a_parcel_does_not_matter(tmp_path: Path) -> None:
    given = [order(**told(1)), order(platform=Platform.DOUYIN)]
    write(given, tmp_path / "up.csv")
    assert len(rows_of(tmp_path / "up.csv")) == 2


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as said:
        write([order(**told(1))], tmp_path / "up.json")
    assert said.value.sentence == (
        "up.json: a batch-ship file is a .csv or .xlsx file; choose one of these endings, or name a"
        " folder that is there already."
    )
