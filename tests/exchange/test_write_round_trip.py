"""The platforms' files, through a store and the desk's own file into another: the same orders."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from store.models.after_sales_case import WaitingCase
from store.models.axes import Source
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.platform.cases.cases_meant import known_case
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.two_sources import merge_order
from tests.exchange.read_files import read_export
from tests.exchange.write_orders import NOON, export_orders

FILES = Path(__file__).parent / "files"
EXPORTS = [
    ["pdd_orders_2020_gbk.csv"],
    ["pdd_orders_2023_utf8bom.csv"],
    ["pdd_orders_2026_trailing_tabs.csv", "pdd_aftersales_2026.xlsx"],
    [
        "doudian_orders_1795309200_5e8ff9bf55ba3508199d22e984129be6.csv",
        "doudian_aftersales_utf8bom.csv",
    ],
]


def taken_in(*paths: Path, known: dict[str, Order] | None = None) -> dict[str, Order]:
    """The orders that a store would hold after these imports."""
    numbers = count()
    nothing: Any = None
    context = Context(
        NOON, actor=nothing, policy=nothing, lookup=nothing, new_id=lambda: f"id{next(numbers)}"
    )
    store = dict(known or {})
    for path in paths:
        export = read_export(path)
        assert export.rejected == ()
        for facts in export.orders:
            merged = merge_order(store.get(facts.order_no), facts, "米铺", context)
            store[facts.order_no] = merged.order
        for case in export.cases:
            waiting = WaitingCase(
                platform=case.platform,
                shop="米铺",
                order_no=case.order_no,
                line_no=case.line_no,
                tracking_no=case.tracking_no,
                shipped=bool(case.shipped),
                case=case.case,
            )
            order = store.get(case.order_no)
            # As an import does: the desk's file repeats what is known of a case.
            repeats = order and case.source is Source.DESK and known_case(order, case.case)
            if order and not repeats:
                store[case.order_no] = merge_case(order, waiting, context)
    return store


def plain(order: Order) -> dict[str, Any]:
    """An order without the ids that a store gives, and without which file showed what."""
    dump = order.model_dump()
    for name in ("parcels", "refunds", "stock_outs"):
        dump[name] = [
            {key: one[key] for key in one if key not in {"id", "shown"}} for one in dump[name]
        ]
    return dump


@pytest.mark.parametrize("names", EXPORTS, ids=lambda names: names[0][:12])
@pytest.mark.parametrize(
    ("suffix", "encoding"), [(".csv", "utf-8-sig"), (".csv", "gb18030"), (".xlsx", "utf-8-sig")]
)
def test_an_unmasked_export_imported_into_an_empty_store_gives_the_same_orders(
    tmp_path: Path, names: list[str], suffix: str, encoding: str
) -> None:
    store = taken_in(*(FILES / name for name in names))
    path = tmp_path / f"orders{suffix}"
    export_orders(store.values(), path, encoding=encoding, reveal=True)
    again = taken_in(path)
    assert {no: plain(one) for no, one in again.items()} == {
        no: plain(one) for no, one in store.items()
    }


@pytest.mark.parametrize("names", EXPORTS, ids=lambda names: names[0][:12])
@pytest.mark.parametrize("reveal", [True, False])
def test_an_export_imported_into_the_store_it_came_from_changes_no_order(
    tmp_path: Path, names: list[str], reveal: bool
) -> None:
    store = taken_in(*(FILES / name for name in names))
    export_orders(store.values(), tmp_path / "orders.csv", reveal=reveal)
    again = taken_in(tmp_path / "orders.csv", known=store)
    assert {no: plain(one) for no, one in again.items()} == {
        no: plain(one) for no, one in store.items()
    }
