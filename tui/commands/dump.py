"""`shouhou dump FILE.json`: the whole store as one text that stock TinyDB opens."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from store.exchange.outgoing.files import hand_out
from store.upkeep.dump import dump_into
from store.words import _
from tui.printing import say
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the JSON file to write"))


def run(session: Session, arguments: Namespace) -> int:
    """Write it."""
    repository = session.open_as_it_is()
    hand_out(arguments.file, lambda file: dump_into(repository.engine, file))
    say(
        _("{count} orders are in {file}.").format(
            count=repository.order_count(), file=arguments.file
        )
    )
    return 0
