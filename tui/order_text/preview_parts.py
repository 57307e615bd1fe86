"""What every preview is made of: a title over lines, what is owed, what may be done."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from store.words import named
from store.words.labels import label
from tui.actions import Key
from tui.order_text.steps import urgency_for_us
from tui.said import Line, Said
from tui.text import left

if TYPE_CHECKING:
    from store.reading.inquiry_view import InquiryView
    from store.reading.one_case import OneCase
    from store.reading.order_view import OrderView
    from store.reading.record_view import RecordView

MOST_OWED, MOST_POSSIBLE = 5, 8
CLOCK, KEY = 6, 3


def headed(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    """Lines under their title; nothing where there are none."""
    found = list(lines)
    if found:
        yield (Said(title, "head"),)
        yield from found
        yield ()


def owed_lines(view: "OrderView | InquiryView | RecordView | OneCase") -> Iterator[Line]:
    """The first things that are owed: the time left, what, and what zero brings."""
    now = view.now
    for duty in view.owed[:MOST_OWED]:
        kind = urgency_for_us(duty, now)
        clock = left(duty.due_at, now, estimated=duty.estimated) or "?"
        what = label(duty.kind) if duty.counts else named(label(duty.who), label(duty.kind))
        yield (Said(f"{clock:>{CLOCK}}  ", kind or ("" if duty.counts else "quiet")), Said(what))
        if duty.at_zero:
            yield (Said(" " * (CLOCK + 2)), Said(duty.at_zero, "quiet"))


def possible_lines(keys: Sequence[Key]) -> Iterator[Line]:
    """The first things that may be done, each with its key; the menu has what has none."""
    for key in keys[:MOST_POSSIBLE]:
        yield (Said(f" {key.shown} ".ljust(KEY), "key"), Said(key.title))
