"""An order as sections of rows, and its headline; the screen and `shouhou show` read the same."""

from collections.abc import Iterator
from typing import NamedTuple

from store.models.axes import AfterSales, Payment, StockOut
from store.models.money import yuan_text
from store.models.order import Order
from store.reading.order_view import OrderView
from store.rules.action.context import SOME
from store.words import N_, _, how_many
from store.words.labels import label
from store.words.what_owed import what_owed
from tui.glyphs import unit_marks
from tui.order_text.cases import cases
from tui.order_text.goods import goods, goods_heading
from tui.order_text.history import history_rows
from tui.order_text.owed import KeyOf, cancelling, no_key, owed, owed_heading
from tui.order_text.parcels import parcels, platform
from tui.order_text.problem import problem_rows
from tui.order_text.steps import urgency_of
from tui.order_text.talk import talk_rows
from tui.said import Finds, Kind, Row, Said, Section, plain, printed
from tui.text import left_said, local_time

NAMES = (
    *("owed", "goods", "parcels", "cases", "cancelling"),
    *("receiver", "platform", "talk", "history", "steps"),
)
"""The sections in reading order; a digit goes to each, 0 to the last."""
MOST_UNITS = 6
"""Units of which each has a sign of its own."""


class Headline(NamedTuple):
    """What an order is in one line."""

    order_no: str
    shop: str
    chips: tuple[Said, ...]
    deadline: Said
    """The next one of ours, with the time left; empty where there is none."""
    brief: Said
    """The same without the time of day."""


def order_lines(view: OrderView, *, steps: bool = False) -> Iterator[str]:
    """The whole order as plain lines; with its steps also where there is no problem."""
    told = headline(view)
    chips = [chip.text.strip() for chip in told.chips]
    yield "   ".join(filter(None, (told.order_no, told.shop, *chips, told.deadline.text)))
    for section in sections(view, steps=steps):
        yield ""
        yield section.title
        heading = (section.heading,) if section.heading and section.rows else ()
        rows = (*heading, *section.rows)
        lines = tuple(printed(rows, is_whole=section.is_told_whole)) or (_("none"),)
        yield from (f"  {line}" for line in lines)


def headline(view: OrderView) -> Headline:
    """Number and shop, what is not the usual, and what is due next."""
    order, now = view.order, view.now
    chips = tuple(Said(f" {text} ", kind) for text, kind in _chips(view))
    shop = f"{order.shop}@{label(order.platform)}"
    duty = next((one for one in view.owed if one.counts and one.due_at), None)
    if duty is None or duty.due_at is None:
        return Headline(order.order_no, shop, chips, Said(""), Said(""))
    is_late, what = duty.due_at <= now, what_owed(duty.kind, duty.zero)
    clock = left_said(duty.due_at, now, estimated=duty.estimated)
    until = _("late since {time}") if is_late else _("by {time}, {clock} left")
    until = until.format(time=local_time(duty.due_at, now), clock=clock)
    kind = urgency_of(duty.due_at, now)
    told = _("{what} {until}").format(what=what, until=until)
    brief = _("{what} {clock} late") if is_late else _("{what} {clock} left")
    brief = brief.format(what=what, clock=clock.lstrip("~-") if is_late else clock)
    return Headline(order.order_no, shop, chips, Said(told, kind), Said(brief, kind))


def _chips(view: OrderView) -> Iterator[tuple[str, Kind]]:
    order = view.order
    is_paid, going = view.payment is Payment.PAID, [*going_back(view)]
    yield _paid(view), "chip" if is_paid and going else "chip-well" if is_paid else "chip-soon"
    yield from ((said, "chip-soon") for said in going)
    if order.known_from == "buyer":
        yield _("told by the buyer, not confirmed by an export"), "chip-soon"
    yield _shipped(view)
    if order.stock_out is not StockOut.NONE:
        yield _("stock-out {state}").format(state=label(order.stock_out)), "chip-odd"
    if order.under_review:
        yield label("review"), "chip-odd"
    if view.after_sales is not AfterSales.NONE:
        is_open = view.after_sales is AfterSales.OPEN
        said = _("after-sales: {state}").format(state=label(view.after_sales))
        yield said, "chip-soon" if is_open else "chip"
    if order.hold and order.hold.holds(view.now):
        said = _("held until {time}").format(time=local_time(order.hold.until, view.now))
        yield said, "chip-soon"
    if order.flag:
        yield f"{label(order.flag.colour)} {order.flag.tag}".rstrip(), "chip"


def _paid(view: OrderView) -> str:
    """Where its money is; of a part that went back, how much of what."""
    paid = yuan_text(view.order.money.paid_fen)
    if view.payment is Payment.PART_REFUNDED:
        done = yuan_text(view.money.done)
        return _("part refunded {done} of {paid}").format(done=done, paid=paid)
    return f"{label(view.payment)} {paid}"


def going_back(view: OrderView) -> Iterator[str]:
    """So much money is being refunded; of so much nobody knows the outcome."""
    money = view.money
    if money.pending:
        yield _("refunding {amount}").format(amount=yuan_text(money.pending))
    if money.unknown:
        yield _("refund of {amount}: outcome unknown").format(amount=yuan_text(money.unknown))


def refund_agreed(view: OrderView) -> str:
    """So many units stay here, because their refund is agreed to; nothing where none do."""
    agreed, units = view.units_agreed, view.units_bought
    said = _("refund agreed for {agreed} of {units}")
    return said.format(agreed=agreed, units=units) if agreed else ""


def _shipped(view: OrderView) -> tuple[str, Kind]:
    """How much of it has gone, with a sign for each unit where these are few."""
    waiting, units, gone = view.units_waiting, view.units_bought, view.units_shipped
    if not waiting:
        return label(view.fulfilment), "chip"
    if agreed := refund_agreed(view):
        return agreed, "chip-soon"
    said = _("shipped {gone} of {units}").format(gone=gone, units=units)
    if units <= MOST_UNITS:
        said += f" {unit_marks(gone, waiting, units)}"
    return said, "chip-soon" if gone else "chip"


def sections(view: OrderView, key_of: KeyOf = no_key, *, steps: bool = False) -> list[Section]:
    """Every part of the order in reading order; the steps of a problem where there is one."""
    order, now = view.order, view.now
    cancelled = cancelling(view)
    parts = [
        Section("owed", _("What is owed"), tuple(owed(view, key_of)), owed_heading()),
        Section("goods", _("Goods and money"), tuple(goods(view)), goods_heading()),
        Section("parcels", _("Parcels and reissues"), tuple(parcels(view))),
        Section("cases", _("Cases"), tuple(cases(view))),
        *([cancelled] if cancelled else ()),
        Section("receiver", _("Receiver"), tuple(receiver_rows(view))),
        Section("platform", _("Platform"), tuple(platform(view))),
        Section("talk", _("Talk"), tuple(talk_rows(order, now))),
        Section("history", _("History"), tuple(history_rows(view)), is_told_whole=False),
    ]
    if steps or view.has_problem:
        parts.append(Section("steps", _("Steps"), tuple(problem_rows(view))))
    return parts


def receiver_rows(view: OrderView) -> Iterator[Row]:
    """Who gets it and where, as far as that may be seen, and what else they ordered."""
    yield from (plain(text) for text in receiver_lines(view.order))
    rows = view.orders_of_buyer
    if len(rows) > 1:
        cases_open = sum(row.open_cases for row in rows)
        said = _("this buyer: {count} orders")
        if len(rows) >= SOME:
            said = _("this buyer: {count} orders or more")
        said = said.format(count=len(rows))
        if cases_open:
            said += how_many(cases_open, N_(", 1 open case"), N_(", {count} open cases"))
        yield Row(
            (Said(said, "soon" if cases_open else ""),),
            finds=Finds(" ".join(row.order_no for row in rows)),
        )


def receiver_lines(order: Order) -> Iterator[str]:
    """Who gets it and where, as far as that may be seen."""
    receiver = order.receiver
    parts = (receiver.province, receiver.city, receiver.district, receiver.street, receiver.detail)
    place = [part for part in parts if part.strip("*")]
    who = [receiver.name, receiver.phone]
    text = "  ".join([*(one for one in who if one), "".join(place)]).strip()
    if text:
        yield text
