"""`shouhou migrate SOURCE TARGET`: a whole store to another place, a folder or a database."""

from argparse import ArgumentParser, Namespace

from store.words import _, counts
from tui.printing import say, tell
from tui.session import Session

EVERY = 10_000
"""Documents and events after which it is said how far it is."""


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    help_of = _("a folder, or the address of a database")
    parser.add_argument("source", metavar="SOURCE", help=help_of)
    parser.add_argument("target", metavar="TARGET", help=help_of)


def run(session: Session, arguments: Namespace) -> int:  # noqa: ARG001 - as every command
    """Move everything, then count and compare; broken off, it goes on where it is begun again."""
    from store.repository import migrate_store

    migrated = migrate_store(arguments.source, arguments.target, _told)
    say(
        _("Moved and compared: {orders}, {documents}, {events}.").format(
            orders=counts.orders(migrated.orders),
            documents=counts.documents(migrated.counted.documents),
            events=counts.events(migrated.counted.events),
        )
    )
    return 0


def _told(count: int) -> None:
    if not count % EVERY:
        tell(_("{count} documents and events …").format(count=count))
