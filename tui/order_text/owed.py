"""What is owed for an order, what it costs not to do it, and how far a cancellation is."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from store.reading.order_view import Judgement, OrderView
from store.reading.snoozed_view import SnoozedView
from store.words import _, named
from store.words.labels import label
from store.words.marks import mark_meaning
from store.words.times import minute_text
from store.words.what_owed import what_owed
from tui.glyphs import glyphs
from tui.order_text.steps import Step, steps_line, urgency_of
from tui.said import Kind, Line, Row, Said, Section, printed
from tui.text import fit, left, local_time, priced, width_of

if TYPE_CHECKING:
    from store.reading.inquiry_view import InquiryView
    from store.reading.owed import Obligation
    from store.reading.record_view import RecordView
    from store.reading.review_view import ReviewView

    View = OrderView | InquiryView | RecordView | ReviewView[Any]

CLOCK, COST, KEY = 7, 9, 5
"""Cells of the time left, of what zero costs, and of the key."""
AMOUNT = 16
"""Cells of what is said of a cost at the edge of a line; what is longer stands under it."""
SHIPS = ("ship", "ship-reviewed", "may-ship")
"""What is owed of the goods of a whole order, for which it is judged."""
KeyOf = Callable[["Obligation"], str | None]
"""The key that settles something, as it is shown; None where nothing may settle it now."""


def no_key(_duty: "Obligation") -> str:
    """Nothing is said of keys."""
    return ""


def owed(view: OrderView, key_of: KeyOf = no_key) -> Iterator[Row]:
    """The duties by time left, then what the platform would hold against the order."""
    judgements = [*view.judgements]
    for duty in view.owed:
        row = _duty(view, duty, key_of(duty))
        about = [one for one in judgements if _is_of(one, duty)]
        judgements = [one for one in judgements if one not in about]
        yield replace(
            row,
            under=(*row.under, *(line for one in about for line in _under_duty(one, duty, view))),
            behind=(*row.behind, *(text for one in about for text in _judged_by(one))),
        )
    for judgement in judgements:
        costs, told = _costs(judgement), _judged(judgement, view)
        # What is no amount but a sentence would leave the line itself no room.
        is_short = width_of(costs) <= AMOUNT
        right = _edge(costs) if is_short else ()
        under = () if is_short else ((Said(costs, "quiet"),),)
        yield Row(told, right, under, tuple(_judged_by(judgement)))


def _is_of(judgement: Judgement, duty: "Obligation") -> bool:
    """Is it what comes of not doing this?"""
    if judgement.about:
        return judgement.about == duty.about
    return duty.kind in SHIPS and not duty.about


def _under_duty(judgement: Judgement, duty: "Obligation", view: OrderView) -> Iterator[Line]:
    """Under what it comes of, which says what it costs already where that is an amount."""
    said, costs = (Said(" " * (CLOCK + 2)), *_judged(judgement, view)), _costs(judgement)
    is_said = bool(duty.cost_fen and judgement.costs and judgement.costs.fen == duty.cost_fen)
    if is_said or not costs:
        yield said
    elif width_of(costs) <= AMOUNT:
        yield (*said, Said(f"   {costs}", "quiet"))
    else:
        yield said
        yield (Said(" " * (CLOCK + 4)), Said(costs, "quiet"))


def _judged(judgement: Judgement, view: OrderView) -> Line:
    said = _("{kind} since {time}") if judgement.state == "met" else _("{kind} at {time}")
    kind: Kind = "late" if judgement.state == "met" else "soon"
    told = said.format(kind=label(judgement.kind), time=local_time(judgement.at, view.now))
    return (Said("! ", kind), Said(told, kind))


def _judged_by(judgement: Judgement) -> Iterator[str]:
    yield judgement.told
    yield from map(mark_meaning, filter(None, (judgement.mark,)))


def _costs(judgement: Judgement) -> str:
    fen = judgement.costs.fen if judgement.costs else 0
    return priced(fen) if fen else judgement.cost


def owed_heading() -> Row:
    """The names of the columns of what is owed."""
    clock, what = _("left"), _("what")
    head = (Said(f"{fit(clock, CLOCK, 'right')}  {what}", "quiet"),)
    right = (
        Said(fit(_("at zero"), COST, "right"), "quiet"),
        Said(fit(_("key"), KEY, "right"), "quiet"),
    )
    return Row(head, right)


def duties(view: "InquiryView | RecordView | ReviewView[Any]") -> Iterator[str]:
    """What is owed for anything else, as lines of text."""
    return printed(_duty(view, duty, "") for duty in view.owed)


def _duty(view: "View", duty: "Obligation", settled_by: str | None) -> Row:
    key = glyphs().rule if settled_by is None else settled_by
    clock = left(duty.due_at, view.now, estimated=duty.estimated) or "-"
    urgency: Kind = urgency_of(duty.due_at, view.now) if duty.counts else "quiet"
    what = whose_duty(duty)
    if isinstance(view, OrderView):
        what = f"{what}  {view.which_of(duty.about)}".rstrip()
    cost = priced(duty.cost_fen) if duty.cost_fen else ""
    return Row(
        (
            Said(f"{fit(clock, CLOCK, 'right')}  ", urgency),
            Said(what, "" if duty.counts else "quiet"),
        ),
        (Said(fit(cost, COST, "right")), Said(fit(key, KEY, "right"), "key"))
        if cost or key
        else (),
        tuple((Said(" " * CLOCK), Said(text, "quiet")) for text in _under(view, duty)),
        tuple(_behind(duty)),
        about=duty.about,
        duty=duty,
        is_barred=settled_by is None,
    )


def whose_duty(duty: "Obligation") -> str:
    """What there is to do, behind whose it is where it is not ours."""
    what = what_owed(duty.kind, duty.zero)
    return what if duty.who == "us" else named(label(duty.who), what)


def _under(view: "View", duty: "Obligation") -> Iterator[str]:
    """Until when it is, or was, put off; in which file the platform is about to be told it."""
    if isinstance(view, SnoozedView):
        if until := view.begins_at(duty):
            yield _("put off until {time}").format(time=minute_text(until))
        if until := view.woken_from(duty):
            said = _("was put off until {time}; its deadline is before that now, so it is back")
            yield said.format(time=minute_text(until))
    if isinstance(view, OrderView):
        yield from uploading(view, duty)


def uploading(view: OrderView, duty: "Obligation") -> Iterator[str]:
    """In which file the platform is about to be told it, if in any."""
    file = view.uploading(duty)
    if file:
        said = _("written {time} into {file}, not yet said to be uploaded")
        yield said.format(time=local_time(file.at, view.now), file=file.file)


def _behind(duty: "Obligation") -> Iterator[str]:
    if duty.due_at is None:
        yield _("no deadline known")
    elif duty.estimated:
        yield _("~ computed by the rule, the platform gave no time: {time}").format(
            time=minute_text(duty.due_at)
        )
    else:
        yield _("until {time}").format(time=minute_text(duty.due_at))
    if duty.at_zero:
        yield duty.at_zero
    if duty.source:
        yield _("by: {source}").format(source=duty.source)
    yield from map(mark_meaning, duty.marks)


def _edge(text: str) -> tuple[Said, ...]:
    return (Said(f" {text}{' ' * KEY}", "quiet"),)


def cancelling(view: OrderView) -> Section | None:
    """The six steps of the cancellation that is under way or done; None where there is none."""
    given = view.cancellation
    if given is None:
        return None
    steps = [one for one in view.cancel_steps if one.needed]
    following = next((one for one in steps if one.missing), None)
    shown = [
        Step(one.title, "now" if one is following else "to_do" if one.missing else "done")
        for one in steps
    ]
    behind = [
        _("to do: {step}").format(step=one.said)
        if one.done_at is None
        else _("done {time}: {step}").format(time=minute_text(one.done_at), step=one.said)
        for one in steps
    ]
    said = _("Cancelled for lack of stock") if given.reason == "out_of_stock" else _("Cancelled")
    all_done = _("all done")
    title = named(said, all_done)
    if following:
        number = _("step {number} of {count}")
        step = number.format(number=steps.index(following) + 1, count=len(steps))
        title = named(said, step)
    row = Row(steps_line(shown), behind=tuple(behind))
    return Section("cancelling", title, (row,), is_odd=following is not None)
