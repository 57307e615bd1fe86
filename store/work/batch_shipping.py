"""Batch shipping (批量发货): one upload file for each shop, then what somebody says of the files.

A file is noted with the rows it holds when it is written. That it was uploaded may be said at once,
later, or by a colleague: then exactly what stands in it is done. What others did meanwhile is left
alone, and so is a parcel that got another number since, for the platform was not told that one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from operator import eq
from pathlib import Path
from typing import NamedTuple

from store.change import Store
from store.documents.writing import new_id
from store.errors import BadInput, Refused
from store.exchange.outgoing.batch_ship import Shop, to_tell, write_batch_ship
from store.models.axes import Platform
from store.models.batch_ship_files import (
    BatchShipFile,
    BatchShipFiles,
    ToldParcel,
    batch_ship_key,
)
from store.models.order import Order
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.judging import judged
from store.words import _, listed
from store.words.times import SHOP_TIME

AT_ONCE = 20
"""So many orders are told in one commit: nobody waits long for the lock."""
_NO_NAME = re.compile(r"[^\w-]+")
MOST_OF_A_SHOP = 40
"""Characters of a shop's name in the name of a file."""


class Written(NamedTuple):
    """What was written, and what was left out."""

    files: "tuple[WaitingFile, ...]"
    left_out: tuple[str, ...]
    """A sentence for each order whose numbers are not uploaded now."""

    @property
    def parcels(self) -> int:
        """How many there are in all files."""
        return sum(file.parcels for file in self.files)


class WaitingFile(NamedTuple):
    """A file that was written, and that nobody has said to be uploaded."""

    platform: Platform
    shop: str
    id: str
    file: str
    """Its name, without its folder."""
    at: datetime
    """The same for all that were written together."""
    by: str
    parcels: int
    """How many stand in it."""
    waiting: int
    """How many of these the platform still has to be told."""


class Uploaded(NamedTuple):
    """What came of saying that files are uploaded."""

    done: int
    """Parcels of which the platform knows the number now."""
    rejected: int
    """Those that it did not take; they are still to be told."""
    left: int
    """Those that somebody had done, cancelled or given another number meanwhile."""


def write_files(
    store: Store, orders: Iterable[Order], to: Path, *, replaces: bool = False
) -> Written:
    """Write what has to be told of these orders: into a folder a file for each shop, whose name
    says the platform, the shop and the time, else the file of this name.

    BadInput: one file cannot hold them, being of several shops, or cannot be written. Refused:
    there is nothing to tell.
    """
    found = to_tell(orders)
    if to.is_dir():
        files = {shop: _free(to, shop, store.now) for shop in found.shops}
    else:
        files = {found.the_only_shop(): to}
    at, written = store.now, list[WaitingFile]()
    for shop, path in files.items():
        rows = write_batch_ship(found.shops[shop], path, replaces=replaces)
        by = str(store.actor)
        file = BatchShipFile(id=new_id(), file=path.name, at=at, by=by, rows=rows)
        written.append(_note(store, shop, file))
    return Written(tuple(written), found.left_out)


def waiting_files(store: Store) -> list[WaitingFile]:
    """The files that nobody has said to be uploaded and that still tell something, newest last; of
    the shop that was chosen.
    """
    found = [
        _as_waiting(kept, file, sum(_still(store, file.rows)))
        for kept in store.all(BatchShipFiles)
        if store.shows(kept.platform, kept.shop)
        for file in kept.files
    ]
    return sorted((one for one in found if one.waiting), key=lambda one: (one.at, one.file))


def mark_uploaded(
    store: Store, files: Collection[WaitingFile], rejected: Sequence[str] = ()
) -> Uploaded:
    """Complete the tasks of exactly what these files hold, each order as an event of its own.

    What the platform `rejected`, by order or tracking number, stays to be told. BadInput: none of
    the files holds such a number. Refused: somebody has said it of a file already.
    """
    kept = [(one, _kept(store, one)) for one in files]
    # What stands in two files is one parcel.
    rows = dict.fromkeys(row for _file, noted in kept for row in noted.rows)
    known = {number for row in rows for number in (row.order_no, row.tracking_no)}
    unknown = [number for number in rejected if number not in known]
    if unknown:
        said = _("{numbers} is in none of these files; leave it away, or name the row's number.")
        raise BadInput(said.format(numbers=listed(unknown)), field="rejected")
    refused = {row for row in rows if not {row.order_no, row.tracking_no}.isdisjoint(rejected)}
    taken = [row for row in rows if row not in refused]
    done = _tell(store, taken)
    for one, noted in kept:
        _forget(store, one, sum(row in refused for row in noted.rows))
    return Uploaded(done, len(refused), len(taken) - done)


def _free(folder: Path, shop: Shop, now: datetime) -> Path:
    """The first name of this shop and minute that nothing has."""
    platform, name = shop
    plain = _NO_NAME.sub("-", name).strip("-")[:MOST_OF_A_SHOP]
    stem = f"{platform}-{plain or 'shop'}-{now.astimezone(SHOP_TIME):%Y%m%d-%H%M}"
    names = (f"{stem}{more}.xlsx" for more in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(path for name in names if not (path := folder / name).exists())


def _note(store: Store, shop: Shop, file: BatchShipFile) -> WaitingFile:
    """Keep what stands in a file; those of the shop with nothing left to tell are forgotten, and so
    is whatever had its name, over which it was written.
    """
    platform, of_shop = shop
    blank = BatchShipFiles(platform=platform, shop=of_shop)
    known = store.get(BatchShipFiles, blank.key) or blank
    over = [one.id for one in known.files if not any(_still(store, one.rows))]
    with store.writing() as commit:
        known = (store.get(BatchShipFiles, blank.key) or blank).without(*over)
        kept = known.without_name(file.file)
        kept = kept.model_copy(update={"files": (*kept.files, file)})
        told = {"file": file.file, "parcels": str(len(file.rows))}
        commit.event(kept, "write-batch-ship", told)
        others = (one for one in store.all(BatchShipFiles) if one.key != kept.key)
        without = ((one, one.without_name(file.file)) for one in others)
        commit.save([kept, *(after for before, after in without if after != before)])
    return _as_waiting(kept, file, len(file.rows))


def _as_waiting(kept: BatchShipFiles, file: BatchShipFile, waiting: int) -> WaitingFile:
    of_shop = kept.platform, kept.shop
    return WaitingFile(*of_shop, file.id, file.file, file.at, file.by, len(file.rows), waiting)


def _still(store: Store, rows: Iterable[ToldParcel]) -> Iterator[bool]:
    """For each row, does the platform still have to be told what it says?"""
    for row in rows:
        order = store.get(Order, row.order)
        yield order is not None and bool(row.tasks_in(order))


def _kept(store: Store, meant: WaitingFile) -> BatchShipFile:
    found = store.get(BatchShipFiles, batch_ship_key(meant.platform, meant.shop))
    files = (one for one in found.files if one.id == meant.id) if found else iter(())
    file = next(files, None)
    if file is None:
        said = _("Somebody has said already that {file} is uploaded.")
        raise Refused(said.format(file=meant.file), code="uploaded_before")
    return file


def _tell(store: Store, rows: Iterable[ToldParcel]) -> int:
    """Complete the tasks of these rows; of how many there was any left."""
    coming, told = iter(rows), 0
    while some := list(islice(coming, AT_ONCE)):
        with store.writing() as commit:
            context, orders = store.context(), dict[str, Order]()
            for row in some:
                order = orders.get(row.order) or store.get(Order, row.order)
                tasks = row.tasks_in(order) if order else ()
                told += bool(tasks)
                for task in tasks:
                    assert order
                    order = order.with_tasks_done(partial(eq, task), store.now, str(store.actor))
                    orders[row.order] = judged(order, context, str(store.actor))
                    commit.event(order, CompleteTask.name, {"task": task.id})
            commit.save(orders.values())
    return told


def _forget(store: Store, meant: WaitingFile, rejected: int) -> None:
    """It is said; what was rejected is written into the next file."""
    with store.writing() as commit:
        known = store.get(BatchShipFiles, batch_ship_key(meant.platform, meant.shop))
        if known is None or known == known.without(meant.id):
            return  # a colleague said it in the same moment
        kept = known.without(meant.id)
        told = {"file": meant.file, "parcels": str(meant.parcels), "rejected": str(rejected)}
        commit.event(kept, "upload-batch-ship", told)
        commit.save([kept])
