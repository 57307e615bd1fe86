"""Orders that were never paid out (未回款): noted among the payments once the funds tell so.

An order that changes is judged in the commit that changes it (`store.documents.rematching`). Here
is judged what nobody touches when files tell of more time than before.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from store.acting import Store
from store.documents.kinds import KINDS, decode
from store.documents.rematching import never_paid, rematch
from store.models.axes import Platform
from store.models.coverage import Coverage, coverage_key
from store.models.keys import bill_key
from store.models.order import Order
from store.models.payment import Payments, ToldSpan
from store.models.row import OrderRow
from store.pages import in_pages
from store.rules.coverage.row import WITHIN
from store.rules.money.told_spans import joined_told, told_of
from store.rules.paid.paid_out import shown_by, shown_rules
from store.rules.timing.policy import Policy
from store.search.conditions import Between, Is, State
from store.search.lists import ORDERS

Spans = dict[Platform, tuple[ToldSpan, ...]]
AT_ONCE = 100
"""Orders that are looked at together."""


def told_spans(store: Store, shop: str, more: Iterable[tuple[str, ToldSpan]] = ()) -> Spans:
    """Of which time the funds of a shop are known on each platform, with `more` that come now."""
    spans: dict[Platform, list[ToldSpan]] = {}
    for platform, told in more:
        spans.setdefault(Platform(platform), []).append(told)
    for platform in Platform:
        if coverage := store.get(Coverage, coverage_key(platform, shop, "funds")):
            spans.setdefault(platform, []).extend(told_of(coverage))
    return {platform: joined_told(of) for platform, of in spans.items() if of}


def note_unpaid(store: Store, shop: str) -> None:
    """Keep payments without a row for each order that the platform should have paid for.

    What files told of before was judged then: where they tell of no more, and the rules by which
    money is out are the same, nothing is read.
    """
    policy = store.policy
    for platform in Platform:
        coverage = store.get(Coverage, coverage_key(platform, shop, "funds"))
        if coverage is None:
            continue
        told, rules = told_of(coverage), shown_rules(platform, policy)
        before = coverage.judged if coverage.judged_by == rules else ()
        if told == before:
            continue
        end = told[-1].end
        ordered = Between("ordered", int((end - WITHIN).timestamp()), int(end.timestamp()))
        meant = ordered, State("received"), Is("platform", (platform,)), Is("shop", (shop,))
        rows = store.rows_where(ORDERS, *meant)
        keys = [row.key for row in rows if _is_new(row, told, before, policy)]
        for some in in_pages(keys, AT_ONCE):
            _judge(store, some, told)
        with store.db.writing():
            now = store.get(Coverage, coverage.key)
            assert now is not None
            table = store.db.kind(KINDS[Coverage])
            table.put(now.model_copy(update={"judged": told, "judged_by": rules}), now.version, "")


def _judge(store: Store, keys: Sequence[str], told: tuple[ToldSpan, ...]) -> None:
    """Note those of these orders of which no file has told anything."""
    bills = {bill_key(key): key for key in keys}
    found = store.db.kind(KINDS[Payments]).get_keys(bills.keys())
    told_of_order = {bills[bill] for bill, kept in found.items() if decode(Payments, kept).payments}
    table = store.db.kind(KINDS[Order])
    orders = table.get_keys([key for key in keys if key not in told_of_order])
    policy = store.policy
    missed = [key for key, kept in orders.items() if never_paid(decode(Order, kept), told, policy)]
    if missed:
        with store.db.writing():
            now = table.get_keys(missed)
            rematch(store.db, now, lambda key: decode(Order, now[key]), policy)


def _is_new(
    row: OrderRow, told: Sequence[ToldSpan], judged: Sequence[ToldSpan], policy: Policy
) -> bool:
    """May files of these times lack something of an order, and of those that were judged not?

    As far as its row says. Most orders of three months need not be opened.
    """
    at = row.counts_as_paid_at
    if at is None or row.penalty_fen:
        return True  # a penalty is missed by its own time
    if not _is_within(at, at, told):
        return False
    if row.signed_at is None:
        return True
    signed = datetime.fromtimestamp(row.signed_at, UTC)
    shown = shown_by(signed, Platform(row.platform), policy)
    return shown is not None and not _is_within(at, shown.timestamp(), judged)


def _is_within(begin: float, end: float, spans: Iterable[ToldSpan]) -> bool:
    """Does a span tell of this time, without a gap?"""
    return any(one.begin.timestamp() <= begin and end <= one.end.timestamp() for one in spans)
