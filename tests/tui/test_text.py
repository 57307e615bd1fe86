"""What the desk writes: safe, of known width, and in the words of the shop."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from store.models.money import yuan_text
from store.models.payment_row import Differing
from store.words.amounts import moved_text
from store.words.payment_sides import sides
from store.words.times import SHOP_TIME, day_text
from tests.terminal.hostile import CONTROL, MARKUP, unlisted_sequences
from tui.glyphs import ASCII, BOXES, draw_with
from tui.language import use_language
from tui.line_ends import folded, line_starts
from tui.text import (
    content,
    fit,
    in_short,
    left,
    left_said,
    local_time,
    safe_lines,
    safe_text,
    time_left,
    time_or_day,
    width_of,
)

NOW = datetime(2026, 11, 20, 9, 14, tzinfo=SHOP_TIME)
HOSTILE = st.text(
    "ab1# \t\n\r\x00\x1b\x7f\x85\x9b中❤👩🏽\u0301\u0489\u1161\u200d\u202e\u25cc\ufe0f\U000e0041"
)
ANYTHING = HOSTILE | st.text()
LIMITS = st.sampled_from([1, 2, 3, 7, 80])


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("五常大米 10斤 x1", "五常大米 10斤 x1"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\x00\r\n\t\x7fb", "a␀   ␡b"),
        ("a\x9b31m\ud800", "a\ufffd31m\ufffd"),
        ("approved\u202edeined", "approved◌deined"),
        ("a\u200b\ufeff\u2028\u3164b\u00ad", "a◌◌◌◌b◌"),
        ("a\U000e0041\U000e007fb", "a◌◌b"),
        ("e" + "\u0301" * 9, "e\u0301\u0301"),
        ("\u0301x", "◌\u0301x"),
        ("葛\U000e0100", "葛◌"),
        (
            "👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 👍🏽",
            "👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 👍🏽",
        ),
        ("x\ufe0f\u200dy", "x◌◌y"),
        ("👩" + "\u200d👩" * 9, "👩" + "\u200d👩" * 4 + "◌" + "👩" + "\u200d👩" * 4),
    ],
)
def test_a_text_is_shown_as(given_text: str, shown: str) -> None:
    assert safe_text(given_text) == shown


@pytest.mark.parametrize("name", CONTROL)
def test_no_attack_survives(name: str) -> None:
    assert unlisted_sequences(safe_text(CONTROL[name]).encode()) == []


@pytest.mark.parametrize("name", MARKUP)
def test_markup_is_only_text(name: str) -> None:
    assert content(MARKUP[name]).plain == MARKUP[name]
    assert content(MARKUP[name]).spans == []


def test_a_long_text_is_cut_and_says_so() -> None:
    assert safe_text("x" * 3000, 10) == "xxxxxxxxx…"
    assert safe_lines("ab\ncd\nef", 6) == "ab\ncd…"


def test_lines_keep_their_ends_and_tabs_become_spaces() -> None:
    assert safe_lines("a\r\nb\tc\rd") == "a\nb    c d"
    assert content("a\nb", "bold", lines=True).plain == "a\nb"
    assert isinstance(content("a"), Content)


@given(ANYTHING, LIMITS)
def test_once_is_enough(text: str, limit: int) -> None:
    for make_safe in (safe_text, safe_lines):
        once = make_safe(text, limit)
        assert len(once) <= limit
        assert make_safe(once, limit) == once


@given(ANYTHING)
def test_nothing_hidden_is_left(text: str) -> None:
    assert unlisted_sequences(safe_text(text).encode()) == []


@given(ANYTHING, st.integers(-1, 12), st.sampled_from(["left", "right"]))
def test_a_fitted_text_has_exactly_its_width(text: str, width: int, align: str) -> None:
    assert width_of(fit(text, width, "right" if align == "right" else "left")) == max(width, 0)


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [
        (13, "五常大米10斤 ", " 五常大米10斤"),
        (12, "五常大米10斤", "五常大米10斤"),
        (11, "五常大米10…", "五常大米10…"),
        (10, "五常大米1…", "五常大米1…"),
        (9, "五常大米…", "五常大米…"),
        (8, "五常大… ", " 五常大…"),
        (5, "五常…", "五常…"),
        (1, "…", "…"),
        (0, "", ""),
    ],
)
def test_a_text_fits(width: int, left: str, right: str) -> None:
    assert fit("五常大米10斤", width) == left
    assert fit("五常大米10斤", width, "right") == right


@pytest.mark.parametrize(
    ("width", "shown"), [(10, "五常大米.."), (9, "五常大.. "), (5, "五常~"), (1, "~"), (0, "")]
)
def test_where_an_ellipsis_takes_two_cells_two_dots_say_that_a_text_was_cut(
    width: int, shown: str
) -> None:
    draw_with(ASCII)
    try:
        assert fit("五常大米10斤", width) == shown
    finally:
        draw_with(BOXES)


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(129900, "1299.00"), (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (-123456, "-1234.56")],
)
def test_money(fen: int, shown: str) -> None:
    assert yuan_text(fen) == shown


@pytest.mark.parametrize(
    ("fen", "en", "zh"),
    [
        (3000, "in 30.00", "收入 30.00"),
        (-3000, "out 30.00", "支出 30.00"),
        (0, "0.00", "0.00"),
    ],
)
def test_which_way_money_went_is_a_word(fen: int, en: str, zh: str) -> None:
    assert moved_text(fen) == en
    use_language("zh")
    assert moved_text(fen) == zh


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        pytest.param("no_order", ("", "out 30.00"), id="of no order here"),
        pytest.param("unclear", ("", "out 30.00"), id="names no order"),
        pytest.param("refund_there", ("0.00", "30.00"), id="both are of one thing"),
    ],
)
def test_of_what_is_no_order_s_only_the_other_side_says_something(
    state: str, shown: tuple[str, str]
) -> None:
    assert sides(Differing(state, 0, 3000)) == shown
    assert sides(None) == ("", "")


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (NOW, "09:14"),
        (datetime(2026, 11, 19, 16, 0, tzinfo=UTC), "00:00"),
        (datetime(2026, 11, 19, 15, 59, tzinfo=UTC), "11-19 23:59"),
        (datetime(2025, 11, 20, 9, 14, tzinfo=SHOP_TIME), "2025-11-20 09:14"),
    ],
)
def test_a_time_is_that_of_the_shop(instant: datetime, shown: str) -> None:
    assert local_time(instant, NOW.astimezone(UTC)) == shown


def test_a_day_is_that_of_the_shop() -> None:
    assert day_text(datetime(2026, 11, 19, 16, 0, tzinfo=UTC)) == "2026-11-20"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0.5, "0h00"),
        (38, "0h38"),
        (65, "1h05"),
        (119.9, "1h59"),
        (120, "2h"),
        (26 * 60, "26h"),
        (48 * 60 - 1, "47h"),
        (48 * 60, "2d"),
        (95 * 60, "3d"),
        (0, "-0h00"),
        (-41, "-0h41"),
        (-5 * 60 - 12, "-5h12"),
        (-599, "-9h59"),
        (-600, "-10h"),
        (-26 * 60, "-26h"),
        (-72 * 60, "-3d"),
    ],
)
def test_time_left(minutes: float, shown: str) -> None:
    due = NOW + timedelta(minutes=minutes)
    assert time_left(due, NOW.astimezone(UTC)) == shown
    assert time_left(due, NOW, estimated=True) == "~" + shown


@given(ANYTHING, st.integers(1, 12), st.sampled_from(["", "    "]))
def test_a_folded_text_ends_and_loses_nothing(text: str, width: int, indent: str) -> None:
    lines = folded(text, width, indent)
    assert "".join("".join(lines).split()) == "".join(safe_lines(text, 2000).split())
    if "\n" not in text:
        assert all(width_of(line) <= width for line in lines[:-1])


@given(st.lists(ANYTHING.filter(lambda text: not set("\r\n") & set(text))), st.integers(1, 12))
def test_a_text_is_folded_line_by_line(texts: list[str], width: int) -> None:
    each = [line for text in texts or [""] for line in folded(text, width, "")]
    assert folded("\n".join(texts), width, "") == each


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("好的，请您再等一等哦～谢谢", ["好的，请您再等一等", "哦～谢谢"]),
        ("好的亲，请您再等一下……你们", ["好的亲，请您再等一", "下……你们"]),
        ("好的，请您再等一等哦~谢谢", ["好的，请您再等一等", "哦~谢谢"]),
        ("退款占整个店铺的大约21.9%", ["退款占整个店铺的大", "约21.9%"]),
        ("已发的一共有三十五10 件呢", ["已发的一共有三十五", "10 件呢"]),
        ("请等到明天中午的11-30 18:00", ["请等到明天中午的", "11-30 18:00"]),
    ],
)
def test_no_line_begins_with_a_sign_that_ends_and_no_number_leaves_its_unit(
    text: str, lines: list[str]
) -> None:
    assert folded(text, 19, "") == lines


@given(ANYTHING, st.integers(1, 12))
def test_a_text_that_is_typed_is_parted_between_its_characters_and_each_line_has_some(
    text: str, width: int
) -> None:
    starts = [0, *line_starts(text, width), len(text)]
    assert starts == sorted(starts)
    assert all(one < other for one, other in pairwise(starts[:-1]))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("太慢了啊！！！（补寄）好", 10, ["太慢了", "啊！！！", "（补寄）好"]),
        ("买家 11-28 10:28：第28句在这里", 20, ["买家 11-28 10:28：第", "28句在这里"]),
        ("please send it soon", 12, ["please send ", "it soon"]),
        ("好的  马上", 4, ["好的 ", " 马", "上"]),
        ("中文", 1, ["中", "文"]),
    ],
)
def test_a_text_that_is_typed_keeps_its_blanks_and_is_folded_as_all_others(
    text: str, width: int, lines: list[str]
) -> None:
    starts = [0, *line_starts(text, width), len(text)]
    assert [text[one:other] for one, other in pairwise(starts)] == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("最多可退 2595.00", 15, ["最多可退", "2595.00"]),
        ("农家土鸡蛋礼盒装10枚", 18, ["农家土鸡蛋礼盒装", "10枚"]),
        ("运费12.50元和2595.00元", 15, ["运费12.50元和", "2595.00元"]),
        ("may go back 2595.00", 18, ["may go", "back 2595.00"]),
        ("3.00 done, 2595.00 left", 22, ["3.00 done,", "2595.00 left"]),
        ("to pay: refunded 126.00, closed", 18, ["to pay:", "refunded 126.00,", "closed"]),
        ("退款中 59.00、还可退 0.00、无", 25, ["退款中 59.00、", "还可退 0.00、无"]),
        ("发出于 11-27 07:29", 14, ["发出于", "11-27 07:29"]),
        ("已退 126.00，剩余 50.00", 18, ["已退 126.00，", "剩余 50.00"]),
        ("to ship: 13, with 21 units", 20, ["to ship: 13, with", "21 units"]),
        ("to ship that need it: 13, of 2", 24, ["to ship that need", "it: 13, of 2"]),
        ("here and there. (of 2)", 20, ["here and there.", "(of 2)"]),
        ("to reconsider", 12, ["to", "reconsider"]),
        ("261120-000000000000004", 12, ["261120-00000", "0000000004"]),  # no line has room for it
        ("现有 4 件，缺 6 件", 16, ["现有 4 件，缺", "6 件"]),
        ("张** 138******00 浙江省杭州市", 20, ["张** 138******00", "浙江省杭州市"]),
    ],
)
def test_no_number_is_folded_inside(text: str, width: int, lines: list[str]) -> None:
    assert folded(text, width, "") == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (
            "这一单的商品 SL-6 还缺货，请在 shouhou 里登记",
            26,
            ["这一单的商品 SL-6 还缺货，", "请在 shouhou 里登记"],
        ),
        ("请打开平台的 orders-20261128.csv", 20, ["请打开平台的", "orders-20261128.csv"]),
        ("请把文件传到平台 orders 页面再点确认", 20, ["请把文件传到平台", "orders 页面再点确认"]),
        ("请在平台点“同意退款”", 12, ["请在平台点", "“同意退款”"]),
        ("野生菌礼盒 松茸牛肝菌 尊享装", 17, ["野生菌礼盒", "松茸牛肝菌 尊享装"]),
        ("农家土鸡蛋 礼盒装10枚", 18, ["农家土鸡蛋", "礼盒装10枚"]),
        ("张**  138******00  浙江省杭州市", 28, ["张**  138******00", "浙江省杭州市"]),
        ("金额（含运费）", 6, ["金额", "（含运", "费）"]),
        ("商品 x12，共三行", 9, ["商品", "x12，共三", "行"]),
        ("先看商品,再看价格", 8, ["先看商", "品,再看", "价格"]),
    ],
)
def test_a_chinese_line_is_as_full_as_it_can_be(text: str, width: int, lines: list[str]) -> None:
    assert folded(text, width, "") == lines


@pytest.mark.parametrize("width", range(10, 44))
def test_no_line_begins_with_a_chinese_sign_that_closes(width: int) -> None:
    text = "判定延迟发货：25.95 元（据公开资料）。买家说“盒子压坏了”，请尽快联系！"

    lines = folded(text, width, "")
    assert [line[0] for line in lines if line[0] in "：）。”，！"] == []
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(width_of, lines)) <= width


def test_in_few_cells_another_day_is_told_without_its_time() -> None:
    assert time_or_day(NOW, NOW) == "09:14"
    assert time_or_day(NOW + timedelta(days=1), NOW) == "11-21"


@pytest.mark.parametrize(
    ("minutes", "english", "chinese"),
    [
        (22, "0h22", "22分"),
        (65, "1h05", "1小时5分"),
        (13 * 60, "13h", "13小时"),
        (3 * 24 * 60, "3d", "3天"),
        (-2 * 24 * 60, "-2d", "-2天"),
        (-40, "-0h40", "-40分"),
    ],
)
def test_time_left_in_a_sentence_has_the_units_of_its_language(
    minutes: int, english: str, chinese: str
) -> None:
    due = NOW + timedelta(minutes=minutes)
    assert left_said(due, NOW) == english
    use_language("zh")
    try:
        assert left_said(due, NOW) == chinese
        assert left(due, NOW) == english
    finally:
        use_language("en")
    assert left_said(None, NOW) == ""


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Agree there: press 同意退款", 24, ["Agree there: press", "同意退款"]),
        ("a number of 圆通快递, and no other", 19, ["a number of", "圆通快递, and no", "other"]),
        ("said: 平台客服已经介入处理这个", 14, ["said: 平台客服", "已经介入处理这", "个"]),
    ],
)
def test_a_short_chinese_word_among_english_ones_is_not_torn(
    text: str, width: int, lines: list[str]
) -> None:
    assert folded(text, width, "") == lines


def test_a_word_of_the_desk_is_not_torn_in_chinese() -> None:
    use_language("zh")
    try:
        assert folded("请先登记退款结果，再创建补发单。", 24, "") == [
            "请先登记退款结果，再",
            "创建补发单。",
        ]
        # What is no word of the desk's is broken anywhere.
        assert folded("野生菌礼盒松茸牛肝菌尊享装", 24, "")[0] == "野生菌礼盒松茸牛肝菌尊享"
    finally:
        use_language("en")


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Taken since 2026-11-20 08:30.", "Taken since 08:30."),
        ("From 2026-11-21 08:30 to 2027-01-02 09:00.", "From 11-21 08:30 to 2027-01-02 09:00."),
        ("a day alone stays: 2026-11-22", "a day alone stays: 2026-11-22"),
        ("what was typed stays: 2026-13-45 99:99", "what was typed stays: 2026-13-45 99:99"),
    ],
)
def test_times_in_a_sentence_are_written_as_elsewhere_on_the_screen(
    sentence: str, shown: str
) -> None:
    assert in_short(sentence, NOW).startswith(shown)
