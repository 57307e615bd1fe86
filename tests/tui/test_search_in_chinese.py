"""The Chinese desk shows queries in the shop's words, and each means what it stands for."""

from collections.abc import Iterator

import pytest

from store.errors import BadInput
from store.search.completing import completions
from store.search.conditions import Anywhere, Is, State
from store.search.language import parse, words_of
from store.search.lists import CASES, OBLIGATIONS, ORDERS
from store.search.names import query_word_shown
from store.search.stock_list import STOCK
from store.search.table import ListTable
from store.search.vocabularies import AFTER_SALES, FULFILMENTS, PAYMENTS, STOCK_OUTS
from store.words import _
from store.words.labels import label
from tests.build import NOW
from tui.language import use_language
from tui.places.board import BoardPlace
from tui.places.cases import CasesPlace
from tui.places.orders import OrdersPlace
from tui.places.review import EXAMPLE
from tui.places.stock import StockPlace

HINTS = (
    (BoardPlace.example, OBLIGATIONS),
    (CasesPlace.example, CASES),
    (OrdersPlace.example, ORDERS),
    (StockPlace.example, STOCK),
    (EXAMPLE, ORDERS),
)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("en")


def shown(query: str, table: ListTable) -> str:
    return " ".join(query_word_shown(word, table) for word in words_of(query))


@pytest.mark.parametrize(("hint", "table"), HINTS, ids=[hint for hint, _table in HINTS])
def test_a_hint_is_in_the_words_that_its_chips_show_and_means_the_same(
    hint: str, table: ListTable
) -> None:
    english = hint.removeprefix("/ search: ")
    chinese = _(hint).removeprefix("/ 搜索：")
    assert chinese == shown(english, table)
    assert parse(chinese, NOW, table).conditions == parse(english, NOW, table).conditions


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("late", "逾期"),
        ("!snoozed who:us", "!已推迟 轮到:商家"),
        ("late|kind:ship", "逾期|类型:发货"),
        ('note:"急 今天"', 'note:"急 今天"'),
        ("张三 nobody:knows", "张三 nobody:knows"),
    ],
)
def test_a_chip_is_in_chinese_where_there_is_a_word(query: str, told: str) -> None:
    assert shown(query, OBLIGATIONS) == told


def test_the_english_desk_shows_a_query_as_it_was_typed() -> None:
    use_language("en")
    assert shown("late kind:ship", OBLIGATIONS) == "late kind:ship"


@pytest.mark.parametrize(
    ("query", "english", "table"),
    [
        ("付款时间:今天", "paid:today", ORDERS),
        ("付款:昨日", "paid:yesterday", ORDERS),
        ("到期:明天", "due:tomorrow", ORDERS),
        ("下单:昨天..今天", "ordered:yesterday..today", ORDERS),
        ("旗:红", "flag:red", ORDERS),
        ("负责:李娜", "claim:李娜", ORDERS),
        ("负责:李娜", "owner:李娜", OBLIGATIONS),
    ],
)
def test_days_and_fields_are_searched_for_by_what_a_shop_calls_them(
    query: str, english: str, table: ListTable
) -> None:
    assert parse(query, NOW, table).conditions == parse(english, NOW, table).conditions


def test_a_chip_names_a_day_and_a_span_in_chinese() -> None:
    assert shown("paid:today due:tomorrow ordered:>yesterday", ORDERS) == (
        "付款时间:今天 到期:明天 下单时间:>昨天"
    )
    assert shown("due:<2h moved:>4d paid:30m..1h", ORDERS) == (
        "到期:<2小时 物流更新:>4天 付款时间:30分钟..1小时"
    )


def test_a_chip_names_carriers_causes_and_whoever_has_it_in_chinese() -> None:
    assert shown("carrier:YTO,sf cause:quality claim:YTO", ORDERS) == (
        "快递公司:圆通快递,顺丰快递 核定原因:质量问题 负责人:YTO"
    )


def test_what_is_no_field_and_no_word_is_refused_with_the_chinese_names() -> None:
    with pytest.raises(BadInput) as no_field:
        parse("颜色:红", NOW, ORDERS)
    with pytest.raises(BadInput) as no_word:
        parse("旗子:橙", NOW, ORDERS)
    with pytest.raises(BadInput) as no_day:
        parse("付款时间:改天", NOW, ORDERS)

    assert no_field.value.sentence.startswith(
        "搜索没有字段 颜色，可用字段：订单号、商品、买家、电话、"
    )
    assert no_word.value.sentence == "橙 看不懂，应为红、黄、绿、蓝、紫、无。"
    assert no_day.value.sentence == "改天 看不懂，应为时间，如 <24小时、今天 或 2026-11-22。"


@pytest.mark.parametrize("query", ["轮到:商家", "轮次:商家", "turn:us", "who:us"])
@pytest.mark.parametrize(("table", "field"), [(OBLIGATIONS, "who"), (CASES, "turn")])
def test_whose_turn_it_is_has_the_same_names_in_every_list(
    query: str, table: ListTable, field: str
) -> None:
    assert parse(query, NOW, table).conditions == (Is(field, ("us",)),)
    assert shown(query, table) == "轮到:商家"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_column_of_the_orders_shows_is_searched_for(language: str) -> None:
    use_language(language)
    states = (*PAYMENTS, *FULFILMENTS, *AFTER_SALES, *STOCK_OUTS, "stock-out-applied", "refunding")
    for word in map(label, (*states, "review")):
        if word != label("none"):
            assert not isinstance(parse(word, NOW).conditions[0], Anywhere), word


def test_letters_go_on_in_chinese_on_the_chinese_desk() -> None:
    assert [one[:2] for one in completions("hold", ORDERS).found] == [("暂缓发货", "hold")]
    assert ("付款状态:", "pay  待付款") in [one[:2] for one in completions("pay", ORDERS).found]
    assert [one.text for one in completions("pay:unp", ORDERS).found] == ["pay:待付款"]
    found = [one[:2] for one in completions("发货", ORDERS).found]
    assert {("发货状态:", "暂不发货"), ("发货截止:", "<2小时"), ("待发货", "")} <= {*found}
    assert [one[:2] for one in completions("付款状态:待", ORDERS).found] == [
        ("付款状态:待付款", "")
    ]
    use_language("en")
    assert [one[:2] for one in completions("hold", ORDERS).found] == []
    assert ("pay:", "付款状态  unpaid") in [one[:2] for one in completions("pa", ORDERS).found]


def test_the_stock_of_a_product_is_offered_by_its_own_name() -> None:
    assert [one.text for one in completions("库", STOCK).found] == ["库存:"]
    assert "缺货状态:" not in [one.text for one in completions("缺", STOCK).found]
    assert "缺货状态:" in [one.text for one in completions("缺", ORDERS).found]


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", 'cause:"out_of_stock"', 'cause:"out of stock"'),
        ("en", "cause:fun", "cause:fun"),
        ("en", 'cause:"no fun"', 'cause:"no fun"'),
        ("zh", 'cause:"out_of_stock"', '核定原因:"缺货"'),
    ],
)
def test_a_cause_is_shown_by_its_name_and_found_by_it(
    language: str, typed: str, shown: str
) -> None:
    use_language(language)
    try:
        assert query_word_shown(typed, ORDERS) == shown
    finally:
        use_language("en")
    assert parse(shown, NOW).conditions == parse(typed, NOW).conditions


@pytest.mark.parametrize(("language", "word"), [("zh", "审核中"), ("en", "under review")])
def test_the_platform_s_review_has_one_word_in_columns_chips_and_the_search(
    language: str, word: str
) -> None:
    use_language(language)

    assert label("review") == word
    for shown in (word, _("review")):
        assert parse(shown, NOW).conditions == (State("review"),)
