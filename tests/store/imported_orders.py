"""What an import makes of cells, kept beside this as `imported_orders.json`.

`python -m tests.store.imported_orders` writes it anew, once
`store.importing.merging.FORM` has another number.
"""

import json
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from store.importing import import_paths
from store.importing.merging import FORM
from store.models.after_sales_case import WaitingCase
from store.models.base import Document
from store.models.order import Order
from store.repository import Repository, open_store
from tests.build import ACTOR, NOW, SHOP
from tests.exchange.read_files import (
    DOUYIN_A,
    DOUYIN_B,
    DOUYIN_CASE_ROW,
    DOUYIN_CASES,
    PDD_2020,
    PDD_2023,
    PDD_CASE_ROW,
    PDD_CASES,
    Row,
    csv_file,
    douyin,
    pdd,
)

KEPT = Path(__file__).with_suffix(".json")
OUTDATED = (
    "An import makes something else of the same cells than before. Give"
    " store.importing.merging.FORM another number, or orders whose file comes again unchanged stay"
    " as they were; then write python -m tests.store.imported_orders."
)
PDD_SHIPPED = {"订单状态": "已发货，待签收", "发货时间": "2026-11-21 12:00:00"}
UNKNOWN_ORDER = {"售后编号": "83640963444", "订单编号": "261120-9"}
DOUYIN_NAMED = "1795309200_5e8ff9bf55ba3508199d22e984129be6.csv"
LINES = [
    douyin(子订单编号="1", 买家留言="放门口", 收件人="孙*", 市="杭州市"),
    douyin(子订单编号="2", 商家编码="YX-B29", 商品数量="1", 售后状态="退款成功"),
]
OTHER_CASES = [
    DOUYIN_CASE_ROW | {"售后单号": "147233344478784382", "订单号": "6956488938693643489"},
    DOUYIN_CASE_ROW | {"售后单号": "147233344478784383", "售后状态": "同意退款，退款成功"},
]
FILES: list[tuple[str, Sequence[str], list[Row]]] = [
    ("pdd.csv", PDD_2023, [pdd(), pdd(订单号="261120-2", 赠品名称="勺", 赠品数量="1")]),
    ("cases.csv", PDD_CASES, [PDD_CASE_ROW, PDD_CASE_ROW | UNKNOWN_ORDER]),
    ("old.csv", PDD_2020, [pdd(订单号="261120-3", 订单状态="已取消", 收货人="王*")]),
    ("later.csv", PDD_2023, [pdd(快递单号="YT1234567890123", 快递公司="圆通快递", **PDD_SHIPPED)]),
    (
        "last.csv",
        PDD_2023,
        [pdd(订单状态="已签收", 商家备注="易碎", 确认收货时间="2026-11-22 08:00:00")],
    ),
    ("stock.csv", PDD_2023, [pdd(订单号="261120-2", 订单状态="已申请缺货")]),
    (DOUYIN_NAMED, DOUYIN_A, LINES),
    ("b.csv", DOUYIN_B, [douyin(订单状态="已发货", 快递信息="YT1234567890124-圆通快递")]),
    ("refunds.csv", DOUYIN_CASES, [DOUYIN_CASE_ROW, *OTHER_CASES]),
    ("again.csv", DOUYIN_CASES, [DOUYIN_CASE_ROW | {"售后状态": "售后关闭"}]),
]
"""In this turn: new orders, the same ones later, and cases before and after their orders."""
MADE_UP = ("id", "parcel", "version")


def imported() -> dict[str, Any]:
    """The number, and all that a store has after the import of some made-up files."""
    with tempfile.TemporaryDirectory() as folder:
        repository = open_store(str(Path(folder, "store")), ACTOR, lambda: NOW)
        for name, columns, rows in FILES:
            import_paths(repository, [csv_file(Path(folder), columns, *rows, name=name)], SHOP)
        documents = dict(sorted(_documents(repository)))
        repository.close()
    return {"form": FORM, **documents}


def kept() -> dict[str, Any]:
    """What is written beside this."""
    found: dict[str, Any] = json.loads(KEPT.read_text("utf-8"))
    return found


def is_outdated(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Is something else made of the cells, under the same number?"""
    return before != now and before["form"] == now["form"]


def _documents(repository: Repository) -> Iterator[tuple[str, object]]:
    for kind in (Order, WaitingCase):
        for one in repository.all(kind):
            yield f"{kind.__name__} {one.key}", plain(one, MADE_UP, exclude_defaults=True)


def plain(document: Document, made_up: Collection[str], **dump: Any) -> object:
    """What it says, without what is made up: ids of cases are the platform's, but these have other
    places; a refund's stands for it.
    """
    told = document.model_dump(mode="json", **dump)
    refunds = frozenset(one["id"] for one in told.get("refunds", ()))

    def kept(value: object) -> object:
        if isinstance(value, dict):
            is_case = "reasons" in value
            return {
                name: kept(part)
                for name, part in value.items()
                if name not in made_up or (name == "id" and is_case)
            }
        if isinstance(value, list):
            return [kept(part) for part in value]
        return "a refund" if value in refunds else value

    return kept(told)


def main() -> None:
    """Write it anew where the number says that something was changed."""
    now = imported()
    if KEPT.exists() and is_outdated(kept(), now):
        sys.exit(OUTDATED)
    text = json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True)
    KEPT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
