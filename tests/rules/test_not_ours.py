"""The platform paid for a return in which nothing of ours had been found."""

from typing import Any

import pytest

from store.models.after_sales_case import GoodsReturn, ReturnedUnits
from store.models.intervention import Intervention
from store.models.order import Order
from store.rules.platform.explaining import explain
from store.rules.platform.judging import judged
from tests.build import DAY, HOUR, NOW, context, goods_return, refund, refunded_case, shipped

SAID = (
    "Nothing of ours came back for case A1, and the platform gave 50.00 back all the same: ask its"
    " service for the money with what shows it, or settle it."
)
WRONG = (ReturnedUnits(line=1, wrong=2),)


def came(hours: int = 2, **about: Any) -> GoodsReturn:
    return goods_return(received_at=NOW - hours * HOUR, **({"units": WRONG} | about))


def paid(*returns: GoodsReturn, source: str = "platform", **about: Any) -> Order:
    """The return ended an hour ago with its money."""
    ended = {"kind": "return_and_refund", "closed_at": NOW - HOUR, "refunded_fen": 5000}
    given = refunded_case(returns=returns, **(ended | about))
    money = refund(amount_fen=5000, state="done", source=source, case="A1")
    return shipped(cases=(given,), refunds=(money,))


@pytest.mark.parametrize(
    ("given", "is_said"),
    [
        pytest.param(paid(came()), True, id="another article came"),
        pytest.param(
            paid(came(units=(ReturnedUnits(line=1, good=1, wrong=1),))), False, id="a part is ours"
        ),
        pytest.param(paid(came(hours=0)), False, id="found once the money had gone"),
        pytest.param(paid(), False, id="nothing came"),
        pytest.param(
            paid(came(), agreed_at=NOW - HOUR, agreed_for="us"), False, id="one of us agreed there"
        ),
        pytest.param(paid(came(), source="desk"), False, id="refunded here"),
        pytest.param(
            paid(
                came(),
                interventions=(Intervention(id="i1", ruling="for_buyer", ruled_at=NOW - DAY),),
            ),
            False,
            id="the platform ruled so",
        ),
    ],
)
def test_money_that_went_there_for_what_is_not_ours_is_said(given: Order, *, is_said: bool) -> None:
    seen = judged(given, context(beside=given), "import")

    assert [explain(seen, one) for one in seen.open_discrepancies] == ([SAID] if is_said else [])
