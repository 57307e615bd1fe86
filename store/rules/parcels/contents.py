"""Contents (包裹内容): a parcel holds what was bought, or the substitute the buyer agreed to.

An empty parcel, or another article than the one bought, is 欺诈发货 (fraudulent shipment; source
article 002, domain.md §4.1, Douyin aHwH9wK4JyWJ). It is refused, and no override exists.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from store.errors import Problem
from store.models.order import Line, Order
from store.models.parcel import LineQuantity, Parcel, units_by_line
from store.models.reissue import Loss
from store.rules.order.goods import goods_of
from store.rules.parcels.losses import not_made_good
from store.rules.parcels.whereabouts import standing_losses
from store.words import _, listed, listed_first
from store.words.times import day_text

Contents = tuple[LineQuantity, ...]
MOST_NAMES = 3
"""Goods that a sentence names."""
INSTEAD = ("substitute", "exchange")
"""Solutions in which another article than the one bought is sent."""


def scan_problem(order: Order, lines: Contents, scanned: str | None) -> Iterator[Problem]:
    """What was scanned has to be what the lines say, or what the buyer takes instead of it."""
    given = scanned_skus(scanned)
    if not given:
        yield from _which_one(order, lines)
        return
    for sku in sorted(given - _bought(order, lines)):
        refused = _not_agreed(order, sku) or _too_many(order, lines, sku, given)
        if refused:
            yield Problem("sku", refused)
            return
    meant, missing = _scanned(order, lines, given)
    if given - meant:
        said = _("{given} was scanned, but what was bought is {wanted}.")
        wanted = sorted(line.sku or line.name for line in _lines(order, lines))
        yield Problem("sku", said.format(given=_some(sorted(given - meant)), wanted=_some(wanted)))
    elif missing:
        said = _("Only {given} was scanned, and {missing} would go too; scan that or leave it out.")
        yield Problem("sku", said.format(given=_some(sorted(given)), missing=_some(missing)))


def _some(names: Sequence[str]) -> str:
    return listed_first(names, MOST_NAMES)


def _which_one(order: Order, lines: Contents) -> Iterator[Problem]:
    """The buyer takes another article for a line: nobody knows which of the two goes out."""
    for offer in order.offers:
        agreed = agreed_units(order, offer.sku) if offer.sku and offer.stands else {}
        line = next((one for one in _lines(order, lines) if agreed.get(one.line)), None)
        if line:
            said = _("The buyer takes {substitute} for {goods}; say which goes out.")
            yield Problem("sku", said.format(substitute=offer.sku, goods=line.sku or line.name))
            return


def scanned_skus(scanned: str | None) -> set[str]:
    """The SKUs that were scanned, with commas or blanks between."""
    return {one for one in re.split(r"[,;\s]+", (scanned or "").strip()) if one}


def substitute_in(order: Order, lines: Contents, scanned: str | None) -> str:
    """What of the scanned goods stands for something else that was bought."""
    return ",".join(sorted(scanned_skus(scanned) - _bought(order, lines)))


def sku_sent(order: Order, parcel: Parcel, line: int) -> str:
    """What a parcel really holds of a line: what was bought, or the substitute for it."""
    instead = scanned_skus(parcel.substitute)
    if len(parcel.lines) == 1 and len(instead) == 1:
        return next(iter(instead))
    for offer in order.offers:
        agreed = offer.accepted and offer.solution in INSTEAD and offer.sku in instead
        if agreed and any(part.line == line for part in offer.lines or _whole(order)):
            return offer.sku
    return sku_bought(order, line)


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


def agreed_units(order: Order, sku: str) -> dict[int, int]:
    """The units of each line for which the buyer takes this SKU, and which have not left yet, or
    left and are not with the buyer: what is sent in their place is the same.
    """
    agreed = Counter[int]()
    for offer in order.offers:
        if offer.solution in INSTEAD and offer.sku == sku and offer.stands:
            agreed.update(units_by_line(offer.lines or _whole(order)))
    for parcel in order.parcels:
        if sku in scanned_skus(parcel.substitute):
            agreed.subtract(units_by_line(parcel.lines))
    agreed.update(_to_go_again(order, sku))
    return {line: units for line, units in agreed.items() if units > 0}


def _to_go_again(order: Order, sku: str) -> Counter[int]:
    """The units by line that left as this SKU and are recorded as lost or back: neither paid for,
    nor made good with something else.
    """
    sent = {one.id for one in order.parcels if sku in scanned_skus(one.substitute)}
    if not order.losses or not sent:
        return Counter()
    others = (one for one in order.reissues if one.state == "shipped" and one.parcel not in sent)
    left = not_made_good(order.model_copy(update={"reissues": tuple(others)}))
    standing = standing_losses(order)
    return _lost_of(left, sent) & _lost_of(standing, sent)


def _lost_of(losses: Iterable[Loss], parcels: Container[str | None]) -> Counter[int]:
    """The units by line of these losses that were in these parcels."""
    return units_by_line(one for one in losses if one.parcel in parcels)


def agreed_instead(order: Order, lines: Contents) -> dict[int, str]:
    """The one SKU that the buyer takes for all these units of a line, by line."""
    return _instead(order, lines, agreed_units)


def sent_again_as(order: Order, lines: Contents) -> dict[int, str]:
    """The same of what left as that SKU and is to go once more."""
    return _instead(order, lines, _to_go_again)


def _instead(
    order: Order, lines: Contents, units_of: Callable[[Order, str], Mapping[int, int]]
) -> dict[int, str]:
    found: dict[int, set[str]] = {}
    for sku in {one.sku for one in order.offers if one.sku and one.stands}:
        units = units_of(order, sku)
        for part in lines:
            if units.get(part.line, 0) >= part.quantity:
                found.setdefault(part.line, set()).add(sku)
    return {line: skus.pop() for line, skus in found.items() if len(skus) == 1}


def skus_to_scan(order: Order, lines: Contents, instead: Mapping[int, str]) -> str:
    """What goes out for these lines, where something else than was bought does for any of them, as
    it would be scanned; empty where nothing does.
    """
    skus = dict.fromkeys(instead.get(line.line, line.sku) for line in _lines(order, lines))
    return " ".join(filter(None, skus)) if instead else ""


def _not_agreed(order: Order, sku: str) -> str | None:
    offers = [one for one in order.offers if one.solution in INSTEAD and one.sku == sku]
    if not offers or offers[-1].accepted or any(one.stands for one in offers):
        return None
    latest = offers[-1]
    if latest.accepted is None:
        return _(
            "{sku} was offered as a substitute on {day}, and the buyer's answer is not recorded"
            " yet."
        ).format(sku=sku, day=day_text(latest.at))
    return _("{sku} was offered as a substitute on {day}, and the buyer refused it.").format(
        sku=sku, day=day_text(latest.at)
    )


def _too_many(order: Order, lines: Contents, sku: str, given: set[str]) -> str | None:
    """The buyer agreed to fewer units than would go out as the substitute."""
    agreed = agreed_units(order, sku)
    for part in lines:
        line = order.line_named(part.line)
        if line and line.sku not in given and 0 < agreed.get(part.line, 0) < part.quantity:
            return _("The buyer takes {sku} for {agreed} of {goods}, not for {quantity}.").format(
                sku=sku,
                agreed=agreed[part.line],
                goods=line.sku or line.name,
                quantity=part.quantity,
            )
    return None


def _scanned(order: Order, lines: Contents, given: set[str]) -> tuple[set[str], list[str]]:
    """What of it is a line, as itself or as its substitute; and which lines were not scanned."""
    meant, missing = set[str](), list[str]()
    for line in _lines(order, lines):
        agreed = {sku for sku in given if line.line in agreed_units(order, sku)}
        found = given & ({line.sku} | agreed)
        # A gift without a SKU has nothing that could be scanned.
        if line.sku and not found:
            missing.append(line.sku)
        meant |= found
    return meant, missing


def _lines(order: Order, lines: Contents) -> list[Line]:
    return [line for part in lines if (line := order.line_named(part.line))]


def _bought(order: Order, lines: Contents) -> set[str]:
    return {line.sku for line in _lines(order, lines) if line.sku}


def _whole(order: Order) -> Contents:
    return tuple(LineQuantity(line=one.line, quantity=one.ordered) for one in order.lines)
