"""Renewal (更新行): rows that an earlier version, or other rules, made are stale, and made anew.

A row says what is owed for its order by the rules of the day it was made. Those change: a release
brings newer numbers, a shop writes its own, the holidays of a year are announced. No document is
written and none gets a new version; only what lists read of them changes.
"""

from collections.abc import Iterator

from store.acting import Store
from store.documents.kinds import MODELS, decode, lists_of
from store.upkeep.staleness import stale

AT_ONCE = 500
"""So many documents get new rows in one commit: others get their turn at the lock in between."""


def renewing(store: Store) -> Iterator[int]:
    """Make every stale row anew, commit by commit; for how many documents each did.

    Others may work in between, and it may be left off. It costs a few looks at indexes where
    nothing is stale.
    """
    for kind, ids in stale(store, store.policy, AT_ONCE):
        yield _renew(store, kind, ids)


def _renew(store: Store, kind: str, ids: list[int]) -> int:
    """Make the rows of these documents beside the lock; write those that nobody changed since."""
    table = store.db.kind(kind)
    made = [
        (kept, lists_of(decode(MODELS[kind], kept), store.policy))
        for kept in map(table.get_id, ids)
        if kept is not None
    ]
    with store.db.writing():
        for kept, lists in made:
            now = store.engine.document(kind, kept.id)
            # Who changed it has made its rows by the rules in force.
            if now is not None and now.version == kept.version:
                store.engine.put_rows(kind, kept.id, lists)
    return len(ids)
