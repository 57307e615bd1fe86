"""TieInquiry: by number, by a proposal, never by itself among several, never twice."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.models.axes import Platform
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.action.context import SOME
from store.rules.inquiries.actions.tie_inquiry import TieInquiry
from store.rules.inquiries.fitting import (
    ALL_THREE,
    fits_by,
    orders_that_fit,
    possible_orders,
)
from store.rules.inquiries.sentences import possible_said, proposed_said
from store.rules.inquiries.tying import met, untied
from store.rules.order.candidate import candidate_said
from store.rules.order.masking import masked, masked_inquiry
from store.rules.order.promises import open_promises
from store.rules.order.veil import veil_of
from tests.build import DAY, HOME, HOUR, NOW, ORDER_NO, SHOP, context, do, order, sentences
from tests.examples import examples
from tests.rules.inquiries import KNOWN, NUMBER, bought, ended, heard, inquiry, tie

OTHER = "261120-000000000000002"
ELSEWHERE = bought(shop="油坊")
PROMISED = heard("六点前给您答复", id="p1", direction="out", promise_due=NOW + HOUR)


@pytest.mark.parametrize(
    ("change", "fitting"),
    [
        pytest.param({}, True, id="the same day"),
        pytest.param({"paid_at": NOW - 3 * DAY}, True, id="the day before"),
        pytest.param({"paid_at": NOW - DAY}, True, id="the day after"),
        pytest.param({"paid_at": NOW - 4 * DAY}, False, id="two days before"),
        pytest.param({"paid_at": NOW}, False, id="two days after"),
        pytest.param({"shop": "油坊"}, False, id="another shop"),
        pytest.param({"platform": Platform.DOUYIN}, False, id="another platform"),
        pytest.param(
            {"receiver": HOME.model_copy(update={"phone": "13812345601"})},
            False,
            id="another phone",
        ),
        pytest.param(
            {"receiver": HOME.model_copy(update={"phone": "138****5600"})}, True, id="masked"
        ),
        pytest.param({"receiver": HOME.model_copy(update={"phone": ""})}, False, id="no phone"),
        pytest.param(
            {"money": order().money.model_copy(update={"paid_fen": 5001})},
            False,
            id="another amount",
        ),
    ],
)
def test_an_order_fits_by_amount_day_and_phone_all_three(
    change: dict[str, Any], fitting: bool
) -> None:
    found = orders_that_fit(inquiry(platform=Platform.PINDUODUO), context(bought(**change)).lookup)

    assert bool(found) == fitting


HIDDEN = HOME.model_copy(update={"phone": "138******00"})
TWO_DAYS_LATER = NOW


@pytest.mark.parametrize(
    ("asked", "change", "by"),
    [
        pytest.param({}, {}, ["amount", "day", "phone"], id="all three"),
        pytest.param({"phone": ""}, {}, ["amount", "day"], id="no phone is given"),
        pytest.param({"phone": "139****"}, {}, ["amount", "day"], id="the end is hidden"),
        pytest.param({}, {"receiver": HIDDEN}, ["amount", "day"], id="the export hides it"),
        pytest.param({"day": None}, {}, ["amount", "phone"], id="no day is given"),
        pytest.param({"amount_fen": None}, {}, ["day", "phone"], id="no amount is given"),
        pytest.param({"phone": "13900001234"}, {}, None, id="another phone"),
        pytest.param({"phone": "", "amount_fen": 5001}, {}, None, id="another amount"),
        pytest.param({"phone": ""}, {"paid_at": TWO_DAYS_LATER}, None, id="another day"),
        pytest.param({"day": None}, {"receiver": HIDDEN}, None, id="the amount alone"),
        pytest.param({"phone": "", "day": None}, {}, None, id="the amount alone is given"),
        pytest.param({"phone": "", "amount_fen": None}, {}, None, id="the day alone is given"),
        pytest.param({"phone": "", "shop": "油坊"}, {}, None, id="another shop"),
        pytest.param({"phone": "", "platform": "douyin"}, {}, None, id="another platform"),
        pytest.param({"phone": "", "order_no": OTHER}, {}, None, id="another order is named"),
        pytest.param({"phone": "", "declined": (bought().key,)}, {}, None, id="it was declined"),
    ],
)
def test_an_order_may_be_the_one_where_two_of_three_fit_and_nothing_differs(
    asked: dict[str, Any], change: dict[str, Any], by: list[str] | None
) -> None:
    about, one = inquiry(**asked), bought(**change)

    found = possible_orders(about, context(one).lookup)

    assert [list(fits_by(about, order)) for order in found] == ([] if by is None else [by])
    assert (met(about, context(one)).inquiry.proposed is not None) == (by == [*ALL_THREE])


def test_while_one_fits_by_all_three_those_that_show_no_phone_are_not_listed() -> None:
    orders = (bought(), bought(OTHER, receiver=HIDDEN))
    declined = inquiry(declined=(bought().key,))

    assert [one.order_no for one in possible_orders(inquiry(), context(*orders).lookup)] == [
        ORDER_NO
    ]
    assert [one.order_no for one in possible_orders(declined, context(*orders).lookup)] == [OTHER]


def numbered(count: int, **change: Any) -> tuple[Order, ...]:
    return tuple(bought(f"261120-{number:015}", **change) for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("orders", "said"),
    [
        pytest.param((), None, id="none"),
        pytest.param(
            numbered(1),
            (
                f"Order {ORDER_NO} may be the one of inquiry {KNOWN}: it fits by amount, day; ask"
                " the buyer before it is tied."
            ),
            id="one",
        ),
        pytest.param(
            numbered(2),
            (
                f"2 orders fit inquiry {KNOWN} by amount, day: {ORDER_NO}, {OTHER}; ask the buyer"
                " which one it is."
            ),
            id="two",
        ),
        pytest.param(
            numbered(SOME),
            (
                f"{SOME} orders or more fit inquiry {KNOWN} by amount, day; ask the buyer for the"
                " number."
            ),
            id="too many to choose among",
        ),
    ],
)
def test_what_may_be_the_order_is_a_list_and_never_a_proposal(
    orders: tuple[Order, ...], said: str | None
) -> None:
    asked, shop = inquiry(phone=""), context(*orders)
    found = possible_orders(asked, shop.lookup)

    assert possible_said(asked, found) == said
    assert met(asked, shop).inquiry == asked
    assert TieInquiry.background(asked, shop) == (
        *filter(None, (said,)),
        *map(candidate_said, found),
    )


def test_an_order_is_listed_by_what_it_is_chosen_by_without_its_buyer() -> None:
    assert candidate_said(bought()) == (
        f"may be: {ORDER_NO}, 50.00 yuan, paid on 2026-11-20, 张**, 东北大米 x2"
    )


def numbered_alike() -> tuple[Order, ...]:
    return bought("261120-000000000012345"), bought("261120-000000000112345")


TWINS = (bought(), bought(OTHER))


@pytest.mark.parametrize(
    ("order_no", "tied", "problem"),
    [
        pytest.param("0002", OTHER, None, id="the last four digits"),
        pytest.param(OTHER, OTHER, None, id="the whole number"),
        pytest.param(
            "0000",
            None,
            "Order 0000 is not in this store; import it, or record it as the buyer tells it.",
            id="the end of none",
        ),
        pytest.param(
            "002",
            None,
            "Order 002 is not in this store; import it, or record it as the buyer tells it.",
            id="too few digits",
        ),
        pytest.param(
            "2345",
            None,
            f"2345 is not clear; it may be {', '.join(one.key for one in numbered_alike())}.",
            id="the end of two",
        ),
    ],
)
def test_of_those_that_are_listed_the_end_of_the_number_is_enough(
    order_no: str, tied: str | None, problem: str | None
) -> None:
    asked, shop = inquiry(phone=""), context(*TWINS, *numbered_alike())
    values = {"order": order_no}

    assert [said for _field, said in sentences(TieInquiry, asked, values, shop)] == (
        [problem] if problem else []
    )
    if tied:
        changed = do(TieInquiry, asked, shop, **values).documents[0]
        assert isinstance(changed, Inquiry)
        assert changed.tied
        assert changed.tied.order_no == tied


@pytest.mark.parametrize("name", ["day", "amount_fen"])
def test_where_one_of_them_is_not_known_nothing_is_proposed(name: str) -> None:
    assert met(inquiry(**{name: None}), context(bought())).inquiry.proposed is None
    assert met(inquiry(phone=""), context(bought())).inquiry.proposed is None


def test_what_was_declined_is_not_proposed_again() -> None:
    asked = inquiry(proposed=tie())
    (declined,) = do(TieInquiry, asked, context(bought()), is_it="no").documents
    assert isinstance(declined, Inquiry)

    assert (declined.state, declined.declined) == ("open", (bought().key,))
    assert met(declined, context(bought())).inquiry == declined


def test_with_one_declined_the_other_of_two_alone_fits() -> None:
    asked = inquiry(declined=(bought().key,))
    found = met(asked, context(bought(), bought(OTHER))).inquiry

    assert found.proposed
    assert found.proposed.order_no == OTHER


def test_a_proposal_is_taken_back_when_a_second_order_fits() -> None:
    asked = met(inquiry(), context(bought())).inquiry

    assert asked.state == "proposed"
    assert met(asked, context(bought(), bought(OTHER))).inquiry.state == "open"


def test_a_buyer_who_names_an_order_asks_about_no_other_one() -> None:
    asked = inquiry(order_no="261120-999999999999999")

    assert met(asked, context(bought())).inquiry == asked


@pytest.mark.parametrize(
    ("asked", "orders", "values", "problem"),
    [
        pytest.param(
            inquiry(), (), {}, ("order", "No order is proposed; give the number of the order.")
        ),
        pytest.param(
            inquiry(),
            (),
            {"order": ORDER_NO},
            (
                "order",
                (
                    f"Order {ORDER_NO} is not in this store; import it, or record it as the buyer"
                    " tells it."
                ),
            ),
        ),
        pytest.param(
            inquiry(),
            (ELSEWHERE,),
            {"order": ORDER_NO},
            (
                "other_shop",
                (
                    f"Order {ORDER_NO} is of the shop 油坊; this inquiry is of {SHOP}. Answer yes"
                    " where it is the one all the same."
                ),
            ),
        ),
        pytest.param(
            inquiry(),
            (bought(), bought(platform=Platform.DOUYIN)),
            {"order": ORDER_NO},
            (
                "order",
                (
                    f"{ORDER_NO} is not clear; it may be pinduoduo:{SHOP}:{ORDER_NO},"
                    f" douyin:{SHOP}:{ORDER_NO}."
                ),
            ),
        ),
        pytest.param(
            inquiry(),
            (bought(),),
            {"is_it": "no"},
            ("is_it", "No such order is proposed; there is nothing to decline."),
        ),
    ],
)
def test_what_cannot_be_tied(
    asked: Inquiry, orders: tuple[Order, ...], values: dict[str, str], problem: tuple[str, str]
) -> None:
    assert sentences(TieInquiry, asked, values, context(*orders)) == [problem]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        pytest.param(inquiry(), None, id="open"),
        pytest.param(inquiry(proposed=tie()), None, id="proposed"),
        pytest.param(
            inquiry(tied=tie()),
            f"Inquiry {KNOWN} is tied to order {ORDER_NO}; tell the buyer, then resolve it.",
            id="tied",
        ),
        pytest.param(
            inquiry(resolved=ended()),
            f"Inquiry {KNOWN} was resolved on 2026-11-22 by 小李 (li): never paid.",
            id="resolved",
        ),
    ],
)
def test_when_an_inquiry_may_be_tied(asked: Inquiry, sentence: str | None) -> None:
    assert TieInquiry.why_not(asked, context()) == sentence


@pytest.mark.parametrize("values", [{}, {"order": ORDER_NO}, {"order": bought().key}])
def test_its_talk_comes_to_the_order_and_its_promise_stays(values: dict[str, str]) -> None:
    asked = inquiry(contacts=(heard(), PROMISED), proposed=tie())
    said = heard("还没发货吗", id="o1", at=NOW - 2 * HOUR)
    outcome = do(TieInquiry, asked, context(bought(contacts=(said,))), **values)

    tied, known = outcome.documents
    assert isinstance(tied, Inquiry)
    assert isinstance(known, Order)
    assert (tied.state, tied.proposed) == ("tied", None)
    assert [(one.id, one.inquiry) for one in known.contacts] == [
        ("o1", ""),
        ("h1", NUMBER),
        ("p1", NUMBER),
    ]
    assert [one.id for one in open_promises(tied)] == ["p1"]
    assert open_promises(known) == ()
    assert [one.key for one in outcome.also] == [known.key]


def test_on_the_order_s_page_the_asker_is_hidden_as_well() -> None:
    asked = inquiry(contacts=(heard("我是周晓明，电话13900005600"),))
    _tied, known = do(TieInquiry, asked, context(bought()), order=ORDER_NO).documents
    assert isinstance(known, Order)

    shown = masked(known)
    assert shown.contacts[0].text == "我是周**，电话139******00"
    assert (shown.inquiries[0].name, shown.inquiries[0].phone) == ("周**", "139******00")
    assert "周晓明" not in veil_of(known).within("周晓明")
    assert masked(shown) == shown


def test_an_inquiry_is_shown_without_its_buyer() -> None:
    asked = inquiry(contacts=(heard("我是周晓明，电话13900005600"),), goods="给周晓明的米")
    shown = masked_inquiry(asked)

    assert (shown.buyer, shown.phone, shown.goods) == ("周**", "139******00", "给周**的米")
    assert shown.contacts[0].text == "我是周**，电话139******00"
    assert masked_inquiry(shown) == shown


ORDERS = st.lists(
    st.builds(
        bought,
        number=st.sampled_from((ORDER_NO, OTHER)),
        shop=st.sampled_from((SHOP, "油坊")),
        platform=st.sampled_from(Platform),
        paid_at=st.sampled_from([NOW - days * DAY for days in (1, 2, 5)]),
    ),
    max_size=4,
    unique_by=lambda one: one.key,
)
INQUIRIES = st.builds(
    inquiry,
    order_no=st.sampled_from(("", ORDER_NO, OTHER)),
    shop=st.sampled_from((SHOP, "油坊")),
    platform=st.sampled_from((None, *Platform)),
    phone=st.sampled_from(("", "5600", "13900005600", "5601")),
    contacts=st.just((heard(), PROMISED)),
)


@settings(max_examples=examples(300))
@given(INQUIRIES, st.lists(ORDERS, min_size=1, max_size=4), st.data())
def test_no_inquiry_is_ever_tied_to_two_orders_and_none_to_an_order_of_another_shop(
    asked: Inquiry, imports: list[list[Order]], data: st.DataObject
) -> None:
    """Imports bring orders, people confirm and decline; whatever comes, it is one order at most."""
    ties: list[str] = []
    known: dict[str, Order] = {}
    for brought in imports:
        known |= {one.key: known.get(one.key, one) for one in brought}
        shop = context(*known.values(), beside=asked)
        found = met(asked, shop)
        changed = [found.order] if found.order else []
        asked = found.inquiry
        if TieInquiry.why_not(asked, shop) is None and data.draw(st.booleans()):
            values = {"is_it": data.draw(st.sampled_from(("yes", "no")))}
            if data.draw(st.booleans()):
                values["order"] = data.draw(st.sampled_from((ORDER_NO, OTHER)))
            if not sentences(TieInquiry, asked, values, shop):
                first, *changed = do(TieInquiry, asked, shop, **values).documents  # type: ignore[assignment]
                assert isinstance(first, Inquiry)
                asked = first
        known |= {one.key: one for one in changed}
        if asked.tied and asked.tied.order not in ties:
            ties.append(asked.tied.order)
    holding = [one for one in known.values() if one.inquiries]

    assert len(ties) <= 1
    assert [one.key for one in holding] == ties
    assert all(one.shop == asked.shop for one in holding)
    assert all([told.number for told in one.inquiries] == [NUMBER] for one in holding)
    assert all(len({c.id for c in one.contacts}) == len(one.contacts) for one in holding)


NO_SHOP = inquiry(shop="", order_no=ORDER_NO, phone="")
"""Opened before any shop was known."""


def test_what_was_asked_before_any_shop_was_known_is_of_the_shop_that_is_known_then() -> None:
    waiting = inquiry(shop="", order_no="261120-999999999999999")

    known = met(waiting, context(ELSEWHERE)).inquiry

    assert (known.shop, known.platform, known.state) == ("油坊", Platform.PINDUODUO, "open")
    assert met(known, context(bought())).inquiry == known


@pytest.mark.parametrize(
    ("asked", "state"),
    [
        pytest.param(NO_SHOP, "tied", id="by number"),
        pytest.param(inquiry(shop=""), "proposed", id="by amount, day and phone"),
    ],
)
def test_what_was_asked_before_any_shop_was_known_meets_the_order_of_whichever(
    asked: Inquiry, state: str
) -> None:
    assert met(asked, context(ELSEWHERE)).inquiry.state == state


def test_among_several_shops_the_only_order_of_its_number_says_which_one_it_is() -> None:
    here = bought(OTHER)

    found, order = met(NO_SHOP, context(ELSEWHERE, here))

    assert (found.shop, order and order.key) == ("油坊", ELSEWHERE.key)
    free = untied(found, order).inquiry
    assert (free.shop, free.platform) == ("", NO_SHOP.platform)


def test_of_one_number_in_two_shops_a_person_says_which_one_it_is() -> None:
    shops = context(ELSEWHERE, bought())

    assert met(NO_SHOP, shops).inquiry == NO_SHOP
    tied = do(TieInquiry, NO_SHOP, shops, order=ELSEWHERE.key).documents[0]
    assert isinstance(tied, Inquiry)
    assert (tied.shop, tied.state) == ("油坊", "tied")


NAMED = inquiry(order_no=ORDER_NO)
PROPOSED_ELSEWHERE = met(NAMED, context(ELSEWHERE)).inquiry


def test_the_named_number_at_another_shop_is_proposed_and_says_so() -> None:
    assert PROPOSED_ELSEWHERE.tied is None
    assert PROPOSED_ELSEWHERE.proposed == tie(ELSEWHERE).model_copy(
        update={"at": NOW, "by": "小李 (li)"}
    )
    assert proposed_said(PROPOSED_ELSEWHERE) == (
        f"Order {ORDER_NO} has the number of inquiry 周** {ORDER_NO} 50.00, but is of the shop"
        f" 油坊, not of"
        f" {SHOP}; confirm that it is the one, or say that it is not."
    )


@pytest.mark.parametrize(
    ("given", "values"),
    [
        pytest.param(PROPOSED_ELSEWHERE, {}, id="confirmed"),
        pytest.param(NAMED, {"order": ORDER_NO, "other_shop": "yes"}, id="said"),
    ],
)
def test_an_order_of_another_shop_is_tied_where_somebody_says_so(
    given: Inquiry, values: dict[str, str]
) -> None:
    tied, _order = do(TieInquiry, given, context(ELSEWHERE), **values).documents

    assert isinstance(tied, Inquiry)
    assert (tied.shop, tied.tied and tied.tied.order) == ("油坊", ELSEWHERE.key)


def test_a_declined_order_of_another_shop_is_proposed_no_more() -> None:
    given = context(ELSEWHERE)
    (declined,) = do(TieInquiry, PROPOSED_ELSEWHERE, given, is_it="no").documents

    assert isinstance(declined, Inquiry)
    assert met(declined, given).inquiry.proposed is None
