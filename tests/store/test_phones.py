"""Phones in free text: hidden however somebody writes them, and nothing else with them."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.words.phones import hide_phones


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678", "电话138******78"),
        ("138 1234 5678", "138******78"),
        ("138-1234-5678", "138******78"),
        ("138.1234.5678", "138******78"),
        ("138—1234—5678", "138******78"),
        ("138\u200b1234\u200b5678", "138******78"),
        ("138 123 45678", "138******78"),
        ("1381 234 5678", "138******78"),
        ("+86 138 1234 5678", "138******78"),
        ("008613812345678", "138******78"),
        ("86-13812345678", "138******78"),
        ("013812345678", "138******78"),
        ("１３８１２３４５６７８", "138******78"),
        ("(139)12345679", "139******79"),
        ("打（139）1234-5678 找她", "打139******78 找她"),
        ("139,1234,5678", "139******78"),
        ("138。1234。5678", "138******78"),
        ("139、1234、5678", "139******78"),
        ("13 91 23 45 67 8", "139******78"),
        ("1 3 9 1 2 3 4 5 6 7 8", "139******78"),
        ("1391 2345 678", "139******78"),
        ("13912/345678", "139******78"),
        ("①③⑨①②③④⑤⑥⑦⑧", "139******78"),
        ("❶❸❾ ❶❷❸❹ ❺❻❼❽", "139******78"),
        ("微信一三九一二三四五六七八", "微信139******78"),
        ("幺三九 一二三四 五六七八", "139******78"),
        ("壹叁玖壹贰叁肆伍陆柒捌", "139******78"),
        ("1三9-一2三4-⑤６７8", "139******78"),
        ("1️⃣3️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8", "139******78"),
        ("+86 13 91 23 45 67 8", "139******78"),
        ("100, 139,12,34,56,78", "100, 139******78"),
        ("2件 139 1234 5678 3件", "2件 139******78 3件"),
        ("零一零 六二三四五六七八", "010******78"),
        ("座机010-62345678转8", "座机010******78转8"),
        ("(0571)8765 4321", "057******21"),
        ("0755 2345678", "075******78"),
    ],
)
def test_a_phone_is_hidden_however_it_is_written(text: str, shown: str) -> None:
    assert hide_phones(text) == shown
    assert hide_phones(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "261119-000000000000001",
        "6900000000000000001",
        "YT1381234567890",
        "SF1234567890123",
        "2026-11-22 13:14:15",
        "100, 200, 300",
        "139.00, 128.50, 3",
        "139123456.78",
        "130, 140, 150, 160",
        "2026-11-13 15:20:30.123",
        "09:30:20 2026.11.20",
        "261120-139798332074707",
        "7705 1813 0237 07",
        "15件 139元 12个 345 678",
        "一三五七九",
        "二〇二六年一一月一三日",
        "138******78",
    ],
)
def test_what_is_no_phone_stays(text: str) -> None:
    assert hide_phones(text) == text


SIGNS = st.text(
    st.characters(exclude_categories=("L", "N", "Cs"), exclude_characters="*"),
    min_size=1,
    max_size=2,
)
USUAL = [(3, 4, 4), (3, 3, 5), (4, 3, 4), (3, 8), (7, 4), (6, 5), (4, 7), (1,) * 11]
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
SCRIPTS = ["0123456789", "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "〇一二三四五六七八九"]


def parted(mobile: str, sizes: tuple[int, ...], signs: list[str]) -> str:
    """The digits in groups of these sizes, with the signs between them."""
    ends = [sum(sizes[:place]) for place in range(len(sizes) + 1)]
    groups = [mobile[begin:end] for begin, end in pairwise(ends)]
    return "".join(part for pair in zip(groups, [*signs, ""], strict=True) for part in pair)


@given(MOBILES, st.sampled_from(USUAL), st.lists(SIGNS, min_size=10, max_size=10), st.data())
def test_any_signs_may_stand_between_the_usual_groups_and_the_single_digits(
    mobile: str, sizes: tuple[int, ...], signs: list[str], data: st.DataObject
) -> None:
    digits = "".join(data.draw(st.sampled_from(SCRIPTS))[int(digit)] for digit in mobile)
    written = parted(digits, sizes, signs[: len(sizes) - 1])
    assert hide_phones(f"电话{written}，急") == f"电话{mobile[:3]}******{mobile[-2:]}，急"


@given(MOBILES, st.sets(st.integers(1, 10), min_size=2), SIGNS)
@example("13912345678", {2, 4, 6, 8, 10}, " ")
def test_the_same_sign_may_stand_between_any_groups(mobile: str, cuts: set[int], sign: str) -> None:
    ends = [0, *sorted(cuts), 11]
    sizes = tuple(end - begin for begin, end in pairwise(ends))
    written = parted(mobile, sizes, [sign] * len(cuts))
    assert hide_phones(f"电话{written}，急") == f"电话{mobile[:3]}******{mobile[-2:]}，急"


@given(st.text(st.sampled_from("0123456789 -.,:*()一三九①⑨元x")))
def test_what_was_hidden_once_is_hidden_for_good(text: str) -> None:
    shown = hide_phones(text)
    assert hide_phones(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Case 13512345678 is closed.", "Case 13512345678 is closed."),
        ("(13512345678)", "(13512345678)"),
        ("售后单13512345678：请拨13612345678", "售后单13512345678：请拨136******78"),
        ("of YT13812345678", "of YT13812345678"),
        ("bill 02212345677", "bill 02212345677"),
        ("+86 13512345678", "135******78"),
        ("135 1234 5678", "135******78"),
        ("A13812345678", "A138******78"),
        ("13812345678", "138******78"),
    ],
)
def test_what_names_a_record_is_no_phone_where_it_stands_by_itself(text: str, shown: str) -> None:
    assert hide_phones(text, ("13512345678", "YT13812345678", "02212345677")) == shown
