"""Batch shipping (批量发货): one upload file for each shop, then what somebody says of the files.

A file is noted with the rows it holds when it is written. That it was uploaded may be said at once,
later, or by a colleague: the first answer is noted and stands, and exactly what it says is done.
What others did meanwhile is left alone, and so is a parcel that got another number since, for the
platform was not told that one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from operator import eq
from pathlib import Path
from typing import NamedTuple

from store.acting import Store
from store.documents.writing import new_id
from store.errors import BadInput, Refused
from store.exchange.outgoing.batch_ship import Shop, to_tell, write_batch_ship
from store.models.axes import Platform
from store.models.batch_ship_files import (
    Answer,
    BatchShipFile,
    BatchShipFiles,
    ToldParcel,
    batch_ship_key,
)
from store.models.order import Order
from store.pages import in_pages
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.actions.reopen_task import ReopenTask
from store.rules.platform.judging import judged
from store.words import _, listed
from store.words.excerpts import excerpt
from store.words.times import SHOP_TIME, minute_text
from store.work.undoing import Undoing

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
    answer: Answer | None = None
    """What was said of it and not done to its end: whoever did that was broken off."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What came of saying that files are uploaded."""

    done: int
    """Parcels of which the platform knows the number now."""
    rejected: int
    """Those that it did not take; they are still to be told."""
    left: int
    """Those that somebody had done, cancelled or given another number meanwhile."""
    said_before: tuple[str, ...] = ()
    """A sentence for each file of which a colleague had said it meanwhile."""
    undoings: tuple[Undoing, ...] = field(default=(), compare=False)
    """How each task that it completed is opened again, as long as nothing else happened to it."""


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
        _as_waiting(kept, file, sum(_still(store, file)))
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
    the files holds such a number. Refused: a colleague has said it of all of these files.
    """
    said = _say(store, files, rejected)
    # What stands in two files is one parcel.
    rows = {
        row: file.at for file in sorted(said.files, key=lambda one: one.at) for row in file.rows
    }
    done, undoings = _tell(store, rows.items())
    return Uploaded(done, said.rejected, len(rows) - done, said.before, tuple(undoings))


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
    over = [one.id for one in known.files if not any(_still(store, one))]
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
    return WaitingFile(
        *of_shop, file.id, file.file, file.at, file.by, len(file.rows), waiting, file.answer
    )


def _still(store: Store, file: BatchShipFile) -> Iterator[bool]:
    """For each row, does the platform still have to be told what it says?"""
    for row in file.rows:
        order = store.get(Order, row.order)
        yield order is not None and bool(row.tasks_in(order, file.at))


class _Said(NamedTuple):
    """What was said of files, once it is noted."""

    files: list[BatchShipFile]
    rejected: int
    before: tuple[str, ...]
    """What colleagues had said of others."""


def _say(store: Store, files: Collection[WaitingFile], rejected: Collection[str]) -> _Said:
    """Note the answer in each of these files of which nothing else was said since it was asked."""
    with store.writing() as commit:
        kept = [(asked, _kept(store, asked)) for asked in files]
        before = tuple(filter(None, (_meanwhile(asked, now) for asked, now in kept)))
        meant = [(asked, now) for asked, now in kept if now and not _meanwhile(asked, now)]
        if not meant:
            raise Refused("\n".join(before), code="uploaded_before")
        rows = {row for _asked, now in meant for row in now.rows}
        known = frozenset[str]().union(*(row.numbers for row in rows))
        unknown = [number for number in rejected if number not in known]
        if unknown:
            said = _(
                "{numbers} is in none of these files; leave it away, or name the row's number."
            )
            raise BadInput(said.format(numbers=listed(map(excerpt, unknown))), field="rejected")
        refused = {row for row in rows if not row.numbers.isdisjoint(rejected)}
        documents: dict[str, BatchShipFiles] = {}
        said_of = list[BatchShipFile]()
        for asked, now in meant:
            key = batch_ship_key(asked.platform, asked.shop)
            document = documents.get(key) or store.get(BatchShipFiles, key)
            assert document
            taken = tuple(row for row in now.rows if row not in refused)
            count = len(now.rows) - len(taken)
            # Of an answer that was broken off the rejected rows stand there no more.
            before_that = now.answer.rejected if now.answer else 0
            answer = Answer(at=store.now, by=str(store.actor), rejected=before_that + count)
            said_of.append(now.model_copy(update={"rows": taken, "answer": answer}))
            documents[key] = document.with_file(said_of[-1])
            told = {"file": now.file, "parcels": str(len(now.rows)), "rejected": str(count)}
            commit.event(documents[key], "upload-batch-ship", told)
        commit.save(documents.values())
    return _Said(said_of, len(refused), before)


def _kept(store: Store, meant: WaitingFile) -> BatchShipFile | None:
    found = store.get(BatchShipFiles, batch_ship_key(meant.platform, meant.shop))
    return next((one for one in found.files if one.id == meant.id), None) if found else None


def _meanwhile(asked: WaitingFile, now: BatchShipFile | None) -> str:
    """What was said of a file since somebody was asked about it; nothing mostly."""
    if now is None:
        said = _("{file} does not wait any more; look again what is still to be told.")
        return said.format(file=asked.file)
    if now.answer is None or now.answer == asked.answer:
        return ""
    said = _("{who} said already at {time} that {file} is uploaded.")
    if now.answer.rejected:
        said = _("{who} said already at {time} that {file} is uploaded, {rejected} rejected.")
    values = {"who": now.answer.by, "time": minute_text(now.answer.at), "file": now.file}
    return said.format(**values, rejected=now.answer.rejected)


def _tell(store: Store, rows: Iterable[tuple[ToldParcel, datetime]]) -> tuple[int, list[Undoing]]:
    """Complete the tasks of these rows, each with when its file was written; of how many there was
    any left, and how each task is opened again.
    """
    told, undoings = 0, list[Undoing]()
    for some in in_pages(rows, AT_ONCE):
        with store.writing() as commit:
            context, orders, done = store.context(), dict[str, Order](), list[Undoing]()
            for row, written_at in some:
                order = orders.get(row.order) or store.get(Order, row.order)
                tasks = row.tasks_in(order, written_at) if order else ()
                told += bool(tasks)
                for task in tasks:
                    assert order
                    before = order
                    order = order.with_tasks_done(partial(eq, task), store.now, str(store.actor))
                    order = orders[row.order] = judged(order, context, str(store.actor))
                    meant, name = {"task": task.id}, CompleteTask.name
                    event = commit.event(order, name, meant)
                    done.append(Undoing(name, ReopenTask, meant, before, order, event.id))
            commit.save(orders.values())
        undoings += done
    return told, undoings
