"""What is said about one order, section by section; the screen and `shouhou show` read the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from store.labels import label
from store.models.event import Event
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.models.refund import Refund
from store.repository import Repository
from store.rules.actions import all_actions
from store.rules.axes import after_sales, fulfilment, payment
from store.rules.discrepancies import explain
from store.rules.fields import minute_text, yuan_text
from store.rules.ledger import line_ledgers, money_ledger, units_to_ship
from store.rules.obligations import obligations
from store.words import _
from tui.reveal import Shown
from tui.text import fit, left, local_time

NAME_WIDTH = 30
SKU_WIDTH = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of what is said."""

    title: str
    lines: tuple[str, ...]


def order_lines(seen: Shown, repository: Repository) -> Iterator[str]:
    """The whole order as plain lines."""
    yield headline(seen.order)
    for section in sections(seen, repository):
        yield ""
        yield section.title
        yield from (f"  {line}" for line in section.lines)


def headline(order: Order) -> str:
    """Number and the four axes in one line."""
    units = sum(line.ordered for line in order.lines)
    to_ship = _("({left} of {units} to ship)").format(left=units_to_ship(order), units=units)
    said = [
        order.order_no,
        f"{label(payment(order))} {yuan_text(order.money.paid_fen)}",
        f"{label(fulfilment(order))} {to_ship}",
        _("after-sales: {state}").format(state=label(after_sales(order))),
        _("stock-out: {state}").format(state=label(order.stock_out)),
    ]
    if order.under_review:
        said.append(_("under review by the platform"))
    return "   ".join(said)


def sections(seen: Shown, repository: Repository) -> list[Section]:
    """Every part of the order, the empty ones as "none"."""
    order, now = seen.order, repository.now
    parts = [
        (_("Goods"), _goods(order)),
        (_("Money"), _money(order)),
        (_("Receiver"), _receiver(order)),
        (_("What is owed"), _owed(order, repository)),
        (_("Parcels"), _parcels(order, now)),
        (_("Cases"), _cases(order, now)),
        (_("Reissues"), _reissues(order, now)),
        (_("Platform tasks"), _tasks(order, now)),
        (_("Talk"), _talk(order, now)),
        (_("History"), _history(seen.events, now)),
    ]
    return [Section(title, tuple(lines) or (_("none"),)) for title, lines in parts]


def _goods(order: Order) -> Iterator[str]:
    counts = (_("ordered"), _("shipped"), _("refunded"), _("to ship"))
    widths = [max(len(word) * 2 if not word.isascii() else len(word), 4) for word in counts]
    head = "  ".join(fit(word, width, "right") for word, width in zip(counts, widths, strict=True))
    sku, goods_name = _("SKU"), _("Name")
    yield f"{'':2} {fit(sku, SKU_WIDTH)} {head}  {goods_name}"
    for ledger in line_ledgers(order):
        line = ledger.line
        numbers = (line.ordered, ledger.shipped, ledger.refunded, max(0, ledger.to_ship))
        cells = "  ".join(
            fit(str(number), width, "right") for number, width in zip(numbers, widths, strict=True)
        )
        name = f"{line.name} {line.spec}".strip()
        cancelled = _(" ({units} cancelled)").format(units=line.cancelled) if line.cancelled else ""
        yield f"{line.line:2} {fit(line.sku, SKU_WIDTH)} {cells}  {name}{cancelled}"
    if order.seller_note:
        yield _("seller note: {text}").format(text=order.seller_note)
    if order.buyer_note:
        yield _("buyer note: {text}").format(text=order.buyer_note)
    if order.flag:
        flag = f"{label(order.flag.colour)} {order.flag.tag}".rstrip()
        yield _("flag: {flag}").format(flag=flag)


def _money(order: Order) -> Iterator[str]:
    money, ledger = order.money, money_ledger(order)
    computed = (
        money.goods_fen + money.freight_fen - money.shop_discount_fen - money.platform_discount_fen
    )
    yield _(
        "goods {goods} + freight {freight} - shop discount {shop} - platform discount {platform}"
        " = {sum}"
    ).format(
        goods=yuan_text(money.goods_fen),
        freight=yuan_text(money.freight_fen),
        shop=yuan_text(money.shop_discount_fen),
        platform=yuan_text(money.platform_discount_fen),
        sum=yuan_text(computed),
    )
    if computed != money.paid_fen:
        yield _("paid {paid}, as the platform says").format(paid=yuan_text(money.paid_fen))
    yield _(
        "refunded {done}, pending {pending}, unknown {unknown}; at most {left} may be refunded"
    ).format(
        done=yuan_text(ledger.done),
        pending=yuan_text(ledger.pending),
        unknown=yuan_text(ledger.unknown),
        left=yuan_text(max(0, ledger.refundable)),
    )
    yield from (_refund(refund) for refund in order.refunds)
    for one in order.open_discrepancies:
        yield _("! discrepancy: {what}").format(what=explain(order, one))


def _refund(refund: Refund) -> str:
    sign = "~" if refund.estimated else ""
    said = f"{sign}{yuan_text(refund.amount_fen)} {label(refund.state)} {refund.id}"
    return f"{said} {_(refund.reason) if refund.reason else ''}".rstrip()


def _receiver(order: Order) -> Iterator[str]:
    receiver = order.receiver
    parts = (receiver.province, receiver.city, receiver.district, receiver.street, receiver.detail)
    place = [part for part in parts if part.strip("*")]
    who = [receiver.name, receiver.phone]
    text = "  ".join([*(one for one in who if one), "".join(place)]).strip()
    if text:
        yield text


def _owed(order: Order, repository: Repository) -> Iterator[str]:
    now = repository.now
    for one in obligations(order, repository.policy):
        clock = left(one.due_at, now, estimated=one.estimated) or "?"
        when = minute_text(one.due_at) if one.due_at else _("no deadline known")
        yield f"{clock:>6}  {label(one.who)}: {label(one.kind)}, {when}  {one.at_zero}".rstrip()
    application = order.open_stock_out
    if application:
        yield _("platform: stock-out verdict, applied {day}").format(
            day=minute_text(application.applied_at)
        )


def _parcels(order: Order, now: datetime) -> Iterator[str]:
    for parcel in order.parcels:
        number = f"{label(parcel.carrier)} {parcel.tracking_no}".strip() or _("no number given")
        at = local_time(parcel.shipped_at, now) if parcel.shipped_at else ""
        yield f"{number}  {_contents(order, parcel.lines)}  {at}  {_told(parcel)}  {parcel.id}"
        for old in parcel.corrections:
            yield _("  before: {number}").format(number=f"{old.carrier} {old.tracking_no}")


def _told(parcel: Parcel) -> str:
    kind = f"{label(parcel.kind)}, " if parcel.kind == "reissue" else ""
    return kind + (_("the platform shows it") if parcel.confirmed else _("not yet on the platform"))


def _contents(order: Order, lines: tuple[LineQuantity, ...]) -> str:
    named = ((part.quantity, order.line_named(part.line)) for part in lines)
    return ", ".join(f"{units} x {line.sku or line.name}" for units, line in named if line) or _(
        "contents unknown"
    )


def _cases(order: Order, now: datetime) -> Iterator[str]:
    for case in order.cases:
        ended = None if case.outcome == "withdrawn" else case.outcome
        state = label(ended or case.state)
        reason = case.reasons[0].text if case.reasons else ""
        clock = left(case.platform_deadline if case.state != "closed" else None, now)
        kind = case.platform_kind if case.kind == "other" else label(case.kind)
        amount = yuan_text(case.requested_fen)
        yield f"{case.id}  {kind}  {state}  {amount}  {reason}  {clock}".rstrip()


def _reissues(order: Order, now: datetime) -> Iterator[str]:
    for one in order.reissues:
        at = local_time(one.created_at, now)
        contents = _contents(order, one.lines)
        told = f"{label(one.origin)}  {contents}  {label(one.state)}"
        yield f"{one.number}  {at}  {told}  {one.reason}"


def _tasks(order: Order, now: datetime) -> Iterator[str]:
    for one in order.tasks:
        state = _("done") if one.done_at else _("to do")
        yield f"{state}  {local_time(one.created_at, now)}  {label(one.kind)}: {one.copy_text}"


def _talk(order: Order, now: datetime) -> Iterator[str]:
    said = [
        (
            one.at,
            f"{label(one.direction)}, {label(one.channel)}: {one.text}",
            one.promise_due,
            one.by,
        )
        for one in order.contacts
    ]
    note = _("note: {text}")
    said += [(one.at, note.format(text=one.text), None, one.by) for one in order.notes]
    for at, text, promise, who in sorted(said, key=lambda one: one[0], reverse=True):
        yield f"{local_time(at, now)}  {text}  ({who})"
        if promise:
            yield _("  answer promised by {time}").format(time=minute_text(promise))


def _history(events: list[Event], now: datetime) -> Iterator[str]:
    for event in reversed(events):
        yield f"{local_time(event.at, now)}  {event.actor}  {what_happened(event)}"


def what_happened(event: Event) -> str:
    """An event without its who and when."""
    action = all_actions().get(event.action)
    titles = {"import": _("Import"), "reveal": _("Personal data shown")}
    title = _(action.title) if action else titles.get(event.action, event.action)
    if action is None:
        return f"{title}  {' '.join(event.values.values())}".rstrip()
    fields = action.model_fields
    values = ", ".join(
        f"{_(fields[name].title or name) if name in fields else name}: {label(text)}"
        for name, text in event.values.items()
    )
    return f"{title}  {values}".rstrip()
