"""The columns of the desk's own file: key, Chinese header, kind, where each comes from and goes to.

One row is one line of an order, or one order where no column is of a line. A column with a `fact`
is what the platform said and is read back (`incoming.desk_file`); the others are for people.
What a row of the list knows as well (`of_row`) is taken from it, and no order is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

from store.exchange import platform_side
from store.exchange.desk_values import Kind, Value
from store.models.axes import AfterSales, Fulfilment, Payment, Platform, StockOut
from store.models.order import Order
from store.rules.obligations.obligation import Obligation
from store.rules.order import axes
from store.rules.order.ledger import LineLedger, money_ledger
from store.rules.parcels.carriers import carrier_named
from store.words import _

VERSION = "1"
"""The version of the format; it stands in the column `shouhou` of every row."""

_STATES: Mapping[str, type[StrEnum]] = {
    "platform": Platform,
    "payment": Payment,
    "fulfilment": Fulfilment,
    "after_sales": AfterSales,
    "stock_out": StockOut,
}


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of the desk's own file: where its values come from and are read back to."""

    key: str
    """Its name for `--columns` and in a .json file (money: with `_fen`)."""
    label: str
    """Its header in a .csv or .xlsx file, whatever language the desk speaks."""
    kind: Kind
    of_order: Callable[[Order], Value] | None = None
    of_line: Callable[[LineLedger], Value] | None = None
    of_row: str = ""
    """The field of a row of the list that says the same, to the second; nothing is masked there."""
    fact: str = ""
    """The field of OrderFacts (`lines.…`: of LineFacts) that it is read back into."""
    is_personal: bool = False
    """A row knows it masked; what is revealed is taken from the order."""
    of_duty: Callable[[Obligation, datetime], Value] | None = None
    """Of what is owed next for the order, at a time."""
    is_said: bool = False
    """Its header is said in the language that the desk speaks."""
    width: int = 18
    """Characters that it takes on a sheet."""
    of_line_within: Callable[[Order, LineLedger], Value] | None = None
    """Of a line, which does not say it without its order."""
    is_typed: bool = False
    """Somebody typed it. A row does not know all that says who the buyer is: what is not revealed
    is taken from the masked order."""

    def is_of_rows(self, *, reveal: bool) -> bool:
        """Does a row of the list know it as it may be shown?"""
        return bool(self.of_row) and not (self.is_personal if reveal else self.is_typed)

    @property
    def is_by_line(self) -> bool:
        """Does each line of an order say it?"""
        return bool(self.of_line or self.of_line_within)

    @property
    def header(self) -> str:
        """As it stands in a .csv or .xlsx file."""
        return _(self.label) if self.is_said else self.label

    @property
    def states(self) -> type[StrEnum] | None:
        """What the words of a row are, in a column of states."""
        return _STATES.get(self.of_row)

    @property
    def json_key(self) -> str:
        return f"{self.key}_fen" if self.kind == "money" else self.key


def _of(  # noqa: PLR0913, PLR0917 - one column a line
    key: str,
    label: str,
    kind: Kind,
    value: Callable[[Order], Value],
    fact: str = "",
    row: str = "",
) -> Column:
    return Column(key, label, kind, value, None, row, fact)


def _each(
    key: str, label: str, kind: Kind, value: Callable[[Order, LineLedger], Value], fact: str = ""
) -> Column:
    return Column(key, label, kind, of_line_within=value, fact=fact)


def _order(  # noqa: PLR0913 - one column a line
    key: str,
    label: str,
    kind: Kind,
    path: str = "",
    *,
    fact: str | None = None,
    row: str = "",
    is_personal: bool = False,
) -> Column:
    path = path or key
    fact = path if fact is None else fact
    return Column(key, label, kind, attrgetter(path), None, row, fact, is_personal)


def _line(key: str, label: str, kind: Kind, field: str = "", *, fact: str | None = None) -> Column:
    path = f"lines.{field or key}" if fact is None else fact
    return Column(key, label, kind, of_line=attrgetter(f"line.{field or key}"), fact=path)


def _carriers(order: Order) -> Value:
    known = [(carrier_named(one.carrier), one.carrier) for one in order.parcels]
    return tuple(carrier.name if carrier else word for carrier, word in known)


def _instants(order: Order) -> Value:
    return order.knowledge.instants


HIDDEN = Column("hidden", "已脱敏列", "text")
"""Which columns are not to be read back, because something was hidden in them."""
CASE_DATA = _of("case_data", "平台售后(数据)", "data", platform_side.case_data, "cases")
"""What a masked file has of it (`platform_side.case_data_shown`) is read back all the same."""

COLUMNS: tuple[Column, ...] = (
    _of("shouhou", "shouhou", "text", lambda _order: VERSION),
    _order("platform", "平台", "word", row="platform"),
    _order("shop", "店铺", "text", fact="", row="shop"),
    _order("order_no", "订单号", "text", row="order_no"),
    _line("line", "行号", "number", fact=""),
    _line("line_no", "子订单号", "text"),
    _line("sku", "商家编码", "text"),
    _line("product_code", "商品编码", "text"),
    _line("product_id", "商品ID", "text"),
    _line("name", "商品", "text"),
    _line("spec", "规格", "text"),
    _line("quantity", "数量", "number", "ordered"),
    _line("cancelled", "取消数量", "number", fact=""),
    Column("to_ship", "待发数量", "number", of_line=lambda ledger: max(0, ledger.to_ship)),
    _line("amount", "本行金额(元)", "money", "amount_fen"),
    _of("payment", "支付", "word", axes.payment, row="payment"),
    _of("fulfilment", "履约", "word", axes.fulfilment, row="fulfilment"),
    _of("after_sales", "售后", "word", axes.after_sales, row="after_sales"),
    _order("stock_out", "缺货", "word", fact="", row="stock_out"),
    _order("goods", "订单商品总价(元)", "money", "money.goods_fen"),
    _order("freight", "订单邮费(元)", "money", "money.freight_fen"),
    _order("shop_discount", "订单店铺优惠(元)", "money", "money.shop_discount_fen"),
    _order("platform_discount", "订单平台优惠(元)", "money", "money.platform_discount_fen"),
    _order("paid", "订单实付(元)", "money", "money.paid_fen", row="amount_fen"),
    _order("seller_receives", "订单商家实收(元)", "money", "money.seller_receives_fen"),
    _of(
        "refunded",
        "订单已退(元)",
        "money",
        lambda order: money_ledger(order).done,
        row="refunded_fen",
    ),
    _order(
        "receiver_name",
        "收件人",
        "text",
        "receiver.name",
        row="buyer",
        is_personal=True,
    ),
    _order("phone", "手机", "text", "receiver.phone"),
    _order("province", "省", "text", "receiver.province"),
    _order("city", "市", "text", "receiver.city"),
    _order("district", "区", "text", "receiver.district"),
    _order("street", "街道", "text", "receiver.street"),
    _order("address", "详细地址", "text", "receiver.detail"),
    _order("ordered_at", "下单时间", "time"),
    _order("deal_at", "成交时间", "time"),
    _order("paid_at", "支付时间", "time", row="paid_at"),
    _order("ship_by_deadline", "承诺发货时间", "time"),
    _order("shipped_at", "发货时间", "time"),
    _order("received_at", "确认收货时间", "time"),
    _order("confirmed_at", "订单确认时间", "time"),
    _order("confirmed_by", "确认人", "text", fact=""),
    _order("buyer_note", "买家留言", "text"),
    _order("seller_note", "商家备注", "text"),
    _of(
        "tracking_nos",
        "快递单号",
        "list",
        lambda order: tuple(one.tracking_no for one in order.parcels),
    ),
    _of("carriers", "快递公司", "list", _carriers),
    _of(
        "cases",
        "售后编号",
        "list",
        lambda order: tuple(case.id for case in order.cases),
        row="cases",
    ),
    _of("platform_payment", "平台支付状态", "word", platform_side.paid_word, "payment"),
    _each(
        "platform_fulfilment",
        "平台发货状态",
        "word",
        lambda order, ledger: platform_side.fulfilment_of(order, ledger.line),
        "lines.fulfilment",
    ),
    _each(
        "platform_refunded",
        "平台已退款",
        "flag",
        lambda order, ledger: platform_side.refunded_by_word(order, ledger.line),
        "lines.refunded",
    ),
    _order("platform_after_sales", "平台售后状态", "word", fact="after_sales"),
    _of(
        "stock_out_applied",
        "平台缺货申请中",
        "flag",
        platform_side.stock_out_applied,
        "stock_out_applied",
    ),
    _order("under_review", "风控审核中", "flag", row="review"),
    _order("insured", "已保运费险", "flag"),
    _order("insured_at", "运费险生效时间", "time"),
    _order("insurance_status", "运费险状态", "text"),
    _of("parcel_data", "平台包裹(数据)", "data", platform_side.parcel_data, "parcels"),
    CASE_DATA,
    HIDDEN,
    _order("platform_status", "平台原状态(数据)", "data"),
    _order("extra", "平台其他列(数据)", "data"),
    _order("exported_at", "平台导出时间", "time", "knowledge.exported_at"),
    _of(
        "instants",
        "平台业务时间(数据)",
        "data",
        _instants,
        "knowledge.instants",
    ),
    _order("progress", "平台进度", "number", "knowledge.progress"),
    _order("line_progress", "平台进度(数据)", "data", "knowledge.line_progress"),
)
