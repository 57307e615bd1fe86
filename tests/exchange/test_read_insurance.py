"""Files of freight insurance: an order says whether the freight of its return is insured."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.importing import import_paths
from store.models.order import Order
from store.repository import Repository
from store.words.times import SHOP_TIME
from tests.build import SHOP
from tests.exchange.read_files import (
    DOUYIN_A,
    PDD_2023,
    csv_file,
    douyin,
    pdd,
)
from tui.order_text.goods import insurance

PDD_NO, DOUYIN_NO = "261120-123456789012345", "6956488938693643482"
PDD_INSURANCE = """
订单编号 订单发货时间 服务费用（元） 收费编号 收费状态 理赔状态 运费补偿状态 运费补偿生效时间
"""
PDD_ROW = {
    "订单编号": PDD_NO,
    "订单发货时间": "2026-11-20 18:00:00",
    "服务费用（元）": "0.62",
    "收费编号": "1",
    "收费状态": "已扣费",
    "理赔状态": "未理赔",
    "运费补偿状态": "已生效",
    "运费补偿生效时间": "2026-11-20 18:00:00",
}
DOUYIN_INSURANCE = """
投保单号 订单编号 下单时间 承保时间 保险名称 承保保司 保费来源 支付保费 保费状态 动账时间
动账流水号 保险交易单号 平台优惠【营销补贴】 保障额度 保障状态 备注 平台优惠【特殊活动】 平台优惠
"""
DOUYIN_ROW = {
    "投保单号": "77",
    "订单编号": f"'{DOUYIN_NO}",
    "承保时间": "2026-11-20 11:01:00",
    "支付保费": "1.20",
    "保障额度": "24.00",
    "保障状态": "保障中",
}


def insured(
    repository: Repository, folder: Path, *rows: dict[str, str], columns: str = PDD_INSURANCE
) -> tuple[dict[str, int], list[str]]:
    """What an import of a file of insurance counts, and why it took rows out."""
    file = csv_file(folder, columns.split(), *rows, name="insurance.csv")
    (report,) = import_paths(repository, [file], SHOP)
    assert (report.kind, report.unknown_columns) == ("insurance", ())
    counts: dict[str, int] = {verdict: count for verdict, count in report.counts.items() if count}
    return counts, [bad.reason for bad in report.rejected]


@pytest.fixture
def shop(repository: Repository, tmp_path: Path) -> Repository:
    """A shop on both platforms, with one order on each."""
    shipped = {"订单状态": "已发货，待收货", "快递单号": "YT1234567890123"}
    orders = csv_file(tmp_path, PDD_2023, pdd(**shipped), name="pdd.csv")
    sent = douyin(订单状态="已发货", 发货时间="2026-11-20 18:00:00")
    import_paths(repository, [orders, csv_file(tmp_path, DOUYIN_A, sent)], SHOP)
    return repository


def of(shop: Repository, number: str) -> Order:
    return next(order for order in shop.all(Order) if order.order_no == number)


def test_an_insured_order_of_pinduoduo_says_so(shop: Repository, tmp_path: Path) -> None:
    assert insured(shop, tmp_path, PDD_ROW) == ({"changed": 1}, [])
    order = of(shop, PDD_NO)
    assert (order.insured, order.insurance_status) == (True, "已生效")
    assert order.insured_at == order.shipped_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    # No source says until when.
    assert list(insurance(shop.view(order))) == ["freight of a return: insured (已生效)"]


@pytest.mark.parametrize("word", ["无", "已失效"])
def test_an_order_without_insurance_says_so(shop: Repository, tmp_path: Path, word: str) -> None:
    insured(shop, tmp_path, PDD_ROW | {"运费补偿状态": word})
    said = list(insurance(shop.view(of(shop, PDD_NO))))
    assert said == [f"freight of a return: not insured ({word})"]


def test_an_insured_order_of_douyin_can_be_claimed_for_90_days_of_shipping(
    shop: Repository, tmp_path: Path
) -> None:
    assert insured(shop, tmp_path, DOUYIN_ROW, columns=DOUYIN_INSURANCE) == ({"changed": 1}, [])
    order = of(shop, DOUYIN_NO)
    assert order.insured_at == datetime(2026, 11, 20, 11, 1, tzinfo=SHOP_TIME)
    assert list(insurance(shop.view(order))) == [
        "freight of a return: insured (保障中), to be claimed until 2027-02-18 18:00"
    ]


def test_the_same_file_again_changes_nothing(shop: Repository, tmp_path: Path) -> None:
    insured(shop, tmp_path, PDD_ROW)
    assert insured(shop, tmp_path, PDD_ROW) == ({"same": 1}, [])


def test_insurance_of_an_order_that_is_not_here_is_rejected(
    shop: Repository, tmp_path: Path
) -> None:
    rows = [PDD_ROW, PDD_ROW | {"订单编号": "261120-9"}]
    assert insured(shop, tmp_path, *rows) == (
        {"changed": 1},
        ["order 261120-9 is not in this store"],
    )


def test_an_order_that_no_file_told_of_says_nothing(shop: Repository) -> None:
    assert list(insurance(shop.view(of(shop, PDD_NO)))) == []
