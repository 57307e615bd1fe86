"""Leaving there: a parcel that the platform shows may be a reissue, and money is asked about it."""

from typing import Any

import pytest

from store.models.discrepancy import Discrepancy
from store.models.facts import OrderFacts
from store.models.order import Order
from store.models.parcel import Trace
from store.policy import load_policy
from store.rules.action.form import form_of
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from store.rules.platform.two_sources import merge_order
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    gone,
    order,
    parcel,
    sentences,
    shipped,
)
from tests.rules.shelf import brought_in

MAY_HAVE_LEFT = f"Reissue 1 may have left with {OTHER_NO} (RICE-10 x2)."
ALL: dict[str, Any] = {"amount": "50", "reason": "丢件"}


def shown(given: Order, said: OrderFacts) -> Order:
    merged = merge_order(given, said, SHOP, context(beside=given)).order
    return judged(merged, context(beside=merged), "import")


def created_there() -> Order:
    """Both bags are lost, and their reissue was created on the platform."""
    known = shown(shipped(), gone(TRACKING_NO))
    lost = changed(CreateReissue, known, origin="lost_parcel", reason="丢件", sure="yes")
    return changed(CompleteTask, lost, task=lost.open_tasks[0].id)


def cancelled() -> Order:
    return changed(CancelReissue, created_there(), reason="不发了")


def _whose(given: Order) -> bool:
    """Does the form ask at once whose word counts?"""
    (field,) = (
        one for one in form_of(ResolveDiscrepancy, given, context()).fields if one.name == "right"
    )
    return not field.if_asked


def settled(given: Order, right: str) -> Order:
    done = changed(ResolveDiscrepancy, given, reason="已核实", right=right)
    return judged(done, context(), "li")


def kinds(given: Order) -> list[str]:
    return [one.kind for one in given.open_discrepancies]


@pytest.mark.parametrize(
    "before", [pytest.param(created_there(), id="open"), pytest.param(cancelled(), id="cancelled")]
)
def test_money_for_what_may_have_left_there_is_asked(before: Order) -> None:
    given = shown(before, gone(OTHER_NO))
    assert kinds(given) == ["reissue_there"]

    ((field, said),) = sentences(Refund, given, ALL)
    assert (field, said.startswith(MAY_HAVE_LEFT)) == ("both", True)
    both = changed(Refund, given, **ALL, both="yes")
    assert both.reissues == given.reissues
    assert sentences(Refund, settled(given, "us"), ALL) == []


def test_money_of_a_case_is_not_agreed_to_while_its_goods_may_have_left_there() -> None:
    given = shown(cancelled(), gone(OTHER_NO))
    asked = given.model_copy(update={"cases": (case(requested_fen=5000),)})

    assert sentences(AgreeRefund, asked, {}) == [
        (
            "case",
            f"{MAY_HAVE_LEFT} Settle whether it is that parcel before the money is agreed to.",
        )
    ]
    assert sentences(AgreeRefund, settled(asked, "us"), {}) == []


def test_whose_word_counts_is_asked_where_it_matters_and_the_only_discrepancy_is_told_once() -> (
    None
):
    asked = shown(cancelled(), gone(OTHER_NO))
    other = shown(order(), gone(OTHER_NO)).model_copy(
        update={"discrepancies": (Discrepancy(id="d1", kind="goods", line=1, opened_at=NOW),)}
    )

    assert [_whose(one) for one in (asked, other)] == [True, False]
    assert ResolveDiscrepancy.background(asked, context()) == ()


def test_what_left_there_contradicts_the_money_that_had_gone_here() -> None:
    paid = changed(SettleRefund, changed(Refund, cancelled(), **ALL), outcome="done")
    there = shown(paid, gone(OTHER_NO))
    assert kinds(there) == ["reissue_there"]

    left = settled(there, "platform")

    (sentence,) = [explain(left, one) for one in left.open_discrepancies]
    assert sentence == (
        f"Reissue 1 left with {OTHER_NO} (RICE-10 x2). 50.00 went back here, which is, or may be,"
        " the money for its goods; have it intercepted, or settle it with the buyer that both go."
    )
    assert kinds(settled(there, "us")) == []


def one_of_two() -> Order:
    """One bag was missing; its reissue was created there, and cancelled here."""
    known = shown(shipped(), gone(TRACKING_NO))
    missing = changed(
        CreateReissue, known, origin="missing_goods", reason="少件", lines="1:1", sure="yes"
    )
    told = changed(CompleteTask, missing, task=missing.open_tasks[0].id)
    return changed(CancelReissue, told, reason="不发了")


def test_one_that_nobody_said_was_created_there_may_have_been() -> None:
    known = shown(shipped(), gone(TRACKING_NO))
    lost = changed(CreateReissue, known, origin="lost_parcel", reason="丢件", sure="yes")
    off = changed(CancelReissue, lost, reason="不发了")
    given = shown(off, gone(TRACKING_NO, OTHER_NO))

    assert kinds(given) == ["reissue_there"]
    ((field, said),) = sentences(Refund, given, {"lines": "1:2", "reason": "丢件"})
    assert (field, OTHER_NO in said) == ("both", True)
    assert sentences(Refund, settled(given, "us"), {"lines": "1:2", "reason": "丢件"}) == []
    assert settled(given, "platform").open_tasks == ()


ONE: dict[str, Any] = {"lines": "1:1", "reason": "少件"}


def test_money_of_the_one_that_may_have_left_there_is_asked_though_another_stays_paid() -> None:
    given = shown(one_of_two(), gone(TRACKING_NO, OTHER_NO))

    ((field, said),) = sentences(Refund, given, ONE)
    assert (field, said.startswith(f"Reissue 1 may have left with {OTHER_NO} (RICE-10 x1")) == (
        "both",
        True,
    )
    assert sentences(Refund, settled(given, "us"), ONE) == []


def test_the_one_that_left_there_contradicts_its_money_though_another_stays_paid() -> None:
    paid = changed(SettleRefund, changed(Refund, one_of_two(), **ONE), outcome="done")

    left = settled(shown(paid, gone(TRACKING_NO, OTHER_NO)), "platform")

    assert kinds(left) == ["sent_again"]


AGAIN: dict[str, Any] = {"origin": "lost_parcel", "reason": "丢件", "sure": "yes"}


def test_goods_that_may_have_left_there_are_not_sent_again_before_that_is_settled() -> None:
    given = shown(cancelled(), gone(OTHER_NO))

    assert sentences(CreateReissue, given, AGAIN | {"lines": "1:1"}) == [
        (
            "lines",
            (
                f"Reissue 1 may have left with {OTHER_NO} (RICE-10 x1). Settle whether it is that"
                " parcel before its goods are sent again."
            ),
        )
    ]
    assert sentences(CreateReissue, settled(given, "us"), AGAIN) == []


def made_anew() -> Order:
    """The reissue that was created there is cancelled here, and made once more."""
    return changed(CreateReissue, cancelled(), **AGAIN)


WHICH = f"Parcel {OTHER_NO} may be reissue 1, 2: say which one it is."
PLATFORM: dict[str, Any] = {"reason": "已核实", "right": "platform"}


def test_a_parcel_that_may_be_one_of_several_reissues_is_the_one_that_is_said() -> None:
    given = shown(made_anew(), gone(OTHER_NO))
    first, second = given.reissues

    assert [explain(given, one) for one in given.open_discrepancies] == [
        (
            f"The platform shows another parcel ({OTHER_NO}), which may be reissue 1, 2: if it is"
            " one of them, its goods would go twice."
        )
    ]
    assert sentences(ResolveDiscrepancy, given, PLATFORM) == [("reissue", WHICH)]
    for sent in (first, second):
        done = changed(ResolveDiscrepancy, given, **PLATFORM, reissue=sent.id)
        assert [one.id for one in done.reissues if one.state == "shipped"] == [sent.id]
        assert done.parcels[-1].reissue == sent.id


def test_a_parcel_of_before_a_reissue_was_made_is_another_one() -> None:
    later = context(now=NOW + DAY, beside=(given := shown(cancelled(), gone(OTHER_NO))))
    at = (NOW + HOUR).isoformat()
    seen = changed(RecordTrace, given, later, parcel=given.parcels[-1].id, state="picked_up", at=at)
    anew = seen.reissues[0].model_copy(
        update={"id": "n2", "number": 2, "state": "open", "created_at": NOW + DAY}
    )
    both = seen.model_copy(update={"reissues": (*seen.reissues, anew)})

    done = changed(ResolveDiscrepancy, both, later, **PLATFORM)

    assert [(one.number, one.state) for one in done.reissues] == [(1, "shipped"), (2, "open")]


def test_a_parcel_is_none_of_the_reissues_that_another_one_may_be() -> None:
    given = shown(made_anew(), gone(OTHER_NO))
    at, asked = given.reissues[1].created_at - DAY, given.open_discrepancies[0]
    seen = parcel(BACK_NO, id="p9", lines=(), traces=(Trace(at=at, state="picked_up"),))
    first = given.reissues[0].model_copy(update={"created_at": at})
    both = given.model_copy(
        update={
            "reissues": (first, given.reissues[1]),
            "parcels": (*given.parcels, seen),
            "discrepancies": (asked, asked.model_copy(update={"id": "d9", "about": "p9"})),
        }
    )

    values = PLATFORM | {"discrepancy": "d9", "reissue": given.reissues[1].id}
    assert sentences(ResolveDiscrepancy, both, values) == [
        ("reissue", f"Parcel {BACK_NO} may only be reissue 1.")
    ]


def test_what_left_there_is_asked_about_before_the_same_goods_leave_here() -> None:
    given = shown(made_anew(), gone(OTHER_NO))
    first, second = given.reissues

    done = do(ResolveDiscrepancy, given, **PLATFORM, reissue=first.id)

    assert done.said == (
        (
            "Reissue 2 is to send the same goods (RICE-10 x2): cancel it, or the buyer gets them"
            " twice."
        ),
    )
    left = judged(given.model_copy(update=dict(done.documents[0])), context(), "li")
    owed = [one for one in obligations(left, load_policy()) if one.about == second.id]
    assert [one.kind for one in owed] == ["drop-reissue"]
    tasks = {one.id for one in left.open_tasks if one.reissue == second.id}
    assert tasks
    assert not tasks & {one.about for one in obligations(left, load_policy())}
    ship = {"reissue": second.id, "tracking_no": BACK_NO}
    assert sentences(ShipReissue, left, ship) == [
        (
            "both",
            (
                f"Reissue 1 left with {OTHER_NO} (RICE-10 x2). The buyer gets the same goods"
                " twice. Answer yes where the buyer is to have both."
            ),
        )
    ]
    assert sentences(ShipReissue, left, ship | {"both": "yes"}) == []


def test_money_that_was_to_go_beside_what_left_there_contradicts_nothing() -> None:
    both = changed(Refund, shown(cancelled(), gone(OTHER_NO)), **ALL, both="yes")

    assert kinds(settled(both, "platform")) == []


@pytest.mark.parametrize(
    ("hours", "is_asked"),
    [
        pytest.param(-24, False, id="the day before"),
        pytest.param(-1, True, id="that day: it may have been written down here later"),
        pytest.param(1, True, id="since"),
    ],
)
@pytest.mark.parametrize("state", ["picked_up", "delivered"])
def test_a_parcel_that_was_on_its_way_before_a_reissue_was_created_is_not_it(
    state: str, hours: int, *, is_asked: bool
) -> None:
    given = shown(cancelled(), gone(OTHER_NO))
    sent = given.parcels[-1]
    at = given.reissues[0].created_at + hours * HOUR
    later = context(now=NOW + DAY, beside=given)

    seen = changed(RecordTrace, given, later, parcel=sent.id, state=state, at=at.isoformat())

    assert kinds(judged(seen, later, "li")) == ["reissue_there"] * is_asked


def test_a_reissue_that_left_there_and_is_back_before_it_is_settled_lies_here() -> None:
    given = shown(cancelled(), gone(OTHER_NO))
    back = changed(RecordTrace, given, parcel=given.parcels[-1].id, state="returned")

    known = settled(back, "platform")

    assert [(one.kind, one.parcel) for one in known.losses][1:] == [
        ("come_back", known.parcels[-1].id)
    ]
    assert "make-good" in {one.kind for one in obligations(known, load_policy())}
    assert brought_in(known) == {"RICE-10": 2}
