"""A shop whose every text attacks the terminal: an order an attack, and one with all of them."""

from collections.abc import Iterable
from pathlib import Path

from store.models.after_sales_case import AfterSalesCase
from store.models.contact import Contact, Flag, Note
from store.models.discrepancy import Discrepancy
from store.models.event import Actor
from store.models.order import Order
from store.models.parcel import Parcel, TrackingCorrection
from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.models.receiver import Receiver
from store.models.refund import Refund
from store.models.reissue import Reissue
from store.repository import open_store
from tests.build import HOME, HOUR, NOW, SHOP, case, keep, line, order, refund, units
from tests.terminal.hostile import CONTROL, MARKUP

ATTACKS = [*CONTROL.values(), *MARKUP.values()]
STORABLE = [one.encode("utf-8", "replace").decode() for one in ATTACKS]
"""A lone surrogate is no text that a file can hold; it comes out as a question mark."""
TOGETHER = ["".join(STORABLE[start::8]) for start in range(8)]
"""All of them in a few texts."""
ALL, FREE = "261120-999999999999999", "261120-888888888888888"
"""The order with all attacks; and the same with nothing open, so that every action may be done."""


def make_hostile_shop(folder: Path) -> None:
    """Fill a store with it."""
    repository = open_store(
        str(folder), Actor(user="mallory", name=" ".join(STORABLE)), lambda: NOW
    )
    each = [attacked([one], f"{number}{one}") for number, one in enumerate(STORABLE)]
    full = attacked(TOGETHER, ALL, receiver=HOME)
    free = {"order_no": FREE, "discrepancies": (), "cases": (), "shop": SHOP, "confirmed_at": None}
    products = (Product(shop=one, sku=one, name=one, on_hand=1) for one in STORABLE)
    keep(repository, *each, full, full.model_copy(update=free), *products)
    repository.close()


def attacked(texts: list[str], order_no: str, **changes: object) -> Order:
    """An order with these texts wherever a text can stand."""
    every = "\n".join(texts)
    many = list(enumerate(texts, start=1))
    lines = [
        line(number, sku=one, name=one, spec=one, product_code=one, product_id=one, line_no=one)
        for number, one in many
    ]
    given = {"receiver": Receiver(**dict.fromkeys(Receiver.model_fields, every))} | changes
    return order(
        *lines,
        **given,
        shop=texts[0],
        order_no=order_no,
        buyer_note=every,
        seller_note=every,
        platform_status=dict.fromkeys(texts, every),
        extra=dict.fromkeys(texts, every),
        confirmed_by=every,
        confirmed_at=NOW,
        ship_by_deadline=NOW - HOUR,
        flag=Flag(colour="red", tag=every),
        parcels=tuple(parcel(number, one) for number, one in many),
        refunds=tuple(given_back(number, one) for number, one in many),
        cases=tuple(asked_for(number, one) for number, one in many),
        contacts=tuple(said(number, one) for number, one in many),
        notes=tuple(Note(id=f"n{number}", at=NOW, text=one, by=one) for number, one in many),
        reissues=tuple(sent_again(number, one) for number, one in many),
        tasks=tuple(to_tell(number, one) for number, one in many),
        discrepancies=discrepancies(many),
    )


def parcel(number: int, text: str) -> Parcel:
    before = TrackingCorrection(tracking_no=text, carrier=text, corrected_at=NOW)
    return Parcel(
        id=f"p{number}{text}",
        tracking_no=text,
        carrier=text,
        lines=units((number, 1)),
        shipped_at=NOW,
        source="desk",
        corrections=(before,),
    )


def given_back(number: int, text: str) -> Refund:
    return refund(id=f"r{number}{text}", amount_fen=1, reason=text, settled_note=text)


def asked_for(number: int, text: str) -> AfterSalesCase:
    reasons = ({"text": text, "at": NOW, "source": "platform"},)
    status = ((text, text),)
    return case(
        id=f"A{number}{text}",
        kind="other",
        platform_kind=text,
        platform_status=status,
        reasons=reasons,
        return_tracking_no=text,
    )


def said(number: int, text: str) -> Contact:
    return Contact(
        id=f"c{number}",
        at=NOW,
        channel="other",
        direction="in",
        text=text,
        promise_due=NOW + HOUR,
        by=text,
    )


def sent_again(number: int, text: str) -> Reissue:
    return Reissue(
        id=f"b{number}{text}",
        number=number,
        origin="lost_parcel",
        reason=text,
        lines=units((number, 1)),
        created_at=NOW,
    )


def to_tell(number: int, text: str) -> PlatformTask:
    return PlatformTask(id=f"t{number}{text}", kind="batch-ship", created_at=NOW, copy_text=text)


def discrepancies(many: Iterable[tuple[int, str]]) -> tuple[Discrepancy, ...]:
    return tuple(
        Discrepancy(id=f"d{number}{text}", kind="goods", line=number, opened_at=NOW)
        for number, text in many
    )
