"""It is for these goods: money that may be of what lies here names it, and nothing goes again."""

import pytest

from store.models.order import Order
from store.models.refund import RefundLine
from store.rules.action.form import form_of
from store.rules.money.actions.refund import Refund
from store.rules.obligations import obligations
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.parcels.actions.create_reissue import CreateReissue
from tests.build import NOW, OIL, changed, context, do, line, order, sentences, shipped
from tests.rules.test_contradictions import import_case
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
