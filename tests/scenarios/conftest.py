"""A desk with one order to ship, for every scenario."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.postgres import store_url
from tests.scenarios.desk import Desk, rice

LONG = "SHOUHOU_LONG" in os.environ
SOME = 5
"""Of so many scenarios one is played in a database too; in the long form, each."""
KEPT_IN: dict[str, Callable[[Path], str]] = {"sqlite": str, "postgres": store_url}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In short, some of the scenarios are played in a database."""
    here = Path(__file__).parent
    there = [one for one in items if one.path.parent == here and "postgres" in one.name]
    left_out = set() if LONG else {one.nodeid for n, one in enumerate(there) if n % SOME}
    items[:] = [one for one in items if one.nodeid not in left_out]


@pytest.fixture(params=KEPT_IN)
def kept_in(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store is kept that nobody has written to yet: a scenario is played in both."""
    return KEPT_IN[request.param](tmp_path / "store")


@pytest.fixture
def desk(tmp_path: Path, kept_in: str) -> Desk:
    """A desk with one order to ship; it is Friday 2026-10-09, 10:00."""
    found = Desk(tmp_path, kept_in)
    found.orders(rice())
    return found
