"""The search language: one for the lists, views, exports and the command line."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from store.documents.rows import rows_of
from store.errors import BadInput
from store.models.row import OrderRow
from store.policy import load_policy
from store.rules.obligations.turns import TURN_KINDS, TURNS
from store.search.chinese_names import FIELDS_IN_CHINESE, STATES_IN_CHINESE
from store.search.conditions import AnyOf, Anywhere, Holds, Is, Not, Query, State
from store.search.fields import words_of as found_by
from store.search.folding import folded
from store.search.language import FIELDS, LONGEST, MOST_WORDS, STATES, parse, words_of
from store.search.lists import CASES, LISTS, OBLIGATIONS, ORDERS, PRODUCTS
from store.search.names import (
    TASKS_TOLD,
    field_named,
    state_named,
    word_meant,
)
from store.search.phrases import LONGEST as LONGEST_PHRASE
from store.search.phrases import joined
from store.search.quoting import quoted
from store.search.selection import Selection
from store.search.table import Choice, ListTable, Turned
from store.search.vocabularies import KINDS, NEXT_OF_CASES
from store.words.articles import without_articles
from store.words.labels import brief, label
from store.words.task_labels import TASK_BUTTONS, TASK_LABELS
from store.words.times import SHOP_TIME
from store.words.what_owed import what_owed
from tests.build import NOW, ORDER_NO, TRACKING_NO, order
from tests.search.lists_in_memory import Lists
from tui.language import use_language

OTHER = "261120-000000000000002"
THIRD = "6917000000000000001"
AT = int(NOW.timestamp())
HOUR = 3600
DAY = 24 * HOUR
EXPECTED_TIME = "a time such as <24h, today or 2026-11-22"
EXPECTED_NUMBER = "a number such as 50, >50 or 50..100"
LONELY_BAR = "“|” finds any of two words: one stands before it, and one behind it."
LONELY_TURN = "“!” finds what a word does not fit: the word stands behind it."
Finds = Callable[..., bool]


def row(**changes: Any) -> OrderRow:
    """The row of `order()`: rice for 50.00, due in five hours, paid two days ago."""
    (made,) = rows_of(order(), load_policy())["orders"]
    assert isinstance(made, OrderRow)
    return replace(made, **changes)


@pytest.fixture(scope="module")
def lists() -> Lists:
    return Lists()


@pytest.fixture
def finds(lists: Lists) -> Finds:
    def ask(text: str, **changes: Any) -> bool:
        lists.put(ORDERS, (1, [row(**changes)], found_by(order())))
        selection = lists.select(text)
        assert [found.key for found in selection.window(0, 9)] == [found.key for found in selection]
        return len(selection) == 1

    return ask


def refusal(text: str, table: ListTable = ORDERS) -> str:
    with pytest.raises(BadInput) as caught:
        parse(text, NOW, table)
    assert (caught.value.field, caught.value.status) == ("query", 2)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("word", "changes"),
    [
        ("", {}),
        ("261120", {}),
        ("000001", {}),
        ("大米", {}),
        ("张三丰", {}),
        ("5600", {}),
        ("rice", {}),
        ("yt123", {"tracking_nos": (TRACKING_NO,)}),
        ("iphone", {"goods": "iPhone 壳"}),
        ('"大米 10kg"', {"goods": "东北大米 10kg x2"}),
        ("鲜花饼，混合", {"goods": "鲜花饼，混合味 x1"}),
        ("大米 张三丰", {}),
        ("大米　张三丰", {}),
        ("345600", {}),
        ("13812345600", {}),
        ("ＩＰＨＯＮＥ", {"goods": "iPhone 壳"}),
        ("iphone", {"goods": "ｉＰｈｏｎｅ 壳"}),
        ('"10kg x2"', {"goods": "东北大米 10kg　 x2"}),
    ],
)
def test_bare_words_stand_anywhere(finds: Finds, word: str, changes: dict[str, Any]) -> None:
    assert finds(word, **changes)


@pytest.mark.parametrize("word", ["菜油", "560", "5601", "SALT", "大米 菜油", "!大米", "！大米"])
def test_words_that_do_not_stand_there_find_nothing(finds: Finds, word: str) -> None:
    assert not finds(word)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (f"order:{ORDER_NO}", {}),
        ("order:0000", {}),
        ("goods:大米", {}),
        ("buyer:张三丰", {}),
        ("phone:5600", {}),
        ("phone:0", {}),
        ("phone:345600", {}),
        ("phone:13812345600", {}),
        ("phone:138-1234-5600", {}),
        ("phone:9999,5600", {}),
        ("tracking:yt12", {"tracking_nos": (TRACKING_NO,)}),
        ("sku:rice-10", {}),
        ("sku:SALT,RICE-10", {}),
        ("sku：SALT，RICE-10", {}),
        ("case:A1", {"cases": ("A1",)}),
        ("note:急", {"seller_note": "很急"}),
        ("tag:急", {"tag": "急"}),
        ("tag:急", {"tags": ("VIP", "急")}),
        ("tag:vip", {"tags": ("VIP",)}),
        ("claim:小李", {"owner": "小李 (li)"}),
        ("claim:li", {"owner": "小李 (li)"}),
        ("@小李", {"owner": "小李 (li)"}),
        ("@小李：大米", {"owner": "小李 (li)"}),
        ("大米|菜油", {}),
        ("菜油|sku:RICE-10", {}),
        ("菜油|late|张三丰", {}),
        ("!菜油|盐", {}),
        ("tag:VIP|phone:5600", {}),
        ("shop:米铺", {}),
        ("platform:pinduoduo", {}),
        ("platform:douyin,pinduoduo", {}),
        ("pay:paid", {}),
        ("ship:to-ship", {}),
        ("after:none", {}),
        ("stock:none", {}),
        ("flag:none", {}),
        ("flag:red", {"flag": "red"}),
        ("GOODS:大米", {}),
        ("!sku:SALT", {}),
        ("!!sku:RICE-10", {}),
    ],
)
def test_a_field_finds_its_words(finds: Finds, text: str, changes: dict[str, Any]) -> None:
    assert finds(text, **changes)


@pytest.mark.parametrize(
    "text",
    [
        "sku:RICE",
        "phone:560",
        "phone:5601",
        "phone:x5600",
        "phone:113812345600",
        "tag:急",
        "claim:小李",
        "@小李",
        "@小李：盐",
        "shop:米",
        "pay:unpaid",
        "ship:shipped",
        "sku:,",
        "菜油|盐",
        "sku:SALT|tag:VIP",
        "!大米|盐",
        "goods:油",
    ],
)
def test_a_field_does_not_find_other_words(finds: Finds, text: str) -> None:
    assert not finds(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("amount:50", True),
        ("amount:50.00", True),
        ("amount:49.99", False),
        ("amount:>50", False),
        ("amount:>49.99", True),
        ("amount:>=50", True),
        ("amount:<50", False),
        ("amount:<=50", True),
        ("amount:＞＝50", True),
        ("amount：＜60", True),
        ("amount:50..100", True),
        ("amount:40..50", True),
        ("amount:..49", False),
        ("amount:50..", True),
        ("units:2", True),
        ("unshipped:>0", True),
        ("refunded:0", True),
        ("tasks:0", True),
        ("cases:>0", False),
        ("reissues:0", True),
        ("penalty:0", True),
        ("penalty:>0", False),
    ],
)
def test_numbers_are_compared(finds: Finds, text: str, found: bool) -> None:
    assert finds(text) is found


@pytest.mark.parametrize("text", ["50-60", "50～60", "50元-60元", "50至60"])
def test_a_range_of_numbers_may_be_written_as_it_is_said(finds: Finds, text: str) -> None:
    assert finds(f"金额:{text}") is finds("amount:50..60")
    assert parse(f"金额:{text}", NOW).conditions == parse("amount:50..60", NOW).conditions


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("逾期", "late"),
        ("售后", "after-sales"),
        ("尾号5600", "phone:5600"),
        ("昨天付款", "paid:yesterday"),
        ("上周发货", "shipped:last-week"),
    ],
)
def test_plain_words_of_a_shop_mean_a_field_and_its_value(word: str, meant: str) -> None:
    assert parse(word, NOW).conditions == parse(meant, NOW).conditions


def test_a_carrier_by_its_name_is_the_one_of_a_parcel_or_stands_in_any_text(finds: Finds) -> None:
    assert finds("圆通", carriers=("YTO",))
    assert finds("圆通", goods="圆通袋")
    assert not finds("圆通")
    assert finds("!圆通")


@pytest.mark.parametrize("word", ["SF", "其他", "大米60", "昨天"])
def test_what_may_be_a_text_stays_one(word: str) -> None:
    assert parse(word, NOW).conditions == (Anywhere(word.lower()),)


@pytest.mark.parametrize("text", ["amount:100..50", "paid:2026-11-20..2026-11-01"])
def test_a_range_that_ends_before_it_begins_is_refused(finds: Finds, text: str) -> None:
    with pytest.raises(BadInput) as caught:
        finds(text)
    said = "This range ends before it begins; write the other end first."
    assert caught.value.sentence == said


def test_spans_and_nobody_are_understood_as_they_are_said(finds: Finds) -> None:
    assert finds("paid:<4天") is finds("paid:<4d")
    assert finds("paid:>1小时") is finds("paid:>1h")
    for query in ("owner:nobody", "负责人:无人"):
        assert finds(query)
        assert not finds(query, owner="小李 (li)")


@pytest.mark.parametrize(
    ("text", "seconds", "found"),
    [
        ("due:<24h", 5 * HOUR, True),
        ("due:<24h", DAY, False),
        ("due:<24h", -3 * DAY, True),
        ("due:>24h", 25 * HOUR, True),
        ("due:>24h", 23 * HOUR, False),
        ("due:<90m", HOUR, True),
        ("due:<2d", DAY, True),
        ("due:<-1h", -2 * HOUR, True),
        ("due:<-1h", -HOUR // 2, False),
        ("due:1h..3h", 2 * HOUR, True),
        ("due:1h..3h", 4 * HOUR, False),
        ("due:today", 14 * HOUR, True),
        ("due:today", 15 * HOUR, False),
        ("due:tomorrow", 15 * HOUR, True),
        ("due:yesterday", -10 * HOUR, True),
        ("due:2026-11-22", 0, True),
        ("due:<2026-11-22", -9 * HOUR, False),
        ("due:<2026-11-22", -10 * HOUR, True),
        ("due:2026-11-22..2026-11-23", 38 * HOUR, True),
        ("due:2026-11-22..2026-11-23", 39 * HOUR, False),
        ("due:TODAY", 0, True),
        ("due：＜24h", 5 * HOUR, True),
    ],
)
def test_deadlines_count_from_now_into_the_future(
    finds: Finds, text: str, seconds: int, found: bool
) -> None:
    assert finds(text, due_at=AT + seconds) is found


@pytest.mark.parametrize(
    ("text", "seconds_ago", "found"),
    [
        ("paid:<24h", 23 * HOUR, True),
        ("paid:<24h", 25 * HOUR, False),
        ("paid:>24h", 25 * HOUR, True),
        ("paid:>24h", 23 * HOUR, False),
        ("paid:today", 8 * HOUR, True),
        ("paid:today", 10 * HOUR, False),
        ("paid:yesterday", 10 * HOUR, True),
        ("paid:24h..48h", 30 * HOUR, True),
        ("paid:24h..48h", 10 * HOUR, False),
        ("paid:2026-11-20", 2 * DAY, True),
    ],
)
def test_other_times_count_back_from_now(
    finds: Finds, text: str, seconds_ago: int, found: bool
) -> None:
    assert finds(text, paid_at=AT - seconds_ago) is found


@pytest.mark.parametrize("name", ["due", "shipby", "ordered", "paid", "shipped", "moved"])
def test_a_time_nobody_knows_is_never_found(finds: Finds, name: str) -> None:
    column = {"due": "due_at", "shipby": "ship_by"}.get(name, f"{name}_at")

    assert not finds(f"{name}:<99999d", **{column: None})
    assert finds(f"{name}:today", **{column: AT})


IN_STATE: dict[str, dict[str, Any]] = {
    "late": {"due_at": AT},
    "to-ship": {},
    "part-shipped": {"fulfilment": "part-shipped"},
    "shipped": {"fulfilment": "shipped"},
    "received": {"fulfilment": "received"},
    "cancelled": {"fulfilment": "cancelled"},
    "unpaid": {"payment": "unpaid"},
    "deposit": {"payment": "deposit"},
    "paid": {"payment": "paid"},
    "refunded": {"payment": "part-refunded"},
    "refunding": {"going_back_fen": 100},
    "after-sales": {"after_sales": "open"},
    "stock-out": {"stock_out": "applied"},
    "review": {"review": True},
    "reissue": {"reissues": 1},
    "task": {"open_tasks": 1},
    "discrepancy": {"open_discrepancies": 1},
    "flagged": {"flag": "red"},
    "hold": {"held_until": int(NOW.timestamp()) + 60},
    "claimed": {"owner": "小李 (li)"},
    "penalty": {"penalties": 1},
    "deducted": {"deducted_at": AT},
    "estimated": {"ship_by_estimated": True},
    "unconfirmed": {"unconfirmed": True},
}


@pytest.mark.parametrize("state", STATES)
def test_a_state_stands_alone_and_can_be_turned_around(finds: Finds, state: str) -> None:
    fits = IN_STATE[state]
    otherwise: dict[str, dict[str, Any]] = {
        "to-ship": {"to_ship": 0},
        "paid": {"payment": "unpaid"},
    }
    other = otherwise.get(state, {})

    assert finds(state, **fits)
    assert not finds(f"!{state}", **fits)
    assert not finds(state, **other)
    assert finds(f"！{state.upper()}", **other)


@pytest.mark.parametrize("payment", ["unpaid", "deposit"])
def test_what_is_not_paid_is_not_to_ship(finds: Finds, payment: str) -> None:
    assert not finds("to-ship", payment=payment)


def test_an_order_is_late_from_its_deadline_on(finds: Finds) -> None:
    assert finds("late", due_at=AT)
    assert not finds("late", due_at=AT + 1)
    assert not finds("late", due_at=None)


@pytest.mark.parametrize(
    ("text", "seconds", "found"),
    [
        ("late", 0, True),
        ("late", 1, False),
        ("due:today", 0, True),
        ("due:<2h", -DAY, True),
        ("due:<2h", HOUR, False),
        ("left:<2h", 0, True),
    ],
)
def test_what_another_party_let_pass_is_ours_from_then_on(
    finds: Finds, text: str, seconds: int, found: bool
) -> None:
    assert finds(text, due_at=None, falls_to_us_at=AT + seconds) is found


def test_every_word_has_to_fit(finds: Finds) -> None:
    assert finds("to-ship due:<24h !review 大米")
    assert not finds("to-ship due:<24h review 大米")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "colour:red",
            f"There is no field colour to search; the fields are: {', '.join(FIELDS)}.",
        ),
        ("sku:", "After “sku:” a value is needed."),
        ("!due:", "After “due:” a value is needed."),
        ("amount:much", f"much cannot be understood; expected is {EXPECTED_NUMBER}."),
        ("amount:>", "After “amount:>” a value is needed."),
        ("amount:..", "After “amount:..” a value is needed."),
        ("amount:nan", f"nan cannot be understood; expected is {EXPECTED_NUMBER}."),
        ("amount:1_0", f"1_0 cannot be understood; expected is {EXPECTED_NUMBER}."),
        ("due:soon", f"soon cannot be understood; expected is {EXPECTED_TIME}."),
        ("due:<", "After “due:<” a value is needed."),
        ("due:24h", f"24h cannot be understood; expected is {EXPECTED_TIME}."),
        ("due<2h", "due<2h lacks its colon; write due:<2h"),
        ("!到期＜2h", "到期<2h lacks its colon; write 到期:<2h"),
        ("amount>=50", "amount>=50 lacks its colon; write amount:>=50"),
        ("sku=A", "sku=A lacks its colon; write sku:A"),
        ("due:2026-13-01", f"2026-13-01 cannot be understood; expected is {EXPECTED_TIME}."),
        *((text, LONELY_BAR) for text in ("late|", "|late", "|", "late |", "to-ship late|")),
        *((text, LONELY_TURN) for text in ("!", "!!", "！", "late !", "!|late", "late|!")),
    ],
)
def test_what_cannot_be_understood_is_said(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time_are_days_like_others(finds: Finds, day: str) -> None:
    assert not finds(f"due:{day}")


@pytest.mark.parametrize(
    "pasted",
    [
        f"{OTHER} {ORDER_NO}",
        f"{OTHER}\n{ORDER_NO}\n",
        f"{OTHER},{ORDER_NO}",
        f"{OTHER}，{ORDER_NO}",
        f"{OTHER}、{ORDER_NO}",
        f"{OTHER};\t{ORDER_NO}, {OTHER}",
        f"{OTHER} {ORDER_NO} {OTHER}",
    ],
)
def test_a_pasted_list_finds_exactly_those_and_says_the_misses(pasted: str) -> None:
    lists = Lists()
    lists.put_rows(ORDERS, [row(), row(order_no=THIRD)])
    found = lists.select(pasted)

    assert [order.order_no for order in found] == [ORDER_NO]
    assert found.query.pasted == (OTHER, ORDER_NO)
    assert found.misses == (OTHER,)


def test_a_pasted_column_may_have_its_heading_and_a_strange_cell() -> None:
    lists = Lists()
    lists.put_rows(ORDERS, [row()])
    found = lists.select(f"订单号\n{ORDER_NO}\n{OTHER}\n999\n")

    assert [order.order_no for order in found] == [ORDER_NO]
    assert found.misses == ("订单号", OTHER, "999")


def test_two_numbers_among_many_words_are_words_like_the_others() -> None:
    assert not parse(f"{ORDER_NO} {OTHER} 大米 油 盐", NOW).pasted


def test_numbers_of_both_platforms_may_be_pasted_together() -> None:
    assert parse(f"{ORDER_NO} {THIRD}", NOW).pasted == (ORDER_NO, THIRD)


def test_one_number_alone_is_a_word_like_others() -> None:
    lists = Lists()
    lists.put_rows(ORDERS, [row()])

    assert len(lists.select(ORDER_NO[:-1])) == 1
    assert lists.select(ORDER_NO[:-1]).misses == ()


def test_a_state_nobody_has_is_said_and_not_searched() -> None:
    with pytest.raises(BadInput) as refused:
        parse("pay:piad", NOW)

    assert refused.value.sentence == (
        "piad cannot be understood; expected is unpaid, deposit, paid, part-refunded, refunded."
    )


def test_signs_are_turned_around_as_often_as_they_stand_there() -> None:
    assert parse("!!!late", NOW).conditions == (Not(State("late")),)
    assert parse("!!late", NOW).conditions == (State("late"),)


@pytest.mark.parametrize(
    ("hostile", "sentence"),
    [
        ("a " * (MOST_WORDS + 1), "A search has at most 100 words; this has 101."),
        ("a" * (LONGEST + 1), "A search has at most 2000000 signs; this has 2000001."),
        ("amount:" + "9" * 5000, None),
        ("due:" + "9" * 5000 + "h", None),
        ("due:<" + "9" * 5000 + "h", None),
    ],
)
def test_an_endless_query_is_refused(hostile: str, sentence: str | None) -> None:
    assert refusal(hostile) == (sentence or refusal(hostile))


@pytest.mark.parametrize(
    "hostile",
    [
        "!" * 100_000 + "late",
        '"' * 100_001 + "late",
        "a" * 100_000,
        "amount:" + "9" * 900,
        "amount:<1" + "0" * 900,
        "due:<" + "9" * 900 + "d",
        "paid:>" + "9" * 900 + "d",
        "\ud800 \x00 \x1f %_*?[",
        "order:\x00",
        "'; drop table orders_row; --",
    ],
)
def test_no_query_hangs_or_breaks_a_statement(finds: Finds, hostile: str) -> None:
    assert finds(hostile) in (True, False)


def test_a_list_of_an_order_s_knows_its_fields_and_states_besides_its_own() -> None:
    assert OBLIGATIONS.field_names[:8] == (
        *("shop", "platform", "kind", "who", "due", "left", "cost", "owner"),
    )
    assert set(FIELDS) <= set(OBLIGATIONS.field_names)
    assert set(STATES) <= set(CASES.state_names)
    assert PRODUCTS.field_names == ("sku", "product", "name", "shop", "stock", "onsale", "tasks")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_names_its_own_fields(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse("colour:red", NOW, LISTS[name])

    assert ", ".join(LISTS[name].field_names) in caught.value.sentence


def test_what_is_pasted_to_a_list_without_order_numbers_is_words() -> None:
    assert parse(f"{ORDER_NO} {OTHER}", NOW, PRODUCTS).pasted == ()


def test_a_query_is_data() -> None:
    query = parse("to-ship !due:<24h 大米", NOW)

    assert isinstance(query, Query)
    assert hash(query) == hash(parse("to-ship !due:<24h 大米", NOW))
    assert Selection(ORDERS, query, "", NOW, lambda _sql, _values: [(7,)]).counted() == 7


@pytest.fixture(params=["en", "zh"])
def _spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    use_language(request.param)
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("金额:>50", "amount:>50"),
        ("金额：＞＝５０", "amount:>=50"),
        ("ＡＭＯＵＮＴ：50..100", "amount:50..100"),
        ("缺货", "stock-out"),
        ("待发货", "to-ship"),
        ("！逾期", "!late"),
        ("ＬＡＴＥ", "late"),
        ("付款状态:待付款,已付款", "pay:unpaid,paid"),
        ("到期：＜２４Ｈ", "due:<24h"),
        ("旗子:红", "flag:red"),
        ("负责人:小李", "claim:小李"),
        ("owner:小李", "claim:小李"),
        ("@小李", "claim:小李"),
        ("物流停滞:>4d", "moved:>4d"),
        ("待发货｜缺货", "to-ship|stock-out"),
        ("拼多多", "platform:pinduoduo"),
        ("抖音 逾期", "platform:douyin late"),
        ("“大米 10kg”", '"大米 10kg"'),
    ],
)
@pytest.mark.usefixtures("_spoken")
def test_chinese_and_full_width_mean_the_same_whatever_language_is_spoken(
    text: str, plain: str
) -> None:
    assert parse(text, NOW).conditions == parse(plain, NOW).conditions


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("类型:发货", "kind:ship"),
        ("kind:联系快递", "kind:contact-carrier"),
        ("种类:发货|类型:联系快递", "kind:ship|kind:contact-carrier"),
        ("轮到:快递", "who:carrier"),
        ("负责人:li", "owner:li"),
        ("@li", "owner:li"),
        ("无人认领", "unclaimed"),
    ],
)
@pytest.mark.usefixtures("_spoken")
def test_what_is_owed_is_searched_in_chinese_too(text: str, plain: str) -> None:
    assert parse(text, NOW, OBLIGATIONS).conditions == parse(plain, NOW, OBLIGATIONS).conditions


@pytest.mark.parametrize("name", LISTS)
def test_every_field_and_state_has_a_chinese_name_that_no_other_of_its_list_has(name: str) -> None:
    table = LISTS[name]
    fields = [said for one in table.field_names for said in FIELDS_IN_CHINESE[one]]
    states = [said for one in table.state_names for said in STATES_IN_CHINESE[one]]

    assert len(fields) == len({*fields})
    assert len(states) == len({*states})
    assert all(field_named(FIELDS_IN_CHINESE[one][0], table) == one for one in table.field_names)
    assert all(state_named(STATES_IN_CHINESE[one][0], table) == one for one in table.state_names)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.usefixtures("_spoken")
def test_every_word_of_a_field_is_meant_by_itself_alone(name: str) -> None:
    for field in LISTS[name].fields.values():
        if isinstance(field, Choice | Turned):
            assert [word_meant(word, field) for word in field.vocabulary] == [*field.vocabulary]


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("大米|油", (AnyOf((Anywhere("大米"), Anywhere("油"))),)),
        ("late|!to-ship", (AnyOf((State("late"), Not(State("to-ship")))),)),
        ("!late|to-ship", (Not(AnyOf((State("late"), State("to-ship")))),)),
        ('"a|b"', (Anywhere("a|b"),)),
        ('"a b"|c', (AnyOf((Anywhere("a b"), Anywhere("c"))),)),
        ('a "|" b', (Anywhere("a"), Anywhere("|"), Anywhere("b"))),
    ],
)
def test_a_word_of_several_parts_asks_for_any_of_them(
    text: str, conditions: tuple[Any, ...]
) -> None:
    assert parse(text, NOW).conditions == conditions


def test_a_sign_behind_what_is_no_field_is_part_of_a_word() -> None:
    assert parse("rice<10kg", NOW).conditions == (Anywhere("rice<10kg"),)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("金额:50元", "amount:50"),
        ("金额:>50块", "amount:>50"),
        ("amount:¥40..￥50", "amount:40..50"),
        ("units:2件", "units:2"),
        ("amount:<60yuan", "amount:<60"),
    ],
)
def test_a_number_may_say_what_it_counts(typed: str, meant: str) -> None:
    assert parse(typed, NOW).conditions == parse(meant, NOW).conditions


def test_a_number_behind_a_sign_and_no_field_is_refused() -> None:
    assert refusal("退款>5") == "退款>5 lacks its colon; write 退款:>5"
    assert refusal("refund>5") == "refund>5 lacks its colon; write refund:>5"
    assert refusal("价格>=5").startswith("There is no field 价格 to search; the fields are: order,")


def test_the_parts_of_a_word_count_like_words() -> None:
    assert refusal("|".join("a" * 101)) == "A search has at most 100 words; this has 101."


@pytest.mark.parametrize("query", ["张 | 李", "张 |李", "张| 李", "张 ｜ 李"])
def test_an_or_with_blanks_around_it_says_how_it_is_written(query: str) -> None:
    said = "“|” finds any of two, and no blank stands beside it: 张|李"
    assert refusal(query) == said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("to-ship due:<24h  !review ", ["to-ship", "due:<24h", "!review"]),
        ("“大米 10kg” 金额：＞50", ["“大米 10kg”", "金额：＞50"]),
        ("rice|oil late", ["rice|oil", "late"]),
        ("", []),
    ],
)
def test_a_query_is_as_many_chips_as_it_has_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("return and refund", "kind:return_and_refund"),
        ("Refund only late", "kind:refund_only late"),
        ("!return and refund", "!kind:return_and_refund"),
        ("refund only, unshipped", "kind:refund_only unshipped"),
        ("仅退款，未发货", "kind:refund_only 未发货"),
        ("exchange, no order", "kind:exchange no-order"),
        ("换货，缺订单", "kind:exchange no-order"),
        ("ours to answer", "state:seller_to_answer"),
        ("answer the case", "state:seller_to_answer,open"),
        ("处理售后单", "state:seller_to_answer,open"),
        ("receive the return", "state:seller_to_receive"),
        ("supplementary shipment 少件", "kind:supplementary 少件"),
        ("to ship", "to-ship"),
    ],
)
@pytest.mark.usefixtures("_spoken")
def test_what_a_row_of_cases_shows_is_found_as_it_stands_there(text: str, plain: str) -> None:
    assert parse(text, NOW, CASES).conditions == parse(plain, NOW, CASES).conditions
    assert len(words_of(text, CASES)) == len(plain.split()) - text.count("，")


@pytest.mark.parametrize("text", ["a return and refund-like thing", "rice, oil", "大米,油"])
def test_words_that_are_no_phrase_stay_what_they_are(text: str) -> None:
    assert parse(text, NOW, CASES).conditions == tuple(
        parse(word, NOW, CASES).conditions[0] for word in text.split()
    )


@pytest.mark.parametrize(
    ("word", "table", "said"),
    [
        (
            "answer",
            CASES,
            (
                Is("kind", ("inquiry",)),
                Is("state", ("seller_to_answer", "open")),
                Is("state", ("buyer_to_answer",)),
            ),
        ),
        (
            "carrier",
            OBLIGATIONS,
            (Is("kind", ("contact-carrier",)), Holds("task", ("hand-over",))),
        ),
        (
            "evid",
            OBLIGATIONS,
            (Is("kind", ("submit-evidence",)), Holds("task", ("submit-evidence",))),
        ),
        ("联系快", OBLIGATIONS, (Is("kind", ("contact-carrier",)),)),
    ],
)
@pytest.mark.usefixtures("_spoken")
def test_a_word_of_what_rows_show_finds_them_beside_what_has_it_anywhere(
    word: str, table: ListTable, said: tuple[Holds | Is, ...]
) -> None:
    assert parse(word, NOW, table).conditions == (AnyOf((*said, Anywhere(word))),)
    assert parse(f"!{word}", NOW, table).conditions == (Not(AnyOf((*said, Anywhere(word)))),)


@pytest.mark.parametrize("press", ["", *TASK_BUTTONS])
@pytest.mark.parametrize("task", TASK_LABELS)
@pytest.mark.usefixtures("_spoken")
def test_what_rows_show_of_a_platform_task_finds_them_in_place_of_their_kind(
    task: str, press: str
) -> None:
    for briefly in (True, False):
        shown = what_owed("platform-task", ("task", task, press), briefly=briefly)
        shown = shown.partition(",")[0]
        for typed in (f"kind:{shown}", f'kind:"{shown}"', f"task:{shown}"):
            (asked,) = parse(typed, NOW, OBLIGATIONS).conditions
            assert isinstance(asked, Holds)
            assert asked.field == "task"
            assert {task, press} & {*asked.parts}
        (either,) = parse(shown, NOW, OBLIGATIONS).conditions
        assert isinstance(either, AnyOf)
        (told,) = [one for one in either.conditions if isinstance(one, Holds)]
        assert {task, press} & {*told.parts}
        assert len(told.parts) < len(TASKS_TOLD)


@pytest.mark.parametrize(
    ("typed", "tasks"),
    [
        ("add reissue", ("create-reissue",)),
        ("申请缺货", ("apply-stock-out", "申请缺货")),
        ("上传运单", ("upload-tracking",)),
        ("小额打款", ("pay-compensation", "小额打款")),
    ],
)
@pytest.mark.usefixtures("_spoken")
def test_a_part_of_what_rows_show_of_a_platform_task_finds_them_beside_what_has_it_anywhere(
    typed: str, tasks: tuple[str, ...]
) -> None:
    (asked,) = parse(typed, NOW, OBLIGATIONS).conditions

    assert asked == AnyOf((Holds("task", tasks), Anywhere(typed)))


def test_kinds_and_platform_tasks_are_one_word_with_commas() -> None:
    (asked,) = parse("kind:ship,appeal on the platform,告知平台", NOW, OBLIGATIONS).conditions

    assert asked == AnyOf((Is("kind", ("ship", "platform-task")), Holds("task", ("appeal",))))


@pytest.mark.parametrize("word", ["the", "ans", "货", "nswer", "13800138000"])
@pytest.mark.parametrize("table", [CASES, OBLIGATIONS, ORDERS])
def test_too_little_of_a_word_is_looked_for_as_it_stands(word: str, table: ListTable) -> None:
    assert parse(word, NOW, table).conditions == (Anywhere(word),)


def test_what_is_owed_next_for_a_case_is_searched_by_where_it_stands() -> None:
    stands = {kind: states for kind, (_field, states) in NEXT_OF_CASES.items()}

    assert stands.keys() | {"close-case"} == TURN_KINDS
    assert all(str(state) in stands[turn.kind] for (state, _who), turn in TURNS.items())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kind:hand the evidence in", "submit-evidence"),
        ("kind:hand in evidence", "submit-evidence"),
        ("kind:contact carrier", "contact-carrier"),
        ("kind:make the loss good", "make-good"),
        ("类型:联系快递", "contact-carrier"),
        ("kind:ship reissue", "ship-reissue"),
        ("kind:tell platform", "platform-task"),
        ("kind:settle_refund", "settle-refund"),
        ("kind:Settle-the-refund", "settle-refund"),
        ('kind:"record the cause"', "find-cause"),
    ],
)
def test_a_kind_is_searched_for_by_the_words_that_the_queues_show(text: str, kind: str) -> None:
    asked = Is("kind", (kind,))
    assert parse(text, NOW, OBLIGATIONS).conditions == (asked,)
    assert parse(f"late !{text} who:us", NOW, OBLIGATIONS).conditions[1] == Not(asked)


def names_of_queue(kind: str) -> set[str]:
    """All that the queue of a kind is called, in either language, however few cells it has."""
    said = {one for text in (brief(kind), label(kind)) for one in (text, without_articles(text))}
    return {*said, kind}


@pytest.mark.usefixtures("_spoken")
def test_every_name_that_a_queue_has_is_a_word_of_its_kind_and_of_no_other() -> None:
    for kind in KINDS:
        for name in names_of_queue(kind):
            written = (name, f'"{name}"', name.replace(" ", "_"), name.replace(" ", "-"))
            for one in written:
                assert parse(f"late kind:{one} 米", NOW, OBLIGATIONS).conditions == (
                    State("late"),
                    Is("kind", (kind,)),
                    Anywhere("米"),
                )


def test_several_names_of_queues_are_one_word_with_commas() -> None:
    asked = parse("kind:settle the refund,tell the platform,ship", NOW, OBLIGATIONS).conditions

    assert asked == (Is("kind", ("settle-refund", "platform-task", "ship")),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kind:colour", f"colour cannot be understood; expected is {', '.join(KINDS)}."),
        ("kind:tell", "tell cannot be understood; expected is tell-buyer, platform-task."),
    ],
)
def test_what_is_no_kind_says_which_there_are(text: str, sentence: str) -> None:
    assert refusal(text, OBLIGATIONS) == sentence


@pytest.mark.parametrize(
    ("table", "text", "sentence"),
    [
        (ORDERS, "kind:ship", "Orders cannot be searched by kind; Board, Cases can."),
        (OBLIGATIONS, "reason:x", "Board cannot be searched by reason; Cases can."),
        (CASES, "日销:>3", "Cases cannot be searched by 日销; Stock can."),
    ],
)
def test_a_field_of_another_place_is_said_to_be_there(
    table: ListTable, text: str, sentence: str
) -> None:
    assert refusal(text, table) == sentence


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ordered:上周", "ordered:2026-11-09..2026-11-15"),
        ("ordered:last-week..this-week", "ordered:2026-11-09..2026-11-22"),
        ("ordered:11-20", "ordered:2026-11-20"),
        ("ordered:11月20日", "ordered:2026-11-20"),
        ("ordered:>=11/18", "ordered:>=2026-11-18"),
        ("shipby:11-24", "shipby:2026-11-24"),
        ("ordered:周三", "ordered:2026-11-18"),
        ("shipby:周三", "shipby:2026-11-25"),
        ("ordered:前天", "ordered:2026-11-18"),
    ],
)
def test_a_day_is_searched_for_as_a_form_understands_it(said: str, meant: str) -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=SHOP_TIME)
    assert parse(said, now).conditions == parse(meant, now).conditions


@pytest.mark.parametrize("said", ["逾期 或 待发货", "逾期 或者 待发货", "逾期 OR 待发货"])
def test_a_spelled_or_is_refused_with_the_sign_for_it(said: str) -> None:
    assert refusal(f"急 {said} x", ORDERS).endswith("stands beside it: 急 逾期|待发货 x")


@pytest.mark.parametrize("word", ["tomorrow", "next-week"])
def test_a_day_beyond_the_last_one_is_no_time(word: str) -> None:
    last = datetime(9999, 12, 31, tzinfo=SHOP_TIME)
    with pytest.raises(BadInput, match="a time such as"):
        parse(f"due:{word}", last)


class OnlyShortSlices(list[str]):
    """Words of which nobody may take more than a phrase can have."""

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        assert not isinstance(at, slice) or len(found) <= LONGEST_PHRASE
        return found


def test_many_words_are_joined_without_being_copied_at_each() -> None:
    words = OnlyShortSlices(["a"] * 50)
    assert [count for _word, count in joined(words, ORDERS)] == [1] * 50


def test_words_beyond_any_phrases_are_refused_before_phrases_are_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("store.search.language.joined", None)
    with pytest.raises(BadInput, match="at most 100 words; this has 1001"):
        parse("a " * 1001, NOW)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("carrier:顺丰", "carrier:sf"),
        ("快递公司:顺丰速运", "carrier:SF"),
        ("carrier:极兔,圆通", "carrier:JTSD,YTO"),
        ("carrier:某某快运", "carrier:某某快运"),
        ("region:浙江省", "region:浙江"),
        ("region:内蒙古自治区", "region:内蒙古"),
        ("carrier:圆通,中通", 'carrier:圆通,"中通"'),
    ],
)
def test_a_carrier_and_a_province_are_found_by_what_people_call_them(typed: str, same: str) -> None:
    assert parse(typed, NOW).conditions == parse(same, NOW).conditions


def test_a_kind_of_province_alone_is_none() -> None:
    assert parse("region:市", NOW).conditions == (Holds("region", ("市",)),)


@pytest.mark.parametrize("sku", ["A,B", "红 大", "A|B", "A，B", "A-1", "A:1", "!A"])
def test_a_value_of_any_signs_is_found_as_it_is_quoted(sku: str) -> None:
    (condition,) = parse(f"waits:{quoted(sku)}", NOW).conditions
    assert condition == Holds("waits", (folded(sku),))


def test_no_query_has_a_quote_within_quotes() -> None:
    assert quoted('3" A') is None
