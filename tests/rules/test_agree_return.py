"""AgreeReturn: the goods come back for their money."""

import pytest

from store.errors import BadInput
from store.models.after_sales_case import CaseState
from store.rules.cases.actions.agree_return import AgreeReturn
from tests.build import context
from tests.rules.take_back import (
    asked,
    check_goods_on_their_way_are_not_waited_for_twice,
    check_the_buyer_sends_it_to_our_address,
    check_the_last_address_is_suggested,
)


def test_the_buyer_sends_it_to_our_address() -> None:
    check_the_buyer_sends_it_to_our_address(AgreeReturn, "return_and_refund", "同意退货")


def test_goods_on_their_way_or_here_are_not_waited_for_again() -> None:
    check_goods_on_their_way_are_not_waited_for_twice(
        AgreeReturn, "return_and_refund", CaseState.SELLER_TO_REFUND
    )


def test_the_address_given_last_is_suggested() -> None:
    check_the_last_address_is_suggested(AgreeReturn, "return_and_refund")


def test_the_address_has_to_be_given() -> None:
    with pytest.raises(BadInput) as caught:
        AgreeReturn.read({}, asked("return_and_refund"))

    assert (caught.value.field, caught.value.sentence) == (
        "return_address",
        "A value is needed here.",
    )


@pytest.mark.parametrize(
    ("kind", "state", "sentence"),
    [
        ("return_and_refund", "seller_to_answer", None),
        ("return_and_refund", "buyer_to_answer", None),
        ("return_and_refund", "platform_to_rule", None),
        ("return_and_refund", "open", None),
        (
            "return_and_refund",
            "seller_to_receive",
            (
                "Case A1 stands at: ours to receive; “Agree to a return” is possible at: ours to"
                " answer, buyer to answer, platform to rule, open."
            ),
        ),
        (
            "exchange",
            "seller_to_answer",
            "Case A1 is: exchange; “Agree to a return” is for: return and refund.",
        ),
        ("return_and_refund", "closed", "Case A1 is closed (closed)."),
    ],
)
def test_when_it_may_be_agreed(kind: str, state: str, sentence: str | None) -> None:
    assert AgreeReturn.why_not(asked(kind, state=state), context()) == sentence
