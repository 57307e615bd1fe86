"""SetPaymentAside: what differs stays as it is, for a reason."""

from store.models.payment import Payments
from store.rules.money.actions.set_payment_aside import SetPaymentAside
from store.rules.money.matching import open_differences
from tests.build import NOW, ORDER_NO, context, do, order
from tests.rules.payments import bill, income, nameless, taken

CHARGE = nameless(taken("late_shipment", 300))


def test_it_is_no_longer_open_and_says_why() -> None:
    (left,) = do(SetPaymentAside, CHARGE, reason="平台已退回").documents

    assert isinstance(left, Payments)
    assert left.aside
    assert (left.aside.reason, left.aside.at, left.aside.of) == (
        "平台已退回",
        NOW,
        ("unclear 0 300",),
    )
    assert open_differences(left) == ()
    assert SetPaymentAside.why_not(left, context()) == (
        "bill-7769b1b8f9 is set aside already: 平台已退回"
    )


def test_what_fits_needs_nothing() -> None:
    assert SetPaymentAside.why_not(bill(income(), of=order()), context()) == (
        f"bill-{ORDER_NO} fits; there is nothing to set aside."
    )
