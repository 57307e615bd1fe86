"""Visited (借用): a list that another place opened, and what it showed of its own before that."""

from typing import Any, NamedTuple, TypeVar

from tui.places.looking import Looking

Row = TypeVar("Row", bound=Any)


class Own(NamedTuple):
    """What a list showed before another place opened it."""

    query: str
    sort: str
    marked: frozenset[str] | None
    """None where the marks were left as they are."""
    opened_from: str
    """The place that opened it."""
    goods: tuple[str, str]
    """The SKU that this was about, and the query that found what is asked of it."""
    cursor: str
    """The row that was under the cursor, by its key."""


class Visited(Looking[Row]):
    """A list that leads back to the place that opened it, and has its own search again then."""

    _own: Own | None = None

    def show_opened(
        self,
        place: str,
        query: str,
        sort: str = "",
        marked: frozenset[str] | None = None,
        *,
        goods: str = "",
    ) -> None:
        own, row = self._own, self.table.row
        if own is None:  # else it was opened from two places, one after the other
            before = None if marked is None else self.table.marked
            at = row.key if row else ""
            own = Own(self._query, self._sort, before, place, (goods, query), at)
        self._own = own._replace(opened_from=place, goods=(goods, query))
        self.ask(query, sort)
        if marked is not None:
            self.table.mark(marked)
            self.show_marks()

    def be_own(self) -> None:
        own, self._own = self._own, None
        if own is None:
            return
        if own.marked is not None:
            self.table.mark(own.marked)
            self.show_marks()
        self._sort = own.sort
        self.search_box.put(own.query)
        self._search_at_once(own.query, own.cursor)

    @property
    def goods(self) -> str:
        sku, query = self._own.goods if self._own else ("", "")
        return sku if query == self._query else ""

    @property
    def leads_back(self) -> bool:
        return self._own is not None

    def press_leave(self) -> None:
        """To the place that opened it; where none did, the desk is left."""
        if self._own is None:
            super().press_leave()
            return
        place = self._own.opened_from
        if place == self.place:
            self.be_own()
            self.show_keys()
        else:
            self.answers.leave_for(lambda: self.desk.go_to(place, is_back=True))

    def press_back(self) -> None:
        """The same, once what is typed or done to many here is left."""
        is_busy = self.search_box.has_focus or self.is_acting_on_many
        if self._own is None or is_busy:
            super().press_back()
        else:
            self.press_leave()
