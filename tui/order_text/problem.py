"""How far a problem is dealt with: six steps, since when each is done, and what comes next."""

from collections.abc import Iterator, Sequence

from store.reading.inquiry_view import InquiryView
from store.reading.order_view import OrderView
from store.rules.action.catalogue import deed
from store.words import _
from store.words.times import minute_text


def problem(view: OrderView | InquiryView) -> Iterator[str]:
    """The steps in turn, then the next action by its title."""
    for number, step in enumerate(view.steps, 1):
        when = minute_text(step.at) if step.at else ""
        said = {
            "done": _("done {time}").format(time=when),
            "missing": _("to do: {deed}").format(deed=deed(step.action)),
            "not_needed": _("not needed"),
        }
        yield f"{number}  {step.title}: {said[step.state]}"
    following = view.next_step
    if following:
        yield _("next: {deed}").format(deed=deed(following.action))


def steps_json(view: OrderView | InquiryView) -> Sequence[dict[str, object]]:
    """The same for scripts."""
    return [{"number": number, **step._asdict()} for number, step in enumerate(view.steps, 1)]
