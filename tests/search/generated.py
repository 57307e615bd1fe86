"""Rows and queries as hypothesis makes them: few values, so that conditions meet."""

from typing import Any, get_args

from hypothesis import strategies as st
from msgspec.structs import replace

from store.models.case_row import CaseRow
from store.models.inquiry_row import InquiryRow
from store.models.payment import PaymentKind
from store.models.payment_row import PaymentRow
from store.models.review_row import ImprovementRow, ReviewRow
from store.models.row import ObligationRow, OrderRow, ProductRow
from store.search.lists import ORDERS
from store.search.vocabularies import (
    AFTER_SALES,
    CASE_KINDS,
    CASE_STATES,
    CHANNELS,
    FLAGS,
    FULFILMENTS,
    IMPROVEMENT_STATES,
    INQUIRY_OUTCOMES,
    INQUIRY_STATES,
    PARTIES,
    PAYMENT_STATES,
    PAYMENTS,
    PLATFORMS,
    RATES,
    REVIEW_STATES,
    STOCK_OUTS,
)
from tests.build import NOW

AT = int(NOW.timestamp())
HOUR = 3600
PHONES = ("13812345600", "13900005600", "138****5600", "138******00", "##x5600##", "", "1 转 55")
NUMBERS = ("261120-000000000000001", "261120-000000000000002", "6917000000000000001")
TEXTS = ("", "东北大米 10kg x2", "iPhone 壳 x1", "菜籽油 x1 + 大米 x1", "ab", "b a")
SMALL = st.integers(0, 2)
FEN = st.sampled_from((0, 1, 2999, 3000, 5000, 5001, 1_000_000))
INSTANTS = st.none() | st.sampled_from(
    [AT + hours * HOUR + extra for hours in (-72, -25, -1, 0, 1, 5, 25, 40) for extra in (0, 1)]
)
SOME_TEXT = st.sampled_from(TEXTS)


def plain_order_row() -> OrderRow:
    """A row in which nothing stands."""
    texts = dict.fromkeys(("key", "order_no", "platform", "shop", "buyer", "phone_tail"), "")
    more = dict.fromkeys(("goods", "payment", "fulfilment", "after_sales", "stock_out"), "")
    rest = dict.fromkeys(("flag", "tag", "seller_note"), "")
    tuples = dict.fromkeys(("skus", "tracking_nos", "cases"), ())
    numbers = dict.fromkeys(("units", "to_ship", "amount_fen", "refunded_fen", "open_tasks"), 0)
    counts = dict.fromkeys(("open_cases", "open_discrepancies", "reissues"), 0)
    times = dict.fromkeys(("ordered_at", "paid_at", "shipped_at", "ship_by", "due_at"), None)
    values: dict[str, Any] = {**texts, **more, **rest, **tuples, **numbers, **counts, **times}
    return OrderRow(**values, review=False, ship_by_estimated=False)


def many(*texts: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(texts), unique=True, max_size=2).map(tuple)


ORDER_ROWS = st.builds(
    OrderRow,
    key=st.just(""),
    order_no=st.sampled_from(NUMBERS),
    platform=st.sampled_from(PLATFORMS),
    shop=st.sampled_from(("米铺", "油坊")),
    buyer=st.sampled_from(("张三丰", "李四", "王*", "")),
    phone_tail=st.just(""),
    goods=SOME_TEXT,
    skus=many("RICE-10", "OIL-5", "A"),
    waits=many("2 RICE-10", "1 A"),
    units=SMALL,
    to_ship=SMALL,
    amount_fen=FEN,
    refunded_fen=FEN,
    payment=st.sampled_from(PAYMENTS),
    fulfilment=st.sampled_from(FULFILMENTS),
    after_sales=st.sampled_from(AFTER_SALES),
    stock_out=st.sampled_from(STOCK_OUTS),
    review=st.booleans(),
    tracking_nos=many("YT1234567890123", "SF1"),
    cases=many("A1", "b2"),
    ordered_at=INSTANTS,
    paid_at=INSTANTS,
    shipped_at=INSTANTS,
    moved_at=INSTANTS,
    ship_by=INSTANTS,
    ship_by_estimated=st.booleans(),
    unconfirmed=st.booleans(),
    due_at=INSTANTS,
    open_tasks=SMALL,
    open_cases=SMALL,
    open_discrepancies=SMALL,
    reissues=SMALL,
    flag=st.sampled_from(("", *FLAGS[:2])),
    tag=st.sampled_from(("", "急")),
    seller_note=SOME_TEXT,
    owner=st.sampled_from(("", "小李 (li)")),
    login=st.sampled_from(("", "li")),
    tags=many("VIP", "急"),
    penalties=SMALL,
    penalty_fen=FEN,
    held_until=INSTANTS,
    falls_to_us_at=INSTANTS,
    deducted_at=INSTANTS,
    deducted_fen=FEN,
    deducted_more_at=INSTANTS,
    deducted_more_fen=FEN,
    carriers=many("YTO", "SF"),
    causes=many("quality", "破了"),
    agreers=many("小王", ""),
    region=st.sampled_from(("", "浙江", "云南")),
)

OWED_ONCE = st.builds(
    ObligationRow,
    key=st.just(""),
    of_kind=st.just("orders"),
    of_key=st.just(""),
    order_no=st.sampled_from(NUMBERS),
    platform=st.just("pinduoduo"),
    shop=st.just("米铺"),
    goods=st.just(""),
    kind=st.sampled_from(("ship", "first-scan", "hold-ends")),
    who=st.sampled_from(PARTIES),
    due_at=INSTANTS,
    estimated=st.booleans(),
    zero=st.just(()),
    ref=st.just(""),
    about=st.sampled_from(("", "P1", "case-7")),
    then=st.sampled_from(("", "contact-carrier")),
    lapses=st.booleans(),
    login=st.sampled_from(("", "li", "Li")),
    cost_fen=st.none() | FEN,
)


def _and_later(row: ObligationRow, cost_fen: int, at: int | None) -> ObligationRow:
    # What becomes ours by another's time has no second one.
    later_at = None if row.then else at
    return replace(row, later_zero=("late",), later_cost_fen=cost_fen, later_at=later_at)


OBLIGATION_ROWS = OWED_ONCE | st.builds(_and_later, OWED_ONCE, FEN, INSTANTS)
CASE_ROWS = st.builds(
    CaseRow,
    key=st.just(""),
    of_kind=st.just("orders"),
    of_key=st.just(""),
    order_no=st.sampled_from(NUMBERS),
    platform=st.just("pinduoduo"),
    shop=st.just("米铺"),
    goods=st.just(""),
    case=st.sampled_from(("A1", "b2")),
    kind=st.sampled_from(CASE_KINDS[:2]),
    state=st.sampled_from((*CASE_STATES[:2], "closed")),
    outcome=st.just(""),
    waits_for=st.sampled_from(("", *PARTIES)),
    due_at=INSTANTS,
    due_estimated=st.booleans(),
    requested_fen=FEN,
    agreed_fen=st.none() | FEN,
    refunded_fen=FEN,
    first_reason=SOME_TEXT,
    cause=st.sampled_from(("", "quality")),
    agent=st.sampled_from(("", "小李 (li)")),
    applied_at=INSTANTS,
    agreed_at=INSTANTS,
    closed_at=INSTANTS,
)
PRODUCT_ROWS = st.builds(
    ProductRow,
    key=st.just(""),
    shop=st.sampled_from(("米铺", "油坊")),
    sku=st.sampled_from(("RICE-10", "oil-5", "A")),
    name=SOME_TEXT,
    product_id=st.sampled_from(("", "7001")),
    on_hand=st.none() | SMALL,
    per_day_made=st.none(),
    per_day_shipped=st.none(),
    on_sale=st.booleans(),
    delisted_at=INSTANTS,
)
INQUIRY_ROWS = st.builds(
    InquiryRow,
    key=st.just(""),
    shop=st.sampled_from(("米铺", "油坊")),
    platform=st.sampled_from(("", *PLATFORMS)),
    state=st.sampled_from(INQUIRY_STATES),
    outcome=st.sampled_from(("", *INQUIRY_OUTCOMES)),
    buyer=st.sampled_from(("张**", "")),
    phone_tail=st.just(""),
    paid_day=INSTANTS,
    amount_fen=st.none() | FEN,
    goods=SOME_TEXT,
    channel=st.sampled_from(CHANNELS),
    promise_due=INSTANTS,
    due_at=INSTANTS,
    owner=st.sampled_from(("", "小李 (li)")),
    login=st.sampled_from(("", "li")),
    order_no=st.sampled_from(("", *NUMBERS)),
    order_key=st.just(""),
    opened_at=st.sampled_from((AT - HOUR, AT)),
)

_AMOUNTS = ("0", "50", "30", "29.99", "29.995", ">0", ">=50", "<30", "<=29.99", "30..50", "..50")
_SPANS = ("<24h", ">24h", "<=1h", ">=0m", "<-1h", "1h..5h", "0h..", "..25h", "today", "<today")
_DAYS = ("tomorrow", "yesterday", "2026-11-22", "2026-11-20..2026-11-21", "2026-11-22..5h")
AMOUNTS, TIMES = st.sampled_from((*_AMOUNTS, "50..")), st.sampled_from((*_SPANS, *_DAYS))
_PARTS = ("大米", "IPHONE", "a", "10kg", "三丰", "*", "261120", "A", "li", "急", "yt123", "sf1")
PARTS = st.sampled_from((*_PARTS, "rice-10", "VIP", "0000", "急,vip", "A1,b2"))
_COMPARED: dict[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(("order", "goods", "buyer", "tracking", "sku", "waits", "case"), PARTS),
    **dict.fromkeys(("note", "tag", "claim", "owner", "about", "reason", "agent"), PARTS),
    **dict.fromkeys(("name", "product"), PARTS),
    **dict.fromkeys(("cause",), st.sampled_from(("quality", "qual", "none", "none,Quality"))),
    **dict.fromkeys(("carrier",), st.sampled_from(("YTO", "yto", "YT", "none", "SF,none"))),
    **dict.fromkeys(("region",), st.sampled_from(("浙江", "浙", "none", "云南,浙江"))),
    **dict.fromkeys(("agreedby",), st.sampled_from(("小王", "王", "none"))),
    **dict.fromkeys(("phone",), st.sampled_from(("5600", "0", "13812345600", "000-5600", "x"))),
    **dict.fromkeys(("shop",), st.sampled_from(("米铺", "米", "米铺,油坊"))),
    **dict.fromkeys(("platform",), st.sampled_from((*PLATFORMS, "pinduoduo,douyin"))),
    **dict.fromkeys(("pay",), st.sampled_from((*PAYMENTS, "paid,unpaid"))),
    **dict.fromkeys(("ship",), st.sampled_from(FULFILMENTS)),
    **dict.fromkeys(("after",), st.sampled_from(AFTER_SALES)),
    **dict.fromkeys(("flag",), st.sampled_from(("none", "red", "red,none"))),
    **dict.fromkeys(("who",), st.sampled_from((*PARTIES, "us,carrier"))),
    **dict.fromkeys(("turn",), st.sampled_from((*PARTIES, "none,us"))),
    **dict.fromkeys(("state",), st.sampled_from(CASE_STATES)),
    **dict.fromkeys(("onsale",), st.sampled_from(("yes", "no", "yes,no"))),
    **dict.fromkeys(("amount", "refunded", "penalty", "cost", "agreed"), AMOUNTS),
    **dict.fromkeys(("units", "unshipped", "tasks", "cases", "reissues"), AMOUNTS),
    **dict.fromkeys(
        ("due", "left", "shipby", "ordered", "paid", "shipped", "moved", "applied"), TIMES
    ),
}
OWN: dict[tuple[str, str], st.SearchStrategy[str]] = {
    ("orders", "stock"): st.sampled_from(STOCK_OUTS),
    ("obligations", "stock"): st.sampled_from(STOCK_OUTS),
    ("cases", "stock"): st.sampled_from(STOCK_OUTS),
    ("products", "stock"): AMOUNTS,
    ("obligations", "kind"): st.sampled_from(("ship", "first-scan", "contact-carrier")),
    ("cases", "kind"): st.sampled_from(CASE_KINDS),
    ("inquiries", "state"): st.sampled_from(INQUIRY_STATES),
    ("inquiries", "outcome"): st.sampled_from(("none", *INQUIRY_OUTCOMES)),
    ("inquiries", "channel"): st.sampled_from(CHANNELS),
    ("inquiries", "inquiry"): st.sampled_from(("0:q", "1:q")),
    ("payments", "state"): st.sampled_from(PAYMENT_STATES),
    ("payments", "kind"): st.sampled_from(get_args(PaymentKind)[:3]),
    ("reviews", "state"): st.sampled_from(REVIEW_STATES),
    ("reviews", "review"): st.sampled_from(("0:r", "1:r")),
    ("reviews", "title"): PARTS,
    ("reviews", "by"): PARTS,
    ("reviews", "closed"): TIMES,
    ("reviews", "opened"): TIMES,
    ("improvements", "state"): st.sampled_from(IMPROVEMENT_STATES),
    ("improvements", "rate"): st.sampled_from(RATES),
    ("improvements", "improvement"): st.sampled_from(("0:i", "1:i")),
    ("improvements", "review"): st.sampled_from(("r-1", "R-2")),
    ("improvements", "what"): PARTS,
    ("improvements", "scope"): PARTS,
    ("improvements", "checks"): AMOUNTS,
    ("improvements", "opened"): TIMES,
    **{("inquiries", name): TIMES for name in ("day", "opened", "promised")},
}
BARE = ("大米", "10kg", "000001", "三丰", "5600", "345600", "560", "rice", "yt12", "A", '"a b"')


def queries(table: Any = ORDERS, *, any_of: bool = True) -> st.SearchStrategy[str]:
    """A query of up to three words of a list's language, some with parts of which any may fit."""
    compared = [
        OWN.get((table.name, name), _COMPARED.get(name, st.nothing())).map(
            lambda value, n=name: f"{n}:{value}"  # type: ignore[misc]
        )
        for name in table.field_names
    ]
    bare = st.sampled_from((*BARE, "大米 油", "+"))
    states = [st.sampled_from(table.state_names)] if table.state_names else []
    word = st.one_of(*compared, *states, bare)
    turned = st.tuples(st.sampled_from(("", "", "!")), word).map("".join)
    if any_of:
        turned = turned | st.lists(turned, min_size=2, max_size=3).map("|".join)
    return st.lists(turned, max_size=3).map(" ".join)


PAYMENT_ROWS = st.builds(
    PaymentRow,
    key=st.just(""),
    name=st.sampled_from(("bill-1", "a3")),
    order_no=st.sampled_from(NUMBERS),
    platform=st.sampled_from(PLATFORMS),
    shop=st.sampled_from(("米铺", "油坊")),
    kinds=many(*get_args(PaymentKind)[:3]),
    text=SOME_TEXT,
    at=st.sampled_from((AT - HOUR, AT, AT + 1)),
    in_fen=FEN,
    out_fen=FEN,
    states=st.lists(st.sampled_from(PAYMENT_STATES), min_size=1, max_size=2).map(tuple),
    differing=st.just(()),
    open=st.booleans(),
)

REVIEW_ROWS = st.builds(
    ReviewRow,
    key=st.just(""),
    title=SOME_TEXT,
    what=SOME_TEXT,
    whys=many("单层包装", "rice"),
    cause=st.sampled_from(("", "quality")),
    state=st.sampled_from(REVIEW_STATES),
    orders=many(*NUMBERS),
    scope=st.sampled_from(("", "sku:RICE-10")),
    opened_by=st.sampled_from(("小李 (li)", "")),
    opened_at=st.sampled_from((AT - HOUR, AT, AT + 1)),
    closed_at=INSTANTS,
    lesson=SOME_TEXT,
)
IMPROVEMENT_ROWS = st.builds(
    ImprovementRow,
    key=st.just(""),
    review=st.sampled_from(("", "R-1", "R-2")),
    what=SOME_TEXT,
    owner=st.sampled_from(("", "小李 (li)")),
    login=st.sampled_from(("", "li")),
    rate=st.sampled_from(RATES),
    target=SMALL,
    scope=st.sampled_from(("", "sku:RICE-10")),
    state=st.sampled_from(IMPROVEMENT_STATES),
    due_at=INSTANTS,
    before_many=SMALL,
    before_of=SMALL,
    after_many=st.none() | SMALL,
    after_of=st.none() | SMALL,
    least=SMALL,
    checks=SMALL,
    opened_at=st.sampled_from((AT - HOUR, AT, AT + 1)),
)
