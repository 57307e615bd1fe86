"""Goods that have not left and whose refund is agreed to: refunded, not sent and not short."""

from typing import Any

import pytest

from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.case_names import case_called
from store.rules.parcels.actions.ship import Ship
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from store.rules.stock.wanted import units_wanted
from tests.build import changed, context, order, sentences

SAID = (
    "The refund of the unshipped goods is agreed to (case {case}, {amount}): refund it, nothing of"
    " them is to be sent."
)


def asked(**fields: Any) -> Order:
    told: dict[str, Any] = {"kind": "refund_only", "reason": "不想要了", "opened_by": "buyer"}
    return changed(OpenCase, order(), **told, **fields)


ALL, ONE = asked(), asked(lines="1:1", amount="25")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param(ALL, {"RICE-10": 2}, id="only asked for: it may be rejected"),
        pytest.param(changed(AgreeRefund, ALL), {}, id="all of it"),
        pytest.param(changed(AgreeRefund, ONE), {"RICE-10": 1}, id="one of two"),
        pytest.param(
            changed(AgreeRefund, ALL, amount="5"), {"RICE-10": 2}, id="less than their price"
        ),
    ],
)
def test_nobody_waits_for_it(given: Order, wanted: dict[str, int]) -> None:
    assert units_wanted(given) == wanted


def test_it_is_said_that_it_is_to_be_refunded() -> None:
    agreed = changed(AgreeRefund, ALL)

    said = SAID.format(case=case_called(agreed.cases[0]), amount="50.00")
    assert Ship.why_not(agreed, context()) == said
    assert ApplyStockOut.why_not(agreed, context()) == said


def test_of_one_of_two_the_other_may_be_applied_for() -> None:
    agreed = changed(AgreeRefund, ONE)

    assert ApplyStockOut.suggest(agreed, context()) == {"lines": "1:1"}
    assert sentences(ApplyStockOut, agreed, {"lines": "1:2"}) == [
        ("lines", SAID.format(case=case_called(agreed.cases[0]), amount="25.00"))
    ]
