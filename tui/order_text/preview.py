"""An order as the preview says it: what it is, what is owed, was said, and may be done.

What is no order says the same of itself in `order_text.record_preview`.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from store.models.money import yuan_text
from store.models.order import Order
from store.models.people import name_alone
from store.models.subject import Subject
from store.reading.order_view import OrderView
from store.rules.action.settling import nearness
from store.words import N_, _, how_many
from store.words.labels import label
from tui.actions import Key
from tui.order_text.order import going_back, receiver_lines, refund_agreed
from tui.order_text.owed import uploading
from tui.order_text.preview_parts import Summary, headed, owed_briefly, owed_lines
from tui.order_text.record_preview import record_preview
from tui.order_text.talk import latest_talk
from tui.said import Line, Said
from tui.text import left_said

if TYPE_CHECKING:
    from store.repository import Repository

MOST_GOODS, MOST_SAID = 4, 4


def preview_of(repository: "Repository", subject: Subject, keys: Sequence[Key]) -> Summary:
    """What there is to say of a document as it is now, the buyer hidden."""
    document = repository.document(subject)
    offered = {
        offer.action.name: offer.action
        for offer in repository.offers(document)
        if not offer.why_not
    }
    possible = [key for key in keys if key.name in offered]
    if isinstance(document, Order):
        view = repository.view(document)
        owed = {duty.kind for duty in view.owed if duty.counts}
        keyed = [key for key in possible if key.keys]
        return _summary(view, sorted(keyed, key=lambda key: nearness(offered[key.name], owed)))
    return record_preview(repository, document, possible)


def _summary(view: OrderView, possible: Sequence[Key]) -> Summary:
    files = (text for duty in view.owed for text in uploading(view, duty))
    noted = [(Said(text, "quiet"),) for text in dict.fromkeys(files)]
    said = latest_talk(view.order, view.now, MOST_SAID)
    goods = [*_goods(view)]
    lines = (
        *goods,
        (),
        *headed(_("Owed"), (*owed_lines(view), *noted)),
        *headed(_("Talk"), said),
    )
    few = (*owed_briefly(view), *said, *goods)
    receiver = next(receiver_lines(view.order), "")
    number = (Said(view.order.order_no, "title"),)
    return Summary((number,), tuple(_chips(view)), lines, few, possible, receiver)


def _chips(view: OrderView) -> Iterator[Said]:
    order = view.order
    ours = [duty for duty in view.owed if duty.counts and duty.due_at]
    chips: list[Said] = []
    if ours and ours[0].due_at and ours[0].due_at <= view.now:
        late = left_said(ours[0].due_at, view.now).lstrip("~-")
        chips.append(Said(_(" {time} late ").format(time=late), "chip-late"))
    chips += [Said(f" {said} ", "chip-soon") for said in going_back(view)]
    words = [label(view.payment), *_units(view)]
    if view.after_sales != "none":
        words.append(_("after-sales: {state}").format(state=label(view.after_sales)))
    if order.stock_out != "none" and not (order.stock_out == "applied" and _waits(view)):
        words.append(_("stock-out {state}").format(state=label(order.stock_out)))
    if order.claim:
        words.append(f"@{name_alone(order.claim.owner)}")
    chips += [Said(f" {word} ", "chip") for word in words]
    for place, chip in enumerate(chips):
        if place:
            yield Said(" ")
        yield chip
    yield Said("")  # the last part is what is folded


def _waits(view: OrderView) -> bool:
    """Has the platform to let go what is left to ship?"""
    return any(duty.kind in ("ship-reviewed", "may-ship") for duty in view.owed)


def _units(view: OrderView) -> Iterator[str]:
    """What becomes of its units."""
    if left := view.units_waiting - view.units_agreed:
        is_held = _waits(view)
        said = _("{left} of {units} under review") if is_held else _("to ship {left} of {units}")
        yield said.format(left=left, units=view.units_bought)
    if agreed := refund_agreed(view):
        yield agreed
    if not view.units_waiting:
        yield label(view.fulfilment)


def _goods(view: OrderView) -> Iterator[Line]:
    lines = view.order.lines
    for line in lines[:MOST_GOODS]:
        yield (Said(line.full_name),)
        yield (Said(f"{line.sku} x{line.ordered}".strip(), "quiet"),)
    if len(lines) > MOST_GOODS:
        more = len(lines) - MOST_GOODS
        yield (Said(how_many(more, N_("and 1 more line"), N_("and {count} more lines")), "quiet"),)
    paid = _("paid {amount}") if view.was_paid else _("to be paid {amount}")
    yield (
        Said(paid.format(amount=yuan_text(view.order.money.paid_fen)) + "  "),
        Said(_("may go back {amount}").format(amount=yuan_text(view.refundable_fen)), "quiet"),
        Said(""),  # the last part is what is folded: no amount is torn from its name
    )
    yield from ((Said(text, "late"),) for text in view.refunded_there)
    yield from ((Said(text, "quiet"),) for text in receiver_lines(view.order))
