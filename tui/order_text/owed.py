"""What is owed for an order, what it costs not to do it, and how far a cancellation is."""

from collections.abc import Iterator

from store.models.order import Order
from store.reading.owed import LAST
from store.repository import Repository
from store.rules.obligations import obligations, standing
from store.rules.order.judgements import Judgement, judgements
from store.rules.stock.cancelling import CancelStep, cancellation, steps
from store.words import _
from store.words.labels import label
from store.words.times import minute_text
from tui.text import left


def owed(order: Order, repository: Repository) -> Iterator[str]:
    """By time left, with who it is that owes it."""
    now = repository.now
    standing_now = (standing(one, now) for one in obligations(order, repository.policy))
    for one in sorted(filter(None, standing_now), key=lambda one: one.due_at or LAST):
        clock = left(one.due_at, now, estimated=one.estimated) or "?"
        when = minute_text(one.due_at) if one.due_at else _("no deadline known")
        yield f"{clock:>6}  {label(one.who)}: {label(one.kind)}, {when}  {one.at_zero}".rstrip()
    yield from (f"! {one.told}" for one in judged(order, repository))
    if cancellation(order):
        yield from (_step(one) for one in steps(order) if one.needed)


def judged(order: Order, repository: Repository) -> tuple[Judgement, ...]:
    """What the platform's definitions say of the order, its shared parcels looked at too.

    Judged by the order as it is kept: a masked receiver is like no other.
    """
    order = repository.order(order.key)
    numbers = {one.tracking_no for one in order.parcels if one.tracking_no}
    lookup = repository.context().lookup
    sharing = (other for number in sorted(numbers) for other in lookup.parcels_with(number))
    others = {one.key: one for one in sharing if one.key != order.key}
    return tuple(judgements(order, repository.policy, repository.now, others.values()))


def _step(step: CancelStep) -> str:
    if step.done_at is None:
        return _("to do: {step}").format(step=step.said)
    return _("done {time}: {step}").format(time=minute_text(step.done_at), step=step.said)
