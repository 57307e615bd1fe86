"""Upkeep (维护): a copy of a store, a store from a copy, and a copy a day."""

import hashlib
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from store.acting import Store
from store.engines.lock import LOCK
from store.engines.protocol import Engine
from store.engines.sqlite import copying
from store.errors import BadInput, StoreTrouble
from store.exchange.outgoing.files import ensure_free, hand_out
from store.files.durable import aside_of, holding, put, put_inner, sync_open
from store.files.kept import Files, members_of
from store.files.paths import opened
from store.files.places import DATABASE
from store.files.sharing import create, inner_folder, plain_files
from store.files.trouble import as_unwritten
from store.files.working import clear_left
from store.models.event import Actor
from store.models.evidence import StoredFile
from store.policy.shop import MOST_BYTES, NAME, OWN_FILES, ShopPolicy, ensure_understood
from store.upkeep.attached import missing_files, names_of
from store.upkeep.dump import dump_into, load_dump
from store.words import N_, _, counts
from store.words.times import SHOP_TIME

KEPT_COPIES = 7
A_MONTH = timedelta(days=31)
SQLITE = b"SQLite format 3\0"
HEADER = 100
"""Bytes at the beginning of every database."""
LARGEST_PAGE = 1 << 16
"""It does not fit into the two bytes that tell of it, so they hold 1."""
UNREADABLE = (
    *(KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError),
)
"""What `zipfile` raises for a file that is damaged, locked or packed in a way it does not know."""
FOREIGN = N_("{file} is no backup of this program; name a backup, a daily copy or a dump.")
LOCKED = N_("{file} is locked with a password, which no backup is; unlock it and restore that.")
DAMAGED = N_("{file} is damaged or was cut off; take another copy of it.")
ENCRYPTED = 1
"""The bit of a member of a zip file that says so."""
_TEXT = re.compile(r"(\d{4}-\d{2}-\d{2})\.json")
READABLE_ORDERS = 20_000
"""A store up to so many orders is also copied as a text that stock TinyDB opens."""


def backup(store: Store, path: Path, *, replaces: bool = False) -> None:
    """A consistent copy of the whole store in one file, while others go on writing."""
    aside = aside_of(path)

    def write(copy: BinaryIO) -> None:
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(aside, DATABASE)
            # A file is there before the commit that names it, so none of this copy's is missing.
            store.files.write_into(archive)
            for name, content in store.shop_policy.own_files().items():
                archive.writestr(name, content)

    is_another = path.exists()
    ensure_free(path, replaces=replaces)
    _ensure_folder(path)
    missing = missing_files(store.engine)
    if missing and is_another:
        raise _without(
            missing,
            store,
            _(
                "Attached files are missing from {folder} or damaged there: {names}. {path} was"
                " left as it is; make the backup under another name."
            ),
            path,
        )
    try:
        store.engine.copy_to(aside)
        hand_out(path, write, replaces=replaces)
    finally:
        with suppress(OSError):
            aside.unlink()
    if missing:
        raise _without(
            missing,
            store,
            _(
                "{path} has everything but attached files that are missing from {folder} or"
                " damaged there: {names}."
            ),
            path,
        )


def _without(
    missing: Sequence[StoredFile], store: Store, sentence: str, path: Path
) -> StoreTrouble:
    said = sentence.format(
        path=path,
        folder=store.files.folder,
        names=names_of(missing),
    )
    return StoreTrouble(said, code="missing_file")


def restore(path: Path, folder: Path, actor: Actor) -> None:
    """A new store from a backup, a daily copy or a dump; never over one that is there.

    A daily copy holds documents only; attached files and the shop's own rules are taken from the
    store that it lies in. Everything is looked at before the store is founded. Raises BadInput for
    a file that is none of them, and StoreTrouble for one that is damaged.
    """
    # An attempt that failed leaves its lock: that file is never taken away.
    if folder.exists() and any(path.name != LOCK for path in folder.iterdir()):
        said = _("{folder} is not empty; a backup is restored into a new folder.")
        raise BadInput(said.format(folder=folder), field="store")
    with opened(path) as file:
        beginning = file.read(64)
        file.seek(0)
        if beginning.startswith(b"PK"):
            _restore_zip(path, file, folder)
        elif beginning.startswith(SQLITE):
            _restore_documents(path, folder, lambda: copying.found(folder, file, path))
        elif beginning.lstrip().startswith(b"{"):
            _restore_documents(path, folder, lambda: load_dump(path, folder, actor))
        else:
            raise _refused(path, FOREIGN)


def _restore_documents(path: Path, folder: Path, found: Callable[[], None]) -> None:
    """A store from a copy of documents, with the rules and files of the one that it lies in."""
    store = path.absolute().parent.parent
    is_daily = path.absolute().parent.name == copying.COPIES
    own = ShopPolicy(store / NAME).own_files() if is_daily else {}
    with _naming(path):
        found()
    if is_daily:
        Files(folder).take_all(Files(store))
    _put_own(folder, own)


def _restore_zip(path: Path, file: BinaryIO, folder: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            if any(member.flag_bits & ENCRYPTED for member in archive.infolist()):
                raise _refused(path, LOCKED)
            if DATABASE not in archive.namelist():
                raise _refused(path, FOREIGN)
            own = _looked_through(archive, folder)
            with archive.open(DATABASE) as copy, _naming(path):
                copying.found(folder, copy, path)
            Files(folder).take_from(archive)
    except UNREADABLE as error:
        raise _refused(path, DAMAGED) from error
    _put_own(folder, own)


def _looked_through(archive: zipfile.ZipFile, folder: Path) -> dict[str, bytes]:
    """Read all that a copy holds of ours once; the files in it that the shop wrote itself.

    Raises one of UNREADABLE where it is not whole, BadInput for rules that are none, StoreTrouble
    where the disk has no room for all of it.
    """
    database = archive.getinfo(DATABASE)
    files = members_of(archive)
    room = shutil.disk_usage(copying.place_of(folder)).free
    size = sum(member.file_size for member in (database, *files.values()))
    if size > room:
        said = _("{folder} has no room for it: {size} are needed, {room} are free.")
        needed, free = counts.file_size(size), counts.file_size(room)
        raise StoreTrouble(said.format(folder=folder, size=needed, room=free), code="disk_full")
    with archive.open(database) as copy:
        begin = copy.read(HEADER)
        # SQLite itself says how many pages of which size there are.
        page, count = int.from_bytes(begin[16:18]), int.from_bytes(begin[28:32])
        page = LARGEST_PAGE if page == 1 else page
        if not begin.startswith(SQLITE) or database.file_size != page * count:
            raise zipfile.BadZipFile(DATABASE)
        while copy.read(counts.MEGABYTE):
            pass
    for digest, member in files.items():
        if hashlib.sha256(archive.read(member)).hexdigest() != digest:
            raise zipfile.BadZipFile(digest)
    own = {name: archive.getinfo(name) for name in OWN_FILES if name in archive.namelist()}
    for name, member in own.items():
        if member.file_size > MOST_BYTES:
            raise zipfile.BadZipFile(name)
        ensure_understood(name, archive.read(name))
    return {name: archive.read(name) for name in own}


def _put_own(folder: Path, own: Mapping[str, bytes]) -> None:
    for name, content in own.items():
        with as_unwritten(folder / name):
            put(folder / name, holding(content), create)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """What is wrong with the working copy is wrong with the file that a person has named."""
    try:
        yield
    except StoreTrouble as error:
        if error.code != "damaged":
            raise
        raise _refused(path, DAMAGED) from error


def _refused(path: Path, why: str) -> BadInput:
    return BadInput(_(why).format(file=path))


def _ensure_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise BadInput(
            _("The folder {folder} does not exist.").format(folder=path.parent), field="to"
        )


def daily_copy(engine: Engine, now: datetime) -> Path | None:
    """A checked copy a day beside the store, the last seven kept; None when today's is there.

    None too where a server keeps it, which is copied by whoever runs it.

    It holds the documents; attached files and the shop's own rules lie beside it. Who may read the
    store may read it. The text of the day is judged by itself: it may be missing beside a copy.
    Safe to be made in a thread of its own.
    """
    if not (engine.is_copied_daily and engine.commits()):
        return None
    copies = engine.folder / copying.COPIES
    today = now.astimezone(SHOP_TIME).date()
    copy, text = f"shouhou-{today}.db", f"{today}.json"
    with as_unwritten(copies), inner_folder(copies, made=True) as folder:
        there = plain_files(folder)
        if is_new := copy not in there:
            with as_unwritten(copies / copy):
                _put_copy(engine, copy, folder)
        if text not in there and engine.count("orders") <= READABLE_ORDERS:
            with as_unwritten(copies / text):
                put_inner(text, folder, lambda file: dump_into(engine, file))
        for pattern in (copying.DAILY, _TEXT):
            found = filter(None, map(pattern.fullmatch, plain_files(folder)))
            named = {day: one[0] for one in found if (day := _day(one[1]))}
            for day in outdated(named, today):
                with suppress(OSError):
                    os.unlink(named[day], dir_fd=folder)
    return copies / copy if is_new else None


def outdated(days: Iterable[date], today: date) -> list[date]:
    """Which days' copies may go: all but the last seven of those that one clock counted.

    Days to come count for nothing, and days more than a month apart were not counted by one clock:
    one of the two was wrong, so the seven before such a gap stay until the next one.
    """
    runs: list[list[date]] = [[]]
    for day in sorted(day for day in days if day <= today):
        if runs[-1] and day - runs[-1][-1] > A_MONTH:
            runs.append([])
        runs[-1].append(day)
    return [day for run in runs[:-2] for day in run] + runs[-1][:-KEPT_COPIES]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _put_copy(engine: Engine, name: str, folder: int) -> None:
    """Put a copy there that is on the disk; nothing is left of one that fails.

    SQLite knows no descriptors: it is written beside the store's own files and moved.
    """
    clear_left(engine.folder)
    aside = aside_of(engine.folder / name)
    try:
        engine.copy_to(aside, create)
        os.rename(aside, name, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    sync_open(folder)
