"""Paid units (已付件数): which units money that names none is the price of.

More than half of the price of a unit is its money, as everywhere in the desk (`LEAST_PAID`).
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from store.models.money import Fen

LEAST_PAID = Fraction(1, 2)
"""The share of the price of goods that stays paid beside a compensation."""


def sum_of_prices(units: Counter[int], prices: Mapping[int, Fen]) -> Fen:
    """What these units by line were sold for, by the price of one of each line."""
    return sum(prices[line] * many for line, many in units.items())


def is_money_of(price: Fen, back: Fen) -> bool:
    """Is so much money the money of goods of this price, rather than a compensation beside them?"""
    return price - back < LEAST_PAID * price


def paid_units(
    units: Counter[int], prices: Mapping[int, Fen], fen: Fen, *, one_at_least: bool = False
) -> Counter[int]:
    """Those of these units by line that so much money is the price of: what it pays for whole, the
    dearest first, then one more that it is the money of. What cost nothing went along with them.
    """
    paid = Counter({line: many for line, many in units.items() if many > 0 and not prices[line]})
    sold = [line for line, many in units.items() if many > 0 and prices[line]]
    sold.sort(key=lambda line: prices[line])
    left = fen
    for line in reversed(sold):
        whole = min(units[line], left // prices[line])
        paid[line] += whole
        left -= whole * prices[line]
    is_for_one = one_at_least and fen > 0 and not any(paid[line] for line in sold)
    for line in sold:
        if paid[line] < units[line] and (is_for_one or is_money_of(prices[line], left)):
            paid[line] += 1
            break
    return paid
