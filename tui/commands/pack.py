"""`shouhou pack`: what to take from the shelves now, by SKU, for the orders that may go out."""

from argparse import ArgumentParser, Namespace

from store.files.paths import path_of
from store.words import _, counts
from tui.commands import takes_json, takes_replace
from tui.printing import print_table, say, say_json
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("only for the orders that this query finds"))
    parser.add_argument("--to", metavar="FILE", help=_("a .csv or .xlsx file"))
    takes_replace(parser)
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List it, or write the file."""
    repository = session.open()
    packing = repository.packing(repository.search(" ".join(arguments.query)))
    if arguments.to:
        path = path_of(arguments.to, "to")
        repository.write_packing(packing, path, replaces=arguments.replace)
        said = _("{units} for {orders} written to {file}")
        units, orders = counts.units(packing.units), counts.orders(packing.orders)
        say(said.format(units=units, orders=orders, file=path))
        return 0
    if arguments.json:
        for one in packing.goods:
            say_json(one._asdict())
        return 0
    print_table(
        [_("SKU"), _("Goods"), _("Spec"), _("Units"), _("Orders")],
        [
            [one.sku, one.name, one.spec, str(one.units), str(len(one.orders))]
            for one in packing.goods
        ],
        right=(3, 4),
    )
    for left in packing.left_out:
        said = _("{order} is left out: {why}")
        say(said.format(order=left.order_no, why=left.why))
    return 0
