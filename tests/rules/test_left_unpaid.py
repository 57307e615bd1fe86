"""Goods that left while their money counted as failed, and its money names no units."""

from datetime import datetime
from typing import Any

import pytest

from store.models.order import Order
from store.models.parcel import Trace
from store.models.refund import Refund, RefundLine
from store.rules.paid.left_unpaid import left_unpaid
from store.rules.platform.discrepancies.contradictions import contradictions
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from tests.build import HOUR, NOW, TRACKING_NO, context, order, parcel, refund, units

ASKED = NOW - 4 * HOUR
LEFT = NOW - 2 * HOUR


def again(**changes: Any) -> Refund:
    """30.00 of 50.00, which counted as failed until now."""
    known = {"amount_fen": 3000, "state": "unknown", "requested_at": ASKED, "unfailed_at": NOW}
    return refund(**(known | changes))


def left(*refunds: Refund, at: datetime = LEFT, **changes: Any) -> Order:
    """Both bags left, in one parcel."""
    sent = parcel(lines=units((1, 2)), shipped_at=at, **changes)
    return order(parcels=(sent,), refunds=refunds)


BACK: dict[str, Any] = {"traces": (Trace(at=NOW - HOUR, state="returned", text=""),)}
NAMED = (RefundLine(line=1, quantity=1, amount_fen=2500),)


@pytest.mark.parametrize(
    ("given", "is_said"),
    [
        pytest.param(left(again()), True, id="less than half of their price stays paid"),
        pytest.param(left(again(state="done")), True, id="it had gone"),
        pytest.param(left(again(state="failed")), False, id="it had failed all the same"),
        pytest.param(left(again(amount_fen=2500)), False, id="half stays: a compensation"),
        pytest.param(left(again(unfailed_at=None)), False, id="it never counted as failed"),
        pytest.param(left(again(), at=ASKED - HOUR), False, id="they had left before it"),
        pytest.param(left(again(unfailed_at=LEFT - HOUR)), False, id="they left after it"),
        pytest.param(left(again(lines=NAMED)), False, id="its units are counted"),
        pytest.param(left(again(), **BACK), False, id="they are back"),
        pytest.param(
            left(again(amount_fen=1500), refund(id="r2", amount_fen=1500)), True, id="with others"
        ),
        pytest.param(
            left(again(amount_fen=500), refund(id="r2", amount_fen=3000)),
            False,
            id="others alone are their money",
        ),
    ],
)
def test_goods_contradict_money_that_had_not_failed_as_they_left(
    given: Order, *, is_said: bool
) -> None:
    assert [one.id for one in left_unpaid(given)] == ["r1"] * is_said
    assert any(one.kind == "goods" for one in contradictions(given)) is is_said


def test_it_is_said_with_what_left_and_what_went() -> None:
    given = judged(left(again()), context(), "li")

    (found,) = given.open_discrepancies
    assert explain(given, found) == (
        f"Parcel {TRACKING_NO} left while the refund of 30.00 counted as failed, and its money has"
        " gone, or may have; have it stopped or sent back, or settle it with the buyer."
    )
