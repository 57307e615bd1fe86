"""What a form says would be so after it."""

import pytest

from store.reading.differences import differences
from store.rules.money.actions.refund import Refund
from tests.build import case, changed, context, shipped

DUE = shipped(cases=(case(state="seller_to_refund", agreed_fen=5000, requested_fen=5000),))


@pytest.mark.parametrize(
    ("amount", "owed"),
    [
        pytest.param("49.20", "0.80 of the 50.00 agreed stay owed", id="less than is due"),
        pytest.param("50", "no longer owed: refund the case", id="all of it"),
    ],
)
def test_what_stays_owed_of_what_is_due_to_a_case_is_said(amount: str, owed: str) -> None:
    after = changed(Refund, DUE, amount=amount, reason="已同意", case="A1")

    said = differences(DUE, after, context().policy)

    assert owed in said
    assert ("stay owed" in said) is not ("no longer owed" in said)
