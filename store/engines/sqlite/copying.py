"""Copying (副本): a store's database in one file of its own, checked before it counts."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote_from_bytes

from store.engines.lock import LOCK, locked
from store.engines.protocol import PAGE, Kept
from store.engines.sealing import ensure_whole
from store.engines.sqlite import schema
from store.engines.sqlite.head import acknowledge, acknowledged
from store.engines.sqlite.trouble import told
from store.engines.trouble import damaged, last_event_missing, without_document
from store.errors import StoreTrouble
from store.files.durable import NEW_FILE, Make, aside_of, private, sync_folder, write_new
from store.files.places import DATABASE, prepare, refuse_untrue
from store.files.sharing import create, inner_folder, is_shared, plain_files
from store.files.trouble import as_unwritten, unwritten
from store.files.working import remove_tree
from store.words import _

COPIES = "copies"
PAGE_CHECKS = ("quick_check(1)", "integrity_check(document)", "integrity_check(event)")
DAILY = re.compile(r"shouhou-(\d{4}-\d{2}-\d{2})\.db")


class Copy(NamedTuple):
    """A copy that was found beside a store."""

    path: Path
    commits: int


def write_copy(connection: sqlite3.Connection, path: Path, make: Make = private) -> None:
    """Copy the database to a new file in one step and check it; the file is on the disk then.

    In several steps it would begin anew at every commit of others.
    """
    os.close(make(path, NEW_FILE))
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
        raise damaged(path, last_event_missing(strange[0]))
    alone = connection.execute(
        "select subject from event where number = 1 and not exists (select 1 from document where"
        " kind = substr(subject, 1, instr(subject, '/') - 1)"
        " and key = substr(subject, instr(subject, '/') + 1)) limit 1"
    ).fetchone()
    if alone:
        raise damaged(path, without_document(alone[0]))


def told_of_copies(folder: Path, most: int, known: int) -> str:
    """The sentence on which daily copy has the most of the commits that a store lost."""
    able: list[Copy] = []
    unread: Path | None = None
    for path in _daily(folder / COPIES):
        try:
            copy = Copy(path, commits_of(path))
        except (sqlite3.Error, OSError, ValueError):
            unread = path
        else:
            able += [copy] if known < copy.commits <= most else []
    if able:
        newest = max(able, key=lambda copy: copy.commits)
        said = _("The copy {copy} has {count} of them; restore it into a new folder.")
        return said.format(copy=newest.path, count=newest.commits - known)
    if unread:
        said = _(
            "The copy {copy} could not be read, and no other beside it has them; make it"
            " readable, or restore a backup into a new folder."
        )
        return said.format(copy=unread)
    return _(
        "No copy beside it has them; restore a backup into a new folder, or, to go on with what is"
        " left, move the file “head” out of the folder."
    )


def _daily(copies: Path) -> list[Path]:
    """The daily copies in a folder; the folder itself where it cannot be read."""
    try:
        with inner_folder(copies) as folder:
            names = sorted(filter(DAILY.fullmatch, plain_files(folder)))
            return [copies / name for name in names]
    except FileNotFoundError:
        return []
    except OSError:
        return [copies]


def commits_of(path: Path) -> int:
    """How many commits a copy has; raises sqlite3.Error for what is no copy."""
    with closing(_opened(path, "ro")) as copy:
        ((commits,),) = copy.execute("select commits from store").fetchall()
        return int(commits)


def found(folder: Path, copy: IO[bytes], named: Path) -> None:
    """Make a store in a new folder of a copy, which is checked first.

    Raises StoreTrouble for a copy, of the file that a person `named`, that is damaged, was not
    finished, or is of another form than ours.
    """
    from shutil import copyfileobj

    with founding(folder) as aside:
        path = aside / DATABASE
        with as_unwritten(folder / DATABASE):
            write_new(path, lambda file: copyfileobj(copy, file), create)
        with told(path), closing(_opened(path, "rw")) as connection:
            if not schema.form_of(connection):
                said = _("{file} is no finished copy of a store; take another copy of it.")
                raise StoreTrouble(said.format(file=named), code="no_copy")
            schema.refuse_other(connection, named)
            if connection.execute("pragma journal_mode").fetchone() == ("wal",):
                raise StoreTrouble(
                    _(
                        "This is the database of a store itself, whose last changes may stand in"
                        " the -wal beside it. Make a backup of that store, and restore that."
                    ),
                    code="no_copy",
                )
            check_copy(connection, path)
            ((commits,),) = connection.execute("select commits from store").fetchall()
            connection.execute("pragma journal_mode = wal")
        acknowledge(aside, commits)


@contextmanager
def founding(folder: Path) -> Iterator[Path]:
    """A store to be made beside its place: in the folder given, which nobody else looks into.

    When the block ends well, and every file of it is closed, its database becomes the one of
    `folder`, which is made only then; else nothing is left, so that the attempt can be repeated.
    """
    inside = place_of(folder)
    refuse_untrue(inside)
    path, aside = folder / DATABASE, aside_of(inside / DATABASE)
    try:
        with as_unwritten(path):
            aside.mkdir(mode=0o700)
            if inside == folder and is_shared(folder):
                aside.chmod(0o2770)
        yield aside
        if (aside / f"{DATABASE}-wal").exists():
            raise unwritten(path, _("its log could not be written back"))
        prepare(folder)
        with locked(folder / LOCK):
            if path.exists():
                raise StoreTrouble(
                    _("{folder} holds a store by now; nothing was changed.").format(folder=folder)
                )
            with as_unwritten(path):
                (aside / DATABASE).rename(path)
                sync_folder(folder)
            acknowledge(folder, acknowledged(aside))
    finally:
        remove_tree(aside)


def place_of(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    absolute = folder.absolute()
    return next(one for one in (folder, *absolute.parents) if one.is_dir())


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
