"""Headline: what an order is in one line; what matters least leaves first where it is narrow."""

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widgets import Static

from tui.said import STYLES, Said
from tui.text import content, width_of


class OrderHeadline(Static):
    """Number, shop, chips, the next deadline, and who else has the order open."""

    _ways: Sequence[Sequence[Said]] = ()

    def show(self, number: str, shop: str, chips: Sequence[Said], end: Sequence[Said]) -> None:
        """Say this; `end` is the deadline and who is here, and stays longest with the number."""
        ways = list(_ways(Said(f" {number}  ", "title"), shop, chips, end))
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


def _ways(
    number: Said, shop: str, chips: Sequence[Said], end: Sequence[Said]
) -> Iterator[list[Said]]:
    """The line with less and less of it."""
    spaced = [part for chip in chips for part in (chip, Said(" "))]
    tail = [part for one in end if one.text for part in (Said(" "), one)]
    yield [number, Said(f"{shop}  ", "quiet"), *spaced, *tail]
    while True:
        yield [number, *spaced, *tail]
        if not spaced:
            break
        del spaced[-2:]
    yield [number, *tail[:2]]
    yield [number]
