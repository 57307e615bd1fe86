"""`shouhou`: open the desk."""

from argparse import Namespace

from tui.session import Session


def run(session: Session, arguments: Namespace) -> int:  # noqa: ARG001 - as every command
    """Open the desk on the store of the session."""
    from tui.app import open_desk

    return open_desk(session.open())
