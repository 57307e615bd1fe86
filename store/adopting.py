"""Adopting (采用规则): a shop's own rules come into force, and what they move is listed."""

import hashlib
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from store.durable import holding
from store.engines.sharing import is_shared
from store.errors import BadInput
from store.exchange.files import write_private
from store.models.order import Order
from store.models.owed import Owed
from store.models.row import OrderRow
from store.policy.shop import read_policy
from store.renewal import renew_rows
from store.repository import Repository
from store.rules.fields import minute_text
from store.rules.policy import Policy
from store.rules.row import row_of
from store.words import _
from store.writing import Writing

SUBJECT = "policy/own"
"""How events name the shop's own rules."""
ACTION = "adopt-policy"
FOR_A_GROUP = 0o660


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline of an order that another rule gives now."""

    row: OrderRow
    kind: str
    about: str
    before: datetime | None
    after: datetime | None


def adopt(repository: Repository, file: Path, *, dry_run: bool = False) -> list[Moved]:
    """Make the rules of a file the shop's own, and work out in one commit what they change.

    The rows about which they change nothing that is said only learn of them, afterwards.
    With `dry_run` only say what would move. Raises BadInput, naming file, row and field, for a file
    that cannot be understood.
    """
    content = _read(file)
    policy = repository.policy.with_own(read_policy(content, str(file)))
    if dry_run:
        repository.refresh()
        return _work_out(repository, repository.gathering(), policy)
    path = repository.shop_policy.path
    with _put_back_on_failure(path, content) as put, repository.writing() as writing:
        digest = hashlib.sha256(content).hexdigest()
        writing.event(SUBJECT, ACTION, {"file": file.name, "sha256": digest})
        moved = _work_out(repository, writing, policy)
        # Last of all: what is committed is worked out by the rules that then stand here.
        put()
    renew_rows(repository)
    return moved


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(
            _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        ) from None


def _work_out(repository: Repository, writing: Writing, policy: Policy) -> list[Moved]:
    """Every order whose row is another one under these rules, and the deadlines that differ."""
    rows = {row.key: row for row in repository.rows()}
    found: list[Moved] = []
    for order in repository.all(Order):
        row = row_of(order, policy)
        before = rows.get(order.key)
        if before is None or row == replace(before, policy=row.policy):
            continue
        moved = list(_moved(before, row))
        if moved:
            told = {f"{one.kind} {one.about}".rstrip(): _said(one) for one in moved}
            writing.event(order, ACTION, told)
        found += moved
        writing.save([order])
    return sorted(found, key=_first)


def _first(moved: Moved) -> tuple[float, str]:
    due = moved.after.timestamp() if moved.after else math.inf
    return due, moved.row.order_no


def _moved(before: OrderRow, after: OrderRow) -> Iterator[Moved]:
    was, now = _deadlines(before.owed), _deadlines(after.owed)
    for (kind, about), due in now.items():
        before_it = was.get((kind, about), due)
        if before_it != due:
            yield Moved(after, kind, about, _instant(before_it), _instant(due))


def _deadlines(owed: tuple[Owed, ...]) -> dict[tuple[str, str], int | None]:
    return {(kind, about): due for kind, _who, due, _est, _zero, _ref, about, *_rest in owed}


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _said(moved: Moved) -> str:
    return " -> ".join(minute_text(one) if one else "-" for one in (moved.before, moved.after))


@contextmanager
def _put_back_on_failure(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """What puts the shop's file in place, under the lock; it is as it was when the commit fails.

    When the machine stops between the two, adopting the file once more finishes what was begun.
    """
    before: list[bytes | None] = []

    def put() -> None:
        before.append(_there(path))
        _write(path, content)

    try:
        yield put
    except BaseException:
        # The lock is free again: what somebody else has adopted since stays.
        if before and _there(path) == content:
            if before[0] is None:
                path.unlink()
            else:
                _write(path, before[0])
        raise


def _there(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _write(path: Path, content: bytes) -> None:
    write_private(path, holding(content))
    if is_shared(path.parent):
        path.chmod(FOR_A_GROUP)
