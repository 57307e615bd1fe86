"""The view of a case: what it claims, what came back, and what is left to pay or to send."""

import gc
from typing import Any

import pytest

from store.models.order import Order
from store.models.refund import RefundLine
from store.rules.cases.case_request import claimable, unclaimed_sent, unclaimed_unsent
from store.rules.cases.case_view import case_of, case_views
from store.rules.order.ledger import line_ledgers, price_of
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.sent_again import still_to_send
from tests.build import (
    FIRST_BAG,
    OIL,
    case,
    changed,
    goods_return,
    line,
    order,
    parcel,
    refund,
    return_case,
    shipped,
    units,
)

RICE_AND_OIL = shipped(line(), OIL)
ONE_BAG = (RefundLine(line=1, quantity=1, amount_fen=2500),)


@pytest.mark.parametrize(
    ("about", "found"),
    [
        pytest.param({"lines": units((1, 1))}, {1: 1}, id="the units it names"),
        pytest.param({"line": 2}, {2: 1}, id="the line the platform names"),
        pytest.param({"line": 2, "lines": units((1, 2))}, {1: 2}, id="units say more than a line"),
        pytest.param({}, {1: 2, 2: 1}, id="else the whole order"),
    ],
)
def test_what_a_case_is_about(about: dict[str, Any], found: dict[int, int]) -> None:
    assert case_of(RICE_AND_OIL, case(**about)).with_gifts == found


def test_cancelled_units_are_claimed_by_nobody() -> None:
    given = order(line(cancelled=2), OIL)

    assert case_of(given, case()).with_gifts == {2: 1}
    assert claimable(given) == {1: 0, 2: 1}


@pytest.mark.parametrize(
    ("given", "left"),
    [
        pytest.param(RICE_AND_OIL, {1: 2, 2: 1}, id="nothing happened"),
        pytest.param(shipped(line(), OIL, cases=(case(line=2),)), {1: 2, 2: 0}, id="an open case"),
        pytest.param(
            shipped(line(), OIL, cases=(case(line=2, state="closed"),)), {1: 2, 2: 1}, id="closed"
        ),
        pytest.param(
            shipped(line(), OIL, refunds=(refund(lines=ONE_BAG),)), {1: 1, 2: 1}, id="refunded"
        ),
        pytest.param(
            shipped(line(), OIL, refunds=(refund(lines=ONE_BAG, state="failed"),)),
            {1: 2, 2: 1},
            id="the refund failed",
        ),
        pytest.param(
            shipped(
                line(),
                OIL,
                cases=(case(lines=units((1, 1))),),
                refunds=(refund(lines=ONE_BAG, case="A1"),),
            ),
            {1: 1, 2: 1},
            id="refunded for the case that claims it: counted once",
        ),
        pytest.param(
            changed(CreateReissue, RICE_AND_OIL, origin="lost_parcel", reason="丢件", lines="1:2"),
            {1: 0, 2: 1},
            id="sent again",
        ),
        pytest.param(
            changed(
                CancelReissue,
                changed(CreateReissue, RICE_AND_OIL, origin="lost_parcel", reason="丢件"),
                reason="找到了",
            ),
            {1: 2, 2: 1},
            id="the reissue was cancelled",
        ),
        pytest.param(
            shipped(line(), cases=(case(), case(id="A2"))), {1: 0}, id="two imported cases"
        ),
    ],
)
def test_what_may_still_be_claimed(given: Order, left: dict[int, int]) -> None:
    assert claimable(given) == left


def test_of_a_half_shipped_order_each_half_may_be_claimed_by_itself() -> None:
    half = order(parcels=(FIRST_BAG,))
    by_one = half.with_case(case(unshipped=True, lines=units((1, 1))))
    by_other = half.with_case(case(lines=units((1, 1))))

    assert (unclaimed_sent(half), unclaimed_unsent(half)) == ({1: 1}, {1: 1})
    assert (unclaimed_sent(by_one), unclaimed_unsent(by_one)) == ({1: 1}, {1: 0})
    assert (unclaimed_sent(by_other), unclaimed_unsent(by_other)) == ({1: 0}, {1: 1})


def test_the_last_unit_takes_the_remainder() -> None:
    given = order(line(ordered=3, amount_fen=1000))
    after = given.model_copy(
        update={"refunds": (refund(lines=(RefundLine(line=1, quantity=2, amount_fen=666),)),)}
    )

    assert price_of(line_ledgers(given), units((1, 1))) == 333
    assert price_of(line_ledgers(given), units((1, 3))) == 1000
    assert price_of(line_ledgers(after), units((1, 1))) == 334


@pytest.mark.parametrize(
    ("given", "left"),
    [
        pytest.param(RICE_AND_OIL, units((1, 2), (2, 1)), id="nothing happened"),
        pytest.param(
            shipped(line(), OIL, refunds=(refund(lines=ONE_BAG),)),
            units((1, 1), (2, 1)),
            id="one refunded",
        ),
        pytest.param(
            shipped(
                line(),
                OIL,
                parcels=(parcel(case="A1", kind="replacement", lines=units((1, 2), (2, 1))),),
            ),
            (),
            id="all replaced",
        ),
    ],
)
def test_what_a_case_is_still_to_send(given: Order, left: object) -> None:
    assert still_to_send(given, case_of(given, case())) == left


BACK = goods_return({1: 1})
AGREED: dict[str, Any] = {"state": "seller_to_refund", "agreed_fen": 5000, "lines": units((1, 2))}


@pytest.mark.parametrize(
    ("given", "outstanding", "due_now", "left_to_pay"),
    [
        pytest.param(
            shipped(cases=(return_case(**AGREED),)),
            {1: 2},
            5000,
            5000,
            id="a ruling, nothing came back",
        ),
        pytest.param(
            shipped(cases=(return_case(BACK, **AGREED),)), {1: 2}, 2500, 5000, id="a part came back"
        ),
        pytest.param(
            shipped(
                cases=(return_case(BACK, **AGREED),),
                refunds=(refund(case="A1", lines=ONE_BAG, amount_fen=2500),),
            ),
            {1: 1},
            0,
            2500,
            id="the part that came back is paid",
        ),
        pytest.param(
            shipped(cases=(return_case(**AGREED),), refunds=(refund(amount_fen=4000),)),
            {1: 2},
            1000,
            1000,
            id="money beside the case leaves less of it",
        ),
    ],
)
def test_what_is_due_of_a_case(
    given: Order, outstanding: dict[int, int], due_now: int, left_to_pay: int
) -> None:
    (view,) = case_views(given)

    assert (view.outstanding, view.due_now, view.left_to_pay) == (outstanding, due_now, left_to_pay)


def test_a_parcel_whose_finding_is_corrected_may_hold_what_it_brought() -> None:
    (view,) = case_views(shipped(cases=(return_case(BACK, **AGREED),)))

    assert view.may_come_back == {1: 1}
    assert view.may_be_found(BACK) == {1: 2}


def test_what_is_remembered_of_an_order_does_not_keep_the_order() -> None:
    given = RICE_AND_OIL.with_case(case())
    views = case_views(given)
    kept = (kept for view in views for kept in gc.get_referents(view, *view.lines) if kept is given)

    assert case_of(given, given.cases[0]) is views[0]
    assert list(kept) == []
