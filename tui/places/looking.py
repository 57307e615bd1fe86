"""Looking (查看): the rows of a list are read in threads, and a key waits for none but its own."""

from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from textual.worker import Worker, WorkerError

from store.errors import InterruptedReading, ShouhouError, StoreTrouble
from store.search.listed import Shown
from tui.action_keys import ACTION_KEYS
from tui.desk import BEHIND_SECONDS
from tui.places.marking import Marking
from tui.screens.answers import begin
from tui.widgets.rows_read import Found, find, rows_around

Row = TypeVar("Row", bound=Any)
ABOUT_ROWS = frozenset(
    {"settle", "order", "open", "agree", "reject", "menu", "mark"}
    | {name for name, _keys, _title, menu, *_more in ACTION_KEYS if menu != "new"}
)
"""Keys that do nothing where no row is."""


class Ahead(NamedTuple):
    """What is read before it is searched for."""

    query: str
    sort: str
    reading: Worker[Found[Any] | None]


class Looking(Marking[Row]):
    """A list that shows what was read of it."""

    def __init__(self) -> None:
        super().__init__()
        self._is_other = True
        """Is something else asked for than what is shown?"""
        self._asked_at = 0.0
        """Since when, by the monotonic clock."""
        self._wanted = ""
        """The row that the cursor is to stand on in what is asked for, by its key."""
        self._reading: Worker[None] | None = None
        """Reads the rows that the cursor comes to."""
        self._ahead: Ahead | None = None

    def narrowed(self, text: str) -> Shown[Row]:
        """What a query finds, asked in a thread; raises BadInput for one that is unclear."""
        raise NotImplementedError

    def finds(self, query: str) -> bool:
        return self.narrowed(query).counted() > 0

    @property
    def is_held_back(self) -> bool:
        """Nor are the rows before drawn once more, some of which a menu covered, while
        those asked for are being read; not for so long that anybody sees it.
        """
        is_due = self._is_other and self.has_shown and self.is_looking
        return (is_due and monotonic() - self._asked_at < BEHIND_SECONDS) or super().is_held_back

    @property
    def has_shown(self) -> bool:
        return self.table.selection is not None or bool(self._unclear)

    def leave_wait(self) -> None:
        if not self.has_shown:
            self.workers.cancel_group(self, "rows")
        super().leave_wait()

    def show_rows(self, found: Found[Row]) -> None:
        """Show what was found, and all that stands around it."""
        raise NotImplementedError

    def empty_said(self) -> str:
        """Why no row is here."""
        raise NotImplementedError

    def say_empty(self) -> None:
        """Say so, but not under the words that may follow."""
        is_covered = self.search_box.completing.completion is not None
        self.table.say_empty("" if is_covered else self.empty_said())

    def on_completion_list_gone(self) -> None:
        if self._unclear:
            self.table.say_empty(f"! {self._unclear}")
        elif self.table.selection is not None:
            self.say_empty()

    def show_unclear(self, error: ShouhouError) -> None:
        """Show no rows, and say why."""
        raise NotImplementedError

    def _search(self, text: str, *, is_news: bool = False, cursor: str = "") -> None:
        ahead, self._ahead = self._ahead, None
        # What is read ahead begins with the first row.
        is_meant = ahead and not cursor and (ahead.query, ahead.sort) == (text, self._sort)
        if ahead and (is_news or not is_meant):
            ahead.reading.cancel()
            ahead = None
        self._query = text
        self._wanted = cursor if not is_news or cursor else self._wanted
        self._is_other = self._is_other or not is_news
        self._looking = begin(self, partial(self._look, ahead), "rows", exclusive=True)
        if not is_news:
            self._asked_at = monotonic()
            self.set_timer(BEHIND_SECONDS, self._compositor_refresh)

    def _look_ahead(self, text: str) -> None:
        if self._ahead:
            self._ahead.reading.cancel()
        self._ahead = Ahead(text, self._sort, begin(self, partial(self._read_ahead, text), "ahead"))

    async def _read_ahead(self, text: str) -> Found[Row] | None:
        """What it finds from the first row on; what is wrong is said when it is searched for."""
        with suppress(ShouhouError):
            return await self.desk.threads.read(lambda: find(self.narrowed(text)))
        return None

    async def _look(self, ahead: Ahead | None) -> None:
        """Read what the query finds, and show it; where it is unclear, why."""
        try:
            found = await self._was_read(ahead) or await self._find()
            if self._is_there:
                self.show_rows(found)
        except InterruptedReading:
            pass  # another reading took its place
        except StoreTrouble as error:
            self.desk.say_trouble(error)  # what is on the screen stays
        except ShouhouError as error:
            if self._is_there:
                self.show_unclear(error)
        finally:
            self.desk.release()

    async def _was_read(self, ahead: Ahead | None) -> Found[Row] | None:
        """What was read ahead, where something was."""
        if ahead:
            with suppress(WorkerError):
                return await ahead.reading.wait()
        return None

    @property
    def _is_there(self) -> bool:
        """What was read for it may come before it is there."""
        return self.is_mounted

    async def _find(self) -> Found[Row]:
        """What the query finds, as far as it is looked at."""
        query, table, is_other = self._query, self.table, self._is_other
        while True:
            row = None if is_other else table.row
            key = row.key if row else self._wanted if is_other else ""
            place = 0 if is_other else table.cursor
            found = await self.desk.threads.read(lambda: find(self.narrowed(query), key, place))  # noqa: B023
            # The cursor may stand on another row by then.
            if is_other or table.row is None or found.knows(table.row.key):
                return found

    # Rows beyond those that were read

    def on_row_table_wanted(self) -> None:
        if self._reading is None or self._reading.is_finished:
            self._reading = begin(self, self._read_beside, "window")

    async def _read_beside(self) -> None:
        try:
            await self._read_rows()
        except InterruptedReading:
            pass
        except ShouhouError as error:
            self.desk.say_trouble(error)

    async def _read_rows(self) -> None:
        """Read the rows that are looked at, wherever the cursor goes meanwhile."""
        while self._is_there and (wanted := self.table.wanted) and self.table.selection:
            selection = self.table.selection
            read = await self.desk.threads.read(lambda: rows_around(selection, *wanted))  # noqa: B023
            self.table.take(selection, read)

    def action_press(self, name: str) -> None:
        if self.table.is_unread and name in ABOUT_ROWS:
            self.answers.wait_for(partial(self._press_when_read, name))
        else:
            super().action_press(name)

    async def _press_when_read(self, name: str) -> None:
        """Do what a key means once it is known which row it is for."""
        await self._read_rows()
        super().action_press(name)

    async def neighbour(self, key: str, by: int) -> str | None:
        table = self.table
        stood = table.cursor
        while 0 <= table.cursor + by < table.length:
            table.move(table.cursor + by)
            await self._read_rows()
            subject = self.subject
            if subject and subject.is_order and subject.key != key:
                return subject.key
        table.move(stood)
        return None
