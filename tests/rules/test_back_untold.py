"""Back before it was told: what came back here before the platform knew that it had left."""

import pytest

from store.models.order import Order
from store.rules.action.context import Context
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.lateness import computed_penalties, waiting
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.parcels.uploading import is_told
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.judging import judged
from store.rules.platform.two_sources import merge_order
from tests.build import (
    BACK_NO,
    HOUR,
    NOW,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    changed,
    context,
    gone,
    line,
    order,
    parcel,
)

SHIP_BY = NOW + 5 * HOUR
SENT = changed(Ship, order(ship_by_deadline=SHIP_BY), tracking_no=TRACKING_NO)
UPLOADED = changed(CompleteTask, SENT, task=SENT.open_tasks[0].id)
LATER = context(now=NOW + HOUR)


def back(given: Order) -> Order:
    asked = changed(InterceptParcel, given)
    return changed(RecordIntercept, asked, outcome="returned")


def to_tell(given: Order) -> list[str]:
    return [one.kind for one in given.open_tasks if one.kind != "intercept-parcel"]


def owed(given: Order) -> list[tuple[str, bool, int | None]]:
    """What of it has a price, and whether it is owed by the promised time."""
    return [
        (one.kind, one.due_at == SHIP_BY, one.cost_fen)
        for one in obligations(given, context().policy)
        if one.who == "us" and (one.cost_fen is not None or one.due_at == SHIP_BY)
    ]


def test_a_number_is_not_told_any_more_once_its_parcel_is_back() -> None:
    given = back(SENT)

    assert [(one.moot, one.done_by) for one in given.tasks if one.kind == "batch-ship"] == [
        (True, "小李 (li)")
    ]
    assert to_tell(changed(RecordTrace, SENT, state="returning")) == ["batch-ship"]


def test_it_is_told_after_all_once_it_is_not_back() -> None:
    for given, kinds in ((SENT, ["batch-ship"]), (UPLOADED, [])):
        here = changed(RecordTrace, given, state="returned")
        assert to_tell(here) == []
        delivered = changed(RecordTrace, here, LATER, state="delivered")
        assert to_tell(delivered) == kinds


@pytest.mark.parametrize(
    ("given", "when_created", "when_left"),
    [
        pytest.param(SENT, [], ["upload-tracking"], id="untold"),
        pytest.param(UPLOADED, ["create-reissue"], ["create-reissue"], id="told before"),
    ],
)
def test_what_is_sent_again_leaves_first_where_nothing_was_told(
    given: Order, when_created: list[str], when_left: list[str]
) -> None:
    made = changed(CreateReissue, back(given), origin="intercepted", reason="再发")
    sent = changed(ShipReissue, made, tracking_no=OTHER_NO)

    assert (to_tell(made), to_tell(sent)) == (when_created, when_left)
    shown = merge_order(sent, gone(OTHER_NO), SHOP, context(beside=sent)).order
    assert to_tell(judged(shown, context(), "import")) == []


def test_its_goods_wait_for_the_platform_until_they_are_told_or_paid_back() -> None:
    here = back(SENT)
    made = changed(CreateReissue, here, origin="intercepted", reason="再发")
    sent = changed(ShipReissue, made, tracking_no=OTHER_NO)
    told = changed(CompleteTask, sent, task=sent.open_tasks[-1].id)
    paid = changed(Refund, here, amount="50", lines="1:2", reason="不要了")
    done = changed(SettleRefund, paid, outcome="done")

    assert [waiting(one) for one in (here, made, sent, told, done)] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert owed(here) == [("make-good", True, 300)]
    assert owed(made) == [("ship-reissue", True, 300)]
    assert owed(sent) == [("platform-task", True, 300)]
    assert (owed(told), owed(done)) == ([], [])
    assert computed_penalties(here, context().policy)
    assert computed_penalties(told, context().policy) == ()
    assert (waiting(back(UPLOADED)), owed(back(UPLOADED))) == (False, [])


def later(hours: int, given: Order) -> Context:
    return context(now=NOW + hours * HOUR, beside=given)


def again(given: Order, hours: int, number: str, **values: str) -> Order:
    """The order whose goods are sent again so many hours from now."""
    asked = {"origin": "intercepted", "reason": "再发"} | values
    made = changed(CreateReissue, given, later(hours, given), **asked)
    return changed(ShipReissue, made, later(hours, made), tracking_no=number)


def uploaded(given: Order, hours: int) -> Order:
    task = next(one for one in given.open_tasks if one.kind == "upload-tracking")
    return changed(CompleteTask, given, later(hours, given), task=task.id)


FIRST_TOLD = uploaded(again(back(SENT), 1, OTHER_NO), 2)
FIRST_LATE = uploaded(again(back(SENT), 1, OTHER_NO), 6)
HALF_TOLD = uploaded(again(back(SENT), 1, OTHER_NO, lines="1:1"), 2)
LOST = {"parcel": OTHER_NO, "state": "abnormal", "text": "丢失"}


def lost_and_sent_again(given: Order) -> Order:
    """The first reissue is lost a day later, and its goods leave once more."""
    lost = changed(RecordTrace, given, later(30, given), **LOST)
    return again(lost, 32, BACK_NO, origin="lost_parcel")


@pytest.mark.parametrize(
    ("given", "waits", "costs"),
    [
        pytest.param(FIRST_TOLD, False, None, id="the first reissue was told in time"),
        pytest.param(FIRST_LATE, False, 300, id="the first reissue was told too late"),
        pytest.param(
            lost_and_sent_again(FIRST_TOLD), False, None, id="its goods are sent a second time"
        ),
        pytest.param(
            uploaded(lost_and_sent_again(FIRST_TOLD), 40), False, None, id="and told that time too"
        ),
        pytest.param(HALF_TOLD, True, 300, id="a half is told, the rest is still here"),
        pytest.param(
            uploaded(again(HALF_TOLD, 3, BACK_NO), 4), False, None, id="both halves are told"
        ),
        pytest.param(SENT, True, 300, id="nothing is told"),
    ],
)
def test_the_promise_is_kept_by_what_was_told_first(
    given: Order, waits: bool, costs: int | None
) -> None:
    found = next(iter(computed_penalties(given, context().policy)), None)

    assert (waiting(given), found and found.costs.fen) == (waits, costs)


def test_what_is_sent_a_second_time_is_created_there_by_hand() -> None:
    kinds = to_tell(lost_and_sent_again(FIRST_TOLD))

    assert kinds == ["create-reissue", "upload-tracking"]


def test_a_number_that_is_known_there_stays_known_when_its_goods_are_cancelled() -> None:
    sent = parcel(confirmed=True)
    given = order(line(cancelled=2), parcels=(sent,))

    assert is_told(given, sent)
    other = parcel(OTHER_NO, id="p2", confirmed=True, number_shown=True)
    assert not is_told(order(parcels=(sent, other)), sent)
