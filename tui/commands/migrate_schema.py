"""`shouhou migrate-schema`: make the tables of a database, as its owner."""

from argparse import ArgumentParser, Namespace

from store.words import _
from tui.printing import say
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """It takes nothing but the address that --store names."""


def run(session: Session, arguments: Namespace) -> int:  # noqa: ARG001 - as every command
    """Make what is missing in the database that --store names; several may do it at once."""
    from store.engines.opening import make_tables

    if make_tables(session.store_url):
        say(_("The tables are there already."))
    else:
        say(_("The tables were made."))
    return 0
