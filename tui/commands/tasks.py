"""`shouhou tasks`: what the platform still has to be told, and the file to upload there."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import TYPE_CHECKING

from store.errors import BadInput, Refused
from store.files.paths import path_of
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.words import _, counts, listed
from store.words.excerpts import excerpt
from store.words.labels import label, task_label
from tui.batch_ship_text import numbers, uploaded_lines, waiting_text
from tui.commands import takes_json, takes_replace
from tui.commands.show import task_json
from tui.printing import print_table, say, say_json
from tui.session import Session
from tui.text import local_time

if TYPE_CHECKING:
    from store.models.row import OrderRow
    from store.repository import Repository
    from store.search.selection import Selection
    from store.work.batch_shipping import WaitingFile

Told = tuple[Order | Product, PlatformTask]
"""A task, and what it is of."""


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
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List the tasks, write the file, or say what of it is uploaded."""
    repository = session.open()
    if arguments.uploaded is not None:
        files = _meant(repository, arguments.uploaded)
        for line in uploaded_lines(repository.mark_uploaded(files, numbers(arguments.rejected))):
            say(line)
        return 0
    rows = repository.search_in_state("task", " ".join(arguments.query))
    if arguments.batch_ship:
        _write(repository, rows, arguments)
        return 0
    tasks: list[Told] = [(one, task) for one in repository.orders(rows) for task in one.open_tasks]
    # Those of a SKU are of no order, and no query of orders finds them.
    products = () if arguments.query else repository.products_with_tasks()
    tasks += [(one, task) for one in products for task in one.open_tasks]
    if arguments.json:
        for one, task in tasks:
            say_json({**_subject_json(one), **task_json(task)})
        return 0
    for file in repository.batch_ship_files():
        say(waiting_text(file, repository.now))
    print_table(
        [_("Since"), _("What"), _("To copy"), _("Platform"), _("Task")],
        [_cells(one, task, repository.now) for one, task in tasks],
    )
    return 0


def _write(repository: "Repository", rows: "Selection[OrderRow]", arguments: Namespace) -> None:
    """Write the upload files of these orders, and say what is in them and what is not."""
    to = path_of(arguments.batch_ship, "batch_ship")
    written = repository.write_batch_ship(rows, to, replaces=arguments.replace)
    for file in written.files:
        path = to / file.file if to.is_dir() else to
        said = _("{parcels} written to {file}")
        say(said.format(parcels=counts.parcels(file.parcels), file=path))
    for sentence in written.left_out:
        say(sentence)
    say(_("Once that is uploaded there: shouhou tasks --uploaded"))


def _subject_json(one: Order | Product) -> dict[str, object]:
    """What a task is of; that of a SKU is of no order, on whichever platform it is sold."""
    if isinstance(one, Order):
        return {"order_no": one.order_no, "key": one.key, "platform": one.platform}
    return {"order_no": None, "key": one.key, "platform": None}


def _cells(one: Order | Product, task: PlatformTask, now: datetime) -> list[str]:
    platform = label(one.platform) if isinstance(one, Order) else "-"
    since = local_time(task.created_at, now)
    return [since, task_label(task.kind), task.copy_text, platform, task.id]


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
        raise BadInput(said.format(name=excerpt(name), files=known), field="uploaded")
    return meant
