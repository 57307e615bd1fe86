"""`shouhou verify`: is the store whole? The first broken thing ends it with status 3."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from store.words import _
from tui.printing import say, say_json
from tui.session import Session
from tui.verdict import found_whole


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument(
        "--full", action="store_true", help=_("also work out every ledger and row anew")
    )
    parser.add_argument("--json", action="store_true", help=_("as JSON"))


def run(session: Session, arguments: Namespace) -> int:
    """Check everything."""
    found = session.open_as_it_is().verify(full=arguments.full)
    if arguments.json:
        say_json({"whole": True, **asdict(found)})
        return 0
    for line in found_whole(found):
        say(line)
    return 0
