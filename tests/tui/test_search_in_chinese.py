"""The Chinese desk shows queries in the shop's words, and each means what it stands for."""

from collections.abc import Iterator

import pytest

from store.search.language import parse, words_of
from store.search.lists import CASES, OBLIGATIONS, ORDERS
from store.search.names import query_word_shown
from store.search.stock_list import STOCK
from store.search.table import ListTable
from store.words import _
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
