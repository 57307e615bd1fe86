"""It is for these goods: money that may be of what lies here names it, and nothing goes again."""

import pytest

from store.models.order import Order
from store.models.refund import Refund as StoredRefund
from store.models.refund import RefundLine
from store.rules.action.form import form_of
from store.rules.money.actions.refund import Refund
from store.rules.obligations import obligations
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from tests.build import (
    NOW,
    OIL,
    OTHER_NO,
    TRACKING_NO,
    changed,
    context,
    do,
    gone,
    line,
    order,
    sentences,
    shipped,
    units,
)
from tests.rules.test_contradictions import import_case
from tests.rules.test_leaving_there import shown
from tests.rules.test_paid_by_others import (
    TWO_ARTICLES,
    WITH_FREIGHT,
    before,
    its_money,
    lapsed,
    other,
    owed,
)

BAG = {"lines": "1:1", "reason": "协商退款"}
YES = BAG | {"went": "yes"}
LESS = shipped(*TWO_ARTICLES, cases=(lapsed(),), refunds=before(2300))
IN_PARTS = shipped(*TWO_ARTICLES, cases=(lapsed(),), refunds=before(1500, 1000))
BY_A_CASE = shipped(
    *TWO_ARTICLES,
    cases=(lapsed(), other(refunded_fen=1000, line=1)),
    refunds=(its_money(amount_fen=1000),),
)
TWO_CASES = shipped(
    *TWO_ARTICLES, cases=(lapsed(), lapsed("A2", good={2: 1})), refunds=before(2300, 2900)
)


@pytest.mark.parametrize(
    ("given", "fields", "names"),
    [
        pytest.param(WITH_FREIGHT, {}, [(2500,)], id="with the freight"),
        pytest.param(WITH_FREIGHT, {"amount": "30"}, [(2500,)], id="its amount is typed"),
        pytest.param(LESS, {}, [(2300,)], id="less a deduction"),
        pytest.param(IN_PARTS, {"amount": "25"}, [(), (1000,)], id="in two parts"),
        pytest.param(BY_A_CASE, {}, [(1000,)], id="the platform's, for another case"),
        pytest.param(TWO_CASES, {"amount": "23"}, [(2300,), ()], id="one of two sums"),
    ],
)
def test_what_it_is_said_to_be_for_is_named_by_what_went(
    given: Order, fields: dict[str, str], names: list[tuple[int, ...]]
) -> None:
    outcome = do(Refund, given, None, **YES, **fields)
    (after,) = outcome.documents
    assert isinstance(after, Order)

    assert money_ledger(after) == money_ledger(given)
    assert [tuple(part.amount_fen for part in one.lines) for one in after.refunds] == names
    kept = {"lines", "named_at"}
    assert [one.model_dump(exclude=kept) for one in after.refunds] == [
        one.model_dump(exclude=kept) for one in given.refunds
    ]
    assert ("send-back", "A1") not in owed(after)
    assert [one.refunded_shipped for one in line_ledgers(after)] == [1, 0]
    assert "nothing goes back a second time" in outcome.said[0]


def test_it_is_asked_before_the_same_goods_are_paid_for_again() -> None:
    asked = (
        "30.00 (2026-11-22 05:00) went back, or is on its way, since the buyer applied for case A1:"
        " if that is for what came back for it (RICE-10 x1), these goods stay here. Answer yes"
        " where it is: nothing goes a second time then. Answer no where this goes beside it."
    )
    for fields in ({}, {"amount": "30"}, {"case": "none"}):
        assert sentences(Refund, WITH_FREIGHT, BAG | fields) == [("went", asked)]

    beside = changed(Refund, WITH_FREIGHT, None, **BAG, went="no")
    assert [one.amount_fen for one in beside.refunds] == [3000, 2500]
    assert sentences(Refund, WITH_FREIGHT, BAG | {"lines": "2:1"}) == []


@pytest.mark.parametrize(
    ("given", "fields", "said"),
    [
        pytest.param(
            IN_PARTS,
            {},
            "Several went (15.00 (2026-11-22 05:00), 10.00 (2026-11-22 05:00)): give the amount of"
            " the one, or of those together, that went for RICE-10 x1.",
            id="several went",
        ),
        pytest.param(
            IN_PARTS,
            {"amount": "20"},
            "What went is 15.00 (2026-11-22 05:00), 10.00 (2026-11-22 05:00): neither one nor"
            " several together are 20.00.",
            id="no sum of them",
        ),
        pytest.param(
            WITH_FREIGHT,
            {"amount": "25"},
            "What went is 30.00 (2026-11-22 05:00): neither one nor several together are 25.00.",
            id="a part of the only one",
        ),
    ],
)
def test_of_what_went_just_sums_are_named(given: Order, fields: dict[str, str], said: str) -> None:
    assert sentences(Refund, given, YES | fields) == [("amount", said)]


def test_each_of_two_cases_has_its_own_sum() -> None:
    once = changed(Refund, TWO_CASES, None, **YES, amount="23")
    assert owed(once) == [("send-back", "A2")]

    twice = changed(Refund, once, None, **YES | {"lines": "2:1"})
    assert owed(twice) == []
    assert [[part.line for part in one.lines] for one in twice.refunds] == [[1], [2]]


def test_what_it_was_the_price_of_already_is_named_too() -> None:
    """30.00 after both bags came paid for one of them; it was for both."""
    given = shipped(
        *TWO_ARTICLES, cases=(lapsed(good={1: 2}),), refunds=before(3000, requested_at=NOW)
    )
    assert owed(given) == [("send-back", "A1")]

    after = changed(Refund, given, None, **YES)
    assert [part.quantity for one in after.refunds for part in one.lines] == [2]
    assert owed(after) == []


def test_what_is_still_to_ship_is_not_named() -> None:
    given = order(line(ordered=2), OIL, cases=(lapsed(),), refunds=before(2300))
    given = given.model_copy(update={"parcels": shipped(line(ordered=1)).parcels})

    (named,) = changed(Refund, given, None, **YES).refunds
    assert named.lines == (RefundLine(line=1, quantity=1, amount_fen=2300),)


def test_it_can_be_said_where_all_the_money_has_gone() -> None:
    given = shipped(*TWO_ARTICLES, cases=(lapsed(),), refunds=before(2300))
    given = given.model_copy(update={"money": given.money.model_copy(update={"paid_fen": 2300})})

    assert owed(changed(Refund, given, None, **YES)) == []
    assert sentences(Refund, given, {"amount": "1", "reason": "补偿"})[0][0] == "amount"


def test_what_was_said_of_the_platforms_money_stays_with_another_amount() -> None:
    named = changed(Refund, BY_A_CASE, None, **YES)
    shown = other(refunded_fen=1200, line=1, platform_status=(("售后状态", "退款成功"),))

    (after,) = import_case(named, shown).refunds
    assert after.amount_fen == 1200
    assert [part.line for part in after.lines] == [1]


def test_the_duty_leads_there_with_its_goods() -> None:
    (duty,) = (
        one for one in obligations(WITH_FREIGHT, context().policy) if one.kind == "send-back"
    )
    form = form_of(Refund, WITH_FREIGHT, context(), duty.about)

    assert duty.kind in Refund.settles & CreateReissue.settles
    assert form.suggested["lines"] == "1:1"
    assert "amount" not in form.suggested


SEND_BACK = {"origin": "withdrawn_case", "reason": "寄回"}
TO_SEND = changed(CreateReissue, shipped(*TWO_ARTICLES, cases=(lapsed(),)), None, **SEND_BACK)
"""The bag that lies here is to go back by a reissue."""
LEAVES = {"tracking_no": "SF1234567890129", "carrier": "SF"}
MONEY_SINCE = [
    pytest.param(before(3000, requested_at=NOW), True, id="with the freight"),
    pytest.param(before(2500, requested_at=NOW), True, id="its price"),
    pytest.param(before(500, requested_at=NOW), True, id="maybe a compensation"),
    pytest.param(before(3000, requested_at=NOW, beside=True), False, id="beside every case"),
    pytest.param(before(3000, requested_at=NOW, both=True), False, id="beside the goods"),
    pytest.param(before(3000, requested_at=NOW, state="failed"), False, id="failed"),
    pytest.param((), False, id="none"),
]


@pytest.mark.parametrize(("refunds", "is_asked"), MONEY_SINCE)
def test_a_reissue_does_not_leave_beside_money_that_may_be_for_its_goods(
    refunds: tuple[StoredRefund, ...], is_asked: bool
) -> None:
    given = TO_SEND.model_copy(update={"refunds": refunds})

    asked = sentences(ShipReissue, given, LEAVES)
    assert [field for field, _said in asked] == ["both"] * is_asked
    assert all(said.startswith(f"{refunds[0].amount_fen / 100:.2f} (") for _field, said in asked)
    assert sentences(ShipReissue, given, LEAVES | {"both": "yes"}) == []


def test_a_reissue_that_was_to_go_beside_money_leaves_without_a_question() -> None:
    both = changed(CreateReissue, WITH_FREIGHT, None, **SEND_BACK, both="yes")

    assert sentences(ShipReissue, both, LEAVES) == []


def test_money_that_another_bag_is_paid_by_is_not_asked_about() -> None:
    given = shipped(
        *TWO_ARTICLES, cases=(lapsed(good={1: 2}),), refunds=before(2500, requested_at=NOW)
    )
    to_send = changed(CreateReissue, given, None, **SEND_BACK)

    assert [one.lines for one in to_send.reissues] == [units((1, 1))]
    assert sentences(ShipReissue, to_send, LEAVES) == []


def test_the_goods_of_a_cancelled_reissue_lie_here_for_their_case_again() -> None:
    outcome = do(CancelReissue, TO_SEND, reason="改退款")
    (cancelled,) = outcome.documents
    assert isinstance(cancelled, Order)

    assert owed(cancelled) == [("send-back", "A1")]
    assert "neither the money nor the goods (RICE-10 x1)" in outcome.said[-1]
    sent = changed(CreateReissue, cancelled, None, **SEND_BACK)
    assert owed(sent) == []


@pytest.mark.parametrize(("refunds", "is_asked"), MONEY_SINCE[:3])
def test_the_question_stands_once_a_reissue_was_cancelled(
    refunds: tuple[StoredRefund, ...], is_asked: bool
) -> None:
    cancelled = changed(CancelReissue, TO_SEND, reason="改退款")
    given = cancelled.model_copy(update={"refunds": refunds})

    asked = [field for field, _said in sentences(CreateReissue, given, SEND_BACK)]
    assert asked == ["both"] * is_asked


def left_there(made: Order) -> Order:
    """Its reissue was created there and cancelled here, and another parcel is shown there."""
    told = changed(CompleteTask, made, task=made.open_tasks[0].id)
    return shown(changed(CancelReissue, told, reason="改退款"), gone(TRACKING_NO, OTHER_NO))


def test_a_cancelled_reissue_that_left_there_sends_what_the_case_brought() -> None:
    left = left_there(TO_SEND)

    assert [one.kind for one in left.open_discrepancies] == ["reissue_there"]
    sent = changed(ResolveDiscrepancy, left, reason="已核实", right="platform")
    assert [one.state for one in sent.reissues] == ["shipped"]
    assert owed(sent) == []


def test_money_of_what_may_have_left_there_is_asked_though_others_stay_paid() -> None:
    bags = shipped(line(ordered=3, amount_fen=7500), OIL, cases=(lapsed(),))
    left = left_there(changed(CreateReissue, bags, None, **SEND_BACK))

    ((field, said),) = sentences(Refund, left, BAG)
    assert (field, said.startswith("Reissue 1 may have left with")) == ("both", True)
