"""Formulas (扣款公式): what a platform charges, learned from what it charged.

A bill is the only place where a platform says what it really takes (domain.md §6.4). Three families
are tried: a fixed amount, a percentage with the least and the most it may be, and two of these
parted by the amount paid. The simplest one stands that fits as many charges as any other does, but
for one in twenty, or three: bills have corrections, coupons and other people's mistakes in them. A
percentage is rounded as its platform rounds it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from store.models.money import FEN, Fen
from store.rules.money.costs import Percentage

FEWEST = 5
"""Of fewer charges nothing is said."""
PERCENTAGES = tuple(
    Decimal(one) / 10
    for one in (1, 2, 3, 5, 6, 8, *range(10, 105, 5), 120, 150, 200, 250, 300, 500)
)
"""Percentages that platforms use."""
TRIED = 5
"""So many percentages are tried with bounds: those that most of the charges are."""
TIERS = (10, 20, 30, 50, 80, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000)
"""Yuan from which on another rule holds."""
SLACK = 1
"""Fen by which a percentage may be rounded otherwise."""
COMPLEXITY, MOST_COMPLEXITY = Decimal("0.05"), Decimal(3)
"""Of the charges one more number has to explain so many, or it explains mistakes; of many charges
no more than these: a floor that few orders reach is one all the same."""


class Charge(Struct, frozen=True):
    """What was charged for an order for which so much was paid."""

    paid_fen: Fen
    fen: Fen


class FormulaPart(Struct, frozen=True):
    """A fixed amount, or a percentage of what was paid, for orders of some amounts."""

    fen: Fen = 0
    """The fixed amount; 0 for a percentage."""
    share: Percentage | None = None
    step: Decimal | None = None
    """The steps in yuan to which the percentage is rounded; none for whole fen."""
    paid_from: int | None = None
    paid_below: int | None = None

    def covers(self, paid_fen: Fen) -> bool:
        """Is it about an order for which so much was paid?"""
        return (self.paid_from is None or paid_fen >= self.paid_from * FEN) and (
            self.paid_below is None or paid_fen < self.paid_below * FEN
        )

    def fits(self, charge: Charge) -> bool:
        """Is this what it charges?"""
        slack = SLACK if self.share else 0
        return abs(charge.fen - self.of(charge.paid_fen)) <= slack

    def of(self, paid_fen: Fen) -> Fen:
        """What it charges for an order for which so much was paid, one that it covers (fen)."""
        return self.share.of(paid_fen, self.step) if self.share else self.fen


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


class _Known(NamedTuple):
    """The charges, and what is known of them beside."""

    charges: Sequence[Charge]
    among: int
    """Of how many charges they are a part: of so many a number has to earn its share."""
    step: Decimal | None


class _Tried(NamedTuple):
    """A formula, and how many of the charges it explains."""

    parts: tuple[FormulaPart, ...]
    fitting: int


def fitted(charges: Sequence[Charge], step: Decimal | None = None) -> Formula | None:
    """The simplest formula that explains the charges; none of too few, or where none explains half.

    Of formulas that fit as many, a fixed amount stands before a percentage, one without bounds
    before one with them, and one rule before two. `step` has the yuan to whose whole steps a
    percentage is rounded.
    """
    if len(charges) < FEWEST:
        return None
    count = len(charges)
    found = [_best(_Known(charges, count, step))]
    for edge in TIERS:
        below = [one for one in charges if one.paid_fen < edge * FEN]
        above = [one for one in charges if one.paid_fen >= edge * FEN]
        if min(len(below), len(above)) >= FEWEST // 2:
            low, high = (_best(_Known(some, count, step)) for some in (below, above))
            parts = (*_bounded(low, None, edge), *_bounded(high, edge, None))
            found.append(_Tried(parts, low.fitting + high.fitting))
    parts, fitting = max(found, key=lambda one: _worth(one, count))
    return Formula(parts, fitting, count) if fitting * 2 > count else None


def _best(known: _Known) -> _Tried:
    """The one rule that explains them best."""
    tried = (_Tried((part,), sum(map(part.fits, known.charges))) for part in _parts(known))
    return max(tried, key=lambda one: _worth(one, known.among))


def _parts(known: _Known) -> Iterator[FormulaPart]:
    """Every rule that some of the charges are an example of."""
    charges = known.charges
    for fen, _times in Counter(one.fen for one in charges).most_common(3):
        yield FormulaPart(fen=fen)
    for percent in _percentages(known):
        plain = FormulaPart(share=Percentage(percent), step=known.step)
        yield plain
        under = [one.fen for one in charges if one.fen < plain.of(one.paid_fen) - SLACK]
        over = [one.fen for one in charges if one.fen > plain.of(one.paid_fen) + SLACK]
        leasts, mosts = _bounds(over), _bounds(under)
        for least in (None, *leasts):
            for most in (None, *mosts):
                is_bound = (least, most) != (None, None)
                if is_bound and (least is None or most is None or least < most):
                    yield FormulaPart(share=Percentage(percent, least, most), step=known.step)


def _percentages(known: _Known) -> list[Decimal]:
    """The usual percentages that most of the charges are, and at least two of them."""
    fitting = Counter[Decimal]()
    for percent in PERCENTAGES:
        part = FormulaPart(share=Percentage(percent), step=known.step)
        fitting[percent] = sum(map(part.fits, known.charges))
    return [percent for percent, count in fitting.most_common(TRIED) if count > 1]


def _bounds(amounts: Sequence[Fen]) -> list[Decimal]:
    """The amounts that several of them are, in yuan."""
    found = Counter(amounts).most_common(2)
    return [Decimal(fen) / FEN for fen, times in found if times > 1]


def _worth(tried: _Tried, count: int) -> tuple[Decimal, int, Decimal]:
    """How good it is: what it explains, less what each number that it needs has to earn."""
    numbers = Decimal(len(tried.parts) - 1)
    for share in (one.share for one in tried.parts):
        numbers += 1
        if share:
            numbers += Decimal("0.5") + (share.least is not None) + (share.most is not None)
    explained = tried.fitting - min(COMPLEXITY * count, MOST_COMPLEXITY) * numbers
    return explained, -len(tried.parts), -_edge_unrest(tried.parts)


def _edge_unrest(parts: tuple[FormulaPart, ...]) -> Decimal:
    """Of edges between which no charge lies the roundest one is meant."""
    edge = parts[0].paid_below
    if edge is None:
        return Decimal(0)
    digits = f"{edge}".rstrip("0")
    return Decimal(len(digits)) + Decimal(int(digits) != 1) / 2


def _bounded(tried: _Tried, paid_from: int | None, paid_below: int | None) -> Iterator[FormulaPart]:
    """The same for orders of these amounts alone."""
    for part in tried.parts:
        yield replace(part, paid_from=paid_from, paid_below=paid_below)
