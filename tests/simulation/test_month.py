"""A simulated month: a few days of it in CI, thirty in the long form."""

from pathlib import Path

import pytest

from tests.examples import IS_LONG
from tests.simulation.month import month, said
from tests.simulation.test_found import KNOWN

SHORT = ((4, 10, 1), (2, 12, 5))
LONG = ((30, 100, 1), (30, 100, 2), (2, 2000, 3))
"""Days, orders a day, seed."""


@pytest.mark.parametrize(("days", "orders", "seed"), LONG if IS_LONG else SHORT)
def test_a_month_shows_nothing_that_is_not_known(
    tmp_path: Path, days: int, orders: int, seed: int
) -> None:
    outcome = month(tmp_path, days, orders, seed)

    new = [finding for finding in outcome.findings.all if finding.kind not in KNOWN]
    assert not new, said(outcome)
    assert outcome.documents == len(outcome.world.orders) > days * orders // 2
    assert len(outcome.agents.acts) > outcome.documents // 2


def test_the_same_seed_is_the_same_month(tmp_path: Path) -> None:
    first, second = (month(tmp_path / str(turn), 1, 12, 7) for turn in range(2))

    assert [(act.key, act.name) for act in first.agents.acts] == [
        (act.key, act.name) for act in second.agents.acts
    ]
    assert first.findings.all == second.findings.all
    assert first.imports == second.imports
