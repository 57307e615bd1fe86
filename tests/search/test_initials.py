"""First letters: of English words, and of the pinyin of Chinese characters."""

import pytest

from store.rules.action.catalogue import all_actions
from store.search.initials import distance, fits, initials, skips, spelled, spells
from store.words import readings
from tui.actions import KEYS
from tui.language import use_language


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Log a contact", "lac"),
        ("提交补寄", "tjbj"),
        ("退款", "tk"),
        ("发货", "fh"),
        ("单号更正", "dhgz"),
        ("同意 SKU 更换", "tysgh"),
        ("Ｒｅｆｕｎｄ", "r"),
        ("……", ""),
    ],
)
def test_the_first_letters_of_words_and_characters(text: str, letters: str) -> None:
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("sought", "text", "found"),
    [
        ("tk", "申请退款", True),
        ("退", "申请退款", True),
        ("LAC", "Log a contact", True),
        ("con", "Log a contact", True),
        ("lc", "Log a contact", False),
        ("", "Log a contact", True),
    ],
)
def test_a_part_or_first_letters_find(sought: str, text: str, found: bool) -> None:
    assert fits(sought, text) is found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("提交补寄", ["ti", "jiao", "bu", "ji"]),
        ("单号更正", ["dan", "hao", "geng", "zheng"]),
        ("未履约率", ["wei", "lv", "yue", "lv"]),
        ("安女略驴", ["an", "nv", "lve", "lv"]),
        ("Hand over 全部", ["hand", "over", "quan", "bu"]),
    ],
)
def test_characters_are_spelled(text: str, words: list[str]) -> None:
    assert [*spelled(text)] == words


@pytest.mark.parametrize(
    ("sought", "text", "found"),
    [
        ("zhuti", "主题：深色", True),
        ("zhu ti", "主题：深色", True),
        ("jiaoj", "把全部交接", True),
        ("handover", "Hand over all that is mine", True),
        ("uti", "主题：深色", False),
        ("zh", "主题：深色", False),
    ],
)
def test_what_is_spelled_finds_from_the_beginning_of_a_character(
    sought: str, text: str, found: bool
) -> None:
    assert spells(sought, text) is found


@pytest.mark.parametrize(
    ("sought", "text", "found"),
    [
        ("登记询问", "登记买家询问", True),
        ("djxw", "登记买家询问", True),
        ("询问登记", "登记买家询问", False),
        ("登询", "登记买家询问", False),
        ("lcn", "Log a contact", False),
    ],
)
def test_a_name_is_found_with_words_of_it_left_out(sought: str, text: str, found: bool) -> None:
    assert skips(sought, text) is found


def test_every_chinese_character_of_a_title_has_its_letter() -> None:
    use_language("en")
    titles = [*(key.text for key in KEYS), *(one.title for one in all_actions().values())]
    signs = {sign for title in titles for said in readings(title) for sign in said}

    assert [sign for sign in signs if "一" <= sign <= "鿿" and not initials(sign)] == []


@pytest.mark.parametrize(
    ("sought", "text", "far"),
    [
        ("tk", "退款", 0),
        ("tui", "退款", 1),
        ("tuikuan", "退款", 0),
        ("退款", "退款", 0),
        ("退", "退款", 1),
        ("tk", "同意退款", 2),
        ("Refund", "refund", 0),
        ("ref", "Refund", 1),
        ("fund", "Refund", 2),
    ],
)
def test_what_is_all_of_a_text_is_nearer_than_its_beginning_and_that_than_what_stands_within(
    sought: str, text: str, far: int
) -> None:
    assert distance(sought, text) == far


def test_the_nearest_of_several_texts_counts() -> None:
    assert distance("tk", "agree to a refund", "同意退款", "退款") == 0
