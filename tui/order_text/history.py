"""What was done with an order: what each event changed, from what to what."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pydantic.fields import FieldInfo

from store.models.adopted_policy import Adoption
from store.models.event import Event
from store.models.moved_deadline import MovedDeadline
from store.models.order import Order
from store.models.people import name_alone
from store.reading.order_view import OrderView
from store.rules.action.base import Action
from store.rules.action.catalogue import action_called, deed
from store.rules.action.fields import literal_words, read_lines
from store.rules.action.kinds import LINES, TIME, kind_of
from store.rules.action.markers import Reference, marker_of
from store.rules.action.record_numbers import record_numbers
from store.words import _, listed, named, noted
from store.words.event_labels import EVENT_LABELS
from store.words.excerpts import first_line
from store.words.labels import label, task_label
from store.words.times import minute_text
from tui.glyphs import glyphs
from tui.order_text.parcels import contents, parcel_text, reissue_text
from tui.said import Row, Said, printed
from tui.text import local_time

if TYPE_CHECKING:
    from store.reading.inquiry_view import InquiryView
    from store.reading.review_view import ReviewView

    View = OrderView | InquiryView | ReviewView[Any]

YES_NO = ("yes", "no")
OVERWRITES = frozenset({"flag", "assign", "hold", "snooze"})
"""Actions that put something in the place of what they put there before."""


def history(view: "View") -> Iterator[str]:
    """Every change, the oldest first, as lines of text."""
    return printed(history_rows(view), is_whole=False)


def history_rows(view: "View") -> Iterator[Row]:
    """Every change, the oldest first; a clock that other rules moved is one."""
    order = view.order if isinstance(view, OrderView) else None
    rows = []
    before: dict[str, Mapping[str, str]] = {}
    for event in view.events:
        said, whole = (
            changed(event, order, before.get(event.action, {})),
            what_happened(event, order),
        )
        who = event.actor.name or event.actor.user
        rows.append((event.at, _row(local_time(event.at, view.now), who, said, whole, event)))
        if event.action in OVERWRITES:
            before[event.action] = event.values
    for file, moved in view.clock_moves if isinstance(view, OrderView) else ():
        said, time = _moved(file, moved, order), local_time(file.at, view.now)
        head = (Said(f"{time} ", "quiet"), Said(name_alone(file.by), "ours"), Said(f"  {said}"))
        rows.append((file.at, Row(head)))
    rows.sort(key=itemgetter(0))
    yield from (row for _at, row in rows)


def _row(time: str, who: str, said: str, whole: str, event: Event) -> Row:
    behind = (whole, *event.said, _("by {who}, {time}"))
    *more, last = behind
    told = last.format(who=event.actor, time=minute_text(event.at))
    head = (Said(f"{time} ", "quiet"), Said(who, "ours"), Said(f"  {said}"))
    return Row(head, behind=(*more, told))


def changed(event: Event, order: Order | None, before: Mapping[str, str]) -> str:
    """What an event changed: the deed, then its values without the names of their fields."""
    action = action_called(event.action)
    if action is None:
        return what_happened(event)
    fields = action.model_fields
    old = {**before, **_overwritten(event, order)}
    said = []
    for name, text in event.values.items():
        if name == "parcel" and "tracking_no" in old:
            continue  # it is called by its number, which is told from the old one to the new one
        if text in YES_NO and name in fields and text == fields[name].default:
            continue  # nobody said it
        meant = _word_meant(action, name, event.values)
        value = meant or _value(order, text, fields.get(name))
        earlier = _value(order, old.get(name, ""), fields.get(name))
        if earlier and earlier != value:
            value = f"{earlier} {glyphs().becomes} {value}"
        if value:
            said.append(_with_title(action, name, text, value))
    return f"{_(action.title)}  {listed(said)}".rstrip()


def _with_title(action: type[Action[Any]], name: str, text: str, value: str) -> str:
    """A value with the name of its field, where it says nothing without: yes or no, and lines of an
    action that asks for several kinds of them.
    """
    info = action.model_fields.get(name)
    if info is None:
        return value
    lines = [one for one in action.model_fields.values() if kind_of(one) is LINES]
    if text in YES_NO or (kind_of(info) is LINES and len(lines) > 1):
        return named(_(info.title or name), value)
    return value


def _word_meant(action: type[Action[Any]], name: str, values: Mapping[str, str]) -> str:
    """What a chosen word means beside the other values: who was spoken to follows the channel."""
    info = action.model_fields.get(name)
    is_chosen = info is not None and values[name] in literal_words(info.annotation)
    return action.echo(values).get(name, "") if is_chosen else ""


def _overwritten(event: Event, order: Order | None) -> dict[str, str]:
    """What stood there before, where the order itself keeps it: the number of a parcel."""
    if order is None or event.action != "correct-tracking":
        return {}
    parcel = order.parcel_named(event.values.get("parcel", ""))
    if parcel is None or not parcel.corrections:
        return {}
    # An event is written a moment before or after what it did.
    found = min(parcel.corrections, key=lambda old: abs(old.corrected_at - event.at))
    return {"tracking_no": found.tracking_no, "carrier": found.carrier}


def _value(order: Order | None, text: str, info: FieldInfo | None) -> str:
    """A value as a person says it: a record by its number, lines by their goods, words labelled."""
    if info is None or not text:
        return first_line(text)
    if text in literal_words(info.annotation):
        return label(text)
    if kind_of(info) is TIME:
        return _moment(text)
    refers = marker_of(info, Reference)
    if refers:
        return _(refers.none) if refers.is_none(text) else _called(order, refers.to, text)
    if order and kind_of(info) is LINES:
        return _goods(order, text)
    return first_line(text)


def _goods(order: Order, text: str) -> str:
    """Lines by their goods."""
    units = read_lines(text)
    return contents(order, units) if isinstance(units, tuple) else text


def _moment(text: str) -> str:
    """An instant as people read it; what names no zone stays as it was written."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return minute_text(moment) if moment.tzinfo else text


def _called(order: Order | None, kind: str, record: str) -> str:
    """A record by what a person calls it; nothing where only an id names it."""
    if order is None:
        return ""
    if kind == "parcel":
        parcel = order.parcel_named(record)
        return parcel_text(parcel) if parcel else ""
    if kind == "case":
        return record_numbers(order, kind).get(record, "")
    if kind == "reissue":
        reissue = order.reissue_named(record)
        return reissue_text(reissue) if reissue else ""
    if kind == "task":
        task = order.task_named(record)
        return task_label(task.kind) if task else ""
    return ""


def _moved(adoption: Adoption, moved: list[MovedDeadline], order: Order | None) -> str:
    clocks = (_clock(one, order) for one in moved)
    title = _("Clock moved by {file}").format(file=adoption.file)
    return f"{title}  {listed(clocks)}"


def _clock(moved: MovedDeadline, order: Order | None) -> str:
    called = (_called(order, kind, moved.about) for kind in ("case", "parcel", "reissue"))
    about = next(filter(None, called), "")
    return named(f"{label(moved.kind)} {about}".rstrip(), move_text(moved))


def move_text(moved: MovedDeadline) -> str:
    """`2026-11-22 09:00 -> 2026-11-23 09:00 (ship_by)`: the rule that moved it in brackets."""
    ends = (moved.before, moved.after)
    clocks = " -> ".join(minute_text(end) if end else "-" for end in ends)
    return noted(clocks, moved.rule) if moved.rule else clocks


def what_happened(event: Event, order: Order | None = None) -> str:
    """An event without its who and when, each value with the name of its field; lines by their
    goods, where it is of an `order`.
    """
    action = action_called(event.action)
    if action is None:
        told = list(event.values.values())
        if event.action == "next":
            told = list(map(label, told))
        elif event.action == "undone":
            told = [deed(event.values["action"])]
        title = _(EVENT_LABELS.get(event.action, event.action))
        return f"{title}  {' '.join(told)}".rstrip()
    fields = action.model_fields
    values = (
        _told(order, name, _word_meant(action, name, event.values) or text, fields.get(name))
        for name, text in event.values.items()
    )
    return f"{_(action.title)}  {listed(values)}".rstrip()


def _told(order: Order | None, name: str, text: str, info: FieldInfo | None) -> str:
    """A field and its value; only a word that was chosen is said in the language spoken."""
    if info is None:
        return named(name, text)
    chosen = text in literal_words(info.annotation)
    if order and kind_of(info) is LINES:
        text = _goods(order, text)
    return named(_(info.title or name), label(text) if chosen else text)
