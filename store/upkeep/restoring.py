"""Restoring (恢复): a new store from a backup, a daily copy or a dump."""

import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from store.engines.lock import LOCK
from store.engines.sqlite import copying
from store.errors import BadInput, StoreTrouble
from store.files.durable import holding, put
from store.files.kept import Files, members_of
from store.files.paths import opened
from store.files.places import DATABASE
from store.files.sharing import create
from store.files.trouble import as_unwritten
from store.models.event import Actor
from store.policy.shop import MOST_BYTES, NAME, OWN_FILES, ShopPolicy, ensure_understood
from store.upkeep.dump import load_dump
from store.words import N_, _, counts

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
BURSTING = N_(
    "{file} is refused: it unpacks into more than a hundred times its own size, which no backup"
    " does."
)
LOCKED = N_("{file} is locked with a password, which no backup is; unlock it and restore that.")
DAMAGED = N_("{file} is damaged or was cut off; take another copy of it.")
MOST_PACKED = 100
"""A store of alike orders takes a tenth when it is packed, one of nothing but a thousandth."""
FREELY = 100 * counts.MEGABYTE
"""So much is unpacked whatever it was packed into: a store without orders is mostly empty."""
ENCRYPTED = 1
"""The bit of a member of a zip file that says so."""


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
            if _bursts(archive):
                raise _refused(path, BURSTING)
            own = _looked_through(archive, folder)
            with archive.open(DATABASE) as copy, _naming(path):
                copying.found(folder, copy, path)
            Files(folder).take_from(archive)
    except UNREADABLE as error:
        raise _refused(path, DAMAGED) from error
    _put_own(folder, own)


def _ours(archive: zipfile.ZipFile) -> tuple[zipfile.ZipInfo, ...]:
    """What a copy holds that a store needs: its database and attached files."""
    return archive.getinfo(DATABASE), *members_of(archive).values()


def _bursts(archive: zipfile.ZipFile) -> bool:
    """Would it unpack into far more than it was packed from?"""
    members = _ours(archive)
    size = sum(one.file_size for one in members)
    return size > FREELY and size > MOST_PACKED * sum(one.compress_size for one in members)


def _looked_through(archive: zipfile.ZipFile, folder: Path) -> dict[str, bytes]:
    """Read all that a copy holds of ours once; the files in it that the shop wrote itself.

    Raises one of UNREADABLE where it is not whole, BadInput for rules that are none, StoreTrouble
    where the disk has no room for all of it.
    """
    database = archive.getinfo(DATABASE)
    room = shutil.disk_usage(copying.place_of(folder)).free
    size = sum(member.file_size for member in _ours(archive))
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
    for digest, member in members_of(archive).items():
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
