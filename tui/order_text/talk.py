"""What was said about an order, to the buyer and among us, and what was done with it."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import Any

from pydantic.fields import FieldInfo

from store.models.adopted_policy import Adoption
from store.models.contact import Contact
from store.models.event import Event
from store.models.inquiry import Inquiry
from store.models.money import yuan_text
from store.models.moved_deadline import MovedDeadline
from store.models.order import Order
from store.models.solution_offer import SolutionOffer
from store.reading.inquiry_view import InquiryView
from store.reading.order_view import OrderView
from store.reading.review_view import ReviewView
from store.rules.action.catalogue import all_actions
from store.rules.action.fields import literal_words
from store.words import _, listed
from store.words.labels import label
from store.words.times import minute_text
from tui.text import local_time


def talk(talked: Order | Inquiry, now: datetime) -> Iterator[str]:
    """The newest first: communications, notes, and what was offered."""
    about = talked if isinstance(talked, Order) else None
    said = [(one.at, _spoken(about, one), one.by) for one in talked.contacts]
    said += _ours(talked) if isinstance(talked, Order) else []
    for at, (first, *more), who in sorted(said, key=lambda one: one[0], reverse=True):
        yield f"{local_time(at, now)}  {first}  ({who})"
        yield from (f"  {line}" for line in more)


def _ours(order: Order) -> list[tuple[datetime, list[str], str]]:
    said = [(one.at, [_offered(one)], one.by) for one in order.offers]
    note = _("note: {text}")
    return [*said, *((one.at, [note.format(text=one.text)], one.by) for one in order.notes)]


def _spoken(order: Order | None, one: Contact) -> list[str]:
    purpose = "" if one.purpose == "other" else f"{label(one.purpose)}, "
    about = f"{one.inquiry}, " if one.inquiry else ""
    lines = [f"{about}{label(one.way)}, {purpose}{label(one.channel)}: {one.text}"]
    parcel = order.parcel_named(one.parcel or "") if order else None
    if parcel:
        lines.append(_("about parcel {number}").format(number=parcel.tracking_no))
    if one.promise_due:
        lines.append(_("answer promised by {time}").format(time=minute_text(one.promise_due)))
    if one.kept_at:
        lines.append(_("kept {time}").format(time=minute_text(one.kept_at)))
    return lines


def _offered(one: SolutionOffer) -> str:
    amount = "" if one.amount_fen is None else yuan_text(one.amount_fen)
    answers = {None: _("no answer yet"), True: _("accepted"), False: _("declined")}
    what = " ".join(part for part in (label(one.solution), one.sku, amount, one.text) if part)
    return _("offered: {what}; {answer}").format(what=what, answer=answers[one.accepted])


def history(view: OrderView | InquiryView | ReviewView[Any]) -> Iterator[str]:
    """Every change, the newest first; a clock that other rules moved is one."""
    told = [(event.at, str(event.actor), what_happened(event)) for event in view.events]
    if isinstance(view, OrderView):
        told += [(file.at, file.by, _moved(file, moved)) for file, moved in view.clock_moves]
    told.sort(key=itemgetter(0))
    for at, who, what in reversed(told):
        yield f"{local_time(at, view.now)}  {who}  {what}"


def _moved(adoption: Adoption, moved: list[MovedDeadline]) -> str:
    clocks = (f"{label(one.kind)} {one.about}".rstrip() + f": {move_text(one)}" for one in moved)
    title = _("Clock moved by {file}").format(file=adoption.file)
    return f"{title}  {', '.join(clocks)}"


def move_text(moved: MovedDeadline) -> str:
    """`2026-11-22 09:00 -> 2026-11-23 09:00 (ship_by)`: the rule that moved it in brackets."""
    ends = (moved.before, moved.after)
    clocks = " -> ".join(minute_text(end) if end else "-" for end in ends)
    return clocks + (f" ({moved.rule})" if moved.rule else "")


def what_happened(event: Event) -> str:
    """An event without its who and when."""
    action = all_actions().get(event.action)
    titles = {
        "import": _("Import"),
        "reveal": _("Personal data shown"),
        "propose-order": _("An order proposed"),
        "next": _("Given out as the next in turn"),
        "lapse-claim": _("Nobody's again: nothing was done with it for 30 minutes"),
        "handover": _("Handed over"),
    }
    title = _(action.title) if action else titles.get(event.action, event.action)
    if action is None:
        words = event.values.values()
        told = map(label, words) if event.action == "next" else words
        return f"{title}  {' '.join(told)}".rstrip()
    fields = action.model_fields
    values = listed(_told(name, text, fields.get(name)) for name, text in event.values.items())
    return f"{title}  {values}".rstrip()


def _told(name: str, text: str, info: FieldInfo | None) -> str:
    """A field and its value; only a word that was chosen is said in the language spoken."""
    if info is None:
        return f"{name}: {text}"
    chosen = text in literal_words(info.annotation)
    return f"{_(info.title or name)}: {label(text) if chosen else text}"
