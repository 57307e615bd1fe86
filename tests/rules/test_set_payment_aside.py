"""SetPaymentAside: what differs stays as it is, for a reason."""

import pytest

from store.models.payment import Payments
from store.policy import load_policy
from store.rules.money.actions.set_payment_aside import SetPaymentAside
from store.rules.money.matching import Difference, open_differences
from tests.build import DAY, NOW, ORDER_NO, context, do, order, sentences
from tests.rules.payments import bill, income, nameless, taken

CHARGE = nameless(taken("late_shipment", 300))


def test_it_is_no_longer_open_and_says_why() -> None:
    (left,) = do(SetPaymentAside, CHARGE, reason="平台已退回").documents

    assert isinstance(left, Payments)
    (aside,) = left.asides
    assert (aside.reason, aside.at, aside.difference) == ("平台已退回", NOW, "unclear 0 300")
    assert open_differences(left, load_policy()) == ()
    assert SetPaymentAside.why_not(left, context()) == (
        "bill-7769b1b8f9 is set aside already: 平台已退回"
    )


FINED_AND_UNPAID = bill(
    taken("late_shipment", 300),
    of=order(received_at=NOW - 5 * DAY, platform_fulfilment="received"),
)
"""Received for days, charged for lateness, and never paid out."""


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param(
            {},
            (
                "Several things differ; say which one of charge not recorded (here 0.00, there"
                " 3.00), never paid out (here 50.00, there 0.00)."
            ),
            id="which of two",
        ),
        pytest.param(
            {"what": "refund_here"},
            (
                "refund not paid is nothing that is open here. What differs: charge not"
                " recorded (here 0.00, there 3.00), never paid out (here 50.00, there 0.00)."
            ),
            id="one that does not differ",
        ),
        pytest.param({"what": "penalty_there"}, None, id="by its word"),
        pytest.param({"what": "charge not recorded"}, None, id="by its label"),
    ],
)
def test_of_several_differences_one_is_named(values: dict[str, str], said: str | None) -> None:
    given = {"reason": "罚款认了", **values}

    found = [text for _field, text in sentences(SetPaymentAside, FINED_AND_UNPAID, given)]

    assert found == ([said] if said else [])


def test_what_was_never_paid_out_stays_open_when_a_charge_is_set_aside() -> None:
    (left,) = do(
        SetPaymentAside, FINED_AND_UNPAID, reason="罚款认了", what="penalty_there"
    ).documents
    assert isinstance(left, Payments)

    assert open_differences(left, load_policy()) == (Difference("no_payment", 5000),)
    (after,) = do(SetPaymentAside, left, reason="平台补发").documents
    assert isinstance(after, Payments)
    assert open_differences(after, load_policy()) == ()
    assert [one.reason for one in after.asides] == ["罚款认了", "平台补发"]


def test_what_fits_needs_nothing() -> None:
    assert SetPaymentAside.why_not(bill(income(), of=order()), context()) == (
        f"bill-{ORDER_NO} fits; there is nothing to set aside."
    )
