"""`shouhou backup FILE`: the whole store in one file, while others go on working."""

from argparse import ArgumentParser, Namespace

from store.files.paths import path_of
from store.words import _, counts
from tui.commands import takes_replace
from tui.printing import say
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("file", type=path_of, metavar="FILE", help=_("the zip file to write"))
    takes_replace(parser)


def run(session: Session, arguments: Namespace) -> int:
    """Write it."""
    repository = session.open_as_it_is()
    repository.backup(arguments.file, replaces=arguments.replace)
    say(
        _("{file} holds {orders}.").format(
            orders=counts.orders(repository.order_count()), file=arguments.file
        )
    )
    return 0
