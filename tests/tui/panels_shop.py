"""A shop with files, tasks, payments, cases and improvements: what places 5 and 6 are about."""

from datetime import date
from itertools import count

from store.models.after_sales_case import BuyerReason
from store.models.axes import Platform, Source
from store.models.coverage import Coverage, EmptyDays, Span
from store.models.import_record import ImportRecord
from store.models.order import Line, Order
from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.repository import Repository
from tests.build import DAY, ELSEWHERE, HOUR, NOW, OIL, SHOP, case, keep, line, order, shipped
from tests.rules.payments import bill, income, nameless, taken
from tests.rules.reviews import check, improvement, review
from tests.tui.driver import Desk
from tui.places.panels_place import PanelsPlace
from tui.widgets.section_panel import SectionPanel

RICE = line()
QUALITY = BuyerReason(text="质量问题", at=NOW - DAY, source=Source.PLATFORM)
HELPED, FAILED = "I-20261101-1", "I-20261102-1"
NOVEMBER = date(2026, 11, 1)


def number(last: int) -> str:
    return f"261119-{last:015}"


def told(kind: str, hours: int, place: int) -> PlatformTask:
    """What the platform is to be told, made so many hours ago."""
    return PlatformTask(id=f"t{place}", kind=kind, created_at=NOW - hours * HOUR, copy_text="x")


def bought(place: int, given: Line, *, with_case: bool = False, days_ago: int = 3) -> Order:
    at = NOW - days_ago * DAY
    cases = (case(reasons=(QUALITY,), applied_at=at + DAY),) if with_case else ()
    return shipped(
        given,
        order_no=number(place),
        receiver=ELSEWHERE,
        cases=cases,
        ordered_at=at,
        paid_at=at,
        ship_by_deadline=at + 2 * DAY,
    )


def file(name: str, kind: str, day: int, **given: object) -> ImportRecord:
    values = {
        "digest": name,
        "file": name,
        "platform": "pinduoduo",
        "kind": kind,
        "variant": "2026",
        "shop": SHOP,
        "imported_at": NOW - (22 - day) * DAY,
        "covers_from": NOVEMBER,
        "covers_to": date(2026, 11, day),
        "rows": 40,
        "new": 12,
        "changed": 3,
        "rejected": 0,
    }
    return ImportRecord.model_validate(values | given)


def spans(*days: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(
        Span(first=date(2026, 11, first), last=date(2026, 11, last)) for first, last in days
    )


def covers(kind: str, *days: tuple[int, int], platform: str = "pinduoduo") -> Coverage:
    return Coverage(platform=platform, shop=SHOP, kind=kind, spans=spans(*days))


def fill(repository: Repository) -> Repository:
    """Forty orders of rice, ten of oil, and what is told of them."""
    closed = EmptyDays(
        first=date(2026, 11, 6), last=date(2026, 11, 7), reason="盘点", at=NOW, by="小李"
    )
    places = count(1)
    weeks = ((3, 30, 3), (10, 32, 8), (17, 31, 2), (24, 12, 1))
    rice = [
        bought(next(places), RICE, with_case=place < cases, days_ago=days)
        for days, orders, cases in weeks
        for place in range(orders)
    ]
    oil = [bought(next(places), OIL, with_case=place < 4) for place in range(10)]
    tasks = [
        shipped(order_no=number(900 + place), tasks=(told("batch-ship", place, place),))
        for place in range(3)
    ]
    douyin = order(
        order_no="6950908550201387248",
        platform=Platform.DOUYIN,
        tasks=(told("apply-stock-out", 30, 7),),
    )
    keep(
        repository,
        *(Product(shop=SHOP, sku=one.sku, name=one.name) for one in (RICE, OIL)),
        *(*rice, *oil, *tasks, douyin),
        covers("orders", (1, 21)),
        covers("after_sales", (1, 9), (15, 21)).model_copy(update={"empty": (closed,)}),
        covers("funds", (1, 10)),
        covers("orders", (12, 18), platform="douyin"),
        file("orders-11.csv", "orders", 21),
        file("aftersales-11.xlsx", "after_sales", 20, rejected=2),
        file("funds-10.csv", "funds", 11, left=7),
        bill(income(), of=rice[0], order_no=rice[0].order_no),
        bill(taken("late_shipment", 300), order_no=rice[1].order_no, of=rice[1]),
        nameless(income(7700, text="转账")),
        review(),
        improvement(),
        improvement(
            number="I-20261101-1", what="下午加一个人打包", checks=(check(0, 60, reached=True),)
        ),
        improvement(
            number="I-20261102-1", what="换一家快递", checks=(check(6, 60, reached=False),)
        ),
    )
    return repository


def place(desk: Desk) -> PanelsPlace[object]:
    found = desk.app.screen_stack[0]
    assert isinstance(found, PanelsPlace)
    return found


async def read(desk: Desk) -> None:
    """Until the panels are there."""
    await desk.until(lambda: place(desk).page, "the panels")
    await desk.settle()


def panel(desk: Desk, name: str) -> SectionPanel:
    return desk.screen.query_one(f"#{name}", SectionPanel)


def lines(desk: Desk, name: str) -> list[str]:
    """What stands in a panel, blanks taken together."""
    return [" ".join(line.split()) for line in panel(desk, name).text.split("\n")]


async def to(desk: Desk, name: str, row: int = 0) -> None:
    """The cursor on a row of a panel."""
    place(desk).panels.go_to(panel(desk, name), row)
    await desk.settle()
