"""Copying (副本): a store's database in one file of its own, checked before it counts."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from shutil import copyfileobj
from typing import IO, NamedTuple
from urllib.parse import quote_from_bytes

from store.durable import aside_of, sync_folder, write_new
from store.engines.lock import locked
from store.engines.places import prepare
from store.engines.protocol import PAGE, Kept
from store.engines.sealing import ensure_whole
from store.engines.sharing import create
from store.engines.sqlite import schema
from store.engines.sqlite.connections import DATABASE
from store.engines.sqlite.head import acknowledge
from store.engines.trouble import damaged, told, unwritten
from store.errors import StoreTrouble
from store.words import _

COPIES = "copies"
PAGE_CHECKS = ("quick_check(1)", "integrity_check(document)", "integrity_check(event)")
DAILY = re.compile(r"shouhou-\d{4}-\d{2}-\d{2}\.db")


class Copy(NamedTuple):
    """A copy that was found beside a store."""

    path: Path
    commits: int


def write_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the database to a new file in one step and check it; the file is on the disk then.

    In several steps it would begin anew at every commit of others.
    """
    descriptor = os.open(
        path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
    )
    os.close(descriptor)
    try:
        with told(path), closing(_opened(path, "rw")) as copy:
            connection.backup(copy)
            copy.execute("pragma journal_mode = delete")
            check_copy(copy, path)
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def check_copy(connection: sqlite3.Connection, path: Path) -> None:
    """Check every page, every document's checksum and every head of a copy.

    Raises StoreTrouble with the first thing that is not as it was written.
    """
    check_pages(connection, path)
    for kind, kept in _every_document(connection):
        ensure_whole(kind, kept)


def check_pages(connection: sqlite3.Connection, path: Path, *, full: bool = False) -> None:
    """Raise StoreTrouble for a page or a head that is not as it was written.

    An index may be whole as a page and lead to nothing: those of documents and events are compared
    with their tables, and with `full` those of the lists too.
    """
    checks = ("integrity_check(1)",) if full else PAGE_CHECKS
    for check in checks:
        found = connection.execute(f"pragma {check}").fetchone()
        if found and found[0] != "ok":
            raise damaged(path, str(found[0]).replace("\n", " "))
    strange = connection.execute(
        "select kind || '/' || key from document where key is not null and head <> coalesce("
        "(select hash from event where subject = document.kind || '/' || document.key"
        " order by number desc limit 1), '') limit 1"
    ).fetchone()
    if strange:
        said = _("the last event of {subject} is missing").format(subject=strange[0])
        raise damaged(path, said)


def newest_copy(folder: Path, most: int, more_than: int) -> Copy | None:
    """The daily copy of a store that has the most commits, of those that have more than it."""
    found: list[Copy] = []
    with suppress(OSError):
        for path in (folder / COPIES).iterdir():
            if DAILY.fullmatch(path.name):
                with suppress(sqlite3.Error, StoreTrouble, OSError):
                    found.append(Copy(path, commits_of(path)))
    able = [copy for copy in found if more_than < copy.commits <= most]
    return max(able, key=lambda copy: copy.commits, default=None)


def commits_of(path: Path) -> int:
    """How many commits a copy has; raises sqlite3.Error for what is no copy."""
    with closing(_opened(path, "ro")) as copy:
        ((commits,),) = copy.execute("select commits from store").fetchall()
        return int(commits)


def found(folder: Path, copy: IO[bytes]) -> None:
    """Make a store in a new folder of a copy, which is checked first.

    Raises StoreTrouble for a copy that is damaged or of a form that this program does not read.
    """
    prepare(folder)
    path, aside = folder / DATABASE, aside_of(folder / DATABASE)
    with locked(folder / "lock"):
        if path.exists():
            raise StoreTrouble(
                _("{folder} holds a store by now; nothing was changed.").format(folder=folder)
            )
        try:
            write_new(aside, lambda file: copyfileobj(copy, file), create)
            with told(aside), closing(_opened(aside, "rw")) as connection:
                form = schema.form_of(connection)
                if not 0 < form <= schema.FORM:
                    said = _(
                        "The store {store} is of form {form}; this program reads form {known}."
                    )
                    raise StoreTrouble(said.format(store=folder, form=form, known=schema.FORM))
                if connection.execute("pragma journal_mode").fetchone() == ("wal",):
                    raise StoreTrouble(
                        _(
                            "This is the database of a store itself, whose last changes may stand"
                            " in the -wal beside it. Make a backup of that store, and restore that."
                        ),
                        code="no_copy",
                    )
                check_copy(connection, aside)
                ((commits,),) = connection.execute("select commits from store").fetchall()
                connection.execute("pragma journal_mode = wal")
            aside.rename(path)
            sync_folder(folder)
        except OSError as error:
            raise unwritten(path, error.strerror or error) from error
        finally:
            for left in (aside, *folder.glob(aside.name + "-*")):
                with suppress(OSError):
                    left.unlink()
        acknowledge(folder, commits)


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    name = quote_from_bytes(os.fsencode(path.absolute()))
    return sqlite3.connect(f"file:{name}?mode={mode}", uri=True, isolation_level=None)


def _every_document(connection: sqlite3.Connection) -> Iterator[tuple[str, Kept]]:
    last: tuple[str, int] = ("", 0)
    while True:
        page = connection.execute(
            "select kind, id, key, version, head, body, crc from document"
            f" where (kind, id) > (?, ?) order by kind, id limit {PAGE}",
            last,
        ).fetchall()
        yield from ((kind, Kept(*rest)) for kind, *rest in page)
        if len(page) < PAGE:
            return
        last = page[-1][0], page[-1][1]
