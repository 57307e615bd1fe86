"""MarkedSaid (勾选数): how many rows are marked, as keys, frame and whoever leaves the list say."""

from collections.abc import Collection
from functools import partial
from typing import Any, ClassVar, NamedTuple, TypeVar

from store.search.listed import Shown
from store.words import _, counts
from tui.actions import Key
from tui.places.stopping import Stopping
from tui.screens.answers import begin

Row = TypeVar("Row", bound=Any)


class CountedMarks(NamedTuple):
    """How many of the rows with these keys a query finds."""

    keys: frozenset[str]
    query: str
    found: int


class MarkedSaid(Stopping[Row]):
    """A list that says how many of its rows are marked."""

    counted_as: ClassVar[tuple[str, ...]] = ()
    """The kind of documents that its rows are, where each is one."""

    def __init__(self) -> None:
        super().__init__()
        self._counted = CountedMarks(frozenset(), "", 0)

    def forgotten_when_left(self) -> str:
        return self._marked(self.table.marked) if self.table.marked else ""

    def brief_of(self, key: Key) -> str:
        count = len(self.table.marked)
        if key.name == "menu" and count:
            said = _("all actions on {count} marked")
            return said.format(count=counts.measured(count, self.counted_as))
        return super().brief_of(key)

    def less_of(self, key: Key) -> str:
        count = counts.measured(len(self.table.marked), self.counted_as)
        said = _("on {count} marked").format(count=count)
        return said if key.name == "menu" and self.table.marked else super().less_of(key)

    def count_said(self) -> str:
        marked = self.table.marked
        if self._counted.keys != marked or self._counted.query != self._query:
            return self._marked(marked)
        hidden = len(marked) - self._counted.found
        if not hidden:
            return self._marked(marked)
        shown, count = (counts.measured(one, self.counted_as) for one in (hidden, len(marked)))
        return _("{count} marked ({hidden} hidden)").format(count=count, hidden=shown)

    def _marked(self, keys: Collection[str]) -> str:
        count = counts.measured(len(keys), self.counted_as)
        return _("{count} marked").format(count=count)

    def count_marked(self) -> None:
        """Count beside the keys how many of the marked rows the query finds."""
        if self.table.marked and self.table.selection is not None:
            begin(self, partial(self._count_marked, self.table.selection), "marks", exclusive=True)

    async def _count_marked(self, selection: Shown[Row]) -> None:
        keys, query = self.table.marked, self._query
        found = await self.desk.read_beside(lambda: selection.count_among(keys))
        if found is not None and self.is_mounted:
            self._counted = CountedMarks(keys, query, found)
            self.show_status()
