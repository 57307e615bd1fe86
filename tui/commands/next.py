"""`shouhou next`: the next order in turn with all its duties, claimed for whoever asks."""

from argparse import ArgumentParser, Namespace

from store.errors import Refused
from store.words import _
from store.words.labels import label
from store.words.what_owed import what_owed
from tui.commands.due import what_is_owed
from tui.printing import print_table, say, say_json
from tui.session import Session
from tui.text import left


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument(
        "--by",
        choices=("time", "money"),
        default="time",
        help=_("what is due first, or costs most"),
    )
    parser.add_argument("--json", action="store_true", help=_("print it as JSON"))


def run(session: Session, arguments: Namespace) -> int:
    """Give it out."""
    repository = session.open()
    given = repository.give_next(arguments.by)
    if given is None:
        raise Refused(_("Nothing is owed that nobody has taken on."), code="nothing_left")
    now, called = repository.now, given.duties[0].row.order_no
    if arguments.json:
        duties = [what_is_owed(one, now) for one in given.duties]
        say_json({"order_no": called, "key": given.document.key, "duties": duties})
        return 0
    said = _("{order} is yours now; it is nobody's again when nothing is done for 30 minutes.")
    say(said.format(order=called))
    cells = [
        [
            left(one.due_at, now, estimated=one.estimated),
            label(one.who),
            what_owed(one.kind, one.zero),
            one.at_zero,
        ]
        for _row, one in given.duties
    ]
    print_table([_("Left"), _("Who"), _("What"), _("At zero")], cells, right=(0,))
    return 0
