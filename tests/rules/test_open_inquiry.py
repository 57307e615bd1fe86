"""OpenInquiry: somebody paid and there is no order; whatever is known is enough to begin with."""

from datetime import date, timedelta
from typing import Any

import pytest

from store.errors import BadInput
from store.models.axes import Platform
from store.models.inquiry import Inquiry
from store.rules.action.frame import read_values
from store.rules.inquiries.actions.open_inquiry import OpenInquiry
from tests.build import DAY, HOUR, NOW, ORDER_NO, SHOP, context, do, order, sentences
from tests.rules.inquiries import PAID_ON, bought, ended, inquiry, tie

BLANK = Inquiry.blank("")
ALL = {
    "buyer": "周晓明",
    "phone": "13900005600",
    "day": "2026-11-20",
    "amount": "50",
    "goods": "东北大米",
    "text": "钱付了，没有订单",
    "promise_due": "2026-11-22 18:00",
}


def opened(*orders: object, **values: str) -> Inquiry:
    first, *_others = do(OpenInquiry, BLANK, context(*orders), **values).documents  # type: ignore[arg-type]
    assert isinstance(first, Inquiry)
    return first


def test_what_is_known_is_kept_with_the_promise_and_a_short_number() -> None:
    found = opened(**ALL)

    assert (found.number, found.state, found.opened_at) == ("Q-20261122-1", "open", NOW)
    assert (found.buyer, found.phone, found.day) == ("周晓明", "13900005600", PAID_ON)
    assert (found.amount_fen, found.goods, found.opened_by) == (5000, "东北大米", "小李 (li)")
    (contact,) = found.contacts
    assert (contact.direction, contact.text) == ("in", "钱付了，没有订单")
    assert contact.promise_due == NOW + 9 * HOUR


@pytest.mark.parametrize("name", ["buyer", "phone", "day", "amount", "goods", "text"])
def test_one_thing_that_is_known_is_enough(name: str) -> None:
    assert opened(**{name: ALL[name]}).number == "Q-20261122-1"


@pytest.mark.parametrize("values", [{}, {"channel": "phone"}, {"promise_due": "2026-11-22 18:00"}])
def test_nothing_is_not(values: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        read_values(OpenInquiry, values, BLANK)
    assert refused.value.sentence == (
        "Nothing is known yet: give the buyer, a phone, an order, a day or an amount."
    )


def test_the_numbers_of_a_day_count_up_and_begin_anew_the_day_after() -> None:
    today = context(inquiries=[inquiry(), inquiry(opened_at=NOW - timedelta(days=1))])
    (second, *_none) = do(OpenInquiry, BLANK, today, text="还没有订单").documents

    assert second.key == "Q-20261122-2"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        pytest.param(
            {"promise_due": "2026-11-22 08:00"},
            ("promise_due", "2026-11-22 08:00 is over; a promise is for later."),
            id="a promise for a time that is over",
        ),
        pytest.param(
            {"day": "2026-11-23"},
            ("day", "2026-11-23 is still to come."),
            id="paid tomorrow",
        ),
        pytest.param(
            {"shop": "油坊"},
            ("shop", f"There is no shop 油坊 here; there is: {SHOP}."),
            id="another shop",
        ),
    ],
)
def test_what_is_wrong_with_it(values: dict[str, str], problem: tuple[str, str]) -> None:
    given = {"text": "没有订单"} | values
    assert sentences(OpenInquiry, BLANK, given, context(order())) == [problem]


def test_where_there_are_several_shops_it_has_to_be_said() -> None:
    two = context(order(), order(shop="油坊", order_no="261120-000000000000002"))

    assert sentences(OpenInquiry, BLANK, {"text": "没有订单"}, two) == [
        ("shop", f"There are several shops here (油坊, {SHOP}); say which one.")
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("13900005600", "13900005600"), ("5600", "5600"), ("５６００", "5600")],
)
def test_the_last_four_digits_of_a_phone_are_enough(text: str, shown: str) -> None:
    assert opened(phone=text).phone == shown


def test_the_shop_and_its_platform_are_known_where_there_is_only_one() -> None:
    found = opened(order(), text="没有订单")

    assert (found.shop, found.platform) == (SHOP, Platform.PINDUODUO)
    assert (opened(text="没有订单").shop, opened(text="没有订单").platform) == ("", None)


def test_the_order_that_is_here_by_its_number_is_tied_at_once() -> None:
    outcome = do(OpenInquiry, BLANK, context(bought()), order=ORDER_NO, text="没看到订单")

    assert outcome.said == (
        f"Inquiry {ORDER_NO} is tied to order {ORDER_NO}; tell the buyer, then resolve it.",
    )
    assert [one.key for one in outcome.documents] == ["Q-20261122-1", bought().key]
    assert [one.key for one in outcome.also] == [bought().key]


def test_an_order_that_fits_is_proposed_and_not_tied() -> None:
    outcome = do(OpenInquiry, BLANK, context(bought()), **ALL)

    (found,) = outcome.documents
    assert isinstance(found, Inquiry)
    assert (found.state, found.tied) == ("proposed", None)
    assert outcome.said[0] == (
        f"Order {ORDER_NO} alone fits inquiry 周** 50.00 by amount, day and phone; confirm that"
        " it is the one, or say that it is not."
    )


def test_of_several_that_fit_none_is_proposed() -> None:
    other = "261120-000000000000002"
    outcome = do(OpenInquiry, BLANK, context(bought(), bought(other)), **ALL)

    (found,) = outcome.documents
    assert isinstance(found, Inquiry)
    assert (found.state, found.proposed) == ("open", None)
    assert outcome.said[0] == (
        f"2 orders fit inquiry 周** 50.00 by amount, day, phone: {ORDER_NO}, {other}; ask the"
        " buyer which one it is."
    )


@pytest.mark.parametrize(
    ("there", "alike"),
    [
        pytest.param({}, True, id="phone, amount and day"),
        pytest.param({"phone": "5600", "buyer": "另一个名字"}, True, id="the end of the phone"),
        pytest.param({"day": None}, True, id="phone and amount"),
        pytest.param({"amount_fen": None}, True, id="phone and day"),
        pytest.param({"phone": ""}, True, id="amount and day"),
        pytest.param({"phone": "", "day": None}, False, id="the amount alone"),
        pytest.param({"phone": "13900005601"}, False, id="another phone"),
        pytest.param({"amount_fen": 5001}, False, id="another amount"),
        pytest.param({"day": date(2026, 11, 19)}, False, id="another day"),
        pytest.param({"shop": "油坊"}, False, id="another shop"),
        pytest.param({"shop": ""}, True, id="before any shop was known"),
        pytest.param({"platform": Platform.DOUYIN}, False, id="another platform"),
        pytest.param({"resolved": ended()}, False, id="resolved"),
        pytest.param({"tied": tie()}, True, id="tied, and open still"),
    ],
)
def test_that_an_open_inquiry_asks_the_same_is_said(there: dict[str, Any], *, alike: bool) -> None:
    known = inquiry(**{"number": "Q-20261121-4", "opened_at": NOW - DAY, **there})

    outcome = do(
        OpenInquiry,
        BLANK,
        context(inquiries=(known,)),
        phone="13900005600",
        day=PAID_ON.isoformat(),
        amount="50",
        platform="pinduoduo",
        shop=SHOP,
    )

    assert ("asks the same" in " ".join(outcome.said)) == alike


def test_two_that_name_the_same_order_ask_the_same() -> None:
    known = inquiry(number="Q-20261121-4", opened_at=NOW - DAY, order_no=ORDER_NO, phone="")

    outcome = do(OpenInquiry, BLANK, context(inquiries=(known,)), order=ORDER_NO, shop=SHOP)

    assert outcome.said[-1].startswith(
        f"周** {ORDER_NO} 50.00 (2026-11-21 09:00) asks the same ({ORDER_NO}, "
    )


def test_which_one_it_is_and_what_to_do_with_it_is_said() -> None:
    known = inquiry(number="Q-20261121-4", opened_at=NOW - DAY, goods="")

    outcome = do(
        OpenInquiry, BLANK, context(inquiries=(known,)), phone="5600", amount="50", shop=SHOP
    )

    assert outcome.said[-1] == (
        "周** 50.00 (2026-11-21 09:00) asks the same (50.00, paid on 2026-11-20, phone ending in"
        " 5600) and is open; if it is the same buyer, go on with that and resolve this one."
    )
