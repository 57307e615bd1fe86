"""`shouhou export`: the orders that a query finds, as CSV, Excel or JSON."""

from argparse import ArgumentParser, Namespace

from store.files.paths import path_of
from store.words import _, counts
from tui.commands import takes_replace
from tui.printing import say
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("such as: to-ship due:<24h !review"))
    parser.add_argument(
        "--to", required=True, metavar="FILE", help=_("a .csv, .xlsx or .json file")
    )
    parser.add_argument(
        "--columns",
        default="people",
        help=_(
            "people; full: all, to be imported again; list: what a list shows, quickly; or names"
            " with commas between"
        ),
    )
    takes_replace(parser)
    parser.add_argument("--encoding", default="utf-8-sig", help="utf-8-sig, gb18030")
    parser.add_argument(
        "--reveal", action="store_true", help=_("show personal data; it is recorded")
    )
    parser.add_argument("--reason", default="", help=_("why it has to be shown"))


def run(session: Session, arguments: Namespace) -> int:
    """Write the file."""
    repository = session.open()
    rows = repository.search(" ".join(arguments.query))
    if arguments.reveal:
        repository.reveal(repository.orders(rows), arguments.reason)
    path = path_of(arguments.to, "to")
    summary = repository.export(
        rows,
        path,
        columns=arguments.columns.split(","),
        encoding=arguments.encoding,
        reveal=arguments.reveal,
        replaces=arguments.replace,
    )
    say(
        _("{orders}, {rows} written to {file}").format(
            orders=counts.orders(summary.orders),
            rows=counts.rows(summary.rows),
            file=path,
        )
    )
    for order_no, column, characters in summary.unwritable:
        told = _("{order}, {column}: the file cannot hold {characters}")
        say(told.format(order=order_no, column=column, characters=characters))
    return 0
