"""`shouhou backup FILE`: the whole store in one file, while others go on working."""

from argparse import ArgumentParser, Namespace

from store.files.paths import path_of
from store.words import _
from tui.commands import say_holds, takes_replace
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("file", type=path_of, metavar="FILE", help=_("the zip file to write"))
    takes_replace(parser)


def run(session: Session, arguments: Namespace) -> int:
    """Write it."""
    repository = session.open_as_it_is()
    repository.backup(arguments.file, replaces=arguments.replace)
    say_holds(arguments.file, repository.order_count())
    return 0
