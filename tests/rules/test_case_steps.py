"""The steps of a case: what its kind goes through, and how many of them are behind it."""

from typing import Any

import pytest

from store.models.after_sales_case import CaseKind, CaseState
from store.rules.cases.steps import steps_of, steps_of_inquiry
from tests.build import case, refunded_case
from tests.rules.inquiries import ended, inquiry, tie


@pytest.mark.parametrize(
    ("given", "names", "done"),
    [
        pytest.param({}, "asked seller_to_answer seller_to_refund closed", 1, id="refund only"),
        pytest.param(
            {"kind": "return_and_refund", "state": "seller_to_receive"},
            "asked seller_to_answer buyer_to_return seller_to_receive seller_to_refund closed",
            3,
            id="a return on its way",
        ),
        pytest.param(
            {"kind": "supplementary", "state": "buyer_to_confirm"},
            "asked seller_to_answer seller_to_send buyer_to_confirm closed",
            3,
            id="sent, and to be confirmed",
        ),
        pytest.param(
            {"kind": "refused_delivery", "state": "parcel_to_come_back"},
            "asked seller_to_answer parcel_to_come_back seller_to_refund closed",
            2,
            id="a refused parcel comes back",
        ),
        pytest.param(
            {"state": "platform_to_rule"},
            "asked seller_to_answer platform_to_rule seller_to_refund closed",
            2,
            id="the platform was called in",
        ),
        pytest.param(
            {"state": "buyer_to_return"},
            "asked seller_to_answer buyer_to_return seller_to_refund closed",
            2,
            id="the platform lets a refund without goods be sent back",
        ),
        pytest.param(
            {"state": "open"},
            "asked seller_to_answer seller_to_refund closed",
            1,
            id="a word that is not known waits for our answer",
        ),
    ],
)
def test_a_case_goes_through_the_steps_of_its_kind(
    given: dict[str, Any], names: str, done: int
) -> None:
    assert steps_of(case(**given)) == (tuple(names.split()), done)


@pytest.mark.parametrize("kind", CaseKind)
@pytest.mark.parametrize("state", CaseState)
def test_every_case_stands_at_a_step_of_its_own_or_has_ended(
    kind: CaseKind, state: CaseState
) -> None:
    steps = steps_of(case(kind=kind, state=state))

    if state is CaseState.CLOSED:
        assert steps.done == len(steps.names)
    else:
        assert steps.names[steps.done] == ("seller_to_answer" if state == "open" else state)


def test_nothing_is_left_of_a_case_that_ended() -> None:
    steps = steps_of(refunded_case())

    assert steps.done == len(steps.names) == 4


def test_an_inquiry_is_asked_its_order_is_found_and_it_is_resolved() -> None:
    names = ("asked", "tied", "resolved")

    assert steps_of_inquiry(inquiry()) == (names, 1)
    assert steps_of_inquiry(inquiry(tied=tie())) == (names, 2)
    assert steps_of_inquiry(inquiry(resolved=ended())) == (names, 3)
