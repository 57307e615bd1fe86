"""Builders for tests: documents and facts with defaults a shop would recognise.

Every test names only what it is about; the clock stands at 2026-11-22 09:00 in Shanghai.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from store.engines.protocol import Ahead, Engine
from store.engines.sqlite.engine import SqliteEngine
from store.errors import BadInput
from store.models.after_sales_case import (
    AfterSalesCase,
    BuyerReason,
    CaseKind,
    GoodsReturn,
    ReturnedUnits,
    WaitingCase,
)
from store.models.axes import Fulfilment, Payment, Platform, Source
from store.models.base import Document
from store.models.case_state import CaseState
from store.models.event import Actor
from store.models.evidence import Evidence, StoredFile
from store.models.facts import CaseFacts, LineFacts, OrderFacts, ParcelFacts
from store.models.improvement import Improvement, Measured, RateName
from store.models.inquiry import Inquiry
from store.models.order import Knowledge, Line, Money, Order
from store.models.parcel import LineQuantity, Parcel
from store.models.payment import Payments
from store.models.person import Person
from store.models.product import Product
from store.models.receiver import Receiver
from store.models.refund import Refund, RefundLine
from store.models.review import Review
from store.models.stock_out import StockOutApplication
from store.policy import load_policy
from store.repository import Repository
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context, PaidAs, Wanted
from store.rules.action.frame import ensure_right, problems_of, read_values
from store.rules.order.lateness import computed_penalties
from store.rules.order.ledger import units_to_ship
from store.rules.platform.following import followed
from store.words.masks import phone_tail
from store.words.masks import phone_tail as tail_of
from store.words.times import SHOP_TIME
from tests.said_by_files import ExportFile

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=SHOP_TIME).astimezone(UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ACTOR = Actor(user="li", name="小李")
WANG = Actor(user="wang", name="小王")
PEOPLE = (
    Person(login="wang", names=("王军", "小王")),
    Person(login="zhao", names=("小赵",)),
)
SHOP = "米铺"
ORDER_NO = "261120-000000000000001"
TRACKING_NO = "YT1234567890123"
OTHER_NO = "SF1234567890123"
BACK_NO = "JT1234567890123"
HOME = Receiver(
    name="张三丰",
    phone="13812345600",
    province="浙江省",
    city="杭州市",
    district="西湖区",
    street="文三路",
    detail="77 号 501",
)
ELSEWHERE = HOME.model_copy(update={"name": "李四", "district": "拱墅区"})

Subject = TypeVar("Subject", bound=Document)


def line(number: int = 1, **changes: Any) -> Line:
    """Two bags of rice for 50.00 together."""
    given = {"line": number, "sku": "RICE-10", "name": "东北大米", "ordered": 2, "amount_fen": 5000}
    return Line.model_validate(given | changes)


OIL = line(2, sku="OIL-5", name="菜籽油", ordered=1, amount_fen=3000)


def order(*lines: Line, **changes: Any) -> Order:
    """Paid the day before yesterday, nothing shipped yet."""
    content = lines or (line(),)
    paid_fen = sum(one.amount_fen for one in content)
    given = {
        "platform": Platform.PINDUODUO,
        "shop": SHOP,
        "order_no": ORDER_NO,
        "lines": content,
        "money": Money(goods_fen=paid_fen, paid_fen=paid_fen),
        "receiver": HOME,
        "platform_payment": Payment.PAID,
        "platform_fulfilment": Fulfilment.TO_SHIP,
        "paid_at": NOW - 2 * DAY,
        "ship_by_deadline": NOW + 5 * HOUR,
        "knowledge": Knowledge(instants={"paid_at": NOW - 2 * DAY}, progress=2),
    }
    return Order.model_validate(given | changes)


def units(*quantities: tuple[int, int]) -> tuple[LineQuantity, ...]:
    """`units((1, 2))` is two units of line 1."""
    return tuple(LineQuantity(line=one, quantity=many) for one, many in quantities)


def parcel(tracking_no: str = TRACKING_NO, **changes: Any) -> Parcel:
    """A parcel that was sent here yesterday with both bags."""
    given = {
        "id": "p1",
        "tracking_no": tracking_no,
        "carrier": "YTO",
        "lines": units((1, 2)),
        "shipped_at": NOW - DAY,
        "source": Source.DESK,
    }
    return Parcel.model_validate(given | changes)


FIRST_BAG = parcel(lines=units((1, 1)))
SECOND_BAG = parcel(OTHER_NO, id="p2", lines=units((1, 1)))
"""The two bags of the order, each in a parcel of its own."""


def shipped(*lines: Line, tracking_no: str = TRACKING_NO, **changes: Any) -> Order:
    """An order whose goods all left yesterday in one parcel."""
    content = lines or (line(),)
    everything = units(*((one.line, one.ordered) for one in content))
    given = {"parcels": (parcel(tracking_no, lines=everything),)}
    return order(*content, **(given | changes))


def refund(**changes: Any) -> Refund:
    """5.00 on their way back, no goods named."""
    given = {
        "id": "r1",
        "amount_fen": 500,
        "reason": "少件",
        "state": "pending",
        "source": Source.DESK,
        "requested_at": NOW - HOUR,
    }
    return Refund.model_validate(given | changes)


def refund_of_unshipped(**changes: Any) -> Refund:
    """Both bags refunded before they left."""
    parts = (RefundLine(line=1, quantity=2, unshipped=2, amount_fen=5000),)
    return refund(amount_fen=5000, lines=parts, **changes)


def case(**changes: Any) -> AfterSalesCase:
    """The buyer asks for 50.00 back; it is ours to answer."""
    given = {
        "id": "A1",
        "kind": CaseKind.REFUND_ONLY,
        "state": CaseState.SELLER_TO_ANSWER,
        "reasons": (BuyerReason(text="少件", at=NOW - DAY, source=Source.PLATFORM),),
        "requested_fen": 5000,
        "applied_at": NOW - DAY,
        "source": Source.PLATFORM,
        "as_of": NOW - DAY,
    }
    return AfterSalesCase.model_validate(given | changes)


def refunded_case(**changes: Any) -> AfterSalesCase:
    """A case that ended yesterday with 50.00 refunded."""
    ended = {
        "state": "closed",
        "outcome": "refunded",
        "refunded_fen": 5000,
        "closed_at": NOW - HOUR,
        "as_of": NOW - HOUR,
    }
    return case(**(ended | changes))


def exported_case(given: Order, shown: AfterSalesCase, **about: Any) -> WaitingCase:
    """A case of this order as a row of an after-sales export shows it."""
    of = {"platform": given.platform, "shop": given.shop, "order_no": given.order_no}
    return WaitingCase.model_validate(of | {"case": shown} | about)


def goods_return(good: Mapping[int, int] | None = None, **changes: Any) -> GoodsReturn:
    """A parcel that came back an hour ago with so many good units of these lines."""
    found = tuple(ReturnedUnits(line=one, good=many) for one, many in (good or {1: 1}).items())
    given = {"id": "g1", "tracking_no": BACK_NO, "carrier": "JTSD", "shipped_at": NOW - DAY}
    came = {"received_at": NOW - HOUR, "units": found}
    return GoodsReturn.model_validate(given | came | changes)


def return_case(*returns: GoodsReturn, **changes: Any) -> AfterSalesCase:
    """Both bags are to come back for 50.00; this much of them did."""
    given = {
        "kind": CaseKind.RETURN_AND_REFUND,
        "state": CaseState.SELLER_TO_REFUND if returns else CaseState.BUYER_TO_RETURN,
        "lines": units((1, 2)),
        "returns": returns,
    }
    return case(**(given | changes))


def stored_file(name: str = "外箱.jpg", **changes: Any) -> StoredFile:
    """A picture; another name stands for another content."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    given = {"sha256": digest, "name": name, "size": 1000, "media_type": "image/jpeg"}
    return StoredFile.model_validate(given | changes)


def evidence(name: str = "外箱.jpg", **changes: Any) -> Evidence:
    """A picture of the outer box, attached an hour ago to the order as a whole."""
    given = {"id": "e1", "file": stored_file(name), "at": NOW - HOUR, "by": str(ACTOR)}
    return Evidence.model_validate(given | changes)


def stock_out(**changes: Any) -> StockOutApplication:
    """An application made at the desk yesterday whose verdict is out."""
    given = {"id": "s1", "state": "applied", "applied_at": NOW - DAY, "source": Source.DESK}
    return StockOutApplication.model_validate(given | changes)


def line_facts(**changes: Any) -> LineFacts:
    """What an export says about the rice that still has to be shipped."""
    given = {
        "sku": "RICE-10",
        "name": "东北大米",
        "ordered": 2,
        "amount_fen": 5000,
        "fulfilment": Fulfilment.TO_SHIP,
    }
    return LineFacts.model_validate(given | changes)


def facts(*lines: LineFacts, **changes: Any) -> OrderFacts:
    """What an export says about the order of `order()`: paid, to ship."""
    content = lines or (line_facts(),)
    paid_fen = sum(one.amount_fen for one in content)
    given = {
        "platform": Platform.PINDUODUO,
        "order_no": ORDER_NO,
        "rows": (2,),
        "lines": content,
        "money": Money(goods_fen=paid_fen, paid_fen=paid_fen),
        "receiver": HOME,
        "payment": Payment.PAID,
        "stock_out_applied": False,
        "paid_at": NOW - 2 * DAY,
        "ship_by_deadline": NOW + 5 * HOUR,
        "knowledge": Knowledge(instants={"paid_at": NOW - 2 * DAY}, progress=2),
    }
    return OrderFacts.model_validate(given | changes)


def gone(*tracking_nos: str, lines: tuple[LineFacts, ...] = (), **changes: Any) -> OrderFacts:
    """The export of an hour ago says that the goods have left, in these parcels."""
    content = lines or (line_facts(),)
    given = {
        "parcels": tuple(ParcelFacts(tracking_no=one) for one in tracking_nos),
        "shipped_at": NOW - HOUR,
        "knowledge": known(NOW - HOUR, 3),
    }
    left = (one.model_copy(update={"fulfilment": Fulfilment.SHIPPED}) for one in content)
    return facts(*left, **(given | changes))


def money_back(fulfilment: Fulfilment = Fulfilment.TO_SHIP, **changes: Any) -> OrderFacts:
    """The export of an hour ago says that the money went back, not how much."""
    given = {"knowledge": known(NOW - HOUR, 5)}
    return facts(line_facts(fulfilment=fulfilment, refunded=True), **(given | changes))


def known(business_at: datetime | None, progress: int = 2) -> Knowledge:
    """Knowledge of this age."""
    instants = {"paid_at": business_at} if business_at else {}
    return Knowledge(instants=instants, progress=progress)


def case_facts(given: AfterSalesCase, **changes: Any) -> CaseFacts:
    """What an after-sales export says about a case of the order."""
    about = {"platform": Platform.PINDUODUO, "order_no": ORDER_NO, "row": 2, "case": given}
    return CaseFacts.model_validate(about | changes)


def export(
    *said: OrderFacts, cases: Sequence[CaseFacts] = (), digest: str = "", **changes: Any
) -> ExportFile:
    """One export file that says this."""
    given = {
        "name": "orders.csv",
        "digest": digest or f"digest of {len(said)} orders and {len(cases)} cases",
        "platform": Platform.PINDUODUO,
        "kind": "after_sales" if cases else "orders",
        "variant": "2026",
        "encoding": "utf-8",
        "row_count": len(said) + len(cases),
        "orders": said,
        "cases": tuple(cases),
    }
    return ExportFile.model_validate(given | changes)


class MemoryLookup:
    """What the repository would answer, from a few documents in memory."""

    def __init__(
        self,
        orders: Iterable[Order],
        products: Iterable[Product],
        inquiries: Iterable[Inquiry] = (),
        payments: Iterable[Payments] = (),
    ) -> None:
        self._inquiries = tuple(inquiries)
        self._orders = tuple(orders)
        self._products = {one.key: one for one in products}
        self._payments = {one.key: one for one in payments}

    def order(self, key: str) -> Order | None:
        return next((one for one in self._orders if one.key == key), None)

    def payments(self, key: str) -> Payments | None:
        return self._payments.get(key)

    def parcels_with(self, tracking_no: str) -> Iterator[Order]:
        for one in self._orders:
            if any(tracking_no == given.tracking_no for given in one.parcels):
                yield one

    def orders_with_case(self, platform: Platform, number: str) -> Iterator[str]:
        for one in self._orders:
            if one.platform is platform and any(number == each.platform_no for each in one.cases):
                yield one.order_no

    def product(self, shop: str, sku: str) -> Product | None:
        return self._products.get(f"{shop}:{sku}")

    def orders_with_sku(self, shop: str, sku: str) -> Iterator[Order]:
        for one in self._orders:
            waiting = units_to_ship(one) or one.open_tasks
            if one.shop == shop and waiting and sku in {line.sku for line in one.lines}:
                yield one

    def products_of(self, shop: str, product_id: str) -> Iterator[Product]:
        for one in self._products.values():
            if (one.shop, one.product_id) == (shop, product_id):
                yield one

    def products_named(self, shop: str, names: Collection[str]) -> Iterator[Product]:
        return (one for one in self._products.values() if one.shop == shop and one.name in names)

    def shops(self) -> list[tuple[str, str]]:
        return sorted({(str(one.platform), one.shop) for one in self._orders})

    def orders_numbered(self, order_no: str) -> Iterator[Order]:
        return (one for one in self._orders if one.order_no == order_no)

    def orders_like(self, wanted: Wanted) -> Iterator[Order]:
        for one in self._orders:
            placed = one.placed_at
            first, last = wanted.first, wanted.last
            if (
                wanted.shop in ("", one.shop)
                and wanted.amount_fen in (None, one.money.paid_fen)
                and (not (first and last) or (placed and first <= placed < last))
                and wanted.phone_tail in (None, phone_tail(one.receiver.phone))
            ):
                yield one

    def orders_paid(self, wanted: PaidAs) -> Iterator[Order]:
        for one in self._orders:
            same = (one.platform, one.shop, one.money.paid_fen)
            at = one.paid_at
            if same == wanted[:3] and at and wanted.first <= at < wanted.last:
                yield one

    def orders_refunded(self, wanted: PaidAs) -> Iterator[Order]:
        for one in self._orders:
            back = (refund.amount_fen for refund in one.refunds)
            asked = (
                fen
                for case in one.cases
                for fen in (case.requested_fen, case.agreed_fen, case.refunded_fen)
            )
            is_of_them = (one.platform, one.shop) == wanted[:2] and one.paid_at
            if is_of_them and wanted.amount_fen in (*back, *asked):
                yield one

    def orders_deducted(
        self, platform: Platform, shop: str, first: datetime, last: datetime
    ) -> Iterator[Order]:
        for one in self._orders:
            computed = computed_penalties(one, load_policy())
            is_within = any(first <= each.at < last for each in computed)
            if is_within and (one.platform, one.shop) == (platform, shop):
                yield one

    def return_address(self, platform: Platform, shop: str, first: datetime, last: datetime) -> str:
        known = (
            (case.agreed_at, case.return_address)
            for one in self._orders
            for case in one.cases
            if (one.platform, one.shop) == (platform, shop) and case.agreed_at
            if case.return_address and case.applied_at and first <= case.applied_at < last
        )
        return max(known, default=(None, ""))[1]

    def opened(self, kind: type[Document], first: datetime, last: datetime) -> int:
        begun = self._inquiries if kind is Inquiry else ()
        return sum(first <= one.opened_at < last for one in begun)

    def open_inquiries(self, phone_tail: str, amount_fen: int | None) -> Iterator[Inquiry]:
        for one in self._inquiries:
            same_phone = phone_tail and tail_of(one.phone) == phone_tail
            same_amount = amount_fen is not None and one.amount_fen == amount_fen
            if one.open and (same_phone or same_amount):
                yield one

    def inquiries_about(self, order_no: str) -> Iterator[Inquiry]:
        for one in self._inquiries:
            if one.order_no == order_no and one.open and not one.tied:
                yield one

    def review(self, number: str) -> Review | None:
        return None

    def improvements_of(self, review: str) -> Iterator[Improvement]:
        return iter(())

    def measured(self, rate: RateName, scope: str, since: datetime) -> Measured:
        """Nothing has happened."""
        return Measured(first=since, until=NOW, many=0, of=0, least=30)

    def people(self) -> Iterable[Person]:
        return PEOPLE

    def person(self, text: str) -> Person:
        """The two colleagues whom every shop of the tests has."""
        for person in PEOPLE:
            if text in (person.login, *person.names, str(person)):
                return person
        raise BadInput(f"Nobody is known here as {text}.")


def context(
    *orders: Order,
    now: datetime = NOW,
    products: Iterable[Product] = (),
    inquiries: Iterable[Inquiry] = (),
    payments: Iterable[Payments] = (),
    beside: Document | None = None,
) -> Context:
    """What rules may know; fresh ids are `new1`, `new2` … and none that stands in `beside`."""
    taken = repr(beside)
    fresh = (name for number in count(1) if f"'{(name := f'new{number}')}'" not in taken)
    lookup = MemoryLookup(orders, products, inquiries, payments)
    return Context(now, ACTOR, load_policy(), lookup, lambda: next(fresh))


def do(
    action: type[Action[Subject]], subject: Subject, given: Context | None = None, **values: str
) -> Outcome:
    """Run an action the way the repository does, without a store."""
    asked = given or context(beside=subject)
    done = read_values(action, values, subject, asked)
    ensure_right(done, subject, asked)
    return followed(done.apply(subject, asked), subject, asked)


def changed(
    action: type[Action[Order]], subject: Order, given: Context | None = None, **values: str
) -> Order:
    """The order after an action."""
    (document,) = do(action, subject, given, **values).documents
    assert isinstance(document, Order)
    return document


def sentences(
    action: type[Action[Subject]],
    subject: Subject,
    values: Mapping[str, str],
    given: Context | None = None,
) -> list[tuple[str, str]]:
    """The problems with these values: field and sentence."""
    found = problems_of(read_values(action, values, subject), subject, given or context())
    return [(one.field, one.sentence) for one in found]


def keep(repository: Repository, *documents: Document) -> None:
    """Put documents into the store, as an import would."""
    with repository.writing() as writing:
        writing.save(documents)


class MemoryEngine(SqliteEngine):
    """The engine without a disk, for runs of thousands of changes: the same in memory."""

    @contextmanager
    def writing(self, _ahead: Ahead | None = None) -> Iterator[None]:
        connection = self._connections.mine()
        if connection.in_transaction:
            yield
            return
        self._turn.process = os.getpid()
        connection.execute("begin")
        try:
            yield
            self._write_rows()
        except BaseException:
            connection.execute("rollback")
            raise
        finally:
            self._turn.process = 0
            self._pending_rows.clear()
        connection.execute("commit")


def told(repository: Repository) -> int:
    """How many events there are, to say that nothing more is told."""
    return sum(1 for _event in repository.engine.all_events())


def content(folder: Path) -> list[Any]:
    """Every document and event of a store, to say that nothing changed."""
    with closing(SqliteEngine(folder)) as engine:
        return content_of(engine)


def content_of(engine: Engine) -> list[Any]:
    """The same of what an engine keeps."""
    documents = [kept for kind in sorted(engine.kinds()) for kept in engine.documents(kind)]
    return [engine.commits(), *documents, *engine.all_events()]


def in_memory(folder: Path) -> Repository:
    """A repository without a disk; the folder is never made."""
    return Repository.on(MemoryEngine(folder), ACTOR, lambda: NOW)
