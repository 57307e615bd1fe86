"""What the text of one cell means, and what it is refused for."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exchange.incoming import cells
from store.exchange.incoming.clean import clean
from store.exchange.incoming.columns import normal
from store.words.excerpts import excerpt
from store.words.times import SHOP_TIME

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
fen_amounts = st.integers(min_value=0, max_value=10**11)
moments = st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30))  # noqa: DTZ001 - shop time


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("8", 800),
        ("32.5", 3250),
        ("1,299.00", 129900),
        ("￥1,299.00", 129900),
        ("¥ 8.00", 800),
        ("８．５０", 850),
        ("１，２９９元", 129900),
        ("8.500", 850),
        ("1,234,567.89", 123456789),
    ],
)
def test_an_amount_in_any_spelling_is_whole_fen(text: str, fen: int) -> None:
    assert cells.money(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", "-1.00", "1.005", "1,29.00", "1e3", "NaN", "八元", "1.2.3", "٣", "²", "9" * 13, "."],
)
def test_what_is_no_amount_is_refused_with_a_whole_reason(text: str) -> None:
    with pytest.raises(cells.UnreadableCellError) as refused:
        cells.money(text)
    expected = f"an amount in yuan such as 1,299.00 was expected, “{excerpt(text)}” was found"
    assert str(refused.value) == expected


@given(fen_amounts)
def test_every_amount_comes_back_exactly_in_every_spelling(fen: int) -> None:
    yuan = Decimal(fen) / 100
    plain = f"{yuan:.2f}"
    spellings = [plain, f"{yuan:,.2f}", f"￥{plain}", f"{plain}元", plain.translate(FULL_WIDTH)]
    assert {cells.money(text) for text in spellings} == {fen}
    assert cells.signed_money(f"-{plain}") == -fen


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20 12:08:23", "2026-11-20T12:08:23"),
        ("2026-11-20T12:08:23", "2026-11-20T12:08:23"),
        ("2026/11/19 0:59", "2026-11-19T00:59:00"),
        ("2026/6/6 13:41", "2026-06-06T13:41:00"),
        ("2026-11-20", "2026-11-20T00:00:00"),
        ("2026/11/20", "2026-11-20T00:00:00"),
        ("2026.11.20 08:00", "2026-11-20T08:00:00"),
        ("2026年11月20日 12:08", "2026-11-20T12:08:00"),
        ("２０２６-１１-２０　１２：０８：２３", "2026-11-20T12:08:23"),
        ("2026-11-20 12:08:23.500", "2026-11-20T12:08:23"),
        ("46346", "2026-11-20T00:00:00"),
        ("46346.5058217593", "2026-11-20T12:08:23"),
    ],
)
def test_a_time_without_a_zone_is_shanghai_time(text: str, moment: str) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=SHOP_TIME)
    assert cells.instant(text) == expected
    assert cells.instant(text).tzinfo is UTC


@pytest.mark.parametrize("text", ["2026-11-20T04:08:23Z", "2026-11-20T12:08:23+08:00"])
def test_a_time_with_a_zone_keeps_it(text: str) -> None:
    assert cells.instant(text) == datetime(2026, 11, 20, 4, 8, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "2026-13-01",
        "2026-02-30 00:00:00",
        "2026-11-20 25:00",
        "0000-00-00 00:00:00",
        "0001-01-01 00:00:00",
        "1970-01-01 08:00:00",
        "9999-12-31 23:59:59",
        "99999",
        "20261120",
        "2026-11-20 12:08:23+99:99",
    ],
)
def test_what_is_no_time_is_refused_with_a_whole_reason(text: str) -> None:
    with pytest.raises(cells.UnreadableCellError) as refused:
        cells.instant(text)
    expected = f"a time such as 2026-11-20 12:08:23 was expected, “{text}” was found"
    assert str(refused.value) == expected


@given(moments)
def test_every_time_comes_back_to_the_second_in_every_spelling(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    expected = moment.replace(tzinfo=SHOP_TIME)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001 - Excel's zero
    spellings = [
        moment.isoformat(sep=" "),
        moment.isoformat(),
        f"{moment.year}/{moment.month}/{moment.day} {moment:%H:%M:%S}",
        f"{serial:.9f}",
    ]
    assert {cells.instant(text) for text in spellings} == {expected}


@pytest.mark.parametrize(("text", "units"), [("1", 1), ("36", 36), ("1,200", 1200), ("２", 2)])
def test_a_quantity_is_a_whole_number(text: str, units: int) -> None:
    assert cells.quantity(text) == cells.count(text) == units
    assert cells.quantity(f"{units}.0") == units


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "一", "1e2", "9" * 5000])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(cells.UnreadableCellError, match="a whole number of at least 1"):
        cells.quantity(text)


def test_yes_and_no() -> None:
    assert [cells.yes_or_no(word) for word in ("是", "TRUE", "否", "False")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("text", ["6.95649E+18", "2.61E20", "7e+14"])
def test_a_number_that_a_spreadsheet_rounded_names_nothing_any_more(text: str) -> None:
    with pytest.raises(cells.UnreadableCellError, match="has rounded it away"):
        cells.exact(text)


def test_a_number_with_letters_is_taken_as_it_stands() -> None:
    assert cells.exact("E1234567890CS") == "E1234567890CS"


@given(st.text())
def test_any_text_is_a_value_or_a_reason(text: str) -> None:
    for meaning in (cells.money, cells.instant, cells.quantity, cells.yes_or_no, cells.exact):
        reason = ""
        try:
            meaning(text)
        except cells.UnreadableCellError as refused:
            reason = str(refused)
        assert "\n" not in reason


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("168.99\t", "168.99"),
        ("\t", ""),
        ("\t6917000000000000001", "6917000000000000001"),
        ('="261120-123"', "261120-123"),
        ('="他说""好"""', '他说"好"'),
        ("'=1+1", "=1+1"),
        ("'+86", "+86"),
        ("'@buyer", "@buyer"),
        ("'＝1+1", "＝1+1"),
        ("'tis", "'tis"),
        ("=1+1", "=1+1"),
        ("第一行\n第二行\n", "第一行\n第二行"),
    ],
)
def test_what_stands_around_a_text_to_protect_it_is_taken_off(cell: str, text: str) -> None:
    assert clean(cell) == text


def test_the_normal_form_of_a_column_forgets_width_case_spaces_and_unit() -> None:
    spellings = {"商品总价(元)", "商品总价（元）", " 商品总价 ", "商品总价(元)\t"}
    assert {normal(name) for name in spellings} == {"商品总价"}
    assert normal("赠品ID") == normal("赠品ｉｄ")
