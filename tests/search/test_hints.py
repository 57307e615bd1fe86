"""What is said of a query that finds nothing, though what it names is somewhere."""

from collections.abc import Iterator

import pytest

from store.search.conditions import State
from store.search.hints import hint
from store.search.language import parse
from store.search.lists import CASES, OBLIGATIONS, ORDERS
from store.search.stock_list import STOCK
from store.search.table import ListTable
from store.words import hear, while_heard
from store.words.what_owed import what_owed
from tests.build import NOW
from tui.language import use_language

ZERO = ("answered", "answer-case", "同意补寄")


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


IN_LISTS = {
    "zh": "“{task}”是要告知平台的事；用 平台待办 可找到所有这类。",
    "en": "{task} is for the platform; task finds all that is.",
}


@pytest.mark.parametrize("table", [ORDERS, CASES], ids=["orders", "cases"])
def test_what_a_row_says_is_to_be_pressed_is_told_to_be_for_the_platform(
    table: ListTable, language: str
) -> None:
    shown = what_owed("platform-task", ZERO, briefly=True)
    for typed in (shown, "点击同意补寄", "点同意"):
        said = IN_LISTS[language].format(task=typed.replace("“", "").replace("”", ""))
        assert hint(typed, table) == said
        assert hint(typed, OBLIGATIONS) != said, "there it finds them"
    said = IN_LISTS[language].format(task="在平台建补发单")
    assert hint("张三 在平台建补发单", table).startswith(said[:5])


@pytest.mark.parametrize("table", [ORDERS, CASES], ids=["orders", "cases"])
@pytest.mark.parametrize("query", ["task", "平台待办"])
def test_what_it_is_found_by_is_understood_there(table: ListTable, query: str) -> None:
    assert parse(query, NOW, table).conditions == (State("task"),)


def test_what_a_row_says_is_next_is_told_to_be_found_on_the_board() -> None:
    use_language("zh")
    try:
        said = "“联系快递”是待办；请到看板搜索 类型:联系快递。"
        assert [hint("张三 联系快递", one) for one in (ORDERS, CASES)] == [said, said]
        assert hint("联系快递", OBLIGATIONS) == "", "there it is a word of the list"
    finally:
        use_language("en")
    said = "contact carrier is what is owed: the board finds it by kind:contact-carrier."
    assert hint("contact carrier", ORDERS) == said


@pytest.mark.parametrize("typed", ["", "点", "kind:ship", "20261128", "to-ship", "待发货"])
def test_of_other_words_nothing_is_said(typed: str) -> None:
    assert hint(typed, ORDERS) == ""


def test_of_the_stock_nothing_is_owed_by_a_word() -> None:
    assert hint("联系快递", STOCK) == ""


def test_commas_may_mean_any_of_several() -> None:
    assert hint("张三,李四", STOCK) == "a|b finds either of two."
    assert hint("张三|李四,王五", ORDERS) == ""


def test_a_kind_of_case_is_found_among_cases(language: str) -> None:
    said = {
        "zh": "“仅退款”说的是售后；在售后里用 类型:仅退款 查找。",
        "en": "仅退款 is said of a case: Cases finds it by kind:refund-only.",
    }
    assert hint("仅退款", ORDERS) == said[language]


def test_a_word_that_is_nearly_one_of_the_search_is_told_that() -> None:
    use_language("zh")
    try:
        said = "“待发”是在编号、商品、买家和 SKU 里找的；是不是要找 待发货、发货状态:待发货？"
        assert hint("待发", ORDERS) == said
        assert "逾期" in hint("已逾期", ORDERS)
    finally:
        use_language("en")


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        (
            "待发货 -缺货",
            "“-缺货”是按原样找的；!缺货 才是排除。",
            "-缺货 was looked for as it stands; !缺货 leaves out what has it.",
        ),
        (
            "50～60",
            "“50～60”是在编号里找的；按金额找请用 金额:50-60。",
            "50～60 was looked for in numbers; an amount is found by amount:50-60.",
        ),
        (
            "unshipped",
            "“unshipped”在这里是数量：用 未发件数:>0 查找还有的。",
            "unshipped is a number of each here: unshipped:>0 finds what has some.",
        ),
        (
            "我的",
            "自己的单请用 负责人:加上自己的名字查找。",
            "What is yours is found by claim: and your name behind it.",
        ),
        ("批量", "备注:批量 可在备注里查找。", "note:批量 looks for it in notes."),
        ("press", "备注:press 可在备注里查找。", "note:press looks for it in notes."),
    ],
)
def test_a_bare_word_that_finds_nothing_is_told_what_finds_it(
    typed: str, zh: str, en: str, language: str
) -> None:
    assert hint(typed, ORDERS) == {"zh": zh, "en": en}[language]


def test_where_nobody_writes_notes_nothing_is_said_of_them() -> None:
    assert hint("press", STOCK) == ""


def test_the_number_of_an_order_is_no_range_of_amounts() -> None:
    assert "amount" not in hint("261120-999999999999999", ORDERS)


def test_names_are_known_in_the_languages_that_are_understood_by_then() -> None:
    hear(tuple)
    assert hint("点同意", ORDERS) == "note:点同意 looks for it in notes."

    use_language("en")
    assert hint("点同意", ORDERS) == IN_LISTS["en"].format(task="点同意")


def test_what_is_remembered_of_languages_is_asked_anew_once_others_are_understood() -> None:
    asked: list[str] = []

    @while_heard
    def known() -> int:
        asked.append("once more")
        return len(asked)

    assert (known(), known()) == (1, 1)
    hear(tuple)
    assert known() == 2
    use_language("en")
