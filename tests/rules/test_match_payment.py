"""MatchPayment: a person says which order a charge without a number is about."""

from typing import Any

import pytest

from store.models.order import Order
from store.models.payment import Payment, Payments
from store.models.penalty import Penalty
from store.policy import load_policy
from store.rules.money.actions.match_payment import MatchPayment
from store.rules.money.candidates import candidates
from store.rules.money.matching import Difference, differences
from tests.build import DAY, NOW, ORDER_NO, case, context, do, order, refund, sentences
from tests.rules.payments import bill, income, nameless, row, taken

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
    assert (charge.moved_to, differences(charge, load_policy())) == (ORDER_NO, ())
    assert (payments.key, payments.payments) == (known.key, (income(), LATE))
    assert differences(payments, load_policy()) == (Difference("penalty_there", 0, 300),)


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


def test_an_order_of_another_shop_or_platform_is_refused() -> None:
    number = "6912345678901234567"
    there = context(order(shop="油坊"), order(platform="douyin", order_no=number))
    own = "this payment is of 米铺 (Pinduoduo); name an order of that shop."

    assert sentences(MatchPayment, CHARGE, {"order": ORDER_NO}, there) == [
        ("order", f"Order {ORDER_NO} is of 油坊 (Pinduoduo), and {own}")
    ]
    assert sentences(MatchPayment, CHARGE, {"order": number}, there) == [
        ("order", f"Order {number} is of 米铺 (Douyin), and {own}")
    ]


OLD = {"paid_at": NOW - 2000 * DAY, "ship_by_deadline": NOW - 1998 * DAY}
ENDED = f"The last that is known of order {ORDER_NO} is of 2021-06-03, 1997 days before this"


def test_an_order_that_ended_long_before_is_asked_for_once_more() -> None:
    old = order(**OLD)

    assert sentences(MatchPayment, CHARGE, {"order": ORDER_NO}, context(old)) == [
        ("sure", f"{ENDED}; say yes if it is about this order all the same.")
    ]
    said = do(MatchPayment, CHARGE, context(old), order=ORDER_NO, sure="yes").said
    assert said == (
        f"bill-7769b1b8f9 counts among the payments of order {ORDER_NO}, bill-{ORDER_NO}.",
        f"{ENDED}.",
    )


@pytest.mark.parametrize(
    "later",
    [
        {"received_at": NOW - 60 * DAY},
        {"refunds": (refund(requested_at=NOW - 60 * DAY),)},
        {"cases": (case(applied_at=NOW - 60 * DAY),)},
    ],
)
def test_an_order_of_which_anything_is_known_from_near_is_not_asked_for_again(
    later: dict[str, Any],
) -> None:
    assert not sentences(MatchPayment, CHARGE, {"order": ORDER_NO}, context(order(**OLD, **later)))


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


BACK = row("appeal_return", 300, text="其他收入-申诉补回")
FINED = order(penalties=(Penalty(id="p1", kind="late_shipment", at=NOW, amount_fen=300, by="li"),))


@pytest.mark.parametrize(
    ("of", "known", "problem"),
    [
        pytest.param(FINED, (), None, id="a charge of before the files"),
        pytest.param(order(), (taken("late_shipment", 300),), None, id="a charge of the funds"),
        pytest.param(order(), (taken("late_shipment", 200),), ("2.00", "3.00"), id="a smaller one"),
        pytest.param(order(), (), ("0.00", "3.00"), id="none at all"),
        pytest.param(FINED, (BACK,), ("3.00", "6.00"), id="all of it came back before"),
    ],
)
def test_more_comes_back_than_was_charged_only_where_a_person_says_so(
    of: Order, known: tuple[Payment, ...], problem: tuple[str, str] | None
) -> None:
    shop = context(of, payments=(bill(income(), *known, of=of),))

    found = sentences(MatchPayment, nameless(BACK), {"order": ORDER_NO}, shop)

    assert [one for _field, one in found] == [
        f"{charged} yuan were charged for order {ORDER_NO}, and {back} would have come back; say"
        " yes if it is about this order all the same."
        for charged, back in ([problem] if problem else [])
    ]
    _moved, theirs = do(MatchPayment, nameless(BACK), shop, order=ORDER_NO, sure="yes").documents
    assert isinstance(theirs, Payments)
    kinds = {one.kind for one in differences(theirs, context().policy)}
    assert ("penalty_back_beyond" in kinds) == bool(problem)
