"""ColumnMenu (列): which columns a list shows, and in which order; each change is seen at once."""

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from store.words import N_, _, readings
from tui.kept import Chosen
from tui.screens.menu import BACK, MenuLine, MenuScreen


class ColumnMenu(MenuScreen):
    """It stays until esc: several columns are chosen one after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+down,ctrl+down", "shift(1)", show=False, priority=True),
        Binding("shift+up,ctrl+up", "shift(-1)", show=False, priority=True),
    ]
    own_keys = (
        ("enter", N_("shows or hides")),
        ("shift+up shift+down", N_("moves it")),
        BACK,
    )

    def __init__(
        self,
        titles: Sequence[str],
        left_out: Collection[str],
        without_room: Collection[str],
        change: Callable[[Chosen], Collection[str]],
    ) -> None:
        """`titles` in the order in which they stand; `change` has the list show them otherwise, and
        says which of them have no room.
        """
        self._titles, self._left_out = [*titles], {*left_out}
        self._without_room, self._change = without_room, change
        super().__init__(_("Columns"), self._made())

    def _made(self) -> list[MenuLine]:
        return [
            MenuLine(
                title,
                f"[{' ' if title in self._left_out else 'x'}] {_(title)}",
                note=_("no room for it now") if title in self._without_room else "",
                readings=readings(title),
            )
            for title in self._titles
        ]

    def choose(self, name: str) -> None:
        """Leave it out, or show it again."""
        self._left_out ^= {name}
        self._apply(name)

    def action_shift(self, by: int) -> None:
        """Move the column under the cursor towards the beginning of the line, or its end."""
        if self.options.cursor is None:
            return
        name = self._shown[self.options.cursor].name
        before = self._titles.index(name)
        self._titles.remove(name)
        self._titles.insert(max(0, before + by), name)
        self._apply(name)

    def _apply(self, name: str) -> None:
        left_out = [title for title in self._titles if title in self._left_out]
        self._without_room = self._change(Chosen(left_out, self._titles))
        self.show_lines(self._made())
        self.options.cursor = [line.name for line in self._shown].index(name)
