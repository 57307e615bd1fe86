"""`shouhou handover`: all open duties of one person, listed, or given to another."""

from argparse import ArgumentParser, Namespace
from datetime import datetime

from store.errors import BadInput
from store.reading.owed import OwedFor
from store.words import _
from tui.commands import PARTLY_DONE, takes_json
from tui.commands.due import what_is_owed
from tui.order_text.handover import given_lines, handover_lines
from tui.printing import say, say_json
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--to", metavar="NAME", help=_("give it all to this person"))
    parser.add_argument("--note", metavar="TEXT", default="", help=_("what they should know"))
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List them; with a name, give them."""
    if arguments.note and not arguments.to:
        said = _("A note goes with what is given: say to whom (--to).")
        raise BadInput(said, field="--note", code="usage")
    repository = session.open()
    duties = repository.own_duties()
    done = repository.hand_over(duties, arguments.to, arguments.note) if arguments.to else []
    stayed = {one.key: one.problem for one in done if one.problem}
    if arguments.json:
        for duty in duties:
            say_json(_json(duty, repository.now, arguments.to, stayed))
    else:
        more = _("and {count} more in {groups} groups; --json has them all")
        for line in handover_lines(repository.groups_of(duties), more):
            say(line)
        if arguments.to:
            for line in given_lines(done, repository.person(arguments.to)):
                say(line)
    return PARTLY_DONE if stayed else 0


def _json(
    found: OwedFor, now: datetime, to: str | None, stayed: dict[str, str]
) -> dict[str, object]:
    key = found.row.of_key
    return what_is_owed(found, now) | {
        "given_to": None if to is None or key in stayed else to,
        "problem": stayed.get(key, ""),
    }
