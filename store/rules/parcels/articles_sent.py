"""Articles sent (实发规格): what a parcel really holds, bought or sent instead of it."""

import re

from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.order.goods import goods_of
from store.words import listed

INSTEAD = ("substitute", "exchange")
"""Solutions in which another article than the one bought is sent."""


def scanned_skus(scanned: str | None) -> set[str]:
    """The SKUs that were scanned, with commas or blanks between."""
    return {one for one in re.split(r"[,;\s]+", (scanned or "").strip()) if one}


def sku_sent(order: Order, parcel: Parcel, line: int) -> str:
    """What a parcel really holds of a line: what was bought, or the substitute for it."""
    return next(iter(skus_instead(order, parcel, line)), "") or sku_bought(order, line)


def skus_instead(order: Order, parcel: Parcel, line: int) -> tuple[str, ...]:
    """The other articles that a parcel holds for a line; none where it holds what was bought."""
    instead = scanned_skus(parcel.substitute)
    if len(parcel.lines) == 1:
        return tuple(sorted(instead))
    found = (
        one.sku
        for one in order.offers
        if one.solution in INSTEAD and one.sku in instead and one.was_taken
        if parcel.case is None or one.case in (None, parcel.case)
        if not one.lines or line in one.line_numbers
    )
    return tuple(dict.fromkeys(found))


def sku_bought(order: Order, line: int) -> str:
    """What was bought of a line; empty where it has no SKU, or there is no such line."""
    bought = order.line_named(line)
    return bought.sku if bought else ""


def sent_in(order: Order, parcel: Parcel) -> str:
    """What really is in a parcel: `RICE-10 x2, OIL-5 x1`."""
    sent = (
        (part.quantity, sku_sent(order, parcel, part.line) or goods_of(order, part.line))
        for part in parcel.lines
    )
    return listed(f"{goods} x{units}" for units, goods in sent)
