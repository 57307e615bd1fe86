"""CompleteTask: the platform has been told."""

import pytest

from store.errors import BadInput
from store.models.platform_task import PlatformTask
from store.rules.action.frame import read_values
from store.rules.platform.actions.complete_task import CompleteTask
from tests.build import NOW, changed, context, order, shipped

TOLD = PlatformTask(id="t1", kind="batch-ship", created_at=NOW, copy_text="1 YT1", parcel="p1")
OTHER = TOLD.model_copy(update={"id": "t2", "parcel": "p2"})


def test_without_an_open_task_there_is_nothing_to_complete() -> None:
    assert CompleteTask.why_not(order(), context()) == (
        "The platform has been told everything about this order."
    )


def test_an_open_task_may_be_completed() -> None:
    assert CompleteTask.why_not(shipped(tasks=(TOLD,)), context()) is None


def test_the_only_open_task_need_not_be_named() -> None:
    after = changed(CompleteTask, shipped(tasks=(TOLD,)))

    assert after.open_tasks == ()
    assert (after.tasks[0].done_at, after.tasks[0].done_by) == (NOW, "小李 (li)")


def test_of_two_tasks_only_the_named_one_is_completed() -> None:
    after = changed(CompleteTask, shipped(tasks=(TOLD, OTHER)), task="t2")

    assert after.open_tasks == (TOLD,)


def test_a_task_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(CompleteTask, {"task": "t9"}, shipped(tasks=(TOLD, OTHER)))

    assert caught.value.sentence == (
        "t9 does not exist; there is: upload the batch-ship file: 1 YT1 2026-11-22 09:00 (1),"
        " upload the batch-ship file: 1 YT1 2026-11-22 09:00 (2)."
    )
    assert (caught.value.field, caught.value.code) == ("task", "unknown_record")
