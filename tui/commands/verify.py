"""`shouhou verify`: is the store whole? The first broken thing ends it with status 3."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from store.words import _
from tui.printing import say, say_json
from tui.session import Session


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
    say(
        _("The store is whole: {orders} orders, {events} events, {commits} commits.").format(
            orders=found.orders, events=found.events, commits=found.commits
        )
    )
    if found.stale:
        said = _("{count} rows are by other rules; they are made anew when the store is opened.")
        say(said.format(count=found.stale))
    for file in found.orphans:
        say(_("{file} belongs to no order; it does no harm.").format(file=file))
    return 0
