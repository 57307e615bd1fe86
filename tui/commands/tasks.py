"""`shouhou tasks`: what the platform still has to be told, and the file to upload there."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from store.models.order import Order
from store.words import _
from store.words.labels import label
from tui.commands.show import task_json
from tui.printing import print_table, say, say_json
from tui.session import Session
from tui.text import local_time


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("only of the orders that this query finds"))
    parser.add_argument(
        "--batch-ship", metavar="FILE", help=_("write the upload file for shipments")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def run(session: Session, arguments: Namespace) -> int:
    """List the tasks, or write the file."""
    repository = session.open()
    rows = repository.search_in_state("task", " ".join(arguments.query))
    if arguments.batch_ship:
        path = Path(arguments.batch_ship)
        written = repository.write_batch_ship(rows, path)
        say(_("{count} parcels written to {file}").format(count=written.parcels, file=path))
        for sentence in written.left_out:
            say(sentence)
        return 0
    tasks = [(order, one) for order in repository.orders(rows) for one in order.open_tasks]
    # Those of a SKU are of no order, and no query of orders finds them.
    products = () if arguments.query else repository.products_with_tasks()
    of_skus = [(product, one) for product in products for one in product.open_tasks]
    if arguments.json:
        for order, one in tasks:
            said = {"order_no": order.order_no, "key": order.key, "platform": order.platform}
            say_json({**said, **task_json(one)})
        for product, one in of_skus:
            of_sku = {"order_no": None, "key": product.key, "platform": None}
            say_json({**of_sku, **task_json(one)})
        return 0
    print_table(
        [_("Since"), _("What"), _("To copy"), _("Platform"), _("Task")],
        [
            [
                local_time(one.created_at, repository.now),
                label(one.kind),
                one.copy_text,
                label(order.platform) if isinstance(order, Order) else "-",
                one.id,
            ]
            for order, one in (*tasks, *of_skus)
        ],
    )
    return 0
