"""What went out: parcels with how far they are, reissues, and what the platform has to be told."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel, Trace
from store.models.platform_task import PlatformTask
from store.models.reissue import Reissue
from store.reading.order_view import OrderView
from store.words import N_, _, listed, named, phrases
from store.words.labels import label, task_label
from store.words.times import minute_text
from tui.order_text.steps import Step, ago, steps_line, urgency_of
from tui.said import Kind, Line, Row, Said
from tui.text import local_time

if TYPE_CHECKING:
    from store.reading.owed import Obligation

WAY = (N_("sent"), N_("picked up"), N_("moving"), N_("at door"), N_("received"))
"""How a parcel goes."""
AHEAD = (N_("sending"), N_("pick-up"), N_("transit"), N_("delivery"), N_("receipt"))
"""The same of what it has not come to."""
REACHED = {"picked_up": 1, "sorted": 2, "in_transit": 2, "out_for_delivery": 3, "delivered": 4}
"""The last step of its way that a scan shows."""
MOST_ENDED = 3
"""Tasks that are done, of which so many are shown."""


def parcels(view: OrderView) -> Iterator[Row]:
    """Each parcel and each reissue, how far it is and what is wrong with it."""
    order = view.order
    owed = {duty.about: duty for duty in view.owed if duty.about}
    for parcel in order.parcels:
        yield _parcel(view, parcel, owed.get(parcel.id))
    for one in order.reissues:
        yield _reissue(view, one, owed.get(one.id))


def _parcel(view: OrderView, parcel: Parcel, duty: "Obligation | None") -> Row:
    now, instead = view.now, view.instead_in(parcel)
    said = [
        Said(parcel_text(parcel), "title"),
        Said(f"  {_held(view, parcel, instead)}", "quiet"),
    ]
    if parcel.kind != "shipment":
        said.append(Said(f"  {label(parcel.kind)}"))
    if parcel.shipped_at:
        sent = _("sent {time}").format(time=local_time(parcel.shipped_at, now))
        said.append(Said(f"  {sent}", "quiet"))
    return Row(
        tuple(said),
        under=(*_in_place_of(view.order, instead), *_under(parcel, duty, now)),
        behind=tuple(_behind(view.order, parcel)),
        about=parcel.id,
    )


def _held(view: OrderView, parcel: Parcel, instead: Mapping[int, str]) -> str:
    """What counts as in it, and whether that is all."""
    held = contents(view.order, parcel.lines, instead)
    if view.may_hold_more(parcel):
        return _("{goods}, and maybe more").format(goods=held) if parcel.lines else held
    return held if parcel.lines else _("nothing that was bought")


def parcel_text(parcel: Parcel) -> str:
    """What a person calls it by."""
    carrier = label(parcel.carrier) if parcel.carrier else ""
    return f"{carrier} {parcel.tracking_no}".strip() or _("no number given")


def _in_place_of(order: Order, lines: Iterable[int]) -> Iterator[Line]:
    """What was bought, where something else was sent."""
    bought = [line.sku or line.name for line in order.lines if line.line in lines]
    if bought:
        said = _("sent in place of {goods}, as agreed").format(goods=listed(bought))
        yield (Said(said, "quiet"),)


def _under(parcel: Parcel, duty: "Obligation | None", now: datetime) -> Iterator[Line]:
    urgency = urgency_of(duty.due_at, now) if duty else ""
    if parcel.handed_over:
        yield (Said(label(parcel.handed_over), "quiet"),)
    elif parcel.traces or parcel.source == "desk":
        yield _way(parcel, urgency)
        yield _clock(parcel, duty, urgency, now)
    if parcel.old_address:
        yield (Said(_("! made out before the address was changed"), "soon"),)
    if stop := parcel.interception:
        outcome = label(stop.outcome) if stop.outcome else _("no answer yet")
        said = _("interception asked for {time}: {outcome}")
        asked = said.format(time=local_time(stop.asked_at, now), outcome=outcome)
        yield (Said(asked, "" if stop.outcome else "soon"),)
    if not parcel.confirmed and parcel.source == "desk":
        yield (Said(_("not yet on the platform"), "quiet"),)


def _way(parcel: Parcel, urgency: Kind) -> Line:
    reached = max((REACHED.get(one.state, 0) for one in parcel.traces), default=0)
    steps = [
        Step(_(done), "done")
        if place <= reached
        else Step(_(ahead), "now" if place == reached + 1 else "to_do")
        for place, (done, ahead) in enumerate(zip(WAY, AHEAD, strict=True))
    ]
    return steps_line(steps, urgency)


def _clock(parcel: Parcel, duty: "Obligation | None", urgency: Kind, now: datetime) -> Line:
    """The age of the last scan, and how long the next one may take."""
    scan = parcel.traces[-1] if parcel.traces else None
    if scan:
        said = _("last scan {age} ago: {what}").format(age=ago(scan.at, now), what=_scan(scan))
    elif parcel.shipped_at and now - parcel.shipped_at >= timedelta(minutes=1):
        said = _("no scan for {age}").format(age=ago(parcel.shipped_at, now))
    else:
        said = _("no scan known")
    if duty is None or duty.due_at is None:
        return (Said(said, "quiet"),)
    time = local_time(duty.due_at, now)
    due = (_("late since {time}") if urgency == "late" else _("due {time}")).format(time=time)
    cost = f"   {yuan_text(duty.cost_fen)}" if duty.cost_fen else ""
    kind: Kind = urgency or "quiet"
    return (Said(phrases((said, f"{due}{cost}")), kind),)


def _scan(scan: Trace) -> str:
    return f"{label(scan.state)} {scan.text}".rstrip()


def _behind(order: Order, parcel: Parcel) -> Iterator[str]:
    """Every scan, the newest first, the numbers it had before, and whether the platform has it."""
    if parcel.confirmed and not parcel.number_shown:
        yield _("the platform says that it left, and not with which number")
    else:
        yield _("the platform shows it") if parcel.confirmed else _("not yet on the platform")
    if parcel.contents_set_at:
        yield _("contents set {time}").format(time=minute_text(parcel.contents_set_at))
    if parcel.damaged:
        yield _("damaged: {goods}").format(goods=contents(order, parcel.damaged))
    if parcel.missing:
        yield _("missing: {goods}").format(goods=contents(order, parcel.missing))
    for trace in reversed(parcel.traces):
        yield f"{minute_text(trace.at)}  {_scan(trace)}"
    for old in parcel.corrections:
        yield _("before: {number}").format(number=f"{label(old.carrier)} {old.tracking_no}")


def contents(
    order: Order, lines: tuple[LineQuantity, ...], instead: Mapping[int, str] | None = None
) -> str:
    """`RICE-10 x2, OIL-5 x1`; of some lines what went instead."""
    named = ((part.quantity, order.line_named(part.line)) for part in lines)
    sent = ((units, line, (instead or {}).get(line.line)) for units, line in named if line)
    return listed(f"{other or line.sku or line.name} x{units}" for units, line, other in sent) or _(
        "contents unknown"
    )


def reissue_text(reissue: Reissue) -> str:
    """What it is called by."""
    return _("reissue {number}").format(number=reissue.number)


def _reissue(view: OrderView, one: Reissue, duty: "Obligation | None") -> Row:
    now = view.now
    said = [
        Said(reissue_text(one), "title"),
        Said(f"  {label(one.origin)}", "quiet"),
        Said(f"  {contents(view.order, one.lines, view.instead_of(one))}"),
    ]
    right: Line = (Said(f" {label(one.state)}", "quiet"),)
    if duty and duty.due_at:
        by = _("send by {time}").format(time=local_time(duty.due_at, now))
        right = (Said(f" {by}", urgency_of(duty.due_at, now) or "soon"),)
    under = ((Said(one.reason, "quiet"),),) if one.reason else ()
    made = _("created {time}").format(time=minute_text(one.created_at))
    return Row(tuple(said), right, under, (made,), one.id)


def platform(view: OrderView) -> Iterator[Row]:
    """What the last export said, and what the platform has to be told, by hand or by file."""
    order, now = view.order, view.now
    words = [text for text in order.platform_status.values() if text]
    if words:
        at = order.knowledge.exported_at
        said = _("exported {time}").format(time=local_time(at, now)) if at else ""
        behind = tuple(named(name, text) for name, text in order.platform_status.items() if text)
        right = (Said(f" {said}", "quiet"),) if said else ()
        yield Row((Said(" / ".join(dict.fromkeys(words))),), right, behind=behind)
    yield from (_task(one, now) for one in order.open_tasks)
    ended = [one for one in order.tasks if not one.open]
    yield from (_task(one, now) for one in ended[-MOST_ENDED:])


def _task(task: PlatformTask, now: datetime) -> Row:
    state = _("no longer needed") if task.moot else _("done") if task.done_at else _("to do")
    at = (Said(f" {local_time(task.created_at, now)}", "quiet"),)
    head: Line = (
        Said(f"{state}  ", "soon" if task.open else "quiet"),
        Said(task_label(task.kind), "" if task.open else "quiet"),
    )
    if not task.open:
        return Row(head, at, behind=(task.copy_text,))
    under: list[Line] = [(Said(task.copy_text, "quiet"),)]
    if task.press:
        said = _("press there: {button}").format(button=task.press)
        under.append((Said(said, "quiet"),))
    return Row(head, at, tuple(under), (task.copy_text,), task.id)
