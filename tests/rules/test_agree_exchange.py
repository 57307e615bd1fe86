"""AgreeExchange: the goods come back for others."""

import pytest

from store.errors import BadInput
from store.models.after_sales_case import CaseState
from store.rules.cases.actions.agree_exchange import AgreeExchange
from tests.build import context
from tests.rules.take_back import (
    asked,
    check_goods_on_their_way_are_not_waited_for_twice,
    check_the_buyer_sends_it_to_our_address,
    check_the_last_address_is_suggested,
)


def test_the_buyer_sends_it_to_our_address() -> None:
    check_the_buyer_sends_it_to_our_address(AgreeExchange, "exchange", "同意换货")


def test_goods_on_their_way_or_here_are_not_waited_for_again() -> None:
    check_goods_on_their_way_are_not_waited_for_twice(
        AgreeExchange, "exchange", CaseState.SELLER_TO_SEND
    )


def test_the_address_given_last_is_suggested() -> None:
    check_the_last_address_is_suggested(AgreeExchange, "exchange")


def test_the_address_has_to_be_given() -> None:
    with pytest.raises(BadInput) as caught:
        AgreeExchange.read({}, asked("exchange"))

    assert (caught.value.field, caught.value.sentence) == (
        "return_address",
        "A value is needed here.",
    )


@pytest.mark.parametrize(
    ("kind", "state", "sentence"),
    [
        ("exchange", "seller_to_answer", None),
        ("exchange", "buyer_to_answer", None),
        ("exchange", "platform_to_rule", None),
        ("exchange", "open", None),
        (
            "exchange",
            "seller_to_receive",
            (
                "Case A1 stands at: ours to receive; “Agree to an exchange” is possible at: ours to"
                " answer, buyer to answer, platform to rule, open."
            ),
        ),
        (
            "repair",
            "seller_to_answer",
            "Case A1 is: repair; “Agree to an exchange” is for: exchange.",
        ),
        ("exchange", "closed", "Case A1 is closed (closed)."),
    ],
)
def test_when_it_may_be_agreed(kind: str, state: str, sentence: str | None) -> None:
    assert AgreeExchange.why_not(asked(kind, state=state), context()) == sentence
