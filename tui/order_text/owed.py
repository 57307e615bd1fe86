"""What is owed for an order, what it costs not to do it, and how far a cancellation is."""

from collections.abc import Iterator
from typing import Any

from store.reading.inquiry_view import InquiryView
from store.reading.order_view import OrderView
from store.reading.record_view import RecordView
from store.reading.review_view import ReviewView
from store.words import _
from store.words.labels import label
from store.words.times import minute_text
from tui.text import left


def duties(view: OrderView | InquiryView | RecordView | ReviewView[Any]) -> Iterator[str]:
    """By time left, with who it is that owes it."""
    for duty in view.owed:
        clock = left(duty.due_at, view.now, estimated=duty.estimated) or "?"
        when = minute_text(duty.due_at) if duty.due_at else _("no deadline known")
        yield f"{clock:>6}  {label(duty.who)}: {label(duty.kind)}, {when}  {duty.at_zero}".rstrip()
        until = view.snoozed_until(duty) if isinstance(view, OrderView) else None
        if until:
            said = _("put off until {time}").format(time=minute_text(until))
            yield f"{'':>6}  {said}"


def owed(view: OrderView) -> Iterator[str]:
    """The duties, what the platform would hold against the order, the steps of a cancellation."""
    yield from duties(view)
    yield from (f"! {judgement.told}" for judgement in view.judgements)
    for step in view.cancel_steps if view.cancellation else ():
        if step.missing:
            yield _("to do: {step}").format(step=step.said)
        elif step.needed and step.done_at:
            yield _("done {time}: {step}").format(time=minute_text(step.done_at), step=step.said)
