"""`shouhou checkpoint`: write a snapshot, which stock TinyDB opens, and begin a new journal."""

from argparse import ArgumentParser, Namespace

from store.words import _
from tui.printing import say
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """It takes nothing."""


def run(session: Session, arguments: Namespace) -> int:  # noqa: ARG001 - as every command
    """Write it, unless another process is at it."""
    repository = session.open()
    if repository.engine.checkpoint():
        say(_("The snapshot is written."))
    else:
        say(_("Another process is writing a snapshot already."))
    return 0
