"""Cases meant (售后单对应): which case of an order the platform's row is about.

A case is known by its number; one that was opened at the desk before the platform's number was
known is the same case when order, kind and day agree
(docs/imports.md, rule 3).
"""

from datetime import datetime, timedelta

from store.models.after_sales_case import AfterSalesCase
from store.models.base import renaming
from store.models.order import Order
from store.words.times import SHOP_TIME

NAMING_A_CASE = {
    "case": ("parcels", "refunds", "offers", "causes", "evidence", "tasks", "losses"),
    "about": ("snoozes", "discrepancies"),
    "beside_only": ("refunds",),
}
"""The records of an order that belong to a case, by the field in which they name it."""
NIGHT = timedelta(hours=6)
"""The desk's own measure; no platform says how late a case may be entered a second time."""


def known_case(order: Order, fresh: AfterSalesCase) -> AfterSalesCase | None:
    """The case of the order that the platform means: by its number, else by kind and day.

    Of several that the desk opened on that day, the one with the same money is meant, else an open
    one before a closed one.
    """
    if numbered := order.case_named(fresh.id):
        return numbered
    fitting = [one for one in order.cases if _may_be(one, fresh)]
    fitting.sort(key=lambda one: (one.requested_fen != fresh.requested_fen, not one.open))
    return fitting[0] if fitting else None


def _may_be(ours: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    about = {part.line for part in ours.lines}
    return (
        not ours.platform_no
        and ours.kind is fresh.kind
        and _one_day(ours.applied_at, fresh.applied_at)
        and (fresh.line is None or not about or fresh.line in about)
    )


def _one_day(ours: datetime | None, theirs: datetime | None) -> bool:
    """The same day in the shop's time, or one night: midnight parts no case from itself."""
    if ours is None or theirs is None:
        return ours is theirs
    days = {one.astimezone(SHOP_TIME).date() for one in (ours, theirs)}
    return len(days) == 1 or abs(ours - theirs) < NIGHT


def renamed(order: Order, case: AfterSalesCase, number: str) -> Order:
    """The order in which everything that belongs to the case names it by the platform's number."""
    if case.id == number:
        return order
    for field, names in NAMING_A_CASE.items():
        update = {name: renaming(getattr(order, name), field, case.id, number) for name in names}
        order = order.model_copy(update=update)
    cases = (one.model_copy(update={"id": number}) if one is case else one for one in order.cases)
    return order.model_copy(update={"cases": tuple(cases)})
