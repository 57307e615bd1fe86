"""ReleaseClaim: the order is nobody's again."""

import pytest

from store.models.event import Actor
from store.models.order import Order
from store.models.work import Claim as StoredClaim
from store.rules.order.actions.claim import Claim
from store.rules.order.actions.release_claim import ReleaseClaim
from tests.build import ACTOR, HOUR, NOW, WANG, changed, context, order


def claimed(owner: Actor, by: Actor) -> Order:
    return order(claim=StoredClaim(owner=owner, at=NOW - HOUR, by=by))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(claimed(ACTOR, ACTOR), None, id="I claimed it"),
        pytest.param(claimed(Actor(user="li"), WANG), None, id="it was given to me"),
        pytest.param(claimed(WANG, ACTOR), None, id="I gave it to somebody"),
        pytest.param(order(), "Nobody has claimed this order.", id="nobody has it"),
        pytest.param(
            claimed(WANG, WANG),
            "小王 (wang) has this order since 2026-11-22 08:00; to take it over, assign it to"
            " yourself.",
            id="somebody else has it",
        ),
    ],
)
def test_who_may_release_a_claim(given: Order, sentence: str | None) -> None:
    assert ReleaseClaim.why_not(given, context()) == sentence


def test_the_order_is_nobodys_again() -> None:
    assert changed(ReleaseClaim, changed(Claim, order())).claim is None
