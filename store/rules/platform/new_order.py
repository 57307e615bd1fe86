"""A new order: what an export says of one that nobody knows, taken as it is."""

from collections.abc import Sequence
from operator import attrgetter

from store.models.axes import AfterSales, Fulfilment, Payment, Source
from store.models.facts import LineFacts, OrderFacts
from store.models.made import made
from store.models.order import Knowledge, Line, Order
from store.models.owners import Owner, owned
from store.models.parcel import LineQuantity, Parcel
from store.rules.action.context import Context
from store.rules.platform.cases.case_shown import case_shown
from store.rules.platform.named_by_rows import GONE, gone_of
from store.rules.platform.platform_goods import carrier_of

ADVANCE = tuple(Fulfilment)
"""From the least advanced to the most."""


def is_plain(facts: OrderFacts) -> bool:
    """Does it say nothing that has to be thought about?"""
    return len(facts.parcels) <= 1 and _are_together(facts) and _are_apart(facts.lines)


def _are_together(facts: OrderFacts) -> bool:
    """Is all that has left in each of the parcels?"""
    gone = {line.line_no for line in facts.lines if line.fulfilment in GONE}
    return all(not one.line_nos or gone <= {*one.line_nos} for one in facts.parcels)


def new_order(facts: OrderFacts, shop: str, context: Context) -> Order:
    """The order with its parcel, before its refunds and its stock-out are looked at.

    It is what `two_sources` makes of plain facts and an order without anything in it; a test holds
    the one to the other.
    """
    lines = _lines(facts)
    names = owned(Order, Owner.PLATFORM)
    said_of = zip(names, attrgetter(*names)(facts), strict=True)
    said = [line.fulfilment for line in facts.lines if line.fulfilment]
    return made(
        Order,
        platform=facts.platform,
        shop=shop,
        order_no=facts.order_no,
        lines=lines,
        receiver=facts.receiver,
        platform_payment=facts.payment or Payment.UNPAID,
        platform_fulfilment=min(said, key=ADVANCE.index, default=Fulfilment.WAITING),
        platform_after_sales=facts.after_sales or AfterSales.NONE,
        platform_status={name: text for name, text in facts.platform_status.items() if text},
        extra={name: text for name, text in facts.extra.items() if text},
        knowledge=made(
            Knowledge,
            exported_at=facts.knowledge.exported_at,
            imported=facts.knowledge.imported,
            made_after=facts.knowledge.made_after,
            instants=dict(sorted(facts.knowledge.instants.items())),
            progress=facts.knowledge.progress,
            line_progress=dict(facts.knowledge.line_progress),
        ),
        confirmed_at=facts.confirmed_at,
        parcels=_parcels(facts, lines, context),
        **{name: value for name, value in said_of if value is not None},
    )


def _parcels(facts: OrderFacts, lines: Sequence[Line], context: Context) -> tuple[Parcel, ...]:
    """What has left is in the one parcel, or in one that the export does not name."""
    contents = tuple(
        made(LineQuantity, line=line.line, quantity=line.ordered - line.cancelled)
        for line in gone_of(lines, facts)
        if line.ordered > line.cancelled
    )
    if not facts.parcels and not contents:
        return ()
    named = facts.parcels[0] if facts.parcels else None
    is_by_rows = named is not None and bool(named.line_nos)
    rows = tuple(line.line for line in gone_of(lines, facts)) if is_by_rows else None
    parcel = made(
        Parcel,
        id=context.new_id(),
        tracking_no=named.tracking_no if named else "",
        carrier=carrier_of(named) if named else "",
        lines=contents,
        rows=rows,
        shipped_at=facts.shipped_at,
        source=Source.PLATFORM,
        confirmed=True,
        number_shown=named is not None,
    )
    return (parcel,)


def _lines(facts: OrderFacts) -> tuple[Line, ...]:
    names = owned(Line, Owner.PLATFORM)
    values = attrgetter(*names)
    return tuple(
        made(
            Line,
            line=number,
            cancelled=line.ordered
            if line.fulfilment is Fulfilment.CANCELLED and not line.refunded
            else 0,
            case_shown=case_shown(facts, line),
            **dict(zip(names, values(line), strict=True)),
        )
        for number, line in enumerate(facts.lines, 1)
    )


def _are_apart(lines: Sequence[LineFacts]) -> bool:
    """Is each of the lines one that no other of them can be taken for?"""
    if len(lines) == 1:
        return True
    numbers = [line.line_no for line in lines if line.line_no]
    if len(set(numbers)) < len(numbers):
        return False
    if len(numbers) == len(lines):
        return True
    return len({(line.sku, line.name, line.spec) for line in lines}) == len(lines)
