"""Pages aside (另一进程算页): a large export has orders worked out by a second process.

This one reads all of them, hands on what the other has time for, works out the rest, and writes.
The child (`outgoing.pages_child`) only saves time: what it does not answer is worked out here.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from store.aside import Aside, processors
from store.engines.protocol import Kept
from store.exchange.outgoing.export_pages import Rows, Told
from store.exchange.outgoing.pages_child import Asked, ExportTerms

MANY = 2000
"""Once so many orders were written a second process pays for its start."""
ASKED = 2
"""So many pages it has at once: one that it works out, and the next."""
WAITING = 6
"""So many pages wait at most for one that it has; they are memory."""
ReadKept = Callable[[Rows], Sequence[Kept]]
"""Reads the orders behind rows as they are kept."""


class PagesAside:
    """The pages of one export, of whichever process."""

    def __init__(self, terms: ExportTerms, kept: ReadKept) -> None:
        self._terms = terms
        self._kept = kept
        self._aside = Aside("store.exchange.outgoing.pages_child")
        self._waiting: deque[tuple[Rows, Told | None]] = deque()
        """What is to be written next, in order; none for what the other process has."""

    def pages(
        self, coming: Iterable[Rows], worked_out: Callable[[Rows], Told]
    ) -> Iterator[tuple[int, Told]]:
        """The pages of these rows in order, each with how many orders it is of."""
        orders = 0
        may_start = processors() > 1
        for rows in coming:
            orders += len(rows)
            if may_start and orders > MANY:
                may_start = False
                self._aside.start()
                self._aside.begin(self._terms)
            if self._has_time():
                self._aside.give(Asked(rows, self._kept(rows)))
                self._waiting.append((rows, None))
            else:
                self._waiting.append((rows, worked_out(rows)))
            while self._waiting and self._is_next_known():
                yield self._next(worked_out)
        self._aside.give_no_more()
        while self._waiting:
            yield self._next(worked_out)

    def stop(self) -> None:
        """End the second process."""
        self._aside.stop()

    def _has_time(self) -> bool:
        asked = sum(told is None for _rows, told in self._waiting)
        return asked < ASKED and self._aside.is_there and self._aside.has_begun()

    def _is_next_known(self) -> bool:
        _rows, told = self._waiting[0]
        if told or not self._aside.is_there or len(self._waiting) > WAITING:
            return True
        return self._aside.is_ready()

    def _next(self, worked_out: Callable[[Rows], Told]) -> tuple[int, Told]:
        rows, told = self._waiting.popleft()
        return len(rows), told or self._aside.answer() or worked_out(rows)


@contextmanager
def pages_aside(terms: ExportTerms, kept: ReadKept) -> Iterator[PagesAside]:
    """The pages of one export; no second process is left afterwards."""
    aside = PagesAside(terms, kept)
    try:
        yield aside
    finally:
        aside.stop()
