"""How far a problem is dealt with: six steps, what shows that each is done, and what comes next."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from store.rules.action.catalogue import deed
from store.words import _, named
from store.words.times import minute_text
from tui.said import Kind, Row, Said, printed

if TYPE_CHECKING:
    from store.reading.inquiry_view import InquiryView
    from store.reading.order_view import OrderView


def problem(view: "OrderView | InquiryView") -> Iterator[str]:
    """The steps in turn, as lines of text."""
    return printed(problem_rows(view))


def problem_rows(view: "OrderView | InquiryView") -> Iterator[Row]:
    """The steps in turn, then what is to be done next."""
    for number, step in enumerate(view.steps, 1):
        when = minute_text(step.at) if step.at else ""
        said: dict[str, tuple[str, Kind]] = {
            "done": (_("done {time}").format(time=when), "well"),
            "missing": (_("to do"), "now"),
            "not_needed": (_("not needed"), "quiet"),
        }
        state, kind = said[step.state]
        yield Row((Said(named(f"{number}  {step.title}", ""), "quiet"), Said(state, kind)))
    if following := view.next_step:
        yield Row((Said(_("next: {deed}").format(deed=deed(following.action))),))


def steps_json(view: "OrderView | InquiryView") -> Sequence[dict[str, object]]:
    """The same for scripts."""
    return [{"number": number, **step._asdict()} for number, step in enumerate(view.steps, 1)]
