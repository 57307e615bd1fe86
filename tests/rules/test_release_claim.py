"""ReleaseClaim: the order is nobody's again."""

import pytest

from store.models.order import Order
from store.models.work import Claim as StoredClaim
from store.rules.order.actions.claim import Claim
from store.rules.order.actions.release_claim import ReleaseClaim
from tests.build import HOUR, NOW, changed, context, order


def claimed(owner: str, by: str) -> Order:
    return order(claim=StoredClaim(owner=owner, at=NOW - HOUR, by=by))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(claimed("小李 (li)", "小李 (li)"), None, id="I claimed it"),
        pytest.param(claimed("li", "小王 (wang)"), None, id="it was given to me"),
        pytest.param(claimed("小王", "小李 (li)"), None, id="I gave it to somebody"),
        pytest.param(order(), "Nobody has claimed this order.", id="nobody has it"),
        pytest.param(
            claimed("小王 (wang)", "小王 (wang)"),
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
