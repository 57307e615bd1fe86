"""MatchPayment: a person says which order a charge without a number is about."""

import pytest

from store.models.order import Order
from store.models.payment import Payments
from store.rules.money.actions.match_payment import MatchPayment
from store.rules.money.candidates import candidates
from store.rules.money.matching import Difference, differences
from tests.build import DAY, NOW, ORDER_NO, case, context, do, order, refund, sentences
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
        "No order here fits by amount and day; look the row up at the platform.",
    )


PAID = ORDER.money.paid_fen
OTHER = "261120-000000000000002"
SENT_LATE = {"ship_by_deadline": NOW - 3 * DAY, "paid_at": NOW - 5 * DAY}


@pytest.mark.parametrize(
    ("given", "orders", "found"),
    [
        pytest.param(nameless(income()), [order()], [ORDER_NO], id="paid, to the fen"),
        pytest.param(nameless(income(PAID + 1)), [order()], [], id="another amount"),
        pytest.param(
            nameless(income(at=NOW - 9 * DAY)), [order()], [], id="before the order was paid"
        ),
        pytest.param(
            nameless(income(at=NOW + 95 * DAY)), [order()], [], id="more than 90 days later"
        ),
        pytest.param(nameless(income()), [order(shop="油坊")], [], id="another shop"),
        pytest.param(
            nameless(income()),
            [order(paid_at=NOW - 3 * DAY), order(order_no=OTHER)],
            [OTHER, ORDER_NO],
            id="several, the last one paid first",
        ),
        pytest.param(nameless(taken("refund", PAID)), [order()], [ORDER_NO], id="a refund"),
        pytest.param(
            nameless(taken("refund", 500)),
            [order(refunds=(refund(),)), order(order_no=OTHER)],
            [ORDER_NO],
            id="a part that went back",
        ),
        pytest.param(
            nameless(taken("refund", 2000)),
            [order(cases=(case(requested_fen=2000, applied_at=NOW - 2 * DAY),))],
            [ORDER_NO],
            id="a part that a case asks for",
        ),
        pytest.param(
            nameless(taken("refund", 2000)),
            [order(cases=(case(requested_fen=5000, agreed_fen=2000, applied_at=NOW - 2 * DAY),))],
            [ORDER_NO],
            id="a part that was agreed",
        ),
        pytest.param(
            nameless(taken("refund", 500)),
            [order(refunds=(refund(state="failed"),))],
            [],
            id="a refund that failed",
        ),
        pytest.param(
            nameless(taken("refund", 2000)),
            [
                order(
                    cases=(
                        case(
                            requested_fen=2000,
                            applied_at=NOW - 2 * DAY,
                            state="closed",
                            outcome="withdrawn",
                        ),
                    )
                )
            ],
            [],
            id="a case that was withdrawn",
        ),
        pytest.param(
            nameless(taken("refund", 2000)),
            [order(cases=(case(requested_fen=2000, applied_at=NOW),))],
            [],
            id="a case of after the refund",
        ),
        pytest.param(
            nameless(taken("refund", 500)),
            [
                order(refunds=(refund(),), paid_at=NOW - 3 * DAY),
                order(order_no=OTHER, refunds=(refund(),)),
            ],
            [OTHER, ORDER_NO],
            id="parts of several orders",
        ),
        pytest.param(
            nameless(income(500)), [order(refunds=(refund(),))], [], id="income is no refund"
        ),
        pytest.param(CHARGE, [order(**SENT_LATE)], [ORDER_NO], id="a charge for late goods"),
        pytest.param(CHARGE, [order()], [], id="goods that are not late"),
        pytest.param(
            nameless(taken("late_shipment", 501)), [order(**SENT_LATE)], [], id="too dear a charge"
        ),
        pytest.param(
            nameless(LATE, moved_to=ORDER_NO), [order(**SENT_LATE)], [], id="matched already"
        ),
        pytest.param(nameless(taken("transfer", PAID)), [order()], [], id="a transfer"),
    ],
)
def test_which_orders_a_row_may_be_about(
    given: Payments, orders: list[Order], found: list[str]
) -> None:
    there = context(*orders)

    assert [one.order_no for one in candidates(given, there.lookup, there.policy)] == found
    alone = {"order": found[0]} if len(found) == 1 else {}
    assert MatchPayment.suggest(given, there) == alone


def test_the_list_to_choose_from_says_amount_day_and_buyer_hidden() -> None:
    paid = order(paid_at=NOW - 2 * DAY)

    assert MatchPayment.background(nameless(income(text="订单收入")), context(paid)) == (
        "订单收入: 50.00 yuan at 2026-11-21 09:00",
        f"may be: {ORDER_NO}, 50.00 yuan, paid on 2026-11-20, 张**, 东北大米 x2",
    )
    assert MatchPayment.background(nameless(income(1)), context(paid))[-1] == (
        "No order here fits by amount and day; look the row up at the platform."
    )
