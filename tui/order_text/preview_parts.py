"""What every preview is made of: a title over lines, what is owed, what may be done.

It stands in a column beside a list, or in a few lines below it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.reading.brought import brings
from store.reading.order_view import OrderView
from store.reading.snoozed_view import SnoozedView
from store.words import _
from store.words.what_owed import put_off
from tui.actions import Key
from tui.order_text.owed import whose_duty
from tui.order_text.steps import urgency_for_us
from tui.said import Kind, Line, Said, cut, text_of
from tui.text import left, local_time, width_of

if TYPE_CHECKING:
    from store.reading.inquiry_view import InquiryView
    from store.reading.one_case import OneCase
    from store.reading.record_view import RecordView

    Owing = InquiryView | OrderView | RecordView | OneCase

MOST_OWED, MOST_POSSIBLE = 5, 8
CLOCK, KEY = 6, 3


class Summary(NamedTuple):
    """What a preview says of one document."""

    titles: tuple[Line, ...]
    """What it is called by."""
    state: Line
    """How it stands, as chips; nothing of what has none."""
    lines: tuple[Line, ...]
    """All there is to say of it."""
    few: tuple[Line, ...]
    """The same in lines that are not folded, those first that matter most."""
    possible: Sequence[Key]
    """What may be done with it now."""
    about: str = ""
    """What stands behind the state where there are only few lines."""

    @property
    def title(self) -> str:
        """What it is called by, in one line."""
        return "   ".join(map(text_of, self.titles))

    def in_column(self) -> tuple[Line, ...]:
        """All of it, below each other."""
        state = (self.state, ()) if self.state else ()
        possible = headed(_("Possible now"), possible_lines(self.possible))
        return (*self.titles, *state, *self.lines, *possible)

    def in_few(self, width: int, most: int) -> tuple[Line, ...]:
        """At most so many lines of so many cells: how it stands, what matters, and the keys; what
        it is called by stands in the frame.
        """
        state = (*self.state, Said(f"   {self.about}", "quiet"))
        first = (state,) if self.state else ()
        keys = keys_line(self.possible, width)
        last = (keys,) if keys else ()
        room = max(0, most - len(first) - len(last))
        return tuple(cut(line, width) for line in (*first, *self.few[:room], *last)[:most])


def headed(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    """Lines under their title; nothing where there are none."""
    found = list(lines)
    if found:
        yield (Said(title, "head"),)
        yield from found
        yield ()


def owed_lines(view: "Owing") -> Iterator[Line]:
    """The first things that are owed: the time left, what, and what zero brings."""
    for clock, what, which, at_zero in _duties(view):
        yield (clock._replace(text=f"{clock.text:>{CLOCK}}  "), what)
        under = (Said(which), Said(at_zero, "quiet"))
        yield from ((Said(" " * (CLOCK + 2)), said) for said in under if said.text)


def owed_briefly(view: "Owing") -> Iterator[Line]:
    """The same, each in one line."""
    for clock, what, which, at_zero in _duties(view):
        about = Said(f"  {which}".rstrip())
        yield (clock, Said("  "), what, about, Said(f"   {at_zero}", "quiet"))


def _duties(view: "Owing") -> Iterator[tuple[Said, Said, str, str]]:
    """Of each the time left, what, which of several it is about, and what zero brings."""
    now = view.now
    for duty in view.owed[:MOST_OWED]:
        kind = urgency_for_us(duty, now)
        clock = left(duty.due_at, now, estimated=duty.estimated) or "-"
        what = whose_duty(duty)
        if isinstance(view, SnoozedView) and (begins := view.begins_at(duty)):
            what = put_off(what, local_time(begins, now))
        which = view.which_of(duty.about) if isinstance(view, OrderView) else ""
        look: Kind = kind or ("" if duty.counts else "quiet")
        yield Said(clock, look), Said(what), which, brings(duty)


def possible_lines(keys: Sequence[Key]) -> Iterator[Line]:
    """The first things that may be done, each with its key; the menu has what has none."""
    for key in keys[:MOST_POSSIBLE]:
        yield (Said(f" {key.shown} ".ljust(KEY), "key"), Said(key.title))


def keys_line(keys: Iterable[Key], width: int) -> Line:
    """The first of these keys, with what they do, that so many cells have room for."""
    line: Line = ()
    for key in keys:
        if key.keys:
            gap = (Said("   "),) if line else ()
            longer = (*line, *gap, Said(key.shown, "key"), Said(f" {key.brief}"))
            if width_of(text_of(longer)) > width:
                break
            line = longer
    return line
