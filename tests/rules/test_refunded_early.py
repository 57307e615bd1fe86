"""A case that is refunded before its goods are back still awaits them."""

from collections.abc import Mapping
from typing import Any

import pytest

from store.models.order import Order
from store.models.parcel import Trace
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.record_return_shipped import RecordReturnShipped
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import Obligation, obligations
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from store.words.labels import label
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    case,
    changed,
    context,
    exported_case,
    parcel,
    refund,
    shipped,
    units,
)
from tests.rules.owing import owed

KIND = {"kind": "return_and_refund", "lines": units((1, 2))}
AGREED = changed(AgreeReturn, shipped(cases=(case(**KIND),)), return_address="仓库")
ENDED = {"state": "closed", "outcome": "refunded", "refunded_fen": 5000}
SEEN = {"platform_status": (("售后状态", "待消费者发货"),), "kind": "return_and_refund"}
PAID = {"platform_status": (("售后状态", "退款成功"),), "kind": "return_and_refund"}


def by_hand(**values: Any) -> Order:
    going = changed(Refund, AGREED, reason="早退", **values)
    return changed(SettleRefund, going, outcome="done")


def imported(*states: Mapping[str, object]) -> Order:
    given = shipped()
    for state in states:
        said = case(**{"as_of": NOW - HOUR, **state})
        waiting = exported_case(given, said)
        given = merge_case(given, waiting, context())
    return given


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(by_hand(amount="50"), id="the amount, no case named"),
        pytest.param(by_hand(lines="1:2"), id="the units, no case named"),
        pytest.param(
            imported(SEEN | {"state": "buyer_to_return"}, PAID | ENDED),
            id="the platform paid at once",
        ),
    ],
)
def test_a_case_refunded_early_still_awaits_its_goods(given: Order) -> None:
    assert (given.cases[0].outcome, owed(given)) == ("refunded", ["return-after-refund"])

    coming = changed(RecordReturnShipped, given, tracking_no=BACK_NO)
    assert (coming.cases[0].state, owed(coming)) == ("closed", ["return-after-refund"])
    here = changed(ReceiveReturn, coming, good="1:2")
    assert (here.cases[0].state, owed(here)) == ("closed", [])


def test_goods_that_the_buyer_keeps_are_awaited_until_somebody_says_so() -> None:
    kept = changed(ReceiveReturn, by_hand(amount="50"), missing="1:2")

    assert owed(kept) == []


def test_a_case_that_was_refunded_when_it_was_first_seen_awaits_nothing() -> None:
    given = imported(PAID | ENDED)

    assert owed(given) == []
    assert RecordReturnShipped.why_not(given, context()) == "Case A1 is closed (refunded)."


@pytest.mark.parametrize("kind", ["refund_only", "other", "supplementary"])
def test_what_the_platform_says_came_back_may_be_received_whatever_the_case_was(kind: str) -> None:
    """已签收 of a case whose kind is not known here, or of which nothing was to come."""
    signed = {
        "kind": kind,
        "return_tracking_no": BACK_NO,
        "platform_status": (("退货物流状态", "已签收"),),
    }
    given = imported(signed | ENDED)
    (ended,) = given.cases

    assert owed(given) == ["receive-return"]
    assert ReceiveReturn.refusal(given, ended, context()) is None
    assert owed(changed(ReceiveReturn, given, good="1:2")) == []


@pytest.mark.parametrize("kind", ["refund_only", "other"])
def test_what_comes_all_the_same_for_money_alone_is_received_and_not_paid_again(kind: str) -> None:
    given = imported({"kind": kind} | ENDED)

    assert owed(given) == []
    received = changed(ReceiveReturn, given, good="1:2")
    assert (received.cases[0].outcome, owed(received)) == ("refunded", [])
    unshipped = given.with_case(given.cases[0].model_copy(update={"unshipped": True}))
    assert ReceiveReturn.why_not(unshipped, context()) == (
        f"Nothing is to come back for case A1 ({label(kind)})."
    )


REFUSED = changed(AgreeRefund, shipped(cases=(case(kind="refused_delivery", lines=units((1, 2))),)))
NOT_REFUSED = (
    "Parcel YT1234567890123 was to come back for case A1, whose money has gone back, but it was"
    " delivered: the buyer has not refused it. Have them send it back, or settle with them that"
    " they keep both."
)


def scanned(given: Order, state: str) -> Order:
    later = context(now=NOW + HOUR, beside=given)
    at = later.now.isoformat()
    return judged(changed(RecordTrace, given, later, state=state, at=at), later, "li")


@pytest.mark.parametrize("values", [{"amount": "50"}, {"lines": "1:2"}])
def test_a_refused_parcel_refunded_early_is_still_to_come_back(values: dict[str, Any]) -> None:
    going = changed(Refund, REFUSED, reason="早退", **values)
    given = changed(SettleRefund, going, outcome="done")

    assert (given.cases[0].outcome, owed(given)) == ("refunded", ["refused-parcel"])
    assert owed(scanned(given, "returning")) == ["refused-parcel"]
    assert owed(scanned(given, "returned")) == []
    assert owed(changed(ReceiveReturn, given, missing="1:2")) == []
    there = scanned(given, "delivered")
    assert [explain(there, one) for one in there.open_discrepancies] == [NOT_REFUSED]
    assert owed(there) == ["discrepancy"]
    assert scanned(there, "returned").open_discrepancies == ()


def closed_there(given: Order, **settled: Any) -> Order:
    """The platform closes the case without money, and somebody settles that."""
    about = {"kind": given.cases[0].kind, "as_of": NOW + HOUR}
    said = case(**about, state="closed", outcome="withdrawn")
    waiting = exported_case(given, said)
    later = context(now=NOW + DAY, beside=given)
    contradicted = judged(merge_case(given, waiting, later), later, "import")
    return changed(ResolveDiscrepancy, contradicted, later, reason="查过", **settled)


def awaited(given: Order) -> list[Obligation]:
    return [one for one in obligations(given, context().policy) if one.about == "A1"]


@pytest.mark.parametrize("agreed", [AGREED, REFUSED], ids=["a return", "refused"])
@pytest.mark.parametrize(("right", "is_awaited"), [("us", True), ("platform", False)])
def test_a_case_closed_there_without_the_money_that_went_here_still_awaits_its_goods(
    agreed: Order, right: str, *, is_awaited: bool
) -> None:
    paid = changed(
        SettleRefund, changed(Refund, agreed, reason="早退", lines="1:2"), outcome="done"
    )
    before = awaited(paid)

    given = closed_there(paid, right=right)

    assert given.cases[0].outcome == "withdrawn"
    # They are awaited since the money went, whenever the platform closed it.
    assert awaited(given) == (before if is_awaited else [])
    if is_awaited:
        assert owed(changed(ReceiveReturn, given, good="1:2")) == []


def test_a_part_of_the_money_of_a_case_closed_there_awaits_no_goods() -> None:
    part = refund(amount_fen=500, state="done", case="A1")
    paid = AGREED.model_copy(update={"refunds": (part,)})

    assert awaited(closed_there(paid, right="us")) == []


def test_what_was_counted_before_its_money_does_not_come_back_once_more() -> None:
    counted = changed(ReceiveReturn, REFUSED, good="1:2")
    going = changed(Refund, counted, reason="到了")

    assert owed(changed(SettleRefund, going, outcome="done")) == []


def test_what_was_refused_does_not_reach_the_buyer_where_it_is_back() -> None:
    """One parcel was delivered, the other one refused and brought back."""
    two = shipped(
        parcels=(
            parcel(lines=units((1, 1)), traces=(Trace(at=NOW, state="delivered"),)),
            parcel(id="P2", tracking_no=BACK_NO, lines=units((1, 1))),
        ),
        cases=(case(kind="refused_delivery", lines=units((1, 1))),),
    )
    agreed = changed(AgreeRefund, two)
    later = context(now=NOW + HOUR, beside=agreed)
    back = changed(
        RecordTrace, agreed, later, parcel="P2", state="returned", at=later.now.isoformat()
    )

    assert judged(back, later, "li").open_discrepancies == ()
