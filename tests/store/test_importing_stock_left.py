"""What a file shows as shipped is out of the stock that was counted before it left, once."""

import pytest

from store.models.axes import Platform
from store.models.facts import OrderFacts
from store.models.order import Order
from store.models.product import Product
from store.repository import Repository
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship import Ship
from tests.build import (
    HOUR,
    NOW,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    case,
    case_facts,
    export,
    gone,
    keep,
    order,
)
from tests.said_by_files import ExportFile, import_file

KEY = order().key
COUNTED = NOW - 6 * HOUR


def on_hand(repository: Repository) -> int | None:
    product = repository.product(SHOP, "RICE-10")
    return product.on_hand if product else None


def counted(known: Order | None, repository: Repository) -> None:
    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10, counted_at=COUNTED)
    keep(repository, rice, *((known,) if known else ()))


@pytest.mark.parametrize(
    ("left_at", "left", "back"),
    [
        pytest.param(NOW - 3 * HOUR, 8, 10, id="counted, then it left"),
        pytest.param(NOW - 9 * HOUR, 10, 12, id="it left, then it was counted"),
        pytest.param(None, 10, 12, id="nobody knows when it left"),
    ],
)
@pytest.mark.parametrize("known", [order(), None], ids=["an order that was here", "a new one"])
def test_what_left_by_a_file_is_out_of_what_was_counted_before_and_comes_back_once(
    repository: Repository, known: Order | None, left_at: object, left: int, back: int
) -> None:
    counted(known, repository)
    shown = export(gone(TRACKING_NO, shipped_at=left_at))

    for _again in range(2):
        import_file(repository, shown, SHOP)
        assert on_hand(repository) == left

    scan = {"at": "2026-11-22 08:00", "state": "returned"}
    repository.run(RecordTrace, repository.order(KEY), scan)
    import_file(repository, shown, SHOP)
    assert on_hand(repository) == back


def test_what_left_here_is_not_taken_again_by_another_number_of_a_file(
    repository: Repository,
) -> None:
    counted(order(), repository)
    repository.run(Ship, repository.order(KEY), {"tracking_no": OTHER_NO})

    import_file(repository, export(gone(TRACKING_NO, shipped_at=NOW - HOUR)), SHOP)

    assert on_hand(repository) == 8


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize("without", ["a case's file", "an order's file"])
def test_goods_that_a_file_showed_without_a_time_are_out_of_the_stock_once_it_is_known(
    repository: Repository, platform: Platform, without: str
) -> None:
    known = order(platform=platform)
    counted(known, repository)

    def said(facts: OrderFacts) -> ExportFile:
        return export(facts.model_copy(update={"platform": platform}), platform=platform)

    named = case_facts(case(), platform=platform, tracking_no=TRACKING_NO, shipped=True)
    untimed = (
        export(cases=[named], platform=platform)
        if without == "a case's file"
        else said(gone(TRACKING_NO, shipped_at=None))
    )
    timed = said(gone(TRACKING_NO))

    import_file(repository, untimed, SHOP)
    assert on_hand(repository) == 10
    for given in (timed, untimed, timed):
        import_file(repository, given, SHOP)
        assert on_hand(repository) == 8
    assert repository.order(known.key).parcels[0].shipped_at == NOW - HOUR

    scan = {"at": "2026-11-22 08:00", "state": "returned"}
    repository.run(RecordTrace, repository.order(known.key), scan)
    assert on_hand(repository) == 10
