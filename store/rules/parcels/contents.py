"""Contents (包裹内容): a parcel holds what was bought, or what the buyer takes instead of it.

An empty parcel, or another article than the one bought, is 欺诈发货 (fraudulent shipment; source
article 002, domain.md §4.1, Douyin aHwH9wK4JyWJ). It is refused, and no override exists.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from store.errors import Problem
from store.models.order import Line, Order
from store.models.parcel import LineQuantity
from store.rules.parcels.articles_sent import INSTEAD, scanned_skus
from store.rules.parcels.articles_taken import (
    FIRST,
    Articles,
    SentBy,
    articles_agreed,
    offers_for,
    taken_by_offer,
)
from store.words import _, listed_first
from store.words.times import day_text

Contents = tuple[LineQuantity, ...]
MOST_NAMES = 3
"""Goods that a sentence names."""


def scan_problem(
    order: Order, lines: Contents, scanned: str | None, sender: SentBy = FIRST
) -> Iterator[Problem]:
    """What was scanned has to be what the lines say, or what the buyer takes instead of it."""
    given, agreed = scanned_skus(scanned), articles_agreed(order, sender)
    if not given:
        yield from _which_one(order, lines, agreed)
        return
    for sku in sorted(given - _bought(order, lines)):
        refused = _not_agreed(order, sku, sender, agreed) or _too_many(
            order, lines, sku, given, agreed
        )
        if refused:
            yield Problem("sku", refused)
            return
    found = _scanned(order, lines, given, agreed)
    meant = set().union(*found.values())
    missing = [line.sku for line in _lines(order, lines) if line.sku and not found[line.line]]
    if given - meant:
        said = _("{given} was scanned, but what was bought is {wanted}.")
        wanted = sorted(line.sku or line.name for line in _lines(order, lines))
        yield Problem("sku", said.format(given=_some(sorted(given - meant)), wanted=_some(wanted)))
    elif missing:
        said = _("Only {given} was scanned, and {missing} would go too; scan that or leave it out.")
        yield Problem("sku", said.format(given=_some(sorted(given)), missing=_some(missing)))
    else:
        yield from _beyond_units(order, lines, found)


def _some(names: Sequence[str]) -> str:
    return listed_first(names, MOST_NAMES)


def _which_one(order: Order, lines: Contents, agreed: Articles) -> Iterator[Problem]:
    """The buyer takes another article for a line: nobody knows which of the two goes out."""
    for sku, units in agreed.items():
        line = next((one for one in _lines(order, lines) if units[one.line]), None)
        if line:
            said = _("The buyer takes {substitute} for {goods}; say which goes out.")
            yield Problem("sku", said.format(substitute=sku, goods=line.sku or line.name))
            return


def _not_agreed(order: Order, sku: str, sender: SentBy, agreed: Articles) -> str | None:
    if sku in agreed:
        return None
    offers = [one for one in order.offers if one.sku == sku and one.solution in INSTEAD]
    mine = [one for one, _units in offers_for(order, sender) if one in offers]
    held = taken_by_offer(order, sender)
    said = ""
    if mine and mine[-1].accepted is None:
        said = _("{sku} was offered on {day}, and the buyer's answer is not recorded yet.")
    elif mine and not mine[-1].accepted:
        said = _("{sku} was offered on {day}, and the buyer refused it.")
    elif any(one.stands and one.id not in held for one in offers):
        said = _(
            "The buyer took {sku} for something else, or before they asked anew; where they want it"
            " for this, offer it anew and record their answer."
        )
    return said.format(sku=sku, day=day_text(mine[-1].at) if mine else "") or None


def _too_many(
    order: Order, lines: Contents, sku: str, given: set[str], agreed: Articles
) -> str | None:
    """The buyer takes fewer units than would go out as the substitute."""
    for part in lines:
        line, others = order.line_named(part.line), given & agreed.keys()
        taken = {one: agreed[one][part.line] for one in others if agreed[one][part.line]}
        if line and line.sku not in given and sku in taken and sum(taken.values()) < part.quantity:
            return _("The buyer takes {sku} for {agreed} of {goods}, not for {quantity}.").format(
                sku=sku,
                agreed=taken[sku],
                goods=line.sku or line.name,
                quantity=part.quantity,
            )
    return None


def _scanned(
    order: Order, lines: Contents, given: set[str], agreed: Articles
) -> dict[int, set[str]]:
    """What of it each line is, as itself or as its substitute. A gift without a SKU has nothing
    that could be scanned.
    """
    return {
        line.line: {
            sku for sku in given if sku == line.sku or agreed.get(sku, Counter())[line.line]
        }
        for line in _lines(order, lines)
    }


def _beyond_units(
    order: Order, lines: Contents, found: Mapping[int, set[str]]
) -> Iterator[Problem]:
    """More articles were scanned than units of a line leave: one of them is not in the parcel."""
    for part in lines:
        others = (skus for line, skus in found.items() if line != part.line)
        alone = found.get(part.line, set()).difference(*others)
        line = order.line_named(part.line)
        if line and len(alone) > part.quantity:
            said = _("{given} was scanned for {goods} x{quantity}; scan only what goes out.")
            goods, given = line.sku or line.name, _some(sorted(alone))
            yield Problem("sku", said.format(given=given, goods=goods, quantity=part.quantity))
            return


def substitute_in(order: Order, lines: Contents, scanned: str | None) -> str:
    """What of the scanned goods stands for something else that was bought."""
    return ",".join(sorted(scanned_skus(scanned) - _bought(order, lines)))


def skus_to_scan(order: Order, lines: Contents, instead: Mapping[int, str]) -> str:
    """What goes out for these lines, where something else than was bought does for any of them, as
    it would be scanned; empty where nothing does.
    """
    skus = dict.fromkeys(instead.get(line.line, line.sku) for line in _lines(order, lines))
    return " ".join(filter(None, skus)) if instead else ""


def _lines(order: Order, lines: Contents) -> list[Line]:
    return [line for part in lines if (line := order.line_named(part.line))]


def _bought(order: Order, lines: Contents) -> set[str]:
    return {line.sku for line in _lines(order, lines) if line.sku}
