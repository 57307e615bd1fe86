"""`shouhou`: open the desk."""

from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from store.reading.without_collector import without_collector
from tui import cycles
from tui.session import Session

if TYPE_CHECKING:
    from store.reading.shop_lists import Lists
    from store.repository import Repository


# Looking for cycles among what is loaded takes a tenth of the start.
@without_collector()
def run(session: Session, arguments: Namespace) -> int:  # noqa: ARG001 - as every command
    """Open the desk on the store of the session; the day's copy is made beside it."""
    from tui.app import open_desk
    from tui.opening import Opening

    lists = session.lists_as_they_are()
    rest = partial(_rest, session, lists)
    opening = Opening(lists, session.who, rest, session.user, session)
    return open_desk(opening, session.agent, chore=lambda: _daily_copy(session, lists))


def _rest(session: Session, lists: "Lists") -> "Repository":
    """The whole store, and what its first keys need besides."""
    import tui.screens.acting
    import tui.screens.order  # noqa: F401
    from store.repository import Repository

    repository = Repository.on(lists.engine, session.actor, session.clock)
    cycles.begin()
    return repository


def _daily_copy(session: Session, lists: "Lists") -> None:
    from store.upkeep.daily_copies import daily_copy

    daily_copy(lists.engine, session.clock())
