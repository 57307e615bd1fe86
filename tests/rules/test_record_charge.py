"""RecordCharge: what the platform charged becomes a penalty of its order, once."""

from store.models.order import Order
from store.models.payment import Payments
from store.models.penalty import Penalty
from store.policy import load_policy
from store.rules.money.actions.record_charge import RecordCharge
from store.rules.money.matching import differences
from tests.build import ORDER_NO, context, do, order, sentences
from tests.rules.payments import bill, income, nameless, taken

ORDER = order()
LATE = taken("late_shipment", 300, text="0040004|扣款-延迟发货")
CHARGED = bill(income(), LATE, of=ORDER)


def test_a_charge_becomes_a_penalty_and_both_sides_fit() -> None:
    outcome = do(RecordCharge, CHARGED, context(ORDER))

    payments, changed = outcome.documents
    assert isinstance(payments, Payments)
    assert isinstance(changed, Order)
    assert changed.penalties == (
        Penalty(
            id="new1",
            kind="late_shipment",
            at=LATE.at,
            amount_fen=300,
            source="0040004|扣款-延迟发货",
            by=changed.penalties[0].by,
        ),
    )
    assert differences(payments, load_policy()) == ()
    assert outcome.said == ("late shipment: 3.00 yuan (0040004|扣款-延迟发货)",)
    assert RecordCharge.why_not(payments, context(changed)) == (
        f"Every charge of order {ORDER_NO} is recorded already."
    )


def test_a_charge_that_names_no_order_has_to_be_matched_first() -> None:
    assert RecordCharge.why_not(nameless(LATE), context(ORDER)) == (
        "bill-7769b1b8f9 names no order; match it with its order first."
    )


def test_an_order_that_is_not_here_cannot_have_a_penalty() -> None:
    assert RecordCharge.why_not(CHARGED, context()) == (
        f"Order {ORDER_NO} of this shop is not here; import its export first."
    )


def test_a_bill_that_does_not_say_what_it_charges_for_needs_a_kind() -> None:
    fined = bill(taken("penalty", 500, flow="F1"), of=ORDER)

    assert sentences(RecordCharge, fined, {}, context(ORDER)) == [
        ("kind", "The bill does not say what it is for; a kind is needed.")
    ]
    changed = do(RecordCharge, fined, context(ORDER), kind="stock_out").documents[1]
    assert isinstance(changed, Order)
    assert [(one.kind, one.source) for one in changed.penalties] == [("stock_out", "F1")]


def test_what_would_be_recorded_is_said_before() -> None:
    assert RecordCharge.background(CHARGED, context(ORDER)) == (
        "late shipment: 3.00 yuan (0040004|扣款-延迟发货)",
    )
