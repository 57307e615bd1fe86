"""Funds files: what each row says, which are refused as a whole, and which rows are rejected."""

import zipfile
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from store.errors import BadInput
from store.exchange.incoming.funds import FundsReading, Told
from store.exchange.incoming.reader import open_export, reading_of
from store.exchange.incoming.reading import UnreadableRows
from store.models.axes import Platform
from tests.exchange.read_files import SAMPLES

PDD = "pdd_funds_20261025-20261122.zip"
ABOVE = "拼多多店铺账务明细查询\n\n起始时间：2026-06-01 00:00:00  终止时间：2026-06-30 23:59:59\n"
HEADER = "商户订单号,发生时间,收入金额（+元）,支出金额（-元）,账务类型,备注,业务描述"
INCOME = (
    "260601-111111111111111,2026-06-02 10:00:00,19.90,0.00,交易收入,-,0010002|交易收入-订单收入"
)
LATE = ",2026-06-03 10:00:00,0.00,-3.00,其他,-,0040004|扣款-延迟发货"
TOTALS = (
    "#收入合计：{a}笔，共+{b}元\n#支出合计：{c}笔，共-{d}元\n#总计：{e}笔，共{f}元\n"
    "#导出时间：2026-07-01 09:00:00\n"
)
TRUE = TOTALS.format(a=1, b="19.90", c=1, d="3.00", e=2, f="16.90")
DOUDIAN = "动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,子订单号,订单号,售后编号,备注"
OWN = "at,order_no,kind,in,out,text,flow,platform"


def pdd(folder: Path, rows: Sequence[str], totals: str) -> Path:
    path = folder / "funds.csv"
    text = f"{ABOVE}----交易记录明细列表---\n{HEADER}\n" + "".join(f"{one}\n" for one in rows)
    path.write_text(text + totals, "gb18030")
    return path


def totals_of(rows: Sequence[str]) -> str:
    """What the platform writes beneath these rows."""
    moved = [[Decimal(cell) for cell in row.split(",")[2:4]] for row in rows]
    income, outgo = (sum((one[at] for one in moved), Decimal()) for at in (0, 1))
    taken = sum(1 for one in moved if one[0])
    return TOTALS.format(
        a=taken, b=income, c=len(rows) - taken, d=-outgo, e=len(rows), f=income + outgo
    )


def read(path: Path) -> tuple[FundsReading, list[Told], list[str]]:
    """How it was understood, what its rows say, and why some say nothing."""
    told, reasons = [], []
    with open_export(path) as tables:
        table = next(iter(tables))
        reading = reading_of(table)
        assert isinstance(reading, FundsReading)
        rows = [row for row in table.rows() if not reading.is_note(row)]
        for row in rows:
            reading.order_no(row)
        for row in rows:
            try:
                told.append(reading.told(row))
            except UnreadableRows as fault:
                reasons += [f"{one.field}: {one.reason}" for one in fault.rejected]
    reading.finish()
    return reading, told, reasons


def lines(folder: Path, header: str, *rows: str) -> Path:
    path = folder / "funds.csv"
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8-sig")
    return path


@pytest.mark.parametrize(
    ("name", "variant", "rows", "kinds"),
    [
        (
            PDD,
            "pdd-funds",
            116,
            {
                "order_income": 49,
                "coupon_settlement": 12,
                "refund": 7,
                "platform_fee": 40,
                "advertising": 1,
                "compensation": 1,
                "late_shipment": 4,
                "false_shipment": 1,
                "transfer": 1,
            },
        ),
        (
            "doudian_funds_39_columns.csv",
            "doudian-funds",
            60,
            {"order_income": 29, "other": 23, "platform_fee": 6, "refund": 1, "transfer": 1},
        ),
        (
            "doudian_funds_30_columns_signed.csv",
            "doudian-funds",
            60,
            {"order_income": 29, "other": 23, "platform_fee": 6, "refund": 1, "transfer": 1},
        ),
        (
            "doudian_settlement_34_columns.xlsx",
            "doudian-settlement",
            29,
            {"order_income": 29, "platform_fee": 29},
        ),
    ],
)
def test_a_sample_is_read_to_its_last_row(
    name: str, variant: str, rows: int, kinds: dict[str, int]
) -> None:
    reading, told, reasons = read(SAMPLES / name)

    assert reading.variant == variant
    assert (len(told), reasons, reading.unknown_columns) == (rows, [], ())
    assert Counter(one.kind for each in told for one in each.payments) == kinds


def test_absolute_and_signed_amounts_of_two_exports_say_the_same() -> None:
    both = [
        [(one.at, one.in_fen, one.out_fen) for each in read(SAMPLES / name)[1] for one in each[2]]
        for name in ("doudian_funds_39_columns.csv", "doudian_funds_30_columns_signed.csv")
    ]

    assert both[0] == both[1]


def test_the_span_stands_above_the_header_of_a_pdd_file(tmp_path: Path) -> None:
    reading, told, _reasons = read(pdd(tmp_path, [INCOME, LATE], TRUE))

    assert reading.span is not None
    assert [f"{one:%Y-%m-%d %H:%M:%S}" for one in reading.span] == [
        "2026-05-31 16:00:00",
        "2026-06-30 15:59:59",
    ]
    assert [(one.order_no, one.payments[0].kind) for one in told] == [
        ("260601-111111111111111", "order_income"),
        ("", "late_shipment"),
    ]


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        pytest.param(
            TOTALS.format(a=1, b="19.90", c=1, d="4.00", e=2, f="16.90"),
            "funds.csv: its control total says outgoings -4.00, its rows come to -3.00; it is not"
            " whole, export it again. Nothing was imported.",
            id="amount",
        ),
        pytest.param(
            TOTALS.format(a=2, b="19.90", c=1, d="3.00", e=3, f="16.90"),
            "funds.csv: its control total says rows 3, its rows come to 2; it is not whole, export"
            " it again. Nothing was imported.",
            id="a row is missing",
        ),
    ],
)
def test_a_file_whose_control_totals_do_not_add_up_is_refused_with_both_numbers(
    tmp_path: Path, totals: str, said: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        read(pdd(tmp_path, [INCOME, LATE], totals))

    assert refusal.value.sentence == said


@pytest.mark.parametrize("left", ["", "#收入合计：1笔，共+19.90元\n", "260601-1111111"])
def test_a_file_that_was_cut_before_its_totals_is_refused(tmp_path: Path, left: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(pdd(tmp_path, [INCOME, LATE], left))

    assert refusal.value.sentence == (
        "funds.csv: it ends without its totals (#总计), so rows may be missing; take it from the"
        " platform again. Nothing was imported."
    )


def test_rejected_rows_that_were_mended_are_read_without_totals(tmp_path: Path) -> None:
    header = f"file,row,field,reason,{HEADER}"

    _reading, told, reasons = read(lines(tmp_path, header, f"funds.csv,6,,,{INCOME}"))

    assert (len(told), reasons) == (1, [])


def test_an_empty_month_is_whole(tmp_path: Path) -> None:
    zero = TOTALS.format(a=0, b="0.00", c=0, d="0.00", e=0, f="0.00")

    reading, told, reasons = read(pdd(tmp_path, [], zero))

    assert (told, reasons, reading.is_whole_without_rows) == ([], [], True)


def test_a_zip_with_one_csv_is_read_and_one_with_two_is_not(tmp_path: Path) -> None:
    path, packed = pdd(tmp_path, [INCOME, LATE], TRUE), tmp_path / "funds.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "账务.csv")
    assert len(read(packed)[1]) == 2

    with zipfile.ZipFile(packed, "a") as archive:
        archive.write(path, "账务2.csv")
    with pytest.raises(BadInput) as refusal:
        read(packed)

    assert refusal.value.sentence == (
        "funds.zip: it holds several files; unpack it and import what is in it."
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(
            "2026-11-02 09:00:27,'2026_IN,转入,25.60,聚合账户,其他,'69,'69,,",
            "动账方向: 入账 or 出账 was expected, “转入” was found",
            id="unknown direction",
        ),
        pytest.param(
            "2026-11-02 09:00:27,2.02607E+27,入账,25.60,聚合账户,其他,'69,'69,,",
            "动帐流水号: the number itself was expected, “2.02607E+27” was found: a spreadsheet"
            " program has rounded it away",
            id="in scientific notation",
        ),
        pytest.param(
            "2026-11-02 09:00:27,202607000000000000000000000,入账,25.60,聚合账户,其他,'69,'69,,",
            "动帐流水号: the number itself was expected, “202607000000000000000000000” was found: a"
            " spreadsheet program has rounded it away",
            id="rounded",
        ),
        pytest.param(
            "2026-11-02 09:00:27,,入账,25.60,聚合账户,其他,'69,'69,,",
            "动帐流水号: a value is needed here",
            id="no flow number",
        ),
    ],
)
def test_a_row_of_doudian_that_could_be_counted_wrongly_is_rejected(
    tmp_path: Path, row: str, reason: str
) -> None:
    whole = "2026-11-02 09:00:28,'2026_OUT,出账,-25.60,聚合账户,,'69,'69,'7,保费扣除"

    _reading, told, reasons = read(lines(tmp_path, DOUDIAN, row, whole))

    assert reasons == [reason]
    (payment,) = told[0].payments
    assert (payment.kind, payment.out_fen, payment.flow, payment.case) == (
        "insurance",
        2560,
        "2026_OUT",
        "7",
    )


@pytest.mark.parametrize(
    ("flows", "taken"),
    [
        pytest.param([f"20260702{one:07}0000" for one in range(3)], 0, id="a rounded column"),
        pytest.param(
            ["2026070211111110000", "2026070211111112345"], 2, id="one that ends so by itself"
        ),
    ],
)
@pytest.mark.parametrize("order_no", ["'6945931216579154986", ""])
def test_a_number_of_a_row_that_ends_in_zeros_is_judged_by_those_of_its_column(
    tmp_path: Path, flows: Sequence[str], taken: int, order_no: str
) -> None:
    rows = (f"2026-11-02 09:00:27,{flow},入账,25.60,聚合账户,其他,,{order_no},," for flow in flows)

    _reading, told, reasons = read(lines(tmp_path, DOUDIAN, *rows))

    assert [one.payments[0].flow for one in told] == flows[:taken]
    assert reasons == [
        f"动帐流水号: the number itself was expected, “{flow}” was found: a spreadsheet program has"
        " rounded it away"
        for flow in flows[taken:]
    ]


def test_words_that_nobody_knows_are_kept(tmp_path: Path) -> None:
    row = "2026-11-02 09:00:27,'2026_IN,入账,1.00,聚合账户,星际补贴,'69,'69,,"

    _reading, told, _reasons = read(lines(tmp_path, DOUDIAN, row))

    assert [(one.kind, one.text) for one in told[0].payments] == [("unknown", "星际补贴")]


@pytest.mark.parametrize(
    ("header", "row", "text"),
    [
        (
            DOUDIAN,
            "2026-11-02 09:00:27,'2026_O,出账,5.00,聚合账户,小额打款,'69,'69,,补给13812345678运费",
            "小额打款 · 补给138******78运费",
        ),
        (
            HEADER,
            "260601-111111111111111,2026-06-02 10:00:00,0,-5.00,其他,退给 138-1234-5678,-",
            "其他 · 退给 138******78",
        ),
        (
            HEADER,
            "260601-111111111111111,2026-06-02 10:00:00,0,-5.00,其他,-,打款138 1234 5678",
            "打款138******78",
        ),
        (OWN, "2026-11-02 09:00,69,other,0,5.00,打款13812345678,F1,douyin", "打款138******78"),
    ],
)
def test_a_phone_in_the_words_of_a_row_is_masked_before_it_is_kept(
    tmp_path: Path, header: str, row: str, text: str
) -> None:
    beneath = ("#总计：1笔，共-5.00元",) if header == HEADER else ()

    _reading, told, reasons = read(lines(tmp_path, header, row, *beneath))

    assert reasons == []
    assert [one.text for one in told[0].payments] == [text]


def test_the_desks_own_form_names_the_platform_or_the_number_does(tmp_path: Path) -> None:
    rows = (
        "2026-11-02 09:00,261101-000000000000001,order_income,19.90,,,,",
        "2026-11-03 09:00,6945931216579154986,refund,,19.90,退款,F1,",
        "2026-11-03 09:00,,late_shipment,,3.00,,,pinduoduo",
        "2026-11-03 09:00,,late_shipment,,3.00,,,",
        "2026-11-03 09:00,,bribe,,3.00,,,pinduoduo",
    )

    _reading, told, reasons = read(lines(tmp_path, OWN, *rows))

    assert [(one.platform, one.payments[0].kind) for one in told] == [
        (Platform.PINDUODUO, "order_income"),
        (Platform.DOUYIN, "refund"),
        (Platform.PINDUODUO, "late_shipment"),
    ]
    assert reasons[0] == "platform: one of pinduoduo, douyin was expected, “” was found"
    assert reasons[1].startswith("kind: one of order_income, coupon_settlement, refund, ")
