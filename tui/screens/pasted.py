"""Pasted (粘贴): what somebody pastes where no field is, the same way on every screen of the desk.

It is searched for here where that finds something, else an order's, a parcel's or a case's number
among the orders. Such a number that nothing has shows that nothing is found, as a query does: the
next key would be for an order that nobody asked for. Anything else is said in a sentence, and what
is shown stays as it is.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from store.errors import BadInput
from store.search.pasting import sought_in
from store.words import _
from tui.said import Finds
from tui.screens.listing import Listing, show_in
from tui.text import fit, width_of

if TYPE_CHECKING:
    from store.reading.shop_lists import Lists
    from tui.screens.answering import Answering

LONGEST = 40
"""Cells of what was pasted as a sentence has it."""


async def find_pasted(screen: "Answering", text: str) -> None:
    """Show what a pasted text finds; say why where it is a query that is wrong."""
    try:
        await _find(screen, text)
    except BadInput as error:
        _refuse(screen, error.sentence)


def _refuse(screen: "Answering", said: str) -> None:
    """Say why it does nothing: the next letter may be for what it was to show."""
    screen.refuse_key(said)
    screen.desk.doubt_behind_paste()


async def _find(screen: "Answering", text: str) -> None:
    desk, sought = screen.desk, sought_in(text)
    if isinstance(screen, Listing) and await _is_here(screen, sought.query):
        screen.ask(sought.query)
    elif sought.of_orders and (
        query := await desk.threads.read(lambda: _found_by(desk.lists, sought.of_orders))
    ):
        screen.answers.leave_for(partial(show_in, desk, Finds(query)))
    elif sought.is_number:
        if isinstance(screen, Listing):
            screen.ask(sought.query)
        else:
            screen.answers.leave_for(partial(show_in, desk, Finds(sought.query)))
        return
    else:
        what = " ".join(text.split())
        said = _("Nothing is found by what was pasted, {text}; what is shown stays as it is.")
        shown = fit(what, min(LONGEST, width_of(what))).rstrip()
        _refuse(screen, said.format(text=shown))
        return
    if sought.said:
        mark, ship = (desk.key(name).shown for name in ("mark-all", "ship"))
        screen.notify(_(sought.said).format(mark=mark, ship=ship))


async def _is_here(screen: Listing, query: str) -> bool:
    return bool(query) and await screen.desk.threads.read(partial(screen.finds, query))


def _found_by(lists: "Lists", queries: Sequence[str]) -> str:
    """The first of these queries that finds an order; none where none does."""
    found = zip(queries, lists.counts(queries), strict=True)
    return next((query for query, count in found if count), "")
