"""Freight insurance (运费险, 退货包运费): one row is one insured, or not insured, order."""

from store.exchange.incoming.douyin import orders as douyin_orders
from store.exchange.incoming.pinduoduo import orders as pinduoduo_orders
from store.exchange.incoming.row_view import RowView
from store.models.axes import Platform
from store.models.facts import InsuranceFacts
from store.words import _

_NOT_INSURED = frozenset(
    {"无", "未投保", "未承保", "未生效", "失效", "已失效", "退保", "已退保", "取消", "已取消"}
)
"""运费补偿状态 and 保障状态 of an order whose return nobody but us and the buyer pays."""


def insurance(row: RowView) -> InsuranceFacts:
    """What one row says."""
    platform = row.layout.platform
    of = douyin_orders if platform is Platform.DOUYIN else pinduoduo_orders
    order_no = of.order_number(row)
    word = row.text("status")
    if not word:
        row.fail("status", _("a value is needed here"))
    return InsuranceFacts(
        platform=platform,
        order_no=order_no,
        row=row.number,
        insured=word not in _NOT_INSURED,
        insured_at=row.instant("insured_at"),
        insurance_status=word,
        shipped_at=row.instant("shipped_at"),
        columns={"order_no": row.column("order_no")},
        cells=dict(zip(row.layout.columns, row.cells, strict=True)),
    )
