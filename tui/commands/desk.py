"""`shouhou`: open the desk."""

from argparse import Namespace
from pathlib import Path

from store.upkeep import daily_copy
from tui.session import Session


def run(session: Session, arguments: Namespace) -> int:  # noqa: ARG001 - as every command
    """Open the desk on the store of the session; the day's copy is made beside it."""
    from tui.app import open_desk

    repository = session.open()
    folder = Path(session.store_url).expanduser()
    return open_desk(
        repository, chore=lambda: daily_copy(repository.engine, folder, session.clock())
    )
