"""How cases and stock look, in both languages and at three sizes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Line, Order
from store.models.product import Product
from store.repository import Repository
from tests.build import (
    DAY,
    ELSEWHERE,
    HOUR,
    NOW,
    SHOP,
    case,
    keep,
    line,
    order,
    return_case,
    shipped,
)
from tests.rules.inquiries import heard, inquiry
from tests.store.test_cases_listed import WAITING
from tests.tui.driver import NARROW, WIDE, Desk
from tests.tui.test_snapshots import COFFEE, FLOWERS, TEA, Look, baseline, number, still
from tui.actions import KEYS
from tui.app import DeskApp
from tui.drafts import Drafts
from tui.language import use_language
from tui.opening import Opening

__all__ = ["baseline"]
LARGE = (150, 38)
LOOKS = [
    Look(place, language, size)
    for place in ("cases", "stock")
    for language in ("en", "zh")
    for size in (LARGE, WIDE, NARROW)
]
MUSHROOMS = line(name="野生菌礼盒 松茸牛肝菌 尊享装", sku="JUN-ZX", ordered=2, amount_fen=259600)


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Cases of most kinds, and products of which there is enough, too little, or nobody knows."""
    keep(
        repository,
        *(product(sku, name, on_hand) for sku, name, on_hand in PRODUCTS),
        *(bought(place, MUSHROOMS) for place in range(1, 6)),
        *(bought(place, COFFEE) for place in range(6, 9)),
        *(bought(place, TEA) for place in range(9, 12)),
        order(FLOWERS, order_no=number(12), cases=(case(unshipped=True, since=NOW),)),
        asked(13, FLOWERS, case(id="C1", requested_fen=9600, platform_deadline=NOW - HOUR)),
        asked(14, TEA, case(id="C2", platform_deadline=NOW + HOUR, requested_fen=38800)),
        asked(15, COFFEE, return_case(id="C3", state="seller_to_receive", since=NOW)),
        asked(16, TEA, case(id="C4", kind="exchange", state="buyer_to_return", since=NOW)),
        asked(17, TEA, case(id="C5", state="platform_to_rule", waits_for="platform")),
        asked(18, COFFEE, case(id="C6", kind="supplementary", state="seller_to_send", since=NOW)),
        WAITING,
        inquiry(contacts=(heard(promise_due=NOW + 3 * HOUR),)),
    )
    return repository


PRODUCTS = (
    ("JUN-ZX", MUSHROOMS.name, 4),
    ("KF-500", COFFEE.name, 9),
    ("PE-357", TEA.name, 120),
    ("FLW-10", FLOWERS.name, None),
)


def product(sku: str, name: str, on_hand: int | None) -> Product:
    return Product(shop=SHOP, sku=sku, name=name, on_hand=on_hand)


def bought(place: int, given: Line) -> Order:
    return order(
        given,
        order_no=number(place),
        ordered_at=NOW - DAY,
        ship_by_deadline=NOW + (place - 3) * 7 * HOUR,
        receiver=ELSEWHERE,
    )


def asked(place: int, given: Line, about: AfterSalesCase) -> Order:
    return shipped(given, order_no=number(place), ordered_at=NOW - 3 * DAY, cases=(about,))


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_looks_as_it_did(
    look: Look, shop: Repository, drafts: Path, snap_compare: Callable[..., bool]
) -> None:
    use_language(look.language)
    app = DeskApp(Opening.done(shop), KEYS, Drafts(drafts), place=look.name)

    async def shown(desk: Desk) -> None:
        await desk.until(lambda: desk.screen.table.length, "the rows")  # type: ignore[attr-defined]
        await desk.until(lambda: desk.screen.preview.called, "the preview")  # type: ignore[attr-defined]

    try:
        assert snap_compare(app, terminal_size=look.size, run_before=still(app, shown))
    finally:
        app.close()
