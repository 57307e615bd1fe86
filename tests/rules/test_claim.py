"""Claim: this order is mine to see through; it blocks nobody's work on it."""

import pytest

from store.models.order import Order
from store.models.work import Claim as StoredClaim
from store.rules.order.actions.claim import Claim
from store.rules.parcels.actions.ship import Ship
from tests.build import HOUR, NOW, changed, context, order


def claimed(owner: str) -> Order:
    return order(claim=StoredClaim(owner=owner, at=NOW - HOUR, by="小王 (wang)"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="nobody has it"),
        pytest.param(
            claimed("小李 (li)"),
            "小李 (li) has this order since 2026-11-22 08:00.",
            id="mine already",
        ),
        pytest.param(
            claimed("小李"),
            "小李 has this order since 2026-11-22 08:00.",
            id="mine by my given name",
        ),
        pytest.param(
            claimed("小王"),
            "小王 has this order since 2026-11-22 08:00; to take it over, assign it to yourself.",
            id="somebody else has it",
        ),
    ],
)
def test_when_an_order_may_be_claimed(given: Order, sentence: str | None) -> None:
    assert Claim.why_not(given, context()) == sentence


def test_it_is_mine_from_now_on() -> None:
    assert changed(Claim, order()).claim == StoredClaim(owner="小李 (li)", at=NOW, by="小李 (li)")


def test_the_claim_of_somebody_else_blocks_no_work() -> None:
    assert Ship.why_not(claimed("小王"), context()) is None
