"""An order as sections of text, and its headline."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from store.models.money import yuan_text
from store.models.order import Order
from store.reading.order_view import OrderView
from store.words import _
from store.words.labels import label
from tui.order_text.cases import cases
from tui.order_text.goods import goods, insurance, money
from tui.order_text.owed import owed
from tui.order_text.parcels import parcels, reissues, tasks
from tui.order_text.problem import problem
from tui.order_text.talk import history, talk


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of what is said."""

    title: str
    lines: tuple[str, ...]


def order_lines(view: OrderView, *, steps: bool = False) -> Iterator[str]:
    """The whole order as plain lines; with its steps also where there is no problem."""
    yield headline(view)
    for section in sections(view, steps=steps):
        yield ""
        yield section.title
        yield from (f"  {line}" for line in section.lines)


def headline(view: OrderView) -> str:
    """Number and the four axes in one line."""
    order = view.order
    units = sum(line.ordered for line in order.lines)
    to_ship = _("({left} of {units} to ship)").format(left=view.units_waiting, units=units)
    said = [
        order.order_no,
        f"{label(view.payment)} {yuan_text(order.money.paid_fen)}",
        f"{label(view.fulfilment)} {to_ship}",
        _("after-sales: {state}").format(state=label(view.after_sales)),
        _("stock-out: {state}").format(state=label(order.stock_out)),
    ]
    if order.known_from == "buyer":
        said.append(_("told by the buyer, not confirmed by an export"))
    if order.under_review:
        said.append(_("under review by the platform"))
    return "   ".join(said)


def sections(view: OrderView, *, steps: bool = False) -> list[Section]:
    """Every part of the order, the empty ones as "none"; its steps where there is a problem."""
    order, now = view.order, view.now
    parts = [
        (_("Goods"), goods(view)),
        (_("Money"), chain(money(view), insurance(view))),
        (_("Receiver"), receiver_lines(order)),
        (_("What is owed"), owed(view)),
        (_("Parcels"), parcels(order, now)),
        (_("Cases"), cases(view)),
        (_("Reissues"), reissues(order, now)),
        (_("Platform tasks"), tasks(order, now)),
        (_("Talk"), talk(order, now)),
        (_("History"), history(view)),
    ]
    if steps or view.has_problem:
        parts.append((_("Steps"), problem(view)))
    return [Section(title, tuple(lines) or (_("none"),)) for title, lines in parts]


def receiver_lines(order: Order) -> Iterator[str]:
    """Who gets it and where, as far as that may be seen."""
    receiver = order.receiver
    parts = (receiver.province, receiver.city, receiver.district, receiver.street, receiver.detail)
    place = [part for part in parts if part.strip("*")]
    who = [receiver.name, receiver.phone]
    text = "  ".join([*(one for one in who if one), "".join(place)]).strip()
    if text:
        yield text
