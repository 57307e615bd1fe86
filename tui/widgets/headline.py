"""Headline: what an order is in one line; what matters least leaves first where it is narrow."""

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widgets import Static

from tui.glyphs import glyphs
from tui.said import STYLES, Kind, Said
from tui.text import content, width_of

EASY: tuple[Kind, ...] = ("chip", "chip-well")
"""Chips that need no care, the least last."""


class OrderHeadline(Static):
    """Number, shop, chips, the next deadline, and who else has the order open."""

    _ways: Sequence[Sequence[Said]] = ()

    def show(  # noqa: PLR0913, PLR0917 - what the line consists of
        self, number: str, shop: str, chips: Sequence[Said], due: Said, brief: Said, here: Said
    ) -> None:
        """Say this; `brief` is what is due in fewer words, `here` who else is."""
        head = Said(f" {number}  ", "title")
        spaced = [part for chip in chips for part in (chip, Said(" "))]
        tail, short = _spaced(due, here), _spaced(brief, here)
        ways = [
            [head, Said(f"{shop}  ", "quiet"), *spaced, *tail],
            [head, *spaced, *tail],
            [head, *spaced, *short],
            *([head, *kept, *short] for kept in _fewer(chips)),
            [head],
        ]
        if ways != self._ways:
            self._ways = ways
            self.refresh()

    def render(self) -> Content:
        """As much as the width has room for."""
        fitting: Sequence[Said] = ()
        for fitting in self._ways:
            if sum(width_of(part.text) for part in fitting) <= self.size.width:
                break
        return Content("").join([content(part.text, STYLES[part.kind]) for part in fitting])


def _fewer(chips: Sequence[Said]) -> Iterator[list[Said]]:
    """One chip less each time, and a sign for those that are left out: what is as it should be goes
    first, what needs care last.
    """
    places = sorted(range(len(chips)), key=lambda place: (_ease(chips[place]), place))
    for count in range(len(chips) - 1, -1, -1):
        kept = sorted(places[:count])
        yield [
            *(part for place in kept for part in (chips[place], Said(" "))),
            Said(glyphs().cut, "quiet"),
        ]


def _ease(chip: Said) -> int:
    return EASY.index(chip.kind) + 1 if chip.kind in EASY else 0


def _spaced(*parts: Said) -> list[Said]:
    return [said for part in parts if part.text for said in (Said(" "), part)]
