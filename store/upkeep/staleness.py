"""Staleness (陈旧行): which rows an earlier version of the desk, or other rules, made.

Nothing here loads a model, so that a list can be shown at once where nothing is stale.
"""

from collections.abc import Iterator
from typing import NamedTuple

from store.models.axes import Platform
from store.models.row import FORM
from store.pages import in_pages
from store.policy.shop import NAME, ShopPolicy
from store.reading.shop_lists import Lists
from store.rules.timing.calendar import published
from store.rules.timing.policy import Policy
from store.search.conditions import Between
from store.search.lists import LISTS, OBLIGATIONS, WITHOUT_LIST


class Stale(NamedTuple):
    """Documents of a kind whose rows have to be made anew, some of all."""

    kind: str
    ids: list[int]


def rules_of(lists: Lists) -> ShopPolicy:
    """The rules of a store of which no more than the lists is open."""
    return ShopPolicy(lists.engine.folder / NAME)


def is_fresh(lists: Lists, policy: Policy) -> bool:
    """Is every row as these rules and this version of the desk would make it?

    It costs a few looks at indexes; of the rules their digests alone count.
    """
    return next(stale(lists, policy, 1), None) is None


def stale(lists: Lists, policy: Policy, at_once: int) -> Iterator[Stale]:
    """The documents whose rows these rules, or this version, might make otherwise."""
    digests = {str(platform): policy.digest(platform) for platform in Platform}
    listed = (table.name for table in LISTS.values() if table.parent is None)
    for kind in (*listed, *WITHOUT_LIST):
        for ids in lists.engine.stale_rows(kind, FORM, digests, at_once):
            yield Stale(kind, ids)
    yield from _newly_announced(lists, at_once)


def _newly_announced(lists: Lists, at_once: int) -> Iterator[Stale]:
    """Those with a deadline in a year that was not announced, and is now."""
    found: dict[str, dict[str, None]] = {}
    for row in lists.rows_where(OBLIGATIONS, Between("unannounced", 1, None)):
        if published(row.unannounced):
            found.setdefault(row.of_kind, {})[row.of_key] = None
    for kind, keys in found.items():
        for some in in_pages(keys, at_once):
            known = (lists.engine.document_with(kind, key) for key in some)
            yield Stale(kind, [kept.id for kept in known if kept])
