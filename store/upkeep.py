"""Upkeep (维护): is the store whole, a copy of it, a store from a copy, and a copy a day.

What is checked here is what only the rules can know: the chain of events, the ledgers, the rows.
Files, checksums and versions are the engine's to check.
"""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from store.durable import holding
from store.engines.protocol import Engine
from store.engines.sharing import make_folder
from store.errors import BadInput, StoreTrouble
from store.exchange.files import write_private
from store.files import Files
from store.models.base import SHOP_TIME
from store.models.event import Event
from store.models.evidence import StoredFile
from store.models.order import Order
from store.models.row import FORM, OrderRow
from store.policy.shop import NAME
from store.renewal import is_stale
from store.repository import Repository
from store.rules.ledger import line_ledgers, money_ledger
from store.rules.policy import Policy
from store.rules.row import row_of
from store.words import _

BY_POLICY = ("ship_by", "ship_by_estimated", "due_at", "falls_to_us_at", "owed", "policy")
"""What a row says by the rules of the day it was made; the rest of it the document alone says."""
COPIES = "copies"
KEPT_COPIES = 7


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


def verify(repository: Repository) -> Verdict:
    """Read everything anew and check it; raises StoreTrouble with the first broken thing."""
    commits = repository.engine.verify()
    repository.refresh()
    events = _verify_events(repository.engine)
    orders = stale = 0
    attached: dict[str, StoredFile] = {}
    rows, policy = {row.key: row for row in repository.rows()}, repository.policy
    for order in repository.all(Order):
        orders += 1
        row = rows.get(order.key)
        for sentence in _broken(order, row, policy):
            raise StoreTrouble(sentence, code="broken")
        stale += row is not None and is_stale(row, policy)
        attached |= {one.file.sha256: one.file for one in order.evidence}
    for file in attached.values():
        repository.files.content(file)
    orphans = tuple(repository.files.orphans(attached))
    return Verdict(commits, orders, events, len(attached), orphans, stale)


def _verify_events(engine: Engine) -> int:
    before: Event | None = None
    for body in engine.all_events():
        event = Event.model_validate(body)
        expected = (before.number + 1, before.digest) if before else (1, "")
        if (event.number, event.before) != expected:
            said = _("Event {number} ({action} on {subject}) does not follow the one before it.")
            raise StoreTrouble(
                said.format(number=event.number, action=event.action, subject=event.subject),
                code="broken_chain",
            )
        before = event
    return before.number if before else 0


def _broken(order: Order, row: OrderRow | None, policy: Policy) -> Iterator[str]:
    """What does not add up in an order that no discrepancy tells of."""
    told = {(one.kind, one.line) for one in order.open_discrepancies}
    for ledger in line_ledgers(order):
        if ledger.to_ship < 0 and ("goods", ledger.line.line) not in told:
            yield _("Order {order}, line {line}: more has left than was ordered.").format(
                order=order.order_no, line=ledger.line.line
            )
    if money_ledger(order).refundable < 0 and ("money", None) not in told:
        yield _("Order {order}: more was refunded than was paid.").format(order=order.order_no)
    if row is None or _contradicts(row, row_of(order, policy), policy):
        said = _("Order {order}: its row is not what its document says.")
        yield said.format(order=order.order_no)


def _contradicts(row: OrderRow, made: OrderRow, policy: Policy) -> bool:
    """Does a row say what its document, by the rules it was made by, does not?"""
    if row.form != FORM:
        return False
    if is_stale(row, policy):
        row = replace(row, **{name: getattr(made, name) for name in BY_POLICY})
    return row != made


def backup(engine: Engine, path: Path, files: Files) -> None:
    """A consistent copy of the whole store in one file, while others go on writing."""
    engine.refresh()

    def write(copy: BinaryIO) -> None:
        engine.write_copy(copy)
        # A file is there before the commit that names it, so none of this copy's is missing.
        files.write_into(copy)
        with suppress(FileNotFoundError), zipfile.ZipFile(copy, "a") as archive:
            archive.writestr(NAME, _policy_beside(files).read_bytes())

    write_private(path, write)


def restore(path: Path, folder: Path) -> None:
    """A new store from a copy; never over one that is there.

    A daily copy holds documents only; attached files and the shop's own rules are taken from the
    store that it lies in.
    """
    from store.engines.journal.copying import found, read_copy

    text = read_copy(path)
    if folder.exists() and any(folder.iterdir()):
        said = _("{folder} is not empty; a backup is restored into a new folder.")
        raise BadInput(said.format(folder=folder), field="store")
    found(folder, text)
    files = Files(folder)
    files.take_from(path)
    store = path.absolute().parent.parent if path.absolute().parent.name == COPIES else None
    if store:
        files.take_all(Files(store))
    policy = _policy_of(path, store)
    if policy is not None:
        write_private(folder / NAME, holding(policy))


def _policy_beside(files: Files) -> Path:
    return files.folder.parent / NAME


def _policy_of(copy: Path, store: Path | None) -> bytes | None:
    """The shop's own rules as a copy holds them, or as they stand in the store it lies in."""
    with zipfile.ZipFile(copy) as archive, suppress(KeyError):
        return archive.read(NAME)
    with suppress(FileNotFoundError):
        return (store / NAME).read_bytes() if store else None
    return None


def daily_copy(engine: Engine, folder: Path, now: datetime) -> Path | None:
    """A copy a day beside the store, the last seven kept; None when today's is there already.

    It holds the documents; attached files and the shop's own rules lie beside it. Safe to be made
    in a thread of its own.
    """
    copies = folder / COPIES
    today = f"shouhou-{now.astimezone(SHOP_TIME).date().isoformat()}.zip"
    if (copies / today).exists() or engine.last_event() is None:
        return None
    make_folder(copies)
    write_private(copies / today, engine.write_copy)
    for old in sorted(copies.glob("shouhou-*.zip"))[:-KEPT_COPIES]:
        with suppress(OSError):
            old.unlink()
    return copies / today
