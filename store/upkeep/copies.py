"""Upkeep (维护): a copy of a store, a store from a copy, and a copy a day."""

import zipfile
import zlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from store.change import Store
from store.engines.lock import LOCK
from store.engines.protocol import Engine
from store.engines.sharing import create, make_folder
from store.engines.sqlite import copying
from store.engines.sqlite.connections import DATABASE
from store.engines.trouble import as_unwritten
from store.errors import BadInput
from store.exchange.outgoing.files import write_private
from store.files.durable import aside_of, holding, put, sync_folder
from store.files.kept import Files
from store.models.event import Actor
from store.policy.shop import OWN_FILES
from store.upkeep.dump import dump_into, load_dump
from store.words import _
from store.words.times import SHOP_TIME

KEPT_COPIES = 7
READABLE_ORDERS = 20_000
"""A store up to so many orders is also copied as a text that stock TinyDB opens."""


def backup(store: Store, path: Path) -> None:
    """A consistent copy of the whole store in one file, while others go on writing."""
    aside = aside_of(path)

    def write(copy: BinaryIO) -> None:
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(aside, DATABASE)
            # A file is there before the commit that names it, so none of this copy's is missing.
            store.files.write_into(archive)
            for name in OWN_FILES:
                with suppress(FileNotFoundError):
                    own = store.shop_policy.path.with_name(name)
                    archive.writestr(name, own.read_bytes())

    _ensure_folder(path)
    try:
        store.engine.copy_to(aside)
        write_private(path, write)
    finally:
        with suppress(OSError):
            aside.unlink()


def restore(path: Path, folder: Path, actor: Actor) -> None:
    """A new store from a backup, a daily copy or a dump; never over one that is there.

    A daily copy holds documents only; attached files and the shop's own rules are taken from the
    store that it lies in. Raises BadInput for a file that is none of them, and StoreTrouble for one
    that is damaged.
    """
    # An attempt that failed leaves its lock: that file is never taken away.
    if folder.exists() and any(path.name != LOCK for path in folder.iterdir()):
        said = _("{folder} is not empty; a backup is restored into a new folder.")
        raise BadInput(said.format(folder=folder), field="store")
    beginning = _beginning(path)
    if beginning.startswith(b"PK"):
        _restore_zip(path, folder)
    elif beginning.startswith(b"SQLite format 3\0"):
        with path.open("rb") as copy:
            copying.found(folder, copy)
    elif beginning.lstrip().startswith(b"{"):
        load_dump(path, folder, actor)
    else:
        raise _no_backup(path, _("it is of another kind"))
    store = path.absolute().parent.parent
    if path.absolute().parent.name == copying.COPIES:
        Files(folder).take_all(Files(store))
        for name in OWN_FILES:
            with suppress(FileNotFoundError):
                write_private(folder / name, holding((store / name).read_bytes()))


def _restore_zip(path: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(DATABASE) as copy:
            copying.found(folder, copy)
        Files(folder).take_from(path)
        with zipfile.ZipFile(path) as archive:
            for name in OWN_FILES:
                with suppress(KeyError):
                    write_private(folder / name, holding(archive.read(name)))
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _no_backup(path, error) from None


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except FileNotFoundError:
        raise BadInput(_("{file}: there is no such file.").format(file=path)) from None
    except OSError as error:
        raise _no_backup(path, error.strerror or error) from None


def _no_backup(path: Path, reason: object) -> BadInput:
    said = _("{file} is no backup of this program, or is damaged: {reason}")
    return BadInput(said.format(file=path, reason=reason))


def _ensure_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise BadInput(
            _("The folder {folder} does not exist.").format(folder=path.parent), field="to"
        )


def daily_copy(engine: Engine, now: datetime) -> Path | None:
    """A checked copy a day beside the store, the last seven kept; None when today's is there.

    It holds the documents; attached files and the shop's own rules lie beside it. Who may read the
    store may read it. The text of the day is judged by itself: it may be missing beside a copy.
    Safe to be made in a thread of its own.
    """
    if not engine.commits():
        return None
    copies = engine.folder / copying.COPIES
    day = now.astimezone(SHOP_TIME).date().isoformat()
    copy, text = copies / f"shouhou-{day}.db", copies / f"{day}.json"
    is_new = not copy.exists()
    if is_new:
        with as_unwritten(copy):
            make_folder(copies)
            _put_copy(engine, copy)
    if not text.exists() and engine.count("orders") <= READABLE_ORDERS:
        with as_unwritten(text):
            put(text, lambda file: dump_into(engine, file), create)
    for pattern in ("shouhou-*.db", "*.json"):
        for old in sorted(copies.glob(pattern))[:-KEPT_COPIES]:
            with suppress(OSError):
                old.unlink()
    return copy if is_new else None


def _put_copy(engine: Engine, path: Path) -> None:
    """Put a copy there that is on the disk; nothing is left of one that fails."""
    aside = aside_of(path)
    try:
        engine.copy_to(aside, create)
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    sync_folder(path.parent)
