"""Moot: what the platform was to be told, and that nobody waits for any more."""

import pytest

from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.models.parcel import Trace
from store.models.refund import RefundLine
from store.policy import load_policy
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.actions.change_address import ChangeAddress
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.parcels.uploading import not_to_upload
from store.rules.platform.judging import judged
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from store.rules.stock.actions.rule_stock_out import RuleStockOut
from tests.build import (
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    TRACKING_NO,
    case,
    changed,
    context,
    line,
    order,
    refund,
    shipped,
)

POLICY = load_policy()
ALL_BACK = refund(
    amount_fen=5000,
    state="done",
    lines=(RefundLine(line=1, quantity=2, unshipped=2, amount_fen=5000),),
)
CANCELLED = line(cancelled=2)
APPLIED = changed(ApplyStockOut, order())
BOTH = changed(ApplyStockOut, order(line(), OIL), lines="1:2")


@pytest.mark.parametrize(
    ("given", "is_owed"),
    [
        pytest.param(APPLIED, True, id="the goods are waited for"),
        pytest.param(
            APPLIED.model_copy(update={"refunds": (ALL_BACK,)}), False, id="the money is back"
        ),
        pytest.param(
            APPLIED.model_copy(update={"lines": (CANCELLED,)}), False, id="it is cancelled"
        ),
        pytest.param(
            BOTH.model_copy(update={"refunds": (ALL_BACK,)}),
            False,
            id="the money of the goods that lack is back, the oil goes out",
        ),
        pytest.param(
            BOTH.model_copy(update={"lines": (line(), line(2, cancelled=2))}),
            True,
            id="other goods are cancelled",
        ),
    ],
)
def test_an_application_for_goods_that_nobody_waits_for_is_moot(
    given: Order, is_owed: bool
) -> None:
    after = judged(given, context(beside=given), "import")

    assert any(one.kind == "apply-stock-out" for one in after.open_tasks) is is_owed
    verdict = [one for one in obligations(after, POLICY) if one.kind == "stock-out-verdict"]
    assert bool(verdict) is is_owed


ONE_LEFT = changed(Ship, order(line(), OIL), tracking_no=TRACKING_NO, lines="1:2")
LACKING = changed(ApplyStockOut, ONE_LEFT)
OIL_BACK = refund(
    amount_fen=3000,
    state="done",
    lines=(RefundLine(line=2, quantity=1, unshipped=1, amount_fen=3000),),
)


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        pytest.param(ONE_LEFT, True, id="nothing was applied for"),
        pytest.param(LACKING, False, id="under review"),
        pytest.param(changed(RuleStockOut, LACKING, verdict="rejected"), True, id="rejected"),
        pytest.param(changed(RuleStockOut, LACKING, verdict="approved"), True, id="approved"),
        pytest.param(
            LACKING.model_copy(update={"refunds": (OIL_BACK,)}),
            True,
            id="nobody waits for what lacks any more",
        ),
    ],
)
def test_no_number_is_to_be_uploaded_while_an_application_is_under_review(
    given: Order, is_told: bool
) -> None:
    after = judged(given, context(beside=given), "import")

    assert any(one.kind == "batch-ship" for one in after.open_tasks) is is_told
    assert (not_to_upload(after) is None) is is_told
    owed = {one.zero[1] for one in obligations(after, POLICY) if one.kind == "platform-task"}
    assert ("batch-ship" in owed) is is_told


def moved(given: Order) -> Order:
    return changed(ChangeAddress, given, by="seller", detail="新地址 1 号")


ARRIVED = (Trace(at=NOW - HOUR, state="delivered", source="desk"),)
BACK = (Trace(at=NOW - HOUR, state="returned", source="desk"),)


def traced(given: Order, traces: tuple[Trace, ...]) -> Order:
    (sent,) = given.parcels
    return given.with_parcel(sent.model_copy(update={"traces": traces}))


@pytest.mark.parametrize(
    ("given", "is_owed"),
    [
        pytest.param(moved(order()), True, id="still to go out"),
        pytest.param(moved(shipped()), True, id="on its way"),
        pytest.param(traced(moved(shipped()), ARRIVED), False, id="redirected, and arrived"),
        pytest.param(traced(moved(shipped()), BACK), False, id="back here"),
        pytest.param(
            moved(order()).model_copy(update={"refunds": (ALL_BACK,)}),
            False,
            id="refunded before it left",
        ),
    ],
)
def test_an_address_is_changed_there_while_something_goes_there(
    given: Order, is_owed: bool
) -> None:
    after = judged(given, context(beside=given), "import")

    assert any(one.kind == "change-address" for one in after.open_tasks) is is_owed


def reissued(given: Order, tracking_no: str) -> Order:
    made = changed(CreateReissue, given, origin="lost_parcel", reason="快递丢件")
    return changed(ShipReissue, made, tracking_no=tracking_no, carrier="SF")


def seen(given: Order, tracking_no: str, state: str, hours: int = 0) -> Order:
    at = f"2026-11-22 0{8 + hours}:00"
    return changed(RecordTrace, given, parcel=tracking_no, state=state, at=at)


def to_create(given: Order) -> int:
    return sum(one.kind == "create-reissue" for one in given.open_tasks)


SENT_AGAIN = reissued(seen(shipped(), TRACKING_NO, "abnormal"), OTHER_NO)
"""The first parcel was lost, and its goods have left once more."""


def test_a_reissue_that_is_back_here_is_not_to_be_created_there() -> None:
    assert to_create(SENT_AGAIN) == 1

    back = seen(SENT_AGAIN, OTHER_NO, "returned")

    assert to_create(back) == 0
    # The carrier was wrong: it goes its way again, and is to be told of after all.
    assert to_create(seen(back, OTHER_NO, "delivered", hours=1)) == 1


def test_of_a_reissue_that_was_lost_too_only_the_next_one_is_created_there() -> None:
    lost = seen(SENT_AGAIN, OTHER_NO, "abnormal")
    assert to_create(lost) == 1

    again = changed(CreateReissue, lost, origin="lost_parcel", reason="又丢了")

    (task,) = (one for one in again.open_tasks if one.kind == "create-reissue")
    assert task.reissue == again.reissues[1].id


@pytest.mark.parametrize(
    ("since", "is_owed"),
    [
        pytest.param({}, False, id="the money is back"),
        pytest.param({"refunds": ()}, True, id="it had not gone back after all"),
        pytest.param(
            {"refunds": (ALL_BACK.model_copy(update={"state": "failed"}),)}, True, id="it failed"
        ),
    ],
)
def test_what_was_moot_is_to_be_told_once_its_reason_has_passed(
    since: dict[str, object], is_owed: bool
) -> None:
    sent = changed(Ship, order(), tracking_no=TRACKING_NO)
    moot = judged(sent.model_copy(update={"refunds": (ALL_BACK,)}), context(), "import")
    assert [(one.kind, one.moot) for one in moot.tasks] == [("batch-ship", True)]

    after = judged(moot.model_copy(update=since), context(), "import")

    assert bool(after.open_tasks) is is_owed


def test_an_answer_to_a_case_that_has_ended_is_not_told_when_it_is_open_once_more() -> None:
    agreed = changed(AgreeRefund, shipped(cases=(case(),)))
    ended = {"state": CaseState.CLOSED, "outcome": CaseOutcome.WITHDRAWN}
    over = agreed.with_case(agreed.cases[0].model_copy(update=ended))
    moot = judged(over, context(), "import")
    assert [one.moot for one in moot.tasks] == [True]

    after = judged(moot.with_case(agreed.cases[0]), context(), "import")

    assert after.open_tasks == ()


@pytest.mark.parametrize(
    ("ended", "is_told"),
    [
        pytest.param({}, True, id="paid here, and asked for in full there"),
        pytest.param({"closed_by": "platform"}, False, id="it ended there"),
        pytest.param({"outcome": CaseOutcome.WITHDRAWN}, False, id="withdrawn"),
    ],
)
def test_less_that_was_paid_here_is_to_be_told_until_the_case_has_ended_there(
    ended: dict[str, object], is_told: bool
) -> None:
    agreed = changed(AgreeRefund, shipped(cases=(case(),)), amount="30")
    paid = changed(Refund, agreed, None, case="A1", reason="x")
    closed = judged(changed(SettleRefund, paid, outcome="done"), context(), "li")
    (known,) = closed.cases
    given = closed.model_copy(update={"cases": (known.model_copy(update=ended),)})

    assert known.outcome is CaseOutcome.REFUNDED
    assert bool(judged(given, context(), "li").open_tasks) is is_told
