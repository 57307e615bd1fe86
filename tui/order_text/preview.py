"""An order as the preview says it: what it is, what is owed, was said, and may be done."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from store.models.money import yuan_text
from store.reading.order_view import OrderView
from store.search.counting import SOON
from store.words import _
from store.words.labels import label
from tui.actions import Key
from tui.order_text.order import receiver_lines
from tui.order_text.talk import talk
from tui.said import Kind, Line, Said
from tui.text import left

if TYPE_CHECKING:
    from store.repository import Repository

MOST_GOODS, MOST_OWED, MOST_SAID, MOST_POSSIBLE = 4, 5, 4, 8
CLOCK = 6


def preview_of(repository: "Repository", key: str, keys: Sequence[Key]) -> tuple[Line, ...]:
    """The lines for an order as it is now, the buyer hidden."""
    order = repository.order(key)
    view = repository.view(order)
    possible = {offer.action.name for offer in repository.offers(order) if not offer.why_not}
    return tuple(_lines(view, [one for one in keys if one.name in possible and one.keys]))


def _lines(view: OrderView, possible: Sequence[Key]) -> Iterator[Line]:
    yield (Said(view.order.order_no, "title"),)
    yield tuple(_chips(view))
    yield ()
    yield from _goods(view)
    yield ()
    yield from _headed(_("Owed"), _owed(view))
    said = [(Said(text),) for text in talk(view.order, view.now)]
    yield from _headed(_("Talk"), iter(said[:MOST_SAID]))
    yield from _headed(_("Possible now"), _possible(possible))


def _headed(title: str, lines: Iterator[Line]) -> Iterator[Line]:
    found = list(lines)
    if found:
        yield (Said(title, "head"),)
        yield from found
        yield ()


def _chips(view: OrderView) -> Iterator[Said]:
    order = view.order
    ours = [duty for duty in view.owed if duty.counts and duty.due_at]
    if ours and ours[0].due_at and ours[0].due_at <= view.now:
        late = left(ours[0].due_at, view.now).lstrip("~-")
        yield Said(_(" {time} late ").format(time=late), "chip-late")
        yield Said(" ")
    words = [label(view.payment)]
    if view.units_waiting:
        units = sum(line.ordered for line in order.lines)
        words.append(_("to ship {left} of {units}").format(left=view.units_waiting, units=units))
    else:
        words.append(label(view.fulfilment))
    words += [label(word) for word in (view.after_sales, order.stock_out) if word != "none"]
    for word in words:
        yield Said(f" {word} ", "chip")
        yield Said(" ")
    yield Said("")


def _goods(view: OrderView) -> Iterator[Line]:
    lines = view.order.lines
    for line in lines[:MOST_GOODS]:
        yield (Said(f"{line.name} {line.spec}".strip()),)
        yield (Said(f"{line.sku}   x {line.ordered}".strip(), "quiet"),)
    if len(lines) > MOST_GOODS:
        more = len(lines) - MOST_GOODS
        yield (Said(_("and {count} more lines").format(count=more), "quiet"),)
    money = view.money
    yield (
        Said(_("paid {amount}").format(amount=yuan_text(view.order.money.paid_fen)) + "  "),
        Said(_("may go back {amount}").format(amount=yuan_text(money.refundable)), "quiet"),
    )
    yield from ((Said(text, "quiet"),) for text in receiver_lines(view.order))


def _owed(view: OrderView) -> Iterator[Line]:
    for duty in view.owed[:MOST_OWED]:
        kind: Kind = ""
        if duty.due_at and duty.counts:
            is_late = duty.due_at <= view.now
            kind = "late" if is_late else "soon" if duty.due_at - view.now < SOON else ""
        clock = left(duty.due_at, view.now, estimated=duty.estimated) or "?"
        what = label(duty.kind) if duty.counts else f"{label(duty.who)}: {label(duty.kind)}"
        yield (Said(f"{clock:>{CLOCK}}  ", kind or ("" if duty.counts else "quiet")), Said(what))
        if duty.at_zero:
            yield (Said(" " * (CLOCK + 2)), Said(duty.at_zero, "quiet"))


def _possible(keys: Sequence[Key]) -> Iterator[Line]:
    for key in keys[:MOST_POSSIBLE]:
        yield (Said(f" {key.shown} ", "key"), Said(key.title))
