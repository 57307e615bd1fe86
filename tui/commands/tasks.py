"""`shouhou tasks`: what the platform still has to be told, and the file to upload there."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from store.errors import BadInput, Refused
from store.files.paths import path_of
from store.models.order import Order
from store.words import _, counts, listed
from store.words.labels import label, task_label
from tui.batch_ship_text import numbers, uploaded_lines, waiting_text
from tui.commands import takes_replace
from tui.commands.show import task_json
from tui.printing import print_table, say, say_json
from tui.session import Session
from tui.text import local_time

if TYPE_CHECKING:
    from store.repository import Repository
    from store.work.batch_shipping import WaitingFile


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("only of the orders that this query finds"))
    parser.add_argument(
        "--batch-ship",
        metavar="FILE",
        help=_(
            "write the upload file for shipments; into a folder that is there, one for each shop"
        ),
    )
    takes_replace(parser)
    parser.add_argument(
        "--uploaded",
        nargs="?",
        const="",
        metavar="NAME",
        help=_("complete what stands in the files that were written last, or in this one"),
    )
    parser.add_argument(
        "--rejected",
        default="",
        metavar="NUMBERS",
        help=_("with --uploaded: what the platform did not take, with commas between"),
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def run(session: Session, arguments: Namespace) -> int:
    """List the tasks, or write the file."""
    repository = session.open()
    if arguments.uploaded is not None:
        files = _meant(repository, arguments.uploaded)
        for line in uploaded_lines(repository.mark_uploaded(files, numbers(arguments.rejected))):
            say(line)
        return 0
    rows = repository.search_in_state("task", " ".join(arguments.query))
    if arguments.batch_ship:
        to = path_of(arguments.batch_ship, "batch_ship")
        written = repository.write_batch_ship(rows, to, replaces=arguments.replace)
        for file in written.files:
            path = to / file.file if to.is_dir() else to
            say(
                _("{parcels} written to {file}").format(
                    parcels=counts.parcels(file.parcels), file=path
                )
            )
        for sentence in written.left_out:
            say(sentence)
        say(_("Once that is uploaded there: shouhou tasks --uploaded"))
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
    for file in repository.batch_ship_files():
        say(waiting_text(file, repository.now))
    print_table(
        [_("Since"), _("What"), _("To copy"), _("Platform"), _("Task")],
        [
            [
                local_time(one.created_at, repository.now),
                task_label(one.kind),
                one.copy_text,
                label(order.platform) if isinstance(order, Order) else "-",
                one.id,
            ]
            for order, one in (*tasks, *of_skus)
        ],
    )
    return 0


def _meant(repository: "Repository", name: str) -> "list[WaitingFile]":
    """The files of this name, or without one those that were written last."""
    waiting = repository.batch_ship_files()
    if not waiting:
        said = _("No upload file waits; --batch-ship writes what has to be told.")
        raise Refused(said, field="uploaded", code="nothing_uploaded")
    last = max(file.at for file in waiting)
    meant = [file for file in waiting if (file.file == name if name else file.at == last)]
    if not meant:
        said = _("{name} is no file that waits to be uploaded; these are: {files}.")
        known = listed(file.file for file in waiting)
        raise BadInput(said.format(name=name, files=known), field="uploaded")
    return meant
