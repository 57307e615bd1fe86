"""Orders for the tests of what the desk writes: one with every platform fact, and random ones."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from store.exchange.outgoing.export import ExportSummary, export_rows
from store.exchange.outgoing.export_pages import Whole
from store.models.after_sales_case import AfterSalesCase, BuyerReason, CaseKind
from store.models.axes import AfterSales, Fulfilment, Payment, Platform, Source
from store.models.case_state import CaseState
from store.models.order import Knowledge, Line, Money, Order
from store.models.parcel import LineQuantity, Parcel
from store.models.platform_task import PlatformTask
from store.models.receiver import Receiver
from store.models.refund import Refund, RefundLine
from store.models.row import OrderRow
from store.models.stock_out import StockOutApplication
from store.policy import load_policy
from tests.rules.row_facts import order_row

NOON = datetime(2026, 11, 20, 4, 8, 23, tzinfo=UTC)
"""12:08:23 in Shanghai."""


def export_orders(orders: Iterable[Order], to: Path, **how: Any) -> ExportSummary:
    """The export of a store that holds these orders, in this order; the full form of it."""
    given = [(order_row(each), each) for each in orders]

    def whole(rows: Iterable[OrderRow]) -> Iterator[Order]:
        return (each for row in rows for known, each in given if known is row)

    return export_from((row for row, _order in given), whole, to, **how)


def export_from(rows: Iterable[OrderRow], whole: Whole, to: Path, **how: Any) -> ExportSummary:
    """The export of these rows, whose orders are read so; the full form of it."""
    usual: dict[str, Any] = {"now": NOON, "policy": load_policy(), "columns": ["full"]}
    return export_rows(rows, whole, to, **(usual | {"replaces": True} | how))


def order(**changes: object) -> Order:
    """Two lines, paid, one parcel that the platform knows."""
    given: dict[str, object] = {
        "platform": Platform.PINDUODUO,
        "shop": "米铺",
        "order_no": "261120-123456789012345",
        "lines": (
            Line(line=1, line_no="", sku="RICE-10", name="东北大米", spec="10kg", ordered=2,
                 amount_fen=5980, product_id="600000000001"),
            Line(line=2, sku="OIL-5", name="菜籽油", ordered=1, amount_fen=6200),
        ),
        "money": Money(goods_fen=12680, freight_fen=0, shop_discount_fen=500, paid_fen=12180,
                       seller_receives_fen=12000),
        "receiver": Receiver(name="张三丰", phone="13812345600", province="浙江省", city="杭州市",
                             district="西湖区", street="文三路街道",
                             detail="学院路 77 号 3 单元 501"),
        "platform_payment": Payment.PAID,
        "platform_fulfilment": Fulfilment.PART_SHIPPED,
        "ordered_at": NOON,
        "paid_at": NOON + timedelta(minutes=3),
        "ship_by_deadline": NOON + timedelta(hours=48),
        "buyer_note": "张三丰收, 打 138 1234 5600",
        "seller_note": "=1+1",
        "platform_status": {"订单状态": "待发货"},
        "extra": {"样式ID": "000123", "身份证号码": "330106199001011234"},
        "knowledge": Knowledge(instants={"paid_at": NOON}, progress=2),
        "parcels": (
            Parcel(id="p1", tracking_no="YT1234567890123", carrier="YTO", source=Source.PLATFORM,
                   lines=(LineQuantity(line=1, quantity=2),), shipped_at=NOON),
        ),
    }  # fmt: skip
    return Order.model_validate(given | changes)


def case(**changes: object) -> AfterSalesCase:
    """A case that the platform named, about line 1."""
    given: dict[str, object] = {
        "id": "A1",
        "kind": CaseKind.REFUND_ONLY,
        "state": CaseState.SELLER_TO_ANSWER,
        "line": 1,
        "requested_fen": 500,
        "reasons": (BuyerReason(text="少件", at=NOON, source=Source.PLATFORM),),
        "source": Source.PLATFORM,
        "platform_status": (("售后状态", "待商家处理"),),
        "as_of": NOON,
    }
    return AfterSalesCase.model_validate(given | changes)


def told(number: int, **parcel: object) -> dict[str, object]:
    """A desk parcel that the platform still has to be told by the batch-ship file."""
    given: dict[str, object] = {
        "id": f"d{number}",
        "tracking_no": f"YT000000000000{number}",
        "carrier": "YTO",
        "source": Source.DESK,
        "lines": (LineQuantity(line=1, quantity=2),),
        "shipped_at": NOON,
    }
    task = PlatformTask(
        id=f"t{number}", kind="batch-ship", created_at=NOON, copy_text="-", parcel=f"d{number}"
    )
    return {"parcels": (Parcel.model_validate(given | parcel),), "tasks": (task,)}


def platform_refund(**changes: object) -> Refund:
    """The platform's status says that the money of line 1 went back."""
    given: dict[str, object] = {
        "id": "r1",
        "amount_fen": 5980,
        "lines": (RefundLine(line=1, quantity=2, unshipped=2, amount_fen=5980),),
        "reason": "",
        "state": "done",
        "source": Source.PLATFORM,
        "requested_at": None,
        "estimated": True,
    }
    return Refund.model_validate(given | changes)


texts = st.text(max_size=30) | st.text(
    " \t\r\n'=+-@＝＠\\u001bx_5F\"-\x00\x7f\x85\ud800\ufeff", max_size=20
)
moments = st.datetimes(
    datetime(2001, 1, 1),  # noqa: DTZ001
    datetime(2099, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
instants = st.none() | moments
amounts = st.integers(-(10**9), 10**9)
columns = st.dictionaries(texts, texts, max_size=3)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """An order whose every platform fact is random."""
    lines = tuple(
        Line(
            line=number,
            line_no=draw(texts),
            sku=draw(texts),
            product_code=draw(texts),
            product_id=draw(texts),
            name=draw(texts),
            spec=draw(texts),
            ordered=draw(st.integers(0, 999)),
            amount_fen=draw(amounts),
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
    )
    applied = StockOutApplication(id="s", state="applied", applied_at=NOON, source=Source.PLATFORM)
    return Order(
        platform=draw(st.sampled_from(Platform)),
        shop=draw(texts),
        order_no=draw(st.from_regex(r"[0-9A-Za-z][0-9A-Za-z-]{0,30}", fullmatch=True)),
        lines=lines,
        money=Money(
            **{name: draw(amounts) for name in Money.model_fields if name != "seller_receives_fen"},
            seller_receives_fen=draw(st.none() | amounts),
        ),
        receiver=Receiver(**{name: draw(texts) for name in Receiver.model_fields}),
        platform_payment=draw(st.sampled_from([Payment.UNPAID, Payment.DEPOSIT, Payment.PAID])),
        platform_fulfilment=draw(st.sampled_from(Fulfilment)),
        platform_after_sales=draw(st.sampled_from(AfterSales)),
        under_review=draw(st.booleans()),
        ordered_at=draw(instants),
        deal_at=draw(instants),
        paid_at=draw(instants),
        ship_by_deadline=draw(instants),
        shipped_at=draw(instants),
        received_at=draw(instants),
        insured=draw(st.none() | st.booleans()),
        insured_at=draw(instants),
        insurance_status=draw(texts),
        confirmed_at=draw(instants),
        buyer_note=draw(texts),
        seller_note=draw(texts),
        platform_status=draw(columns),
        extra=draw(columns),
        knowledge=Knowledge(
            exported_at=draw(instants),
            instants=draw(st.dictionaries(st.sampled_from(["paid_at", "shipped_at"]), moments)),
            progress=draw(st.integers(0, 5)),
            line_progress=draw(st.dictionaries(texts, st.integers(0, 5))),
        ),
        stock_outs=(applied,) if draw(st.booleans()) else (),
        cases=(case(id=draw(texts), line=None),) if draw(st.booleans()) else (),
    )
