"""Adopting (采用规则): a shop's own rules come into force, and what they move is listed."""

import hashlib
import math
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from store.documents.kinds import KINDS, decode
from store.engines.sharing import create
from store.engines.trouble import as_unwritten
from store.files.durable import holding, put
from store.files.paths import content_of
from store.models.adopted_policy import OWN, AdoptedPolicy, Adoption
from store.models.order import Order
from store.models.row import ObligationRow
from store.policy.shop import MOST_BYTES, read_policy
from store.repository import Repository
from store.rules.order.row import rows_of
from store.rules.timing.policy import Policy, PolicyRule
from store.upkeep.renewal import AT_ONCE, renew_rows
from store.upkeep.staleness import stale_orders
from store.words.times import minute_text

ACTION = "adopt-policy"


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline of an order that another rule gives now."""

    row: ObligationRow
    kind: str
    about: str
    before: datetime | None
    after: datetime | None


def adopt(repository: Repository, file: Path, *, dry_run: bool = False) -> list[Moved]:
    """Make the rules of a file the shop's own, and the rows of the orders that they are about.

    One event on the shop's rules tells of it, with how many deadlines of each kind move; the rows
    are made anew afterwards, in batches. With `dry_run` only say what would move. Raises BadInput,
    naming file, row and field, for a file that cannot be understood.
    """
    content = content_of(file, MOST_BYTES)
    policy = repository.policy.with_own(read_policy(content, str(file)))
    moved = sorted(_work_out(repository, policy), key=_first)
    if dry_run:
        return moved
    path = repository.shop_policy.path
    with _put_back_on_failure(path, content) as put_in_force, repository.writing() as writing:
        digest = hashlib.sha256(content).hexdigest()
        known = repository.get(AdoptedPolicy, OWN) or AdoptedPolicy()
        adoption = Adoption(
            at=repository.now,
            by=str(repository.actor),
            file=file.name,
            sha256=digest,
            text=content.decode(),
        )
        writing.save([known.model_copy(update={"adoptions": (*known.adoptions, adoption)})])
        counts = Counter(one.kind for one in moved)
        told = {kind: str(count) for kind, count in sorted(counts.items())}
        writing.event(known, ACTION, {"file": file.name, "sha256": digest, **told})
        # Last of all: what is committed is worked out by the rules that then stand here.
        put_in_force()
    renew_rows(repository)
    return moved


def _work_out(repository: Repository, policy: Policy) -> Iterator[Moved]:
    """The deadlines that differ under these rules, of every order that rules have a say in."""
    table = repository.db.kind(KINDS[Order])
    for ids in stale_orders(repository, policy, AT_ONCE):
        for number in ids:
            kept = table.get_id(number)
            if kept is not None:
                order = decode(Order, kept)
                yield from moved_clocks(order, repository.policy, policy)


def moved_clocks(order: Order, before: Policy, after: Policy) -> list[Moved]:
    """The deadlines of an order that the rules after give otherwise than those before.

    What is owed under one of them only has no deadline that could move.
    """
    return _moved(_deadlines(order, before), _deadlines(order, after))


def clock_moves(repository: Repository, order: Order) -> Iterator[tuple[Adoption, list[Moved]]]:
    """Which of the files that the shop adopted moved a clock of this order, and how.

    Worked out by comparing what is owed for the order today by the rules before and after each.
    """
    adopted = repository.get(AdoptedPolicy, OWN)
    if adopted is None:
        return
    since = order.ordered_at or order.deal_at or order.paid_at
    policy = repository.policy.with_own(())
    before = _deadlines(order, policy)
    for adoption in adopted.adoptions:
        after = _deadlines(order, policy.with_own(_adopted(adoption.text, adoption.file)))
        moved = _moved(before, after)
        if moved and (since is None or since < adoption.at):
            yield adoption, moved
        before = after


@lru_cache(maxsize=64)
def _adopted(text: str, file: str) -> tuple[PolicyRule, ...]:
    return read_policy(text.encode(), file)


def said(moved: Moved) -> str:
    """`2026-11-22 09:00 -> 2026-11-23 09:00`."""
    return " -> ".join(minute_text(one) if one else "-" for one in (moved.before, moved.after))


def _first(moved: Moved) -> tuple[float, str]:
    due = moved.after.timestamp() if moved.after else math.inf
    return due, moved.row.order_no


Deadlines = dict[tuple[str, str], ObligationRow]
"""What is owed, by its kind and what it is about."""


def _deadlines(order: Order, policy: Policy) -> Deadlines:
    rows = rows_of(order, policy)["obligations"]
    return {(row.kind, row.about): row for row in rows if isinstance(row, ObligationRow)}


def _moved(before: Deadlines, after: Deadlines) -> list[Moved]:
    return [
        Moved(row, *name, _instant(before[name].due_at), _instant(row.due_at))
        for name, row in after.items()
        if name in before and before[name].due_at != row.due_at
    ]


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


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
    return content_of(path, MOST_BYTES, follows=False) if os.path.lexists(path) else None


def _write(path: Path, content: bytes) -> None:
    with as_unwritten(path):
        put(path, holding(content), create)
