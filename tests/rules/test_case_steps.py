"""The steps of a case: how many its kind goes through, and how many of them are behind it."""

from typing import Any

import pytest

from store.models.after_sales_case import CaseKind, GoodsReturn
from store.models.case_state import CaseState
from store.rules.cases.steps import steps_of, steps_of_inquiry
from tests.build import NOW, case, refunded_case
from tests.rules.inquiries import ended, inquiry, tie

RECEIVED = GoodsReturn(id="b1", received_at=NOW)


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        pytest.param({}, (1, 4), id="refund only: asked; our answer, the money, the end"),
        pytest.param({"state": "seller_to_refund"}, (2, 4), id="agreed; the money has to go"),
        pytest.param(
            {"kind": "return_and_refund", "state": "seller_to_receive"},
            (3, 6),
            id="a return on its way",
        ),
        pytest.param(
            {"kind": "supplementary", "state": "buyer_to_confirm"}, (3, 5), id="sent, unconfirmed"
        ),
        pytest.param({"state": "platform_to_rule"}, (2, 5), id="the platform was called in"),
        pytest.param(
            {"kind": "return_and_refund", "state": "seller_to_refund"},
            (2, 4),
            id="ruled for the buyer, the goods stay there",
        ),
        pytest.param(
            {"kind": "return_and_refund", "state": "seller_to_refund", "goods_due": True},
            (3, 5),
            id="the money before the goods that are to come",
        ),
        pytest.param(
            {"kind": "return_and_refund", "state": "seller_to_refund", "returns": (RECEIVED,)},
            (4, 6),
            id="goods that came back",
        ),
    ],
)
def test_a_case_has_the_steps_of_its_kind(given: dict[str, Any], steps: tuple[int, int]) -> None:
    assert steps_of(case(**given)) == steps


@pytest.mark.parametrize("kind", CaseKind)
@pytest.mark.parametrize("state", CaseState)
def test_something_was_asked_and_is_left_until_it_has_ended(
    kind: CaseKind, state: CaseState
) -> None:
    steps = steps_of(case(kind=kind, state=state))

    assert 1 <= steps.done <= steps.whole
    assert (steps.done == steps.whole) == (state is CaseState.CLOSED)


def test_nothing_is_left_of_a_case_that_ended() -> None:
    assert steps_of(refunded_case()) == (4, 4)


def test_an_inquiry_is_asked_its_order_is_found_and_it_is_resolved() -> None:
    assert steps_of_inquiry(inquiry()) == (1, 3)
    assert steps_of_inquiry(inquiry(tied=tie())) == (2, 3)
    assert steps_of_inquiry(inquiry(resolved=ended())) == (3, 3)
