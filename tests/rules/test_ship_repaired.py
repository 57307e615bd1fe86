"""ShipRepaired: the buyer's own goods go back to them, repaired."""

import pytest

from store.models.after_sales_case import CaseKind, CaseState
from store.models.order import Order
from store.rules.cases.actions.ship_repaired import ShipRepaired
from store.rules.order.ledger import line_ledgers
from tests.build import OTHER_NO, changed, context, goods_return, return_case, shipped, units

REPAIR = return_case(
    goods_return({1: 1}),
    kind=CaseKind.REPAIR,
    state=CaseState.SELLER_TO_SEND,
    lines=units((1, 1)),
    requested_fen=0,
)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(shipped(cases=(REPAIR,)), None, id="it came back"),
        pytest.param(
            shipped(cases=(REPAIR.model_copy(update={"state": CaseState.BUYER_TO_RETURN}),)),
            "Case A1 stands at: buyer to return; “Ship repaired goods” is possible at: ours to"
            " send.",
            id="it is still with the buyer",
        ),
    ],
)
def test_when_repaired_goods_may_go(given: Order, sentence: str | None) -> None:
    assert ShipRepaired.why_not(given, context()) == sentence


def test_repaired_goods_are_with_the_buyer_again() -> None:
    after = changed(ShipRepaired, shipped(cases=(REPAIR,)), tracking_no=OTHER_NO)

    assert (after.parcels[-1].kind, after.parcels[-1].case) == ("repaired", "A1")
    assert after.cases[0].state is CaseState.BUYER_TO_CONFIRM
    assert line_ledgers(after)[0].with_buyer == 2
