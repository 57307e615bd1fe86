"""RecordCharge: what the platform charged becomes a penalty of its order, once."""

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from store.models.order import Order
from store.models.payment import Payment, PaymentKind, Payments
from store.models.penalty import Penalty
from store.policy import load_policy
from store.rules.money.actions.record_appeal_return import RecordAppealReturn
from store.rules.money.actions.record_charge import RecordCharge
from store.rules.money.beside import side_of
from store.rules.money.charges import Unrecorded, unrecorded, unrecorded_returns
from store.rules.money.matching import Difference, differences, open_differences
from tests.build import NOW, ORDER_NO, changed, context, do, order, sentences
from tests.examples import examples
from tests.rules.payments import bill, income, nameless, row, taken

ORDER = order()
LATE = taken("late_shipment", 300, text="0040004|扣款-延迟发货")
CHARGED = bill(income(), LATE, of=ORDER)


def test_a_charge_becomes_a_penalty_and_both_sides_fit() -> None:
    outcome = do(RecordCharge, CHARGED, context(ORDER))

    payments, charged = outcome.documents
    assert isinstance(payments, Payments)
    assert isinstance(charged, Order)
    assert charged.penalties == (
        Penalty(
            id="new1",
            kind="late_shipment",
            at=LATE.at,
            amount_fen=300,
            source="0040004|扣款-延迟发货",
            by=charged.penalties[0].by,
        ),
    )
    assert differences(payments, load_policy()) == ()
    assert outcome.said == ("late shipment: 3.00 yuan (0040004|扣款-延迟发货)",)
    assert RecordCharge.why_not(payments, context(charged)) == (
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
    charged = do(RecordCharge, fined, context(ORDER), kind="stock_out").documents[1]
    assert isinstance(charged, Order)
    assert [(one.kind, one.source) for one in charged.penalties] == [("stock_out", "F1")]


def test_what_would_be_recorded_is_said_before() -> None:
    assert RecordCharge.background(CHARGED, context(ORDER)) == (
        "late shipment: 3.00 yuan (0040004|扣款-延迟发货)",
    )


BACK = row("appeal_return", 300, at=NOW, flow="F9", text="其他收入-申诉补回")
FINED = Penalty(id="p1", kind="late_shipment", at=LATE.at, amount_fen=300, by="li")
NINE = row("appeal_return", 900)


def recorded(*rows: Payment, penalties: tuple[Penalty, ...] = ()) -> tuple[Order, Payments]:
    """The order and its bill once what the bill has more than these penalties is recorded."""
    given = order(penalties=penalties)
    payments, after = do(RecordCharge, bill(*rows, of=given), context(given)).documents
    assert isinstance(payments, Payments)
    assert isinstance(after, Order)
    return after, payments


@pytest.mark.parametrize(
    ("rows", "penalties", "costs"),
    [
        pytest.param((LATE, BACK), (FINED,), [0], id="an appeal brought it back"),
        pytest.param((BACK,), (FINED,), [0], id="the charge was before the first file"),
        pytest.param(
            (LATE, row("late_shipment", 100)), (FINED,), [200], id="given back under its own name"
        ),
        pytest.param(
            (LATE, taken("stock_out", 500), row("appeal_return", 500)),
            (FINED, FINED.model_copy(update={"id": "p2", "kind": "stock_out", "amount_fen": 500})),
            [300, 0],
            id="of just its amount first",
        ),
        pytest.param(
            (LATE, taken("stock_out", 500), row("late_shipment", 500)),
            (
                FINED.model_copy(update={"id": "p2", "kind": "stock_out", "amount_fen": 500}),
                FINED,
            ),
            [300, 0],
            id="of its kind first, then of the others",
        ),
        pytest.param((NINE,), (FINED,), [0], id="never below nothing"),
        pytest.param(
            (LATE, taken("stock_out", 500), BACK), (FINED,), [0, 500], id="beside a new charge"
        ),
    ],
)
def test_what_came_back_lowers_what_the_penalties_cost(
    rows: tuple[Payment, ...], penalties: tuple[Penalty, ...], costs: list[int]
) -> None:
    after, payments = recorded(*rows, penalties=penalties)

    assert [one.cost_fen for one in after.penalties] == costs
    left = [
        (one.kind, one.ours_fen, one.theirs_fen)
        for one in open_differences(payments, load_policy())
    ]
    assert left == ([("penalty_back_beyond", 300, 900)] if rows == (NINE,) else [])
    assert RecordCharge.why_not(payments, context(after)) == (
        f"Every charge of order {ORDER_NO} is recorded already."
    )


def test_a_return_names_the_row_it_was_recorded_from() -> None:
    after, payments = recorded(LATE, BACK, penalties=(FINED,))

    (back,) = after.penalties[0].returns
    assert (back.at, back.amount_fen, back.source) == (NOW, 300, "F9")
    assert [one.penalty for one in payments.payments] == ["", back.id]


def test_what_was_recorded_by_hand_stands_for_a_row_of_its_amount() -> None:
    given = changed(RecordAppealReturn, order(penalties=(FINED,)), amount="2")
    rows = (row("appeal_return", 200), row("appeal_return", 100))

    assert unrecorded_returns(rows, given.penalties) == (Unrecorded(rows[1], 100),)


def test_what_came_back_is_said_before_and_after() -> None:
    given = order(penalties=(FINED,))
    back = bill(LATE, BACK, of=given)
    said = ("came back of a penalty: 3.00 yuan (其他收入-申诉补回)",)

    assert RecordCharge.background(back, context(given)) == said
    assert do(RecordCharge, back, context(given)).said == said


def test_nothing_comes_back_of_an_order_that_no_penalty_costs_anything() -> None:
    assert RecordCharge.why_not(bill(BACK, of=ORDER), context(ORDER)) == (
        f"Every charge of order {ORDER_NO} is recorded already."
    )


def test_what_came_back_beyond_the_charges_is_taken_off_a_charge_that_is_recorded_later() -> None:
    after, payments = recorded(LATE, NINE, penalties=(FINED,))
    more = Penalty(id="p2", kind="stock_out", at=NOW, amount_fen=500, by="li")
    fined = after.model_copy(update={"penalties": (*after.penalties, more)})
    given = payments.model_copy(update={"beside": side_of(fined)})

    later, lowered = do(RecordCharge, given, context(fined)).documents

    assert isinstance(lowered, Order)
    assert [one.cost_fen for one in lowered.penalties] == [0, 0]
    assert isinstance(later, Payments)
    (left,) = differences(later, load_policy())
    assert left == Difference("penalty_back_beyond", 800, 900)
    assert {back.id for one in lowered.penalties for back in one.returns} == {
        payments.payments[1].penalty
    }


def test_what_was_entered_by_hand_is_not_recorded_again_from_rows_of_other_amounts() -> None:
    five = FINED.model_copy(update={"amount_fen": 500})
    given = changed(RecordAppealReturn, order(penalties=(five,)), amount="3")
    in_two = bill(LATE, taken("late_shipment", 200), row("appeal_return", 500), of=given)

    assert RecordCharge.background(in_two, context(given)) == (
        "came back of a penalty: 2.00 yuan ()",
    )
    payments, _after = do(RecordCharge, in_two, context(given)).documents
    assert isinstance(payments, Payments)
    assert differences(payments, load_policy()) == ()


def test_a_penalty_by_hand_stands_for_charges_of_its_kind_alone() -> None:
    of_september = FINED.model_copy(update={"amount_fen": 2000})
    false = taken("false_shipment", 500)

    assert unrecorded((LATE, false), (of_september,)) == (Unrecorded(false, 500),)


def test_a_penalty_that_no_platform_takes_stands_for_no_charge_and_nothing_comes_back_of_it() -> (
    None
):
    fine = FINED.model_copy(update={"kind": "legal"})

    after, payments = recorded(LATE, BACK, penalties=(fine,))

    assert [(one.kind, one.cost_fen) for one in after.penalties] == [
        ("legal", 300),
        ("late_shipment", 0),
    ]
    assert differences(payments, load_policy()) == ()


KINDS: list[PaymentKind] = ["late_shipment", "stock_out", "appeal_return"]
ROWS = st.lists(st.builds(row, st.sampled_from(KINDS), st.sampled_from([-500, -300, 300, 500])))
BY_HAND = st.lists(
    st.builds(
        Penalty,
        id=st.uuids().map(str),
        kind=st.sampled_from(["late_shipment", "stock_out", "legal"]),
        at=st.just(NOW),
        amount_fen=st.sampled_from([300, 500]),
        by=st.just("li"),
    ),
    max_size=3,
)


@given_any(ROWS, BY_HAND)
@settings(max_examples=examples(200))
def test_once_it_is_recorded_no_charge_and_nothing_given_back_is_left_to_record(
    rows: list[Payment], penalties: list[Penalty]
) -> None:
    of = order(penalties=tuple(penalties))
    charged = bill(*rows, of=of)
    is_left = RecordCharge.why_not(charged, context(of)) is None
    if is_left:
        payments, _after = do(RecordCharge, charged, context(of, beside=of)).documents
        assert isinstance(payments, Payments)
        charged = payments

    left = {one.kind for one in differences(charged, load_policy())}
    assert not left & {"penalty_there", "penalty_back", "penalty_back_here"}
