"""SettleRefund: how a refund ended: done, failed, or nobody knows."""

import pytest

from store.errors import BadInput
from store.models.order import Order
from store.models.refund import RefundState
from store.rules.actions.settle_refund import SettleRefund
from store.rules.ledger import money_ledger, units_to_ship
from tests.build import NOW, changed, context, order, refund, refund_of_unshipped

CLOSED = "No refund of this order is open."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(refunds=(refund(),)), None, id="on its way"),
        pytest.param(order(refunds=(refund(state="unknown"),)), None, id="unknown"),
        pytest.param(order(refunds=(refund(state="done"),)), CLOSED, id="done"),
        pytest.param(order(refunds=(refund(state="failed"),)), CLOSED, id="failed"),
        pytest.param(order(), CLOSED, id="none"),
    ],
)
def test_only_an_open_refund_can_be_settled(given: Order, sentence: str | None) -> None:
    assert SettleRefund.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("outcome", "left", "to_ship"), [("done", 0, 0), ("failed", 5000, 2), ("unknown", 0, 0)]
)
def test_only_a_failed_refund_gives_money_and_goods_back(
    outcome: RefundState, left: int, to_ship: int
) -> None:
    given = order(refunds=(refund_of_unshipped(),))

    after = changed(SettleRefund, given, outcome=outcome, note="银行回单")

    assert (money_ledger(after).refundable, units_to_ship(after)) == (left, to_ship)
    (settled,) = after.refunds
    assert (settled.state, settled.settled_note) == (outcome, "银行回单")
    assert settled.settled_at == (None if outcome == "unknown" else NOW)


def test_of_two_open_refunds_one_has_to_be_named() -> None:
    given = order(refunds=(refund(), refund(id="r2")))

    with pytest.raises(BadInput) as caught:
        SettleRefund.read({"outcome": "done"}, given)
    after = changed(SettleRefund, given, refund="r2", outcome="done")

    assert (caught.value.field, caught.value.sentence) == ("refund", "A value is needed here.")
    assert [one.state for one in after.refunds] == ["pending", "done"]


def test_a_settled_refund_cannot_be_named() -> None:
    given = order(refunds=(refund(state="done"), refund(id="r2")))

    with pytest.raises(BadInput, match=r"^r1 does not exist; there is: r2\.$"):
        SettleRefund.read({"refund": "r1", "outcome": "failed"}, given)


def test_an_outcome_has_to_be_one_of_three() -> None:
    with pytest.raises(BadInput, match=r"^maybe is none of: done, failed, unknown\.$"):
        SettleRefund.read({"outcome": "maybe"}, order(refunds=(refund(),)))
