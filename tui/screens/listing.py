"""Listing (列表页): what other screens ask of a place that is a list."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.models.subject import Subject, Target
from tui.said import Finds
from tui.screens.answering import Answering

if TYPE_CHECKING:
    from store.models.bulk_run import BulkRun
    from tui.desk import Desk


async def show_in(
    desk: "Desk", finds: Finds, marked: frozenset[str] | None = None, *, goods: str = ""
) -> None:
    """Go to the list of a place and show there what a search finds, as `Listing.show_opened` does;
    leaving it leads back to where the desk is now.
    """
    came_from = desk.current_mode
    await desk.go_to(finds.place)
    if isinstance(desk.screen, Listing):
        desk.screen.show_opened(came_from, finds.query, finds.sort, marked, goods=goods)


class Listing(Answering):
    """A list that can be searched, and stands behind an order that was opened from it."""

    def ask(self, query: str, sort: str = "") -> None:
        """Search for this instead, whatever is typed."""
        raise NotImplementedError

    def finds(self, query: str) -> bool:
        """Does a query find something here? Asked in a thread.

        Raises BadInput for one that is unclear.
        """
        raise NotImplementedError

    def show_opened(
        self,
        place: str,
        query: str,
        sort: str = "",
        marked: frozenset[str] | None = None,
        *,
        goods: str = "",
    ) -> None:
        """Show what a query finds, since that place asks for it, exactly these rows marked if any
        are named, or what is asked of one SKU; leaving it leads back there.
        """
        raise NotImplementedError

    def show_outcome(self, run: "BulkRun") -> None:
        """An action on what was marked has ended: mark what it left, and why."""
        raise NotImplementedError

    def rows_of(self, subjects: Sequence[Subject]) -> frozenset[str]:
        """The rows that are about these documents, by their keys, as far as they were marked here
        or the list is of orders.
        """
        raise NotImplementedError

    def mark_only(self, keys: frozenset[str]) -> None:
        """Mark exactly these rows; that can be taken back."""
        raise NotImplementedError

    @property
    def targets(self) -> list[Target]:
        """What is marked, in the order it was marked in."""
        raise NotImplementedError

    def count_said(self) -> str:
        """How many rows are marked, and how many of them the list does not show."""
        raise NotImplementedError

    async def neighbour(self, key: str, by: int) -> str | None:
        """The key of the next order that way, the cursor on it; None at the end of the list."""
        raise NotImplementedError
