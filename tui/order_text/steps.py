"""Steps (步骤): a way of several steps as one line of dots, and how near a time is."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from store.search.counting import SOON
from tui.glyphs import glyphs
from tui.said import Kind, Line, Said
from tui.text import left_said

if TYPE_CHECKING:
    from store.reading.owed import Obligation


class Step(NamedTuple):
    """One step of a way, and how far it is."""

    title: str
    state: Literal["done", "now", "to_do"]


def steps_line(steps: Iterable[Step], urgency: Kind = "") -> Line:
    """The steps beside each other; the one that is next as urgent as it is."""
    return (*_parts(steps, urgency), Said(""))


def _parts(steps: Iterable[Step], urgency: Kind) -> Iterator[Said]:
    signs = glyphs()
    for number, (title, state) in enumerate(steps):
        if number:
            is_way = state == "now" and urgency in ("late", "soon")
            sign = signs.way if is_way else signs.rule
            yield Said(f" {sign}", urgency if is_way else "quiet")
        if state == "done":
            yield Said(f"{signs.done} {title}", "well")
        else:
            kind: Kind = (urgency or "now") if state == "now" else "quiet"
            yield Said(f"{signs.to_do} {title}", kind)


def urgency_of(due: datetime | None, now: datetime) -> Kind:
    """The look of a time that ends then."""
    if due is None or due - now >= SOON:
        return ""
    return "late" if due <= now else "soon"


def urgency_for_us(duty: "Obligation | None", now: datetime) -> Kind:
    """The look of something that is owed: however late others are, it is no lateness of ours."""
    return urgency_of(duty.due_at, now) if duty and duty.counts else ""


def ago(then: datetime, now: datetime) -> str:
    """How long ago it was: `25h`."""
    return left_said(then, now).lstrip("~-")
