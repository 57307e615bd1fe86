"""UnmatchPayment: the order that a payment was matched with is another one after all."""

from store.models.order import Order
from store.models.payment import Payments
from store.models.penalty import AppealReturn, Penalty
from store.policy import load_policy
from store.rules.action.base import Undo
from store.rules.money.actions.match_payment import MatchPayment
from store.rules.money.actions.unmatch_payment import UnmatchPayment
from store.rules.money.matching import Difference, differences
from tests.build import NOW, ORDER_NO, context, do, order
from tests.rules.payments import bill, income, nameless, row, taken

LATE = taken("late_shipment", 300, text="0040004|扣款-延迟发货")
MATCHED = nameless(LATE, moved_to=ORDER_NO)


def test_the_charge_leaves_the_payments_of_the_order_and_is_open_again() -> None:
    of_order = bill(income(), LATE, of=order())

    free, theirs = do(UnmatchPayment, MATCHED, context(order(), payments=(of_order,))).documents

    assert isinstance(free, Payments)
    assert isinstance(theirs, Payments)
    assert (free.moved_to, differences(free, load_policy())) == (
        "",
        (Difference("unclear", 0, 300),),
    )
    assert (theirs.key, theirs.payments) == (of_order.key, (income(),))


def test_of_alike_charges_only_as_many_go_as_were_matched() -> None:
    of_order = bill(LATE, LATE, of=order())

    theirs = do(UnmatchPayment, MATCHED, context(order(), payments=(of_order,))).documents[1]

    assert isinstance(theirs, Payments)
    assert theirs.payments == (LATE,)


def test_the_penalty_that_was_recorded_from_it_goes_and_others_stay() -> None:
    mine, other = (
        Penalty(id=id_, kind="late_shipment", at=NOW, amount_fen=300, by="li") for id_ in "ab"
    )
    given = order(penalties=(mine, other))
    recorded = LATE.model_copy(update={"penalty": "a"})
    of_order = bill(LATE, recorded, of=given)

    done = do(UnmatchPayment, MATCHED, context(given, payments=(of_order,)))

    _free, theirs, left = done.documents
    assert left == given.model_copy(update={"penalties": (other,)})
    assert isinstance(theirs, Payments)
    assert theirs.payments == (LATE,)
    assert theirs.beside
    assert theirs.beside.penalty_fen == 300
    assert done.said == ("The penalty of 3.00 yuan that was recorded from it is gone, too.",)
    assert done.also == (given,)


def test_a_penalty_costs_again_what_came_back_by_it() -> None:
    back = row("appeal_return", 300, text="其他收入-申诉补回")
    by_it, by_hand = (
        AppealReturn(id=id_, at=NOW, amount_fen=fen, by="li")
        for id_, fen in (("b", 300), ("h", 100))
    )
    fined = Penalty(
        id="p1", kind="stock_out", at=NOW, amount_fen=500, by="li", returns=(by_hand, by_it)
    )
    given = order(penalties=(fined,))
    of_order = bill(back.model_copy(update={"penalty": "b"}), of=given)
    matched = nameless(back, moved_to=ORDER_NO)

    done = do(UnmatchPayment, matched, context(given, payments=(of_order,)))

    left = done.documents[2]
    assert isinstance(left, Order)
    assert left.penalties[0].returns == (by_hand,)
    assert done.said == ("The penalty costs 4.00 yuan again.",)


def test_only_what_a_person_has_matched_is_taken_back() -> None:
    assert UnmatchPayment.why_not(MATCHED, context()) is None
    assert UnmatchPayment.why_not(nameless(LATE), context()) == (
        "bill-7769b1b8f9 is matched with no order."
    )
    assert UnmatchPayment.why_not(bill(income()), context()) == (
        f"bill-{ORDER_NO} names its order itself, {ORDER_NO}; nobody matched it."
    )


def test_each_of_both_takes_the_other_back() -> None:
    matching = MatchPayment(order=ORDER_NO)

    assert matching.undone_by(nameless(LATE), MATCHED) == Undo("unmatch-payment", {})
    assert UnmatchPayment().undone_by(MATCHED, nameless(LATE)) == Undo(
        "match-payment", {"order": ORDER_NO, "sure": "yes"}
    )
