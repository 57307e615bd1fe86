"""SettleRefund: how a refund ended: done, failed, or nobody knows."""

from typing import Any

import pytest

from store.errors import BadInput
from store.models.case_state import CaseState
from store.models.order import Order
from store.models.refund import Refund, RefundLine, RefundState
from store.rules.action.frame import read_values
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.ledger import money_ledger, units_to_ship
from tests.build import (
    NOW,
    case,
    changed,
    context,
    do,
    goods_return,
    order,
    refund,
    refund_of_unshipped,
    refunded_case,
    return_case,
    sentences,
    shipped,
    units,
)


def of_units(units: int, **changes: Any) -> Refund:
    """So many bags of case A1 are being paid for."""
    part = RefundLine(line=1, quantity=units, amount_fen=2500 * units)
    given = {"amount_fen": 2500 * units, "lines": (part,), "case": "A1"}
    return refund(**(given | changes))


CLOSED = "No refund of this order is open."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(refunds=(refund(),)), None, id="on its way"),
        pytest.param(order(refunds=(refund(state="unknown"),)), None, id="unknown"),
        pytest.param(order(refunds=(refund(state="done"),)), CLOSED, id="done"),
        pytest.param(order(refunds=(refund(state="failed"),)), CLOSED, id="failed"),
        pytest.param(order(), CLOSED, id="none"),
    ],
)
def test_only_an_open_refund_can_be_settled(given: Order, sentence: str | None) -> None:
    assert SettleRefund.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("outcome", "left", "to_ship"), [("done", 0, 0), ("failed", 5000, 2), ("unknown", 0, 0)]
)
def test_only_a_failed_refund_gives_money_and_goods_back(
    outcome: RefundState, left: int, to_ship: int
) -> None:
    given = order(refunds=(refund_of_unshipped(),))

    after = changed(SettleRefund, given, outcome=outcome, note="银行回单")

    assert (money_ledger(after).refundable, units_to_ship(after)) == (left, to_ship)
    (settled,) = after.refunds
    assert (settled.state, settled.settled_note) == (outcome, "银行回单")
    assert settled.settled_at == (None if outcome == "unknown" else NOW)


def test_of_two_open_refunds_one_has_to_be_named() -> None:
    given = order(refunds=(refund(), refund(id="r2")))

    with pytest.raises(BadInput) as caught:
        read_values(SettleRefund, {"outcome": "done"}, given)
    after = changed(SettleRefund, given, refund="r2", outcome="done")

    assert (caught.value.field, caught.value.sentence) == (
        "refund",
        (
            "Several fit here; name one of: 5.00 refunding 少件 2026-11-22 08:00 (1), 5.00"
            " refunding 少件 2026-11-22 08:00 (2)."
        ),
    )
    assert [one.state for one in after.refunds] == ["pending", "done"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12.00", "r2"),
        ("12.00 refunding", "r2"),
        ("2026-11-22 08:00", "r1"),
        ("5.00 Refunding 少件  2026-11-22 08:00", "r1"),
        ("r1", "r1"),
        ("破损", "r3"),
        ("refunding", None),
        ("2.00", None),
        ("1", None),
    ],
)
def test_a_refund_is_named_by_what_tells_it_from_the_others(typed: str, meant: str | None) -> None:
    first, second = refund(), refund(id="r2", amount_fen=1200, requested_at=NOW)
    # Alike but for these: each reads with its time.
    third = refund(id="r3", amount_fen=800, requested_at=NOW, reason="破损")
    given = order(refunds=(first, refund(id="r4", requested_at=NOW), second, third))
    values = {"refund": typed, "outcome": "done"}

    if meant is None:
        with pytest.raises(BadInput, match=f"^{typed} does not exist; there is: 5.00 refunding"):
            read_values(SettleRefund, values, given)
    else:
        assert read_values(SettleRefund, values, given).refund == meant


def test_a_refund_that_is_settled_is_not_settled_again() -> None:
    given = order(refunds=(refund(state="done"), refund(id="r2")))

    assert sentences(SettleRefund, given, {"refund": "r1", "outcome": "failed"}) == [
        ("refund", "The refund of 5.00 (2026-11-22 08:00) is settled already: done.")
    ]


def test_an_outcome_has_to_be_one_of_three() -> None:
    with pytest.raises(BadInput, match=r"^maybe is none of: done, failed, unknown\.$"):
        read_values(SettleRefund, {"outcome": "maybe"}, order(refunds=(refund(),)))


TO_PAY = case(state=CaseState.SELLER_TO_REFUND, agreed_fen=5000, lines=units((1, 2)))


@pytest.mark.parametrize(
    ("given", "state", "said"),
    [
        pytest.param(
            shipped(cases=(TO_PAY,), refunds=(refund(amount_fen=5000, case="A1"),)),
            CaseState.CLOSED,
            ("Case A1 is closed (refunded).",),
            id="all that was agreed",
        ),
        pytest.param(
            shipped(cases=(TO_PAY,), refunds=(of_units(2, amount_fen=4000),)),
            CaseState.CLOSED,
            ("Case A1 is closed (refunded).",),
            id="every unit, for a little less",
        ),
        pytest.param(
            shipped(cases=(TO_PAY,), refunds=(of_units(1),)),
            CaseState.SELLER_TO_REFUND,
            (),
            id="one of two units",
        ),
        pytest.param(
            shipped(cases=(TO_PAY,), refunds=(of_units(1), of_units(1, id="r2"))),
            CaseState.SELLER_TO_REFUND,
            (),
            id="the other half is still on its way",
        ),
        pytest.param(
            shipped(cases=(TO_PAY,), refunds=(refund(amount_fen=5000),)),
            CaseState.SELLER_TO_REFUND,
            (),
            id="money that is not of the case",
        ),
        pytest.param(
            shipped(
                cases=(TO_PAY.model_copy(update={"state": CaseState.PLATFORM_TO_RULE}),),
                refunds=(refund(amount_fen=5000, case="A1"),),
            ),
            CaseState.CLOSED,
            ("Case A1 is closed (refunded).",),
            id="paid while the platform was called in",
        ),
        pytest.param(
            shipped(
                cases=(return_case(goods_return({1: 1})),),
                refunds=(of_units(1),),
            ),
            CaseState.BUYER_TO_RETURN,
            ("Case A1 stands now at: buyer to return.",),
            id="what came back of a return",
        ),
        pytest.param(
            shipped(
                cases=(refunded_case(),),
                refunds=(refund(amount_fen=500, case="A1"),),
            ),
            CaseState.CLOSED,
            (
                (
                    "For case A1 5.00 was refunded here, but the platform says 50.00; the larger"
                    " amount counts as gone."
                ),
            ),
            id="the platform closed it before",
        ),
        pytest.param(
            shipped(cases=(case(applied_at=NOW),), refunds=(refund(amount_fen=5000, case="A1"),)),
            CaseState.SELLER_TO_ANSWER,
            (),
            id="applied for anew since it was asked for: it has to be closed there",
        ),
        pytest.param(
            shipped(refunds=(refund(amount_fen=500, case="A7"),)),
            None,
            (),
            id="a case that only an export named",
        ),
    ],
)
def test_money_that_went_back_moves_its_case(
    given: Order, state: CaseState | None, said: tuple[str, ...]
) -> None:
    outcome = do(SettleRefund, given, refund="r1", outcome="done")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert [one.state for one in after.cases] == ([state] if state else [])
    assert outcome.said[0].endswith(" has gone.")
    assert outcome.said[1:] == said


@pytest.mark.parametrize("outcome", ["failed", "unknown"])
def test_money_that_may_not_have_gone_leaves_the_case(outcome: str) -> None:
    given = shipped(cases=(TO_PAY,), refunds=(refund(amount_fen=5000, case="A1"),))

    assert changed(SettleRefund, given, outcome=outcome).cases == (TO_PAY,)
