"""`shouhou restore FILE`: a new store from a backup, never over one that is there."""

from argparse import ArgumentParser, Namespace

from store.errors import BadInput, StoreTrouble
from store.files.paths import path_of
from store.words import _, counts
from tui.printing import say
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument(
        "file", type=path_of, metavar="FILE", help=_("a file that backup or dump wrote")
    )


def run(session: Session, arguments: Namespace) -> int:
    """Restore it into the folder that --store names, and check it."""
    if session.store is None:
        raise BadInput(_("Name the new folder with --store."), field="--store")
    if "://" in session.store:
        said = _(
            "A backup is restored into a folder; name one. To have it in a database, move it there"
            " then: shouhou migrate FOLDER ADDRESS."
        )
        raise BadInput(said, field="--store")
    from store.repository import restore_store

    restore_store(arguments.file, path_of(session.store, "--store"), session.actor)
    repository = session.open_as_it_is()
    try:
        repository.verify()
    except StoreTrouble as error:
        if error.code != "missing_file":
            raise
        said = _("The documents are whole, their attached files are not here: {what}")
        raise StoreTrouble(said.format(what=error.sentence), code=error.code) from None
    finally:
        say(
            _("Restored: {orders} in {folder}.").format(
                orders=counts.orders(repository.order_count()), folder=session.store
            )
        )
    return 0
