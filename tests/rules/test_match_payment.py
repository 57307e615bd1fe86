"""MatchPayment: a person says which order a charge without a number is about."""

from store.models.payment import Payments
from store.rules.money.actions.match_payment import MatchPayment
from store.rules.money.matching import Difference, differences
from tests.build import DAY, NOW, ORDER_NO, context, do, order, sentences
from tests.rules.payments import bill, income, nameless, taken

ORDER = order()
LATE = taken("late_shipment", 300, text="0040004|扣款-延迟发货")
CHARGE = nameless(LATE)


def test_the_charge_goes_to_the_payments_of_its_order_and_is_no_longer_open() -> None:
    known = bill(income(), of=ORDER)

    charge, payments = do(
        MatchPayment, CHARGE, context(ORDER, payments=(known,)), order=ORDER_NO
    ).documents

    assert isinstance(charge, Payments)
    assert isinstance(payments, Payments)
    assert (charge.moved_to, differences(charge)) == (ORDER_NO, ())
    assert (payments.key, payments.payments) == (known.key, (income(), LATE))
    assert differences(payments) == (Difference("penalty_there", 0, 300),)


def test_an_order_without_payments_gets_its_first() -> None:
    payments = do(MatchPayment, CHARGE, context(ORDER), order=ORDER_NO).documents[1]

    assert isinstance(payments, Payments)
    assert (payments.name, payments.payments) == (f"bill-{ORDER_NO}", (LATE,))


def test_an_order_that_is_not_here_or_was_paid_later_is_refused() -> None:
    later = order(paid_at=NOW)
    early = nameless(taken("late_shipment", 300, at=NOW - DAY))

    assert sentences(MatchPayment, CHARGE, {"order": "1"}, context(ORDER)) == [
        ("order", "Order 1 of this shop is not here; import its export first.")
    ]
    assert sentences(MatchPayment, early, {"order": ORDER_NO}, context(later)) == [
        (
            "order",
            f"Order {ORDER_NO} was paid at 2026-11-22 09:00, after the platform took this.",
        )
    ]


def test_only_what_names_no_order_and_is_somebodys_is_matched() -> None:
    named, moved = bill(income(), of=ORDER), nameless(LATE, moved_to="1")

    assert MatchPayment.why_not(CHARGE, context()) is None
    assert MatchPayment.why_not(named, context()) == (
        f"bill-{ORDER_NO} names its order itself, {ORDER_NO}; only what names none is matched."
    )
    assert MatchPayment.why_not(moved, context()) == (
        "bill-7769b1b8f9 is matched with order 1 already."
    )
    assert MatchPayment.why_not(nameless(taken("transfer", 1)), context()) == (
        "bill-7769b1b8f9 is no order's: a transfer, a deposit or a fee."
    )


def test_the_row_is_shown_while_its_order_is_sought() -> None:
    assert MatchPayment.background(CHARGE, context()) == (
        "0040004|扣款-延迟发货: -3.00 yuan at 2026-11-21 09:00",
    )
