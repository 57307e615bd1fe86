"""ReopenTask: what was said to be told to the platform was not."""

from typing import Any

import pytest

from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.actions.reopen_task import ReopenTask
from tests.build import HOUR, NOW, changed, context, order


def asked(**about: Any) -> Order:
    given = {"id": "t1", "kind": "cancel-order", "created_at": NOW - HOUR, "copy_text": "x"}
    return order(tasks=(PlatformTask(**(given | about)),))


DONE = {"done_at": NOW, "done_by": "小李 (li)"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(asked(**DONE), None, id="somebody said that it was done"),
        pytest.param(order(), "No platform task of this order was completed.", id="none"),
        pytest.param(asked(), "No platform task of this order was completed.", id="still open"),
        pytest.param(
            asked(**DONE, moot=True),
            "“cancel the order on the platform” is not needed any more.",
            id="there was nothing left to tell",
        ),
        pytest.param(
            asked(**DONE | {"done_by": "import"}),
            "The platform's file shows that “cancel the order on the platform” was done.",
            id="a file showed it",
        ),
    ],
)
def test_when_a_task_may_be_opened_again(given: Order, sentence: str | None) -> None:
    assert ReopenTask.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("sku", "sentence"),
    [
        ("SKU-A", "“cancel the order on the platform” is still to be done."),
        ("SKU-B", None),
    ],
)
def test_what_is_to_be_told_is_to_be_told_once(sku: str, sentence: str | None) -> None:
    again = asked(id="t2", sku=sku).tasks
    twice = asked(**DONE, sku="SKU-A").with_tasks(*again)

    product = Product(shop=twice.shop, sku="SKU-A", name="云南鲜花饼", tasks=again)
    of_product = context(products=(product,))

    assert ReopenTask.refusal(twice, twice.tasks[0], context()) == sentence
    assert ReopenTask.refusal(asked(**DONE, sku="SKU-A"), twice.tasks[0], of_product) == sentence


def test_it_is_to_be_told_again() -> None:
    done = changed(CompleteTask, asked())

    (task,) = changed(ReopenTask, done).tasks

    assert (task.open, task.done_by, task.reopened_at) == (True, "", NOW)
