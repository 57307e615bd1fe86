"""What went out: parcels with their traces, reissues, and what the platform has to be told."""

from collections.abc import Iterator
from datetime import datetime

from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.words import _, listed
from store.words.labels import label
from store.words.times import minute_text
from tui.text import local_time

TRACES = 3
"""So many of the last scans of a parcel are shown."""


def parcels(order: Order, now: datetime) -> Iterator[str]:
    """Each parcel, its last scans, and what is wrong with it."""
    for parcel in order.parcels:
        number = f"{label(parcel.carrier)} {parcel.tracking_no}".strip() or _("no number given")
        at = local_time(parcel.shipped_at, now) if parcel.shipped_at else ""
        held = contents(order, parcel.lines)
        yield f"{number}  {held}  {at}  {_told(parcel)}"
        yield from (f"  {line}" for line in _about(parcel, now))


def _about(parcel: Parcel, now: datetime) -> Iterator[str]:
    if parcel.substitute:
        yield _("{sku} was sent instead, as agreed").format(sku=parcel.substitute)
    if parcel.old_address:
        yield _("! made out before the address was changed")
    stop = parcel.interception
    if stop:
        outcome = label(stop.outcome) if stop.outcome else _("no answer yet")
        yield _("interception asked for {time}: {outcome}").format(
            time=minute_text(stop.asked_at), outcome=outcome
        )
    for trace in reversed(parcel.traces[-TRACES:]):
        yield f"{local_time(trace.at, now)}  {label(trace.state)}  {trace.text}".rstrip()
    for old in parcel.corrections:
        yield _("before: {number}").format(number=f"{old.carrier} {old.tracking_no}")


def _told(parcel: Parcel) -> str:
    kind = "" if parcel.kind == "shipment" else f"{label(parcel.kind)}, "
    return kind + (_("the platform shows it") if parcel.confirmed else _("not yet on the platform"))


def contents(order: Order, lines: tuple[LineQuantity, ...]) -> str:
    """`2 x RICE-10, 1 x OIL-5`."""
    named = ((part.quantity, order.line_named(part.line)) for part in lines)
    return listed(f"{units} x {line.sku or line.name}" for units, line in named if line) or _(
        "contents unknown"
    )


def reissues(order: Order, now: datetime) -> Iterator[str]:
    """What is, or was to be, sent again."""
    for one in order.reissues:
        at = local_time(one.created_at, now)
        told = f"{label(one.origin)}  {contents(order, one.lines)}  {label(one.state)}"
        yield f"{one.number}  {at}  {told}  {one.reason}"


def tasks(order: Order, now: datetime) -> Iterator[str]:
    """What the platform has to be told, by hand or by file."""
    for one in order.tasks:
        state = _("no longer needed") if one.moot else _("done") if one.done_at else _("to do")
        yield f"{state}  {local_time(one.created_at, now)}  {label(one.kind)}: {one.copy_text}"
        if one.press and one.open:
            yield "  " + _("press there: {button}").format(button=one.press)
