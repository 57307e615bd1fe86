"""CancelReissue: goods that were to be sent again are not, as long as they are here."""

import pytest

from store.errors import BadInput
from store.models.axes import Platform
from store.models.order import Order
from store.rules.action.frame import read_values
from store.rules.money.actions.refund import Refund
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.complete_task import CompleteTask
from tests.build import NOW, OTHER_NO, changed, context, do, sentences, shipped

LOST = {"origin": "lost_parcel", "reason": "丢件"}
CREATED = changed(CreateReissue, shipped(), None, lines="1:1", **LOST)
SENT = changed(ShipReissue, CREATED, tracking_no=OTHER_NO)
CANCELLED = changed(CancelReissue, CREATED, reason="找到了")
SENT_AND_OPEN = changed(CreateReissue, SENT, None, lines="1:1", parcel="p1", **LOST)
HAS_LEFT = (
    f"Reissue 1 left on 2026-11-22 with {OTHER_NO}; what has left cannot be cancelled, have the"
    " parcel intercepted instead."
)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(CREATED, None, id="it has not left"),
        pytest.param(SENT_AND_OPEN, None, id="the second has not left"),
        pytest.param(shipped(), "This order has no reissue.", id="there is none"),
        pytest.param(SENT, HAS_LEFT, id="it has left"),
        pytest.param(
            CANCELLED, "Reissue 1 was cancelled at 2026-11-22 09:00: 找到了", id="cancelled already"
        ),
    ],
)
def test_when_a_reissue_may_be_cancelled(given: Order, sentence: str | None) -> None:
    assert CancelReissue.why_not(given, context()) == sentence


def test_another_one_that_has_left_stays() -> None:
    (first, _second) = SENT_AND_OPEN.reissues

    values = {"reissue": first.id, "reason": "不用了"}

    assert sentences(CancelReissue, SENT_AND_OPEN, values) == [("reissue", HAS_LEFT)]


def test_the_reason_stays_with_it() -> None:
    (reissue,) = CANCELLED.reissues

    assert (reissue.state, reissue.cancelled_at, reissue.cancel_reason) == (
        "cancelled",
        NOW,
        "找到了",
    )


def test_its_goods_may_be_sent_again_or_refunded_and_their_loss_stays_recorded() -> None:
    assert CANCELLED.losses == CREATED.losses
    assert [one.reissuable for one in line_ledgers(CREATED)] == [0]
    assert [one.reissuable for one in line_ledgers(CANCELLED)] == [1]
    assert [one.refundable_units for one in line_ledgers(CREATED)] == [1]
    assert [one.refundable_units for one in line_ledgers(CANCELLED)] == [2]

    again = changed(CreateReissue, CANCELLED, None, lines="1:1", **LOST)
    assert again.losses == CREATED.losses
    assert [(one.number, one.state) for one in again.reissues] == [(1, "cancelled"), (2, "open")]

    refunded = changed(Refund, CANCELLED, lines="1:2", reason="丢件")
    assert [one.reissuable for one in line_ledgers(refunded)] == [0]


def test_the_platform_need_not_be_told_of_it_any_more() -> None:
    outcome = do(CancelReissue, CREATED, reason="找到了")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (told,) = after.tasks
    assert (told.kind, told.done_at, told.done_by) == ("create-reissue", NOW, "小李 (li)")
    assert outcome.said == ()


@pytest.mark.parametrize(
    ("platform", "where"),
    [(Platform.PINDUODUO, ": 仓配管理 > 仓配订单 > 补发订单"), (Platform.DOUYIN, "")],
)
def test_a_reissue_that_the_platform_knows_has_to_be_cancelled_there_too(
    platform: Platform, where: str
) -> None:
    given = changed(CompleteTask, CREATED.model_copy(update={"platform": platform}))

    outcome = do(CancelReissue, given, reason="找到了")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (task,) = after.open_tasks
    assert (task.kind, task.copy_text) == ("cancel-reissue", "261120-000000000000001")
    assert task.reissue == after.reissues[0].id
    assert outcome.said == (
        (
            f"Reissue 1 was created on the platform; cancel it there too{where}, with order number"
            " 261120-000000000000001."
        ),
    )


def test_the_tasks_of_another_reissue_stay_open() -> None:
    both = changed(CreateReissue, CREATED, None, lines="1:1", **LOST)
    (first, second) = both.reissues

    for named in (first.id, "1"):
        after = changed(CancelReissue, both, reissue=named, reason="找到了")

        assert [one.reissue for one in after.open_tasks] == [second.id]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reissue": "r9", "reason": "x"}, "r9 does not exist; there is: 1."),
        ({}, "A value is needed here."),
    ],
)
def test_a_cancellation_that_cannot_be(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(CancelReissue, values, CREATED)

    assert caught.value.sentence == sentence
