"""Units of a case: which goods it is about, and which may still be claimed."""

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
from tests.build import OIL, case, changed, line, order, parcel, refund, shipped, units

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
    assert case_of(RICE_AND_OIL, case(**about)).claimed == found


def test_cancelled_units_are_claimed_by_nobody() -> None:
    given = order(line(cancelled=2), OIL)

    assert case_of(given, case()).claimed == {2: 1}
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
    half = order(parcels=(parcel(lines=units((1, 1))),))
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
def test_what_of_a_case_is_not_settled(given: Order, left: object) -> None:
    assert case_of(given, case()).unsettled == left


def test_what_is_remembered_of_an_order_does_not_keep_the_order() -> None:
    given = RICE_AND_OIL.with_case(case())
    views = case_views(given)
    kept = (kept for view in views for kept in gc.get_referents(view, *view.lines) if kept is given)

    assert case_of(given, given.cases[0]) is views[0]
    assert list(kept) == []
