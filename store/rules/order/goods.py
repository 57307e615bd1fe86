"""Goods (货品): what sentences call the lines of an order, and the account of where units are.

A person knows a line by its goods. Where a number of units is refused, the account says what holds
the others, so that the numbers add up.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import datetime

from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.cases.case_ledger import case_ledgers
from store.rules.cases.case_names import case_called
from store.rules.order.ledger import line_ledgers, spent
from store.rules.parcels.losses import not_made_good
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import place
from store.words import _, listed, phrases
from store.words.times import day_text

Holder = Callable[[Order, int], Iterator[str]]
"""Of a line: each thing that holds some of its units, with their number."""


def goods_of(order: Order, line: int) -> str:
    """What a line holds: its SKU, or its name; where several hold the same, its number too."""
    found = order.line_named(line)
    if found is None:
        return str(line)
    text = found.sku or found.name
    alike = [one for one in order.lines if (one.sku or one.name) == text]
    return text if len(alike) == 1 else _("{goods} (line {line})").format(goods=text, line=line)


def goods_in(order: Order, lines: Iterable[LineQuantity]) -> str:
    """`RICE-10 x2, OIL-5 x1`."""
    return listed(f"{goods_of(order, part.line)} x{part.quantity}" for part in lines)


def goods_named(order: Order, lines: Iterable[LineQuantity]) -> str:
    """These units as a row of the order names all of them: `云南鲜花饼 混合味20枚 x3`."""
    units = ((order.line_named(part.line), part.quantity) for part in lines)
    return " + ".join(f"{line.full_name} x{many}" for line, many in units if line)


def account(order: Order, line: int, holders: Iterable[Holder]) -> str:
    """What holds the units of a line."""
    return listed(said for holder in holders for said in holder(order, line))


def accounts(order: Order, holders: Iterable[Holder], lines: Container[int] | None = None) -> str:
    """The same of every line, or of these, each with its goods."""
    each = tuple(holders)
    said = _("{goods}: {account}")
    return phrases(
        said.format(goods=goods_of(order, one.line), account=account(order, one.line, each))
        for one in order.lines
        if lines is None or one.line in lines
    )


def ordered(order: Order, line: int) -> Iterator[str]:
    """All that was bought."""
    found = order.line_named(line)
    yield _("{units} ordered").format(units=found.ordered if found else 0)


def cancelled_units(order: Order, line: int) -> Iterator[str]:
    """What the platform closed before it was shipped."""
    found = order.line_named(line)
    if found and found.cancelled:
        yield _("{units} cancelled").format(units=found.cancelled)


def shipped(order: Order, line: int) -> Iterator[str]:
    """What has left, by parcel."""
    for parcel in order.shipments:
        if units := _units(parcel.lines, line):
            yield _("{units} shipped ({number})").format(units=units, number=called(parcel))


def unshipped(order: Order, line: int) -> Iterator[str]:
    """What is still to be shipped."""
    units = sum(max(0, one.to_ship) for one in line_ledgers(order) if one.number == line)
    if units:
        yield _("{units} not shipped yet").format(units=units)


def refunded(order: Order, line: int) -> Iterator[str]:
    """What is paid back, or is being paid back, by refund."""
    for refund in spent(order):
        units = sum(part.quantity for part in refund.lines if part.line == line)
        yield from _refunded(units, refund.requested_at or refund.settled_at)


def refunded_for(case: str) -> Holder:
    """The same beside a case: what went for another one names it."""

    def held(order: Order, line: int) -> Iterator[str]:
        for refund in spent(order):
            units = sum(part.quantity for part in refund.lines if part.line == line)
            at = refund.requested_at or refund.settled_at
            if units and refund.case not in (None, case):
                said = _("{units} refunded for case {case}")
                yield said.format(units=units, case=refund.case)
            else:
                yield from _refunded(units, at)

    return held


def refunded_unshipped(order: Order, line: int) -> Iterator[str]:
    """What was paid back before it was shipped, by refund."""
    for refund in spent(order):
        units = sum(part.unshipped for part in refund.lines if part.line == line)
        yield from _refunded(units, refund.requested_at or refund.settled_at)


def _refunded(units: int, at: datetime | None) -> Iterator[str]:
    if units and at:
        yield _("{units} refunded ({day})").format(units=units, day=day_text(at))
    elif units:
        yield _("{units} refunded").format(units=units)


def sent_anew(order: Order, line: int) -> Iterator[str]:
    """What a reissue sends again, or has sent."""
    for reissue in order.reissues:
        units = _units(reissue.lines, line)
        if units and reissue.state != "cancelled":
            yield _("{units} in reissue {number}").format(units=units, number=reissue.number)


def still_sent_again(order: Order, line: int) -> Iterator[str]:
    """What an open reissue is to send again."""
    for reissue in order.reissues:
        units = _units(reissue.lines, line)
        if units and reissue.state == "open":
            yield _("{units} in reissue {number}").format(units=units, number=reissue.number)


def lost(order: Order, line: int) -> Iterator[str]:
    """What is recorded as lost or come back, and nothing was done about."""
    units = sum(max(0, one.reissuable) for one in line_ledgers(order) if one.number == line)
    if units:
        yield _("{units} lost or come back").format(units=units)


def back_here(order: Order, line: int) -> Iterator[str]:
    """What the carrier brought back, and nothing was done about, by parcel."""
    for loss in not_made_good(order):
        parcel = order.parcel_named(loss.parcel)
        if parcel and loss.line == line and place(order, parcel) == "back":
            said = _("{units} came back ({number})")
            yield said.format(units=loss.quantity, number=called(parcel))


def lying_here(order: Order, line: int) -> Iterator[str]:
    """What came back for a case."""
    for ledger in case_ledgers(order):
        units = ledger.lying_here[line]
        if units > 0:
            yield _("{units} here for case {case}").format(
                units=units, case=case_called(ledger.case)
            )


def with_the_buyer(order: Order, line: int) -> Iterator[str]:
    """What was delivered, by parcel."""
    for parcel in order.parcels:
        units = _units(parcel.lines, line)
        if units and parcel.kind in ("shipment", "reissue") and place(order, parcel) == "buyer":
            yield _("{units} with the buyer ({number})").format(units=units, number=called(parcel))


TO_SHIP: tuple[Holder, ...] = (ordered, cancelled_units, shipped, refunded_unshipped)
"""What holds the units of a line that are not to be shipped."""
TO_REFUND: tuple[Holder, ...] = (ordered, cancelled_units, refunded, still_sent_again)
"""The units whose money cannot go back."""
TO_SEND_AGAIN: tuple[Holder, ...] = (
    ordered,
    cancelled_units,
    unshipped,
    refunded,
    sent_anew,
    lying_here,
)
"""The units that are not to be sent again."""
NOT_DELIVERED: tuple[Holder, ...] = (*TO_SEND_AGAIN, with_the_buyer)
"""The same where only what the buyer does not have may be sent again."""
TO_EXCHANGE: tuple[Holder, ...] = (ordered, cancelled_units, unshipped, refunded, lost)
"""The units that the buyer has not, and can get nothing for in exchange."""


def _units(lines: Iterable[LineQuantity], line: int) -> int:
    return sum(part.quantity for part in lines if part.line == line)
