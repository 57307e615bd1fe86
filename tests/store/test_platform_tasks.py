"""What the platforms have to be told, by what is to be done there."""

from store.models.axes import Platform
from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.reading.platform_tasks import tasks_by_kind
from store.repository import Repository
from tests.build import HOUR, NOW, SHOP, keep, order, shipped


def told(kind: str, hours: int, name: str = "t1") -> PlatformTask:
    """What is to be told, since so many hours."""
    return PlatformTask(id=name, kind=kind, created_at=NOW - hours * HOUR, copy_text="x")


def test_tasks_of_one_kind_on_one_platform_stand_together_the_most_urgent_first(
    repository: Repository,
) -> None:
    keep(
        repository,
        shipped(order_no="1", tasks=(told("batch-ship", 1), told("batch-ship", 2, "t2"))),
        shipped(order_no="2", tasks=(told("batch-ship", 5),)),
        order(order_no="3", platform=Platform.DOUYIN, tasks=(told("apply-stock-out", 30),)),
    )

    found = tasks_by_kind(repository)

    assert [(one.platform, one.kind, one.tasks, one.numbers) for one in found] == [
        ("douyin", "apply-stock-out", 1, ("3",)),
        ("pinduoduo", "batch-ship", 3, ("2", "1")),
    ]
    assert found[1].due_at is not None
    assert all(one.is_of_orders for one in found)


def test_what_is_told_of_a_sku_is_of_no_order_and_no_platform(repository: Repository) -> None:
    keep(
        repository,
        Product(shop=SHOP, sku="RICE-10", name="大米", tasks=(told("delist-product", 1),)),
    )

    (found,) = tasks_by_kind(repository)
    assert (found.platform, found.numbers, found.is_of_orders) == ("", ("RICE-10",), False)


def test_what_the_platforms_know_is_not_told_again(repository: Repository) -> None:
    done = told("batch-ship", 5).model_copy(update={"done_at": NOW, "done_by": "小李"})
    keep(repository, shipped(order_no="1", tasks=(done,)))

    assert tasks_by_kind(repository) == ()
