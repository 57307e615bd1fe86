"""What is searched for of a text that is pasted on a list."""

import pytest

from store.search.pasting import TO_SHIP, Sought, names_orders, sought_in
from tests.build import ORDER_NO, TRACKING_NO

ORDER_ONLY = "Of what was pasted, only the order number is searched for."
PARCEL_ONLY = "Of what was pasted, only the tracking number is searched for."
PHONE_ONLY = "Of what was pasted, only the phone is searched for."
CASE_ONLY = "Of what was pasted, only the case number is searched for."
DOUYIN_NO = "6917000000000000001"


@pytest.mark.parametrize(
    "text",
    [
        "to-ship due:<24h",
        f"order:{ORDER_NO} due:<24h",
        f"订单号：{ORDER_NO}",
        "phone:13800138000",
        f"tracking:{TRACKING_NO},SF1234567890123",
        "东北大米",
        "",
    ],
)
def test_a_query_stays_as_it_is(text: str) -> None:
    assert sought_in(f" {text}\n")[:2] == (text, "")


def test_a_column_of_order_numbers_stays_whole_with_its_heading() -> None:
    assert sought_in(f"订单号\n{ORDER_NO}\n{DOUYIN_NO}\n") == Sought(
        f"订单号 {ORDER_NO} {DOUYIN_NO}", is_number=True
    )


@pytest.mark.parametrize(
    ("text", "query", "said"),
    [
        (f"亲，{ORDER_NO}什么时候发货？", ORDER_NO, ORDER_ONLY),
        (
            f"小王 10:02\n您好，13800138000\n单号{TRACKING_NO}，订单 {ORDER_NO}\n到哪了",
            ORDER_NO,
            ORDER_ONLY,
        ),
        (
            f"{ORDER_NO}\n和\n还有\n{DOUYIN_NO} 都没有收到\n到哪了",
            f"{ORDER_NO} {DOUYIN_NO}",
            ORDER_ONLY,
        ),
        (f"您好\n电话13800138000，快递{TRACKING_NO}没动", TRACKING_NO, PARCEL_ONLY),
        (f"{TRACKING_NO}\nSF1234567890123", f"{TRACKING_NO}|SF1234567890123", ""),
        ("您好\n我的电话是 138 0013 8000", "13800138000", PHONE_ONLY),
        ("张三\n浙江省杭州市\n138-0013-8000", "13800138000", PHONE_ONLY),
        ("154****2292", "154****2292", ""),
        ("张**\n154****2292\n浙江省杭州市", "154****2292", PHONE_ONLY),
        (f"李先生: {ORDER_NO} 退货到了吗？q q", ORDER_NO, ORDER_ONLY),
        (f"买家: {DOUYIN_NO} 到哪了", DOUYIN_NO, ORDER_ONLY),
        (f"{ORDER_NO} ok q", ORDER_NO, ORDER_ONLY),
        (f"订单编号：{ORDER_NO}", ORDER_NO, ORDER_ONLY),
        (f"主订单编号:{DOUYIN_NO}\n售后编号:51234567890", DOUYIN_NO, ORDER_ONLY),
        (f"https://mms.example/detail?sn={ORDER_NO}", ORDER_NO, ORDER_ONLY),
        ("物流单号：" + TRACKING_NO, TRACKING_NO, PARCEL_ONLY),
        ("亲，售后单51234567890什么时候退？", "51234567890", CASE_ONLY),
    ],
)
def test_of_a_chat_the_number_that_finds_best_is_searched_for(
    text: str, query: str, said: str
) -> None:
    assert sought_in(text) == Sought(query, said, is_number=True)


@pytest.mark.parametrize("between", [",", "\t", "，", "  "])
@pytest.mark.parametrize("heading", ["", "订单号,快递单号\n"])
def test_of_lines_of_an_order_and_its_tracking_number_the_orders_are_searched_for(
    heading: str, between: str
) -> None:
    lines = [f"{ORDER_NO}{between}{TRACKING_NO}", f"{DOUYIN_NO}{between}771234567890123"]

    sought = sought_in(heading + "\n".join(lines))

    assert sought == Sought(f"{ORDER_NO} {DOUYIN_NO}", TO_SHIP, is_number=True)


def test_a_chat_without_a_number_stays_whole_and_is_no_number() -> None:
    assert sought_in("您好\n东北大米 还有吗") == Sought("您好 东北大米 还有吗")


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        pytest.param("51234567890", ("51234567890", "case:51234567890"), id="alone"),
        pytest.param(f"{ORDER_NO} {DOUYIN_NO}", (f"{ORDER_NO} {DOUYIN_NO}",), id="several"),
        pytest.param("还有吗", (), id="no number"),
    ],
)
def test_among_all_orders_a_number_alone_may_be_a_cases(
    text: str, queries: tuple[str, ...]
) -> None:
    assert sought_in(text).of_orders == queries


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        (ORDER_NO, True),
        (f" {ORDER_NO}\n{DOUYIN_NO}, {ORDER_NO}", True),
        (f"{ORDER_NO} {TRACKING_NO}", False),
        (f"订单号 {ORDER_NO}", False),
        (TRACKING_NO, False),
        ("13800138000", False),
        ("\n", False),
    ],
)
def test_what_is_nothing_but_numbers_of_orders(text: str, is_so: bool) -> None:
    assert names_orders(text) is is_so
