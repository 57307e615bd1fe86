"""Formulas: what a platform charges, learned from noisy bills of a shop."""

import math
import random
from decimal import Decimal
from typing import Any

import pytest

from store.rules.money.costs import Percentage
from store.rules.money.formulas import Charge, Formula, FormulaPart, fitted

SEEDS = 10
CHARGES = 30
NOISE = 0.1
WHOLE_YUAN = Decimal(1)


def percent(
    of: float, least: float | None = None, most: float | None = None, **changes: Any
) -> FormulaPart:
    """A percentage of what was paid, at least and at most so many yuan."""
    bounds = (None if yuan is None else Decimal(str(yuan)) for yuan in (least, most))
    return FormulaPart(share=Percentage(Decimal(str(of)), *bounds), **changes)


FAMILIES = {
    "fixed": (FormulaPart(fen=300),),
    "percent with bounds": (percent(5, 3, 30),),
    "percent, dear": (percent(10, 10, 100),),
    "percent with a floor": (percent(1, 3),),
    "percent with a floor and a cap": (percent(1, 3, 30),),
    "a higher floor": (percent(2, 5, 50),),
    "bounds that are no round yuan": (percent(0.5, 3.5, 20),),
    "a high percentage": (percent(30, 30, 500),),
    "tier by amount": (
        FormulaPart(fen=300, paid_below=300),
        percent(1, most=30, paid_from=300),
    ),
    "two fixed amounts": (
        FormulaPart(fen=500, paid_below=100),
        FormulaPart(fen=2000, paid_from=100),
    ),
    "a fixed amount, then a percentage with a floor": (
        FormulaPart(fen=300, paid_below=100),
        percent(1, 8, paid_from=100),
    ),
    "in whole yuan": (percent(5, 5, 50, step=WHOLE_YUAN),),
    "in whole yuan, with a floor that most reach": (percent(1, 3, 30, step=WHOLE_YUAN),),
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
        found = fitted(noisy(hidden, seed), hidden.parts[0].step)
        fresh = amounts(random.Random(seed + 1000), 300)
        # Which edge is meant between two amounts that nobody paid, no bill says.
        same = sum(found is not None and abs(found.of(p) - hidden.of(p)) <= 1 for p in fresh)
        recovered += same >= 0.97 * len(fresh)

    assert recovered >= 9


@pytest.mark.parametrize(
    ("at_the_floor", "others", "found"),
    [
        pytest.param(4, 20, percent(1, 3), id="several charges show it"),
        pytest.param(4, 300, percent(1, 3), id="four of many charges show it"),
        pytest.param(1, 20, percent(1), id="one charge may be a mistake"),
        pytest.param(3, 300, percent(1), id="three of many charges may be mistakes"),
    ],
)
def test_a_floor_is_learned_where_charges_show_it(
    at_the_floor: int, others: int, found: FormulaPart
) -> None:
    hidden = percent(1, 3)
    paid = [*range(5000, 5000 + 1000 * at_the_floor, 1000)]
    paid += range(40_000, 40_000 + 1700 * others, 1700)
    charges = [Charge(fen, hidden.of(fen)) for fen in paid]

    learned = fitted(charges)

    assert learned
    assert learned.parts == (found,)
    assert hidden.of(10_000) == 300


def test_what_a_platform_rounds_to_whole_yuan_is_learned_as_it_rounds() -> None:
    hidden = percent(5, 5, 50, step=WHOLE_YUAN)
    charges = [Charge(fen, hidden.of(fen)) for fen in range(1_900, 150_000, 1_933)]

    assert fitted(charges, WHOLE_YUAN) == Formula((hidden,), len(charges), len(charges))
    plain = fitted(charges)
    assert plain is None or plain.fitting < len(charges)


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
