"""Claim: this order is mine to see through; it blocks nobody's work on it."""

import pytest

from store.models.event import Actor
from store.models.order import Order
from store.models.work import Claim as StoredClaim
from store.rules.order.actions.claim import Claim
from store.rules.parcels.actions.ship import Ship
from tests.build import ACTOR, HOUR, NOW, WANG, changed, context, order


def claimed(owner: Actor) -> Order:
    return order(claim=StoredClaim(owner=owner, at=NOW - HOUR, by=WANG))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="nobody has it"),
        pytest.param(
            claimed(ACTOR),
            "This order is yours already: 小李 (li), since 2026-11-22 08:00.",
            id="mine already",
        ),
        pytest.param(
            claimed(Actor(user="li", name="李姐")),
            "This order is yours already: 李姐 (li), since 2026-11-22 08:00.",
            id="mine under another name",
        ),
        pytest.param(
            claimed(WANG),
            "小王 (wang) has this order since 2026-11-22 08:00; to take it over, assign it to"
            " yourself.",
            id="somebody else has it",
        ),
    ],
)
def test_when_an_order_may_be_claimed(given: Order, sentence: str | None) -> None:
    assert Claim.why_not(given, context()) == sentence


def test_it_is_mine_from_now_on() -> None:
    assert changed(Claim, order()).claim == StoredClaim(owner=ACTOR, at=NOW, by=ACTOR)


def test_the_claim_of_somebody_else_blocks_no_work() -> None:
    assert Ship.why_not(claimed(WANG), context()) is None
