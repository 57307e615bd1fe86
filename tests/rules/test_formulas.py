"""Formulas: what a platform charges, learned from noisy bills of a shop."""

import math
import random
from decimal import Decimal

import pytest

from store.rules.money.formulas import Charge, Formula, FormulaPart, fitted

SEEDS = 10
CHARGES = 30
NOISE = 0.1
FAMILIES = {
    "fixed": (FormulaPart(fen=300),),
    "percent with bounds": (FormulaPart(percent=Decimal(5), least=3, most=30),),
    "percent, dear": (FormulaPart(percent=Decimal(10), least=10, most=100),),
    "tier by amount": (
        FormulaPart(fen=300, paid_below=300),
        FormulaPart(percent=Decimal(1), most=30, paid_from=300),
    ),
    "two fixed amounts": (
        FormulaPart(fen=500, paid_below=100),
        FormulaPart(fen=2000, paid_from=100),
    ),
}


def amounts(chance: random.Random, count: int) -> list[int]:
    """What buyers of a shop pay, small amounts as often as ten times larger ones."""
    return [
        int(100 * math.exp(chance.uniform(math.log(30), math.log(9000)))) for _one in range(count)
    ]


def noisy(hidden: Formula, seed: int) -> list[Charge]:
    """Thirty charges, one in ten of which is a correction, a coupon or a mistake."""
    chance = random.Random(seed)
    charges = []
    for paid in amounts(chance, CHARGES):
        fen = hidden.of(paid)
        if chance.random() < NOISE:
            fen = max(1, fen + chance.choice((-100, 37, 55, 100, 200)))
        charges.append(Charge(paid, fen))
    return charges


@pytest.mark.parametrize("name", FAMILIES)
def test_a_hidden_formula_is_recovered_from_thirty_noisy_charges_in_nine_of_ten_seeds(
    name: str,
) -> None:
    hidden = Formula(FAMILIES[name], 0, 0)

    recovered = 0
    for seed in range(SEEDS):
        found = fitted(noisy(hidden, seed))
        fresh = amounts(random.Random(seed + 1000), 300)
        # Which edge is meant between two amounts that nobody paid, no bill says.
        same = sum(found is not None and abs(found.of(p) - hidden.of(p)) <= 1 for p in fresh)
        recovered += same >= 0.97 * len(fresh)

    assert recovered >= 9


def test_it_says_how_many_of_the_charges_it_explains() -> None:
    charges = [*[Charge(5000 + n, 300) for n in range(36)], Charge(6000, 365)]

    found = fitted(charges)

    assert found == Formula((FormulaPart(fen=300),), 36, 37)
    assert [one for one in charges if not found.fits(one)] == [Charge(6000, 365)]


@pytest.mark.parametrize(
    "charges",
    [
        pytest.param([Charge(5000, 300)] * 4, id="too few"),
        pytest.param([Charge(5000 + 7 * n, 100 + n * n) for n in range(20)], id="no pattern"),
    ],
)
def test_of_charges_that_show_no_rule_nothing_is_said(charges: list[Charge]) -> None:
    assert fitted(charges) is None
