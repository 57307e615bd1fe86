"""The forecast names the orders that become late, three times as often as luck would."""

import pytest

from tests.examples import IS_LONG
from tests.simulation.pace import Shop

DAYS, SEEDS = (60, range(1, 7)) if IS_LONG else (25, range(1, 3))
TIMES, LEAST = 3, 0.4


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_named_becomes_late_three_times_as_often_as_by_chance(seed: int) -> None:
    found = Shop(seed).run(DAYS)

    assert found.late > DAYS / 2
    assert found.times >= TIMES, found
    assert found.hits >= LEAST * found.late, found
