"""An order as sections of text, and its headline."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from store.adopting import clock_moves
from store.models.money import yuan_text
from store.models.order import Order
from store.repository import Repository
from store.rules.order.axes import after_sales, fulfilment, payment, units_waiting
from store.words import _
from store.words.labels import label
from tui.order_text.cases import cases
from tui.order_text.goods import goods, insurance, money
from tui.order_text.owed import owed
from tui.order_text.parcels import parcels, reissues, tasks
from tui.order_text.talk import history, talk
from tui.reveal import Shown


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
    to_ship = _("({left} of {units} to ship)").format(left=units_waiting(order), units=units)
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
        (_("Goods"), goods(order)),
        (_("Money"), chain(money(order), insurance(order, repository.policy))),
        (_("Receiver"), _receiver(order)),
        (_("What is owed"), owed(order, repository)),
        (_("Parcels"), parcels(order, now)),
        (_("Cases"), cases(order, now, repository.policy)),
        (_("Reissues"), reissues(order, now)),
        (_("Platform tasks"), tasks(order, now)),
        (_("Talk"), talk(order, now)),
        (_("History"), history(seen.events, clock_moves(repository, order), now)),
    ]
    return [Section(title, tuple(lines) or (_("none"),)) for title, lines in parts]


def _receiver(order: Order) -> Iterator[str]:
    receiver = order.receiver
    parts = (receiver.province, receiver.city, receiver.district, receiver.street, receiver.detail)
    place = [part for part in parts if part.strip("*")]
    who = [receiver.name, receiver.phone]
    text = "  ".join([*(one for one in who if one), "".join(place)]).strip()
    if text:
        yield text
