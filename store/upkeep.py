"""Upkeep (维护): is the store whole, a copy of it, a store from a copy, and a copy a day.

What is checked here is what only the rules can know: the chains of events, the ledgers, the rows.
Files, pages and checksums are the engine's to check.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from store.chains import chained
from store.documents import MODELS, decode, encode
from store.dump import dump_into, load_dump
from store.durable import aside_of, holding
from store.engines.protocol import Engine
from store.engines.sharing import make_folder
from store.engines.sqlite import copying
from store.errors import BadInput, StoreTrouble
from store.exchange.files import write_private
from store.files import Files
from store.models.base import Document
from store.models.event import Actor
from store.models.evidence import StoredFile
from store.models.order import Order
from store.policy.shop import NAME
from store.repository import Repository
from store.rules.ledger import line_ledgers, money_ledger
from store.rules.policy import Policy
from store.rules.row import is_stale
from store.search.lists import LISTS
from store.shop_storage import KeptDocument
from store.times import SHOP_TIME
from store.words import _

KEPT_COPIES = 7
READABLE_ORDERS = 20_000
"""A store up to so many orders is also copied as a text that stock TinyDB opens."""
DATABASE, LOCK = "shop.db", "lock"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a whole store holds."""

    commits: int
    orders: int
    events: int
    files: int = 0
    orphans: tuple[str, ...] = ()
    """Attached files that no order names: a process died before its commit. They do no harm."""
    stale: int = 0
    """Rows by an earlier version or by other rules; whoever opens the store makes them anew."""


def verify(repository: Repository, *, full: bool = False) -> Verdict:
    """Read everything and check it; raises StoreTrouble with the first broken thing.

    Every page, document and event, each chain and its head, every attached file; with `full` also
    the ledgers of every order, and its rows, which are made anew.
    """
    engine, policy = repository.engine, repository.policy
    with engine.moment():
        engine.check(full=full)
        events = sum(1 for _event in chained(engine.all_events()))
        orders = stale = 0
        attached: dict[str, StoredFile] = {}
        for document, kept in _documents(repository):
            if full:
                stale += _verify_rows(repository, document, kept, policy)
            if isinstance(document, Order):
                orders += 1
                attached |= {one.file.sha256: one.file for one in document.evidence}
                for sentence in _broken(document) if full else ():
                    raise StoreTrouble(sentence, code="broken")
        commits = engine.commits()
    for file in attached.values():
        repository.files.content(file)
    orphans = tuple(repository.files.orphans(attached))
    return Verdict(commits, orders, events, len(attached), orphans, stale)


def _documents(repository: Repository) -> Iterator[tuple[Document, KeptDocument]]:
    """Every document of the repository; those of a script's own tables are only read."""
    for kind in sorted(repository.engine.kinds()):
        model = MODELS.get(kind)
        for kept in repository.db.kind(kind).kept():
            if model is not None:
                yield decode(model, kept), kept


def _broken(order: Order) -> Iterator[str]:
    """What does not add up in an order that no discrepancy tells of."""
    told = {(one.kind, one.line) for one in order.open_discrepancies}
    for ledger in line_ledgers(order):
        if ledger.to_ship < 0 and ("goods", ledger.line.line) not in told:
            yield _("Order {order}, line {line}: more has left than was ordered.").format(
                order=order.order_no, line=ledger.line.line
            )
    if money_ledger(order).refundable < 0 and ("money", None) not in told:
        yield _("Order {order}: more was refunded than was paid.").format(order=order.order_no)


def _verify_rows(
    repository: Repository, document: Document, kept: KeptDocument, policy: Policy
) -> bool:
    """Check the rows of a document against rows made anew; were any of them stale?"""
    stale = False
    for made in encode(document, policy).lists:
        found = repository.rows_of(LISTS[made.name], kept.doc_id)
        if any(is_stale(row, policy) for row in found):
            stale = True
        elif found != list(made.rows):
            said = _("{document}: its rows are not what it says.")
            raise StoreTrouble(said.format(document=kept.key), code="broken")
    return stale


def backup(repository: Repository, path: Path) -> None:
    """A consistent copy of the whole store in one file, while others go on writing."""
    aside = aside_of(path)

    def write(copy: BinaryIO) -> None:
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(aside, DATABASE)
            # A file is there before the commit that names it, so none of this copy's is missing.
            repository.files.write_into(archive)
            with suppress(FileNotFoundError):
                archive.writestr(NAME, repository.shop_policy.path.read_bytes())

    _ensure_folder(path)
    try:
        repository.engine.copy_to(aside)
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
        with suppress(FileNotFoundError):
            write_private(folder / NAME, holding((store / NAME).read_bytes()))


def _restore_zip(path: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(DATABASE) as copy:
            copying.found(folder, copy)
        Files(folder).take_from(path)
        with zipfile.ZipFile(path) as archive, suppress(KeyError):
            write_private(folder / NAME, holding(archive.read(NAME)))
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

    It holds the documents; attached files and the shop's own rules lie beside it. Safe to be made
    in a thread of its own.
    """
    copies = engine.folder / copying.COPIES
    day = now.astimezone(SHOP_TIME).date().isoformat()
    today = copies / f"shouhou-{day}.db"
    if today.exists() or not engine.commits():
        return None
    make_folder(copies)
    aside = aside_of(today)
    engine.copy_to(aside)
    aside.replace(today)
    if engine.count("orders") <= READABLE_ORDERS:
        write_private(copies / f"{day}.json", lambda file: dump_into(engine, file))
    for pattern in ("shouhou-*.db", "*.json"):
        for old in sorted(copies.glob(pattern))[:-KEPT_COPIES]:
            with suppress(OSError):
                old.unlink()
    return today
