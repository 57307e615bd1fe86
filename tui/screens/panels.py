"""Panels: the sections of a page as panels, and how the cursor goes through them."""

from collections.abc import Callable, Sequence

from textual.geometry import Region
from textual.widget import Widget

from store.models.subject import Part
from tui.said import Row, Section
from tui.widgets.section_panel import SectionPanel


class Panels:
    """The panels of a page in reading order, those that are not there hidden."""

    def __init__(
        self, names: Sequence[str], left: int, scroll_to: Callable[[Region], None]
    ) -> None:
        """The first `left` of them stand at the left of a wide screen; `scroll_to` has a part of
        the columns seen.
        """
        self.all = [SectionPanel(number % 10, name) for number, name in enumerate(names, start=1)]
        self._left = left
        self._scroll_to = scroll_to

    @property
    def left(self) -> Sequence[SectionPanel]:
        """What stands at the left, or above."""
        return self.all[: self._left]

    @property
    def right(self) -> Sequence[SectionPanel]:
        """What stands at the right, or below."""
        return self.all[self._left :]

    @property
    def shown(self) -> list[SectionPanel]:
        """The panels that are there."""
        return [panel for panel in self.all if panel.section]

    @property
    def current(self) -> SectionPanel:
        """The one with the focus, else the first."""
        focused = self.all[0].screen.focused
        return focused if isinstance(focused, SectionPanel) else self.all[0]

    def show(self, sections: Sequence[Section]) -> None:
        """Show these sections and no other; the focus leaves one that has gone."""
        found = {section.name: section for section in sections}
        for panel in self.all:
            if panel.is_attached and panel is self.current and panel.id not in found:
                panel.screen.set_focus(self.all[0], scroll_visible=False)
            panel.show(found.get(panel.id or ""))

    def go_to(self, panel: SectionPanel, row: int | None = None) -> None:
        """The focus on a panel, its cursor where it was or on a row."""
        if row is not None:
            panel.step_to(row)
        panel.screen.set_focus(panel, scroll_visible=False)
        self._see(panel)

    def go_to_digit(self, digit: int) -> bool:
        """The panel with this digit, where it is shown; is it?"""
        return self._go_where(lambda panel: panel.digit == digit)

    def go_to_name(self, name: str) -> bool:
        """The panel of this name, as much of it as there is room for, where it is shown; is it?"""
        return self._go_where(lambda panel: panel.id == name)

    def _go_where(self, is_meant: Callable[[SectionPanel], bool]) -> bool:
        panel = next(filter(is_meant, self.shown), None)
        if panel:
            self._see_all(panel)
            self.go_to(panel)
        return panel is not None

    def go_to_part(self, part: Part) -> None:
        """The row of something owed, or the one that says how a record of the order stands, where
        there is one.
        """
        found = (
            (panel, number)
            for panel in self.shown
            for number, row in enumerate(panel.rows)
            if _is_about(row, part)
        )
        for panel, number in found:
            self.go_to(panel, number)
            return

    def turn(self, by: int) -> None:
        """The next panel, or the one before; after the last comes the first."""
        shown = self.shown
        self.go_to(shown[(shown.index(self.current) + by) % len(shown)])

    def step(self, by: int) -> None:
        """So many rows on, into the next panels at the end of one."""
        places = self._places()
        here = self._here(places)
        if here is None:  # of a panel without rows: the next one that has some
            order = self.all.index(self.current)
            after = [
                place for place, (one, _row) in enumerate(places) if self.all.index(one) > order
            ]
            here = after[0] - (by > 0) if after else len(places) - (by > 0)
        self.go_to(*places[max(0, min(here + by, len(places) - 1))])

    def end(self, *, is_last: bool) -> None:
        """The first row of all, or the last."""
        self.go_to(*self._places()[-1 if is_last else 0])

    def page(self, lines: int) -> None:
        """So many lines down, or up: to the row that stands about there."""
        by = 1 if lines > 0 else -1
        places = self._places()
        passed = 0
        here = self._here(places) or 0
        while passed < abs(lines) and 0 <= here + by < len(places):
            one, row = places[here]
            passed += one.place_of(row)[1]
            here += by
        self.go_to(*places[here])

    def _here(self, places: Sequence[tuple[SectionPanel, int]]) -> int | None:
        """Where the cursor is among these; None on a panel without rows."""
        place = self.current, self.current.cursor
        return places.index(place) if place in places else None

    def _places(self) -> list[tuple[SectionPanel, int]]:
        """Every row in reading order, with its panel."""
        found = [(panel, row) for panel in self.shown for row in range(len(panel.rows))]
        return found or [(self.all[0], 0)]

    def _see_all(self, panel: SectionPanel) -> None:
        """Have all of a panel on the screen, as far as there is room for it."""
        self._scroll_to(Region(0, self._top(panel), 1, panel.virtual_region.height))

    @staticmethod
    def _top(panel: SectionPanel) -> int:
        """The line of the page that it begins on."""
        column = panel.parent
        assert isinstance(column, Widget)
        return column.virtual_region.y + panel.virtual_region.y

    def _see(self, panel: SectionPanel) -> None:
        """Have the row under a panel's cursor on the screen, the frame beside it too."""
        first, count = panel.place_of(panel.cursor)
        is_last = panel.cursor >= len(panel.rows) - 1
        top = 0 if panel.cursor == 0 else first + 1
        bottom = first + count + (2 if is_last else 1)
        self._scroll_to(Region(0, self._top(panel) + top, 1, bottom - top))


def _is_about(row: Row, part: Part) -> bool:
    """Does it say what is owed, or how the record stands, that is meant?"""
    if row.duty:
        return part == Part(row.duty.kind, row.duty.about)
    return not part.kind and part.record != "" and row.about == part.record
