"""`shouhou migrate-schema`: make the tables of a database, or bring them forward, as its owner."""

from argparse import ArgumentParser, Namespace

from store.words import _
from tui.printing import say
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """It takes nothing but the address that --store names."""


def run(session: Session, arguments: Namespace) -> int:  # noqa: ARG001 - as every command
    """Make what is missing in the database that --store names; several may do it at once."""
    from store.engines.opening import make_tables

    before, now = make_tables(session.store_url)
    if before == now:
        say(_("The tables are of form {form} already.").format(form=now))
    elif before:
        said = _("The tables were brought from form {before} to form {form}.")
        say(said.format(before=before, form=now))
    else:
        say(_("The tables were made, of form {form}.").format(form=now))
    return 0
