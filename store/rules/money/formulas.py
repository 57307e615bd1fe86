"""Formulas (扣款公式): what a platform charges, learned from what it charged.

A bill is the only place where a platform says what it really takes (domain.md §6.4). Three families
are tried: a fixed amount, a percentage with the least and the most it may be, and two of these
parted by the amount paid. The simplest one stands that fits as many charges as any other does, but
for one in twenty: bills have corrections, coupons and other people's mistakes in them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from store.models.money import FEN, Fen
from store.rules.money.costs import PERCENT

FEWEST = 5
"""Of fewer charges nothing is said."""
PERCENTAGES = tuple(Decimal(one) / 10 for one in (1, 2, 3, 5, 6, 8, *range(10, 105, 5)))
"""Percentages that platforms use."""
BOUNDS = (1, 2, 3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 80, 100, 150, 200, 300, 500)
"""Yuan that are the least or the most of a percentage."""
TIERS = (10, 20, 30, 50, 80, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000)
"""Yuan from which on another rule holds."""
SLACK = 1
"""Fen by which a percentage may be rounded otherwise."""
COMPLEXITY = Decimal("0.05")
"""Of the charges one more rule has to explain so many, or it explains mistakes."""


class Charge(Struct, frozen=True):
    """What was charged for an order for which so much was paid."""

    paid_fen: Fen
    fen: Fen


class FormulaPart(Struct, frozen=True):
    """A fixed amount, or a percentage of what was paid, for orders of some amounts."""

    fen: Fen = 0
    """The fixed amount; 0 for a percentage."""
    percent: Decimal = Decimal(0)
    least: int | None = None
    most: int | None = None
    paid_from: int | None = None
    paid_below: int | None = None

    def covers(self, paid_fen: Fen) -> bool:
        """Is it about an order for which so much was paid?"""
        return (self.paid_from is None or paid_fen >= self.paid_from * FEN) and (
            self.paid_below is None or paid_fen < self.paid_below * FEN
        )

    def fits(self, charge: Charge) -> bool:
        """Is this what it charges?"""
        if not self.percent:
            return charge.fen == self.fen
        return abs(charge.fen - self.of(charge.paid_fen)) <= SLACK

    def of(self, paid_fen: Fen) -> Fen:
        """What it charges."""
        if not self.percent:
            return self.fen
        exact = self.percent * paid_fen / PERCENT
        fen = int(exact.to_integral_value(ROUND_HALF_UP))
        if self.least is not None:
            fen = max(fen, self.least * FEN)
        return fen if self.most is None else min(fen, self.most * FEN)


class Formula(Struct, frozen=True):
    """What is charged, and how well it is known."""

    parts: tuple[FormulaPart, ...]
    fitting: int
    count: int

    def of(self, paid_fen: Fen) -> Fen:
        """What it charges for an order for which so much was paid."""
        return next(one for one in self.parts if one.covers(paid_fen)).of(paid_fen)

    def fits(self, charge: Charge) -> bool:
        """Is this what it charges?"""
        return next(one for one in self.parts if one.covers(charge.paid_fen)).fits(charge)


def fitted(charges: Sequence[Charge]) -> Formula | None:
    """The simplest formula that explains the charges; none of too few, or where none explains half.

    Of formulas that fit as many, a fixed amount stands before a percentage, one without bounds
    before one with them, and one rule before two.
    """
    if len(charges) < FEWEST:
        return None
    candidates: list[tuple[tuple[FormulaPart, ...], int]] = [
        ((part,), _count(part, charges)) for part in _parts(charges)
    ]
    for edge in TIERS:
        below = [one for one in charges if one.paid_fen < edge * FEN]
        above = [one for one in charges if one.paid_fen >= edge * FEN]
        if min(len(below), len(above)) < FEWEST // 2:
            continue
        low, high = _best(below), _best(above)
        if low and high:
            tiers = (_bounded(low, None, edge), _bounded(high, edge, None))
            candidates.append((tiers, _count(low, below) + _count(high, above)))
    if not candidates:
        return None
    parts, fitting = max(candidates, key=lambda one: _worth(one[0], one[1], len(charges)))
    if fitting * 2 <= len(charges):
        return None
    return Formula(parts, fitting, len(charges))


def _best(charges: Sequence[Charge]) -> FormulaPart | None:
    found = [(part, _count(part, charges)) for part in _parts(charges)]
    if not found:
        return None
    return max(found, key=lambda one: _worth((one[0],), one[1], len(charges)))[0]


def _parts(charges: Sequence[Charge]) -> Iterator[FormulaPart]:
    """Every rule that some of the charges are an example of."""
    for fen, _times in Counter(one.fen for one in charges).most_common(3):
        yield FormulaPart(fen=fen)
    for percent in _percentages(charges):
        plain = FormulaPart(percent=percent)
        yield plain
        under = [one.fen for one in charges if one.fen < plain.of(one.paid_fen) - SLACK]
        over = [one.fen for one in charges if one.fen > plain.of(one.paid_fen) + SLACK]
        leasts, mosts = _bounds(over), _bounds(under)
        for least in (None, *leasts):
            for most in (None, *mosts):
                if (least, most) != (None, None) and (
                    least is None or most is None or least < most
                ):
                    yield FormulaPart(percent=percent, least=least, most=most)


def _percentages(charges: Sequence[Charge]) -> list[Decimal]:
    """Those of the usual percentages that at least two of the charges are."""
    fitting = {
        step: sum(FormulaPart(percent=step).fits(one) for one in charges) for step in PERCENTAGES
    }
    return [step for step, count in fitting.items() if count > 1]


def _bounds(amounts: Sequence[Fen]) -> list[int]:
    """The usual bounds that several of the amounts lie at."""
    found = Counter(fen // FEN for fen in amounts if not fen % FEN and fen // FEN in BOUNDS)
    return [yuan for yuan, times in found.most_common(2) if times > 1]


def _count(part: FormulaPart, charges: Sequence[Charge]) -> int:
    return sum(map(part.fits, charges))


def _worth(
    parts: tuple[FormulaPart, ...], fitting: int, count: int
) -> tuple[Decimal, int, Decimal]:
    """How good it is: what it explains, less what each number that it needs has to earn."""
    numbers = Decimal(len(parts) - 1)
    for one in parts:
        numbers += 1 + (one.least is not None) + (one.most is not None)
        numbers += Decimal("0.5") if one.percent else 0
    share = Decimal(fitting) / count
    return share - COMPLEXITY * numbers, -len(parts), -_edge_unrest(parts)


def _edge_unrest(parts: tuple[FormulaPart, ...]) -> Decimal:
    """Of edges between which no charge lies the roundest one is meant."""
    edge = parts[0].paid_below
    if edge is None:
        return Decimal(0)
    digits = f"{edge}".rstrip("0")
    return Decimal(len(digits)) + Decimal(int(digits) != 1) / 2


def _bounded(part: FormulaPart, paid_from: int | None, paid_below: int | None) -> FormulaPart:
    return FormulaPart(part.fen, part.percent, part.least, part.most, paid_from, paid_below)
