"""ResolveDiscrepancy (处理不一致)."""

import pytest

from store.models.discrepancy import Discrepancy
from store.models.refund import RefundLine
from store.rules.obligations import obligations
from store.rules.order.ledger import money_ledger, units_to_ship
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.noted import reconcile
from store.rules.platform.judging import judged
from tests.build import (
    NOW,
    changed,
    context,
    goods_return,
    order,
    parcel,
    refund,
    refund_of_unshipped,
    refunded_case,
    sentences,
    shipped,
    units,
)

TWICE = (
    parcel("YT0000000000001", lines=units((1, 2))),
    parcel("YT0000000000002", id="p2", lines=units((1, 2))),
)


def test_where_both_agree_there_is_nothing_to_resolve() -> None:
    said = ResolveDiscrepancy.why_not(order(), context())

    assert said == "The platform and the desk agree about this order."


def test_a_settled_discrepancy_holds_nothing_back_and_does_not_come_again() -> None:
    contradicted = reconcile(order(parcels=TWICE), context())
    (opened,) = contradicted.open_discrepancies
    settled = changed(ResolveDiscrepancy, contradicted, discrepancy=opened.id, reason="寄重了")

    assert settled.open_discrepancies == ()
    assert reconcile(settled, context()) == settled
    assert Ship.why_not(settled, context()) == (
        "Nothing is left to ship: 2 ordered, 0 cancelled, 4 shipped, 0 refunded before shipping."
    )


def test_of_several_both_sides_are_seen_and_the_only_one_stands_in_its_field() -> None:
    contradicted = reconcile(order(parcels=TWICE), context())
    (left,) = contradicted.open_discrepancies
    two = contradicted.model_copy(update={"discrepancies": (left, left)})
    said = (
        "RICE-10: 2 ordered, but 0 cancelled, 4 shipped and 0 refunded before shipping; have"
        " what left too much stopped or sent back, or settle it with the buyer."
    )

    assert ResolveDiscrepancy.background(contradicted, context()) == ()
    assert ResolveDiscrepancy.background(two, context()) == (said, said)


def test_it_says_who_settled_it_and_how() -> None:
    given = order(discrepancies=(Discrepancy(id="d1", kind="goods", line=1, opened_at=NOW),))

    (one,) = changed(ResolveDiscrepancy, given, reason="已和平台核对").discrepancies

    assert (one.resolved_at, one.reason) == (NOW, "已和平台核对")
    assert one.resolved_by


def test_whose_amount_counts_is_asked_only_where_two_differ() -> None:
    contradicted = reconcile(order(parcels=TWICE), context())

    assert sentences(ResolveDiscrepancy, contradicted, {"reason": "寄重了", "right": "us"}) == [
        ("right", "Nothing here depends on whose word counts; leave it out.")
    ]


@pytest.mark.parametrize(
    ("here", "there", "left"),
    [
        pytest.param((3000,), 2000, [(2000, "done")], id="less there"),
        pytest.param((3000,), 0, [(3000, "failed")], id="nothing there"),
        pytest.param(
            (1500, 1500), 2000, [(1500, "done"), (500, "done")], id="a part of the last refund"
        ),
        pytest.param(
            (1000, 1500, 500),
            2000,
            [(1000, "done"), (1000, "done"), (500, "failed")],
            id="the last refund and a part of the one before",
        ),
    ],
)
def test_where_the_platforms_amount_counts_no_more_than_that_has_gone(
    here: tuple[int, ...], there: int, left: list[tuple[int, str]]
) -> None:
    refunds = tuple(
        refund(id=f"r{at}", amount_fen=fen, state="done", case="A1") for at, fen in enumerate(here)
    )
    closed = refunded_case(refunded_fen=there, closed_by=None)
    contradicted = reconcile(shipped(cases=(closed,), refunds=refunds), context())

    settled = changed(ResolveDiscrepancy, contradicted, reason="已核对", right="platform")

    assert [(one.amount_fen, one.state) for one in settled.refunds] == left
    assert money_ledger(settled).done == there
    assert settled.open_discrepancies == ()
    assert reconcile(settled, context()) == settled


@pytest.mark.parametrize(
    ("there", "left"),
    [
        pytest.param(2500, 1, id="the price of one of two"),
        pytest.param(1250, 0, id="half the price of one: a compensation"),
        pytest.param(4500, 2, id="most of the price of both"),
    ],
)
def test_units_whose_money_did_not_go_there_are_bought_still(there: int, left: int) -> None:
    closed = refunded_case(refunded_fen=there, closed_by=None)
    entered = refund_of_unshipped(state="done", case="A1")
    contradicted = reconcile(order(cases=(closed,), refunds=(entered,)), context())

    settled = changed(ResolveDiscrepancy, contradicted, reason="已核对", right="platform")

    assert units_to_ship(contradicted) == 0
    assert units_to_ship(settled) == 2 - left


def test_units_that_came_back_are_settled_though_less_went_there() -> None:
    came = refunded_case(
        kind="return_and_refund", refunded_fen=1000, closed_by=None, returns=(goods_return({1: 2}),)
    )
    parts = (RefundLine(line=1, quantity=2, amount_fen=5000),)
    entered = refund(amount_fen=5000, lines=parts, state="done", case="A1")
    contradicted = reconcile(shipped(cases=(came,), refunds=(entered,)), context())

    settled = changed(ResolveDiscrepancy, contradicted, reason="已核对", right="platform")

    assert [(one.amount_fen, one.lines[0].quantity) for one in settled.refunds] == [(1000, 2)]


@pytest.mark.parametrize(
    ("back", "settled_units"),
    [pytest.param(1, [1], id="went with the first"), pytest.param(2, [1, 1], id="one of each")],
)
def test_what_came_back_goes_with_one_refund_of_its_case(
    back: int, settled_units: list[int]
) -> None:
    came = refunded_case(
        kind="return_and_refund",
        refunded_fen=3000,
        closed_by=None,
        returns=(goods_return({1: back}),),
    )
    part = RefundLine(line=1, quantity=1, amount_fen=2500)
    both = tuple(
        refund(id=name, amount_fen=2500, lines=(part,), state="done", case="A1")
        for name in ("r1", "r2")
    )
    contradicted = reconcile(shipped(cases=(came,), refunds=both), context())

    settled = changed(ResolveDiscrepancy, contradicted, reason="已核对", right="platform")

    assert [one.amount_fen for one in settled.refunds] == [2500, 500]
    assert [part.quantity for one in settled.refunds for part in one.lines] == settled_units


@pytest.mark.parametrize(
    ("right", "state", "owed"),
    [
        pytest.param("platform", "failed", ["make-good"], id="the money did not go"),
        pytest.param("us", "done", [], id="it went"),
    ],
)
def test_whose_word_counts_is_asked_of_money_of_a_case_that_was_closed_without_any(
    right: str, state: str, owed: list[str]
) -> None:
    closed = refunded_case(outcome="withdrawn", refunded_fen=None, closed_by=None)
    whole = (RefundLine(line=1, quantity=2, amount_fen=5000),)
    entered = refund(amount_fen=5000, lines=whole, state="done", case="A1")
    back = changed(RecordTrace, shipped(cases=(closed,), refunds=(entered,)), state="returned")
    contradicted = judged(back, context(), "li")
    (asked,) = sentences(ResolveDiscrepancy, contradicted, {"reason": "退款失败"})

    settled = judged(
        changed(ResolveDiscrepancy, contradicted, reason="退款失败", right=right), context(), "li"
    )

    assert asked == (
        "right",
        (
            "For case A1 50.00 went back here, or is on its way, but the platform closed it"
            " without money (withdrawn). Say whose word counts: platform: the money has not gone,"
            " and is owed only for goods that are back; us: the money has gone."
        ),
    )
    assert [one.state for one in settled.refunds] == [state]
    assert [one.kind for one in obligations(settled, context().policy)] == owed
