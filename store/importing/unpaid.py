"""Orders that were never paid out (未回款): noted among the payments once the funds tell so.

They have no row in any funds file, so nothing but the order itself says that something is missing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from itertools import islice

from store.acting import Store
from store.documents.kinds import KINDS, decode
from store.models.axes import Platform
from store.models.coverage import Coverage, coverage_key
from store.models.import_record import ImportRecord
from store.models.keys import BILL, bill_key, order_key
from store.models.order import Order
from store.models.payment import Payments, ToldSpan
from store.models.row import OrderRow
from store.rules.coverage.row import WITHIN
from store.rules.money.matching import differences, side_of
from store.rules.money.told import joined_told
from store.search.conditions import Between, Is, State
from store.search.lists import ORDERS
from store.words.times import SHOP_TIME

Spans = dict[Platform, tuple[ToldSpan, ...]]
AT_ONCE = 100
"""Orders that are looked at together."""


def told_spans(store: Store, shop: str, more: Iterable[tuple[str, ToldSpan]] = ()) -> Spans:
    """Of which time the funds of a shop are known on each platform, with `more` that come now."""
    spans: dict[Platform, list[ToldSpan]] = {}
    for platform, told in more:
        spans.setdefault(Platform(platform), []).append(told)
    for one in store.all(ImportRecord):
        is_funds = one.kind == "funds" and one.shop == shop and one.is_whole
        if is_funds and one.covers_from and one.told_until:
            begin = datetime.combine(one.covers_from, time(), SHOP_TIME)
            told = ToldSpan(begin=begin, end=one.told_until)
            spans.setdefault(Platform(one.platform), []).append(told)
    for platform, known in spans.items():
        coverage = store.get(Coverage, coverage_key(platform, shop, "funds"))
        # Days that a person said to be empty are known too.
        for days in coverage.empty if coverage else ():
            begin = datetime.combine(days.first, time(), SHOP_TIME)
            end = datetime.combine(days.last, time.max, SHOP_TIME)
            known.append(ToldSpan(begin=begin, end=end))
    return {platform: joined_told(of) for platform, of in spans.items()}


def note_unpaid(store: Store, shop: str) -> None:
    """Keep payments without a row for each order that the platform should have paid for."""
    if not any(store.get(Coverage, coverage_key(one, shop, "funds")) for one in Platform):
        return
    for platform, told in told_spans(store, shop).items():
        end = told[-1].end
        ordered = Between("ordered", int((end - WITHIN).timestamp()), int(end.timestamp()))
        meant = ordered, State("received"), Is("platform", (platform,)), Is("shop", (shop,))
        rows = store.rows_where(ORDERS, *meant)
        keys = iter([row.key for row in rows if _may_lack(row, told)])
        while some := list(islice(keys, AT_ONCE)):
            missed = [
                order_key(one.platform, one.shop, one.order_no)
                for one in _unpaid(store, some, told)
            ]
            if missed:
                with store.db.writing():
                    unpaid = _unpaid(store, missed, told)
                    table = store.db.kind(KINDS[Payments])
                    table.put_many([table.ready(one, 0, "") for one in unpaid])


def _may_lack(row: OrderRow, told: Sequence[ToldSpan]) -> bool:
    """May files of these times lack something of an order, as far as its row says?

    Most orders of three months were paid at other times, and need not be opened at each import.
    """
    at = row.paid_at or row.ordered_at
    if at is None or row.penalty_fen:
        return True  # a penalty is missed by its own time
    return any(one.begin.timestamp() <= at <= one.end.timestamp() for one in told)


def _unpaid(store: Store, keys: Sequence[str], told: tuple[ToldSpan, ...]) -> list[Payments]:
    """What is to be kept of those of these orders of which no file has told anything."""
    bills = {bill_key(key): key for key in keys}
    known = store.engine.versions(KINDS[Payments], list(bills))
    silent = [key for bill, key in bills.items() if bill not in known]
    found = store.db.kind(KINDS[Order]).get_keys(silent)
    made = (_payments(decode(Order, kept), told) for kept in found.values())
    return [one for one in made if differences(one)]


def _payments(order: Order, told: tuple[ToldSpan, ...]) -> Payments:
    return Payments(
        platform=order.platform,
        shop=order.shop,
        name=f"{BILL}{order.order_no}",
        order_no=order.order_no,
        beside=side_of(order),
        told=told,
    )
