"""Bars: the line above (where, what is late, who) and the line below (what the keys do here).

Each is one line that gives up what matters least where the window is narrow, and never wraps.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from textual.content import Content
from textual.widgets import Static

from store.words import _
from tui.glyphs import glyphs
from tui.header import Header
from tui.text import content, fit, local_time, priced, width_of

LONGEST_NAME = 16
GAP = 3
"""Cells between the keys in the line below."""

Part = tuple[str, str]
"""A text and its style."""


class Tab(NamedTuple):
    """A place in the line above."""

    digit: str
    title: str
    is_here: bool


class Above(NamedTuple):
    """What the line above says."""

    tabs: Sequence[Tab]
    header: Header
    who: str


class TopBar(Static):
    """The places, the clocks of the shop, what is at risk, who, and the time."""

    _above: Above | None = None

    def show(self, above: Above) -> None:
        """Write the bar anew, if anything in it changed."""
        if above != self._above:
            self._above = above
            self.refresh()

    def render(self) -> Content:
        """As much as the width has room for."""
        if self._above is None:
            return Content("")
        return _drawn(_above_ways(self._above), self.size.width)


def _above_ways(above: Above) -> Iterable[tuple[list[Part], list[Part]]]:
    """What stands left and right, with less and less of it."""
    bar = (f" {glyphs().parts} ", "$text-muted")
    header = above.header
    late, soon, day = header.clocks.late, header.clocks.soon, header.clocks.today
    only: list[Part] = []
    if header.is_one_of_several:  # whoever reads the counts has to know of what they are
        name = fit(header.shops, min(width_of(header.shops), LONGEST_NAME))
        only = [(f" {name} ", "$chip-text on $chip"), ("  ", "")]
    owed: list[Part] = [(_("owed") + " ", "$text-muted")]
    """What is counted: things owed, of which an order may have several."""
    bare: list[Part] = [
        (f"{glyphs().late}{late}", "bold $text-error" if late else "$text-muted"),
        (_(" late") + "  ", "$text-error" if late else "$text-muted"),
        (f"{soon}", "bold $text-warning" if soon else "$text-muted"),
        (_(" <2h") + "  ", "$text-warning" if soon else "$text-muted"),
    ]
    counts = [*only, *owed, *bare]
    today: list[Part] = [(f"{day}", "bold"), (_(" today"), "$text-muted")]
    amount = (priced(header.clocks.at_risk_fen), "bold $text-warning")
    is_risky = header.clocks.at_risk_fen > 0
    risk: list[Part] = [bar, amount, (_(" at risk"), "$text-muted")] if is_risky else []
    who: list[Part] = [bar, (fit(above.who, min(width_of(above.who), LONGEST_NAME)), "")]
    clock: list[Part] = [("  " + local_time(header.now, header.now) + " ", "$text-muted")]
    shops: list[Part] = [] if only else [(header.shops + "  ", "$text-muted")]
    title: list[Part] = [(_(" shouhou "), "bold $background on $primary"), (" ", "")]
    close = [*_tabs(above.tabs, "close"), (" ", "")]
    tabs, digits = title + _tabs(above.tabs, "whole"), title + _tabs(above.tabs, "digits")
    yield tabs, shops + counts + today + risk + who + clock
    yield tabs, counts + today + risk + who + clock
    yield tabs, counts + today + who + clock
    # Where else one may go matters more than what the program is called, and who sits before it.
    yield title + close, counts + today + who + clock
    yield close, counts + today + who + clock
    yield close, counts + today + clock
    yield close, only + bare + today + clock
    yield close, counts + today
    yield digits, counts + today
    yield digits, counts
    yield digits, only + bare


def _tabs(tabs: Sequence[Tab], how: Literal["whole", "close", "digits"]) -> list[Part]:
    others = {"whole": " {digit} {title} ", "close": " {digit}{title}", "digits": " {digit} "}
    here = {**others, "close": " {digit}{title} ", "digits": others["whole"]}
    return [
        (
            (here if tab.is_here else others)[how].format(digit=tab.digit, title=tab.title),
            "bold on $panel" if tab.is_here else "$text-muted",
        )
        for tab in tabs
    ]


class Hint(NamedTuple):
    """A key in the line below, and what it does."""

    key: str
    text: str
    stays: bool = False
    """It is the last to go where the window is narrow."""
    less: str = ""
    """What is said of it where there is no room for all of that."""


class KeyBar(Static):
    """The keys that matter now; the rest stands under `?`."""

    _hints: Sequence[Hint] = ()

    def show(self, hints: Sequence[Hint]) -> None:
        """Write what these keys do."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def render(self) -> Content:
        """As many as the width has room for: each that still fits beside those before it."""
        width = self.size.width
        left = {place: hint for place, hint in enumerate(self._hints) if hint.stays}
        for place, hint in enumerate(self._hints):
            shorter = hint._replace(text=hint.less or hint.text)
            for one in () if hint.stays else (hint, shorter):
                if place not in left and _cells(_keys(left | {place: one})) - GAP <= width:
                    left[place] = one
        return _drawn([(_keys(left), [])], width)


class OwnKeys(KeyBar):
    """The same of a screen that lies over another, whose keys do nothing meanwhile."""

    DEFAULT_CSS = """
    OwnKeys { dock: bottom; height: 1; background: $surface; }
    """


def _keys(hints: Mapping[int, Hint]) -> list[Part]:
    """Keys in the order of their places."""
    ordered = (hint for _place, hint in sorted(hints.items()))
    return [(" ", ""), *(part for hint in ordered for part in _hint(hint))]


def _hint(hint: Hint) -> list[Part]:
    return [(hint.key, "bold $text-primary"), (f" {hint.text}{' ' * GAP}", "$text-muted")]


def _drawn(ways: Iterable[tuple[list[Part], list[Part]]], width: int) -> Content:
    """The first of these that fits, its right part at the right edge."""
    left: list[Part] = []
    right: list[Part] = []
    for left, right in ways:
        if _cells(left) + _cells(right) <= width:
            break
    gap = " " * max(0, width - _cells(left) - _cells(right))
    return _joined([*left, (gap, ""), *right])


def _cells(parts: Sequence[Part]) -> int:
    return sum(width_of(text) for text, _style in parts)


def _joined(parts: Iterable[Part]) -> Content:
    return Content("").join([content(text, style) for text, style in parts])
