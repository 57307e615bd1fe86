"""The Chinese of the desk: punctuation as Chinese has it, and one word for one thing."""

import re

import pytest
from babel.messages.pofile import read_po

from store.rules.obligations.phrases import PHRASES
from store.rules.parcels.carriers import CARRIERS, Carrier
from store.search.vocabularies import RATES
from store.words import listed, named, noted, phrases
from store.words import sentences as sentences_of
from store.words.labels import label
from tests.catalogues import CHINESE, ROOT
from tui.language import use_language
from tui.order_text.parcels import AHEAD
from tui.place_text.rates import rate_name

HAN = "[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[,;:?!()]|[,;:?!()]{HAN}")
BLANK = re.compile(r" [（，。、；：]|[）。，、；：] ")
"""Full-width signs have their own blank."""
YES = re.compile(r"(?<![a-z])yes(?![a-z])")
"""What is chosen is called 是."""
TYPED = "行号:件数"
"""What a person types with a half-width colon is shown with one."""
FORBIDDEN = {
    "卖家": "商家",
    "我方": "商家",
    "我们": "商家",
    "商家胜": "支持商家",
    "买家胜": "支持买家",
    "帐": "账",
    "核实原因": "核定原因",
    "规格编码": "商家编码",
    "领取": "认领",
    "点击": "点",
    "请记录": "请登记",
    "未收的": "未导入的",
    "回车": "enter",
    "一般常识": "一般说法",
    "张售后单": "个售后单",
    "在那里点": "在平台点",
}
"""A word, and the one that stands for it."""


def sentences() -> list[tuple[str, str]]:
    with CHINESE.open("rb") as file:
        return [(str(one.id), str(one.string)) for one in read_po(file, locale="zh") if one.id]


SEARCHED = re.compile("/ 搜索：|例如：|搜索条件，如 ")
"""Behind it stands an example of a query, as it is typed."""


def faults(text: str) -> list[str]:
    found = HALF_WIDTH.findall(SEARCHED.split(text.replace(TYPED, ""))[0]) + YES.findall(text)
    found += BLANK.findall(text)
    return found + [f"{word}: {right}" for word, right in FORBIDDEN.items() if word in text]


def test_every_translation_has_full_width_punctuation_and_our_words() -> None:
    assert {text: found for _english, text in sentences() if (found := faults(text))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "退款:20 元",
        "件数(共 3 件)",
        "平台判我方胜",
        "卖家发货",
        "请填 yes。",
        "售后单 （换货）",
        "核实原因",
    ],
)
def test_a_fault_is_found(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(("language", "text"), [("zh", "1001、1002"), ("en", "1001, 1002")])
def test_things_are_listed_as_the_language_divides_them(language: str, text: str) -> None:
    try:
        use_language(language)
        assert listed([1001, 1002]) == text
    finally:
        use_language("en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "缺 2 件；已退款 | 已通知：快递 | 延误（平台）"),
        ("en", "缺 2 件; 已退款 | 已通知: 快递 | 延误 (平台)"),
    ],
)
def test_phrases_names_and_notes_have_the_signs_of_the_language(language: str, text: str) -> None:
    try:
        use_language(language)
        parts = (phrases(["缺 2 件", "已退款"]), named("已通知", "快递"), noted("延误", "平台"))
        assert " | ".join(parts) == text
    finally:
        use_language("en")


@pytest.mark.parametrize(("language", "text"), [("zh", "已退。已发。"), ("en", "已退。 已发。")])
def test_sentences_stand_behind_each_other_as_in_the_language(language: str, text: str) -> None:
    try:
        use_language(language)
        assert sentences_of("已退。", "", "已发。") == text
        assert sentences_of() == ""
    finally:
        use_language("en")


JOINED = re.compile(r"""(["'])(?:, |; |: )\1\.join|f"[^"\n]*\} +\(\{[^"\n]*\}\)""")
"""Several values behind each other, or one in brackets behind another."""
DATA = {
    "store/exchange/incoming/clean.py": "the name of a column, which is kept",
    "store/exchange/incoming/tables.py": "the name of a file, which is kept",
    "store/exchange/desk_values.py": "a cell of a file that is read again",
    "store/rules/action/file_fields.py": "an event, which is read again",
    "store/importing/own_shops.py": "the name of a file, which is kept",
    "store/models/people.py": "who did something, as it is searched for",
    "store/rules/cases/actions/open_case.py": "a message of the buyer's, which is kept",
    "store/rules/cases/actions/submit_evidence.py": "a task, which is kept",
    "store/rules/paid/paid_out.py": "kept, to be compared",
    "store/rules/money/payment_row.py": "the platform's words in a row",
    "store/rules/platform/sent_before.py": "kept",
}
"""Files that join data with signs of their own, and why."""
OF_SQL = ("store/engines/", "store/search/")


@pytest.mark.parametrize("code", ["', '.join(words)", 'f"{text} ({note})"', 'f"{a}  ({b.c})"'])
def test_signs_of_the_code_are_seen(code: str) -> None:
    assert JOINED.search(code)


def test_nothing_that_is_said_is_joined_by_signs_of_the_code() -> None:
    files = (
        file.relative_to(ROOT).as_posix()
        for part in ("store", "tui")
        for file in (ROOT / part).rglob("*.py")
        if JOINED.search(file.read_text("utf-8"))
    )
    assert {one for one in files if not one.startswith(OF_SQL)} == {*DATA}


def test_a_ruling_is_for_a_party_in_the_platforms_words() -> None:
    chinese = dict(sentences())

    assert chinese["for the buyer"] == "支持买家"
    assert "支持商家" in chinese["The platform ruled for us on {day} in case {case}."]


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda one: one.code)
def test_a_carrier_is_said_by_its_name(carrier: Carrier) -> None:
    try:
        use_language("zh")
        assert label(carrier.code) == carrier.name
    finally:
        use_language("en")


def test_what_follows_when_a_deadline_passes_has_one_colon() -> None:
    # It stands behind 到期后： itself.
    chinese = dict(sentences())
    said = (chinese[text] for text, _fields in PHRASES.values())
    assert [text for text in said if "：" in text] == []


def test_a_step_that_is_not_reached_is_not_said_to_be_done() -> None:
    chinese = dict(sentences())
    assert [text for text in AHEAD if "已" in chinese[text]] == []


def test_a_rate_is_called_alike_where_it_is_chosen_and_where_it_is_shown() -> None:
    assert {rate_name(one) for one in RATES} == {
        *("shipped late", "out of stock", "quality", "came broken", "hours to answer"),
        *("refund hours, on the way", "refund hours, returned"),
    }
    try:
        use_language("zh")
        assert [rate_name(one) for one in RATES] == [*map(label, RATES)]
        assert label("late_rate") == "延迟发货率"
    finally:
        use_language("en")
